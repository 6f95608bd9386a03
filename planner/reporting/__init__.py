"""What there is to say of a roster: coverage, gaps with reasons, hours, shares, costs, what carries over."""
