"""Whose shifts change from one roster to another, person by person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain.roster import Roster

#: A shift of a person: date and the shift type's code.
DayShift = tuple[date, str]


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Whose shifts change: those that fall away and those that are new, by date."""

    person: str
    gone: tuple[DayShift, ...]
    new: tuple[DayShift, ...]

    def day_by_day(self) -> Iterator[tuple[date, tuple[str, ...], tuple[str, ...]]]:
        """(date, codes that fall away, codes that are new) of each date that changes, in order."""
        for day in sorted({day for day, _ in (*self.gone, *self.new)}):
            yield day, tuple(code for on, code in self.gone if on == day), tuple(c for on, c in self.new if on == day)


def person_changes(before: Roster, after: Roster) -> tuple[PersonChange, ...]:
    """Whose shifts change from one roster to another, by name."""
    gone, new = before.places() - after.places(), after.places() - before.places()
    return tuple(
        PersonChange(
            person,
            tuple(sorted((day, shift) for name, day, shift in gone if name == person)),
            tuple(sorted((day, shift) for name, day, shift in new if name == person)),
        )
        for person in sorted({place[0] for place in gone | new})
    )
