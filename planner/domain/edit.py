"""One edit of a month by hand: steps that are all made, or none."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Put:
    """A person works a shift type on a date, beside what they work already.

    It goes on as a shift of the same person that the same edit takes, else it is a new one.
    """

    person: str
    day: date
    shift: str


@dataclass(frozen=True, slots=True)
class Take:
    """A person works a shift type on a date no more."""

    person: str
    day: date
    shift: str


@dataclass(frozen=True, slots=True)
class LockCell:
    """A person's date stays as it is whatever is planned: with its shifts, or free where there are none."""

    person: str
    day: date


@dataclass(frozen=True, slots=True)
class UnlockCell:
    """A person's date may be planned again."""

    person: str
    day: date


Step = Put | Take | LockCell | UnlockCell


@dataclass(frozen=True, slots=True)
class Edit:
    """Steps in the order in which they are made."""

    steps: tuple[Step, ...]

    @property
    def cells(self) -> frozenset[tuple[str, date]]:
        """The (person, date) that it touches."""
        return frozenset((step.person, step.day) for step in self.steps)
