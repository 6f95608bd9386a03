"""Whole rows of one line, exact: the cheapest by dynamic programming, and searches that put people in by them."""
