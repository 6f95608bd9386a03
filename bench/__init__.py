"""One command a figure: every number in README and docs comes from here."""
