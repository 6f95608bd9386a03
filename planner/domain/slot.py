"""A slot: a stretch of time in which the same people could be present and so many are wanted; and a date's need."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Slot:
    """People wanted from start to end (moments). shift: a shift type's code when the demand names one, else "".

    channel, skill: "" = anybody counts. cells: those that would provide one person each. maximum None = open.
    """

    day: date
    start: int
    end: int
    shift: str
    channel: str
    skill: str
    level: int
    minimum: int
    target: int
    maximum: int | None
    on_call: bool
    cells: tuple[int, ...]

    @property
    def minutes(self) -> int:
        """Length of the slot in elapsed minutes."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Need:
    """What the demand of one date takes: fewest people with their minutes, fewest on a late shift with their late
    ones.
    """

    people: int
    work_min: int
    lates: int
    late_min: int
