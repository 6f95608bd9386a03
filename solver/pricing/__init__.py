"""The cheapest row of one line under given prices: dynamic programming over days, with all of its limits."""
