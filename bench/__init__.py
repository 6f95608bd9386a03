"""One command a figure: every number in README and docs comes from here."""

from pathlib import Path

#: Of the repository.
ROOT = Path(__file__).parents[1]
