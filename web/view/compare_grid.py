"""Two versions of a month as one grid: where they differ, the old above the new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.changing.compare_versions import VersionComparison


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """A person's date. old, new: the shifts' codes; the same where nothing changes."""

    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether the versions differ here."""
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """Somebody whose shifts change, and a cell for each date of the month."""

    person: str
    cells: Sequence[ComparedCell]


def compared_rows(found: VersionComparison, days: Sequence[date]) -> list[ComparedRow]:
    """Everybody whose shifts change, by name."""
    after: dict[tuple[str, date], list[str]] = {}
    for person, day, code in sorted(found.after):
        after.setdefault((person, day), []).append(code)
    rows = []
    for change in found.changes:
        differs = {day: (gone, new) for day, gone, new in change.day_by_day()}
        cells = []
        for day in days:
            now = tuple(after.get((change.person, day), ()))
            gone, new = differs.get(day, ((), ()))
            cells.append(ComparedCell(tuple(sorted((*(code for code in now if code not in new), *gone))), now))
        rows.append(ComparedRow(change.person, cells))
    return rows
