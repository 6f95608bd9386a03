"""Figures of rosters side by side, as the pages show them: by section."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

#: What a section is called, and its figures (telling.comparison_json.figure_json).
Section = tuple[str, list[Mapping[str, Any]]]


def sections_of(figures: Sequence[Mapping[str, Any]]) -> list[Section]:
    """The figures by their sections, in their order."""
    return [(name, list(rows)) for name, rows in groupby(figures, key=lambda figure: str(figure["section"]))]
