"""A roster: who works what, when; made by the solver or by hand, which makes no difference."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from planner.domain.team import CarryOver


@dataclass(frozen=True, slots=True)
class Assignment:
    """One person on one shift type on one date. uid: kept for the life of the assignment, new for a new person."""

    uid: UUID
    person: str
    day: date
    shift: str
    locked: bool = False

    @property
    def place(self) -> tuple[str, date, str]:
        """What makes two assignments the same work: person, date, shift type."""
        return self.person, self.day, self.shift


@dataclass(frozen=True, slots=True)
class SolveRecord:
    """How good a roster is known to be. costs, bounds: one figure a cost tier, coverage first; points."""

    costs: tuple[int, ...]
    bounds: tuple[int, ...]
    seconds: float
    workers: int
    seed: int


@dataclass(frozen=True, slots=True)
class Roster:
    """A month's roster. team_hash: of the facts it was planned on. versions: program versions by name.

    carry_over: everyone's counters as the next month starts with them.
    """

    team_name: str
    year: int
    month: int
    assignments: tuple[Assignment, ...]
    team_hash: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    record: SolveRecord | None = None
    carry_over: tuple[CarryOver, ...] = ()

    def of(self, person: str) -> Iterator[Assignment]:
        """The person's assignments, in order of date."""
        yield from sorted((a for a in self.assignments if a.person == person), key=lambda a: (a.day, a.shift))

    def places(self) -> frozenset[tuple[str, date, str]]:
        """All (person, date, shift type) of the roster."""
        return frozenset(a.place for a in self.assignments)
