"""A slot: a stretch of time in which the same people could be present and so many are wanted."""

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
