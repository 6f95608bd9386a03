"""One file a step, in order of number; each goes up and down."""
