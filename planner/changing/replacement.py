"""Who could take over one shift, and what that would bring: facts for command line and screens."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.board import Place
from planner.messages import Message


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A shift that needs somebody. shift: its type's code. person: who falls out of it; "" = the shift is open."""

    day: date
    shift: str
    person: str = ""


class Way(StrEnum):
    """How somebody comes to the shift: in addition to what they have, in exchange for another shift of the day, or so
    that a second person takes over the shift given up.
    """

    STEPS_IN = "steps in"
    MOVES = "moves"
    CHAIN = "chain"


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the roster: a place that is added, or falls away."""

    place: Place
    added: bool

    @property
    def person(self) -> str:
        """Whose shift it is."""
        return self.place[0]


@dataclass(frozen=True, slots=True)
class FairChange:
    """What changes in a measure of fairness, in hundredths of a unit.

    carried: with the change. target: what the plan aims at: the fair share of the month's demand, the ledger included.
    """

    measure: str
    change: int
    carried: int
    target: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a replacement means for one person.

    rest_*_min: the shortest rest between the shifts round the new one, before and after; None where there is none, as
    beside an on-call shift. balance_*_min: planned and credited minutes of the month against the contract.
    fairness: measures that change. wishes_refused: wishes that are no longer granted; wishes_granted: that now are.
    """

    person: str
    rest_before_min: int | None
    rest_after_min: int | None
    balance_before_min: int
    balance_after_min: int
    fairness: tuple[FairChange, ...]
    wishes_refused: tuple[Message, ...]
    wishes_granted: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Replacement:
    """One way to fill a vacancy. All changes are against the roster as it is with the shift vacant.

    person: who takes the shift. gives_up: the place they leave for it. steps: all changes of the roster, in order; in
    a chain the last one is of a second person, who takes over what `person` gives up.
    reasons: what forbids it, in words that leave the person's name out; empty when legal. away: absent, or not
    employed on that day. cost_change: points a tier. effects: one a person, `person` first.
    coverage_lost: demand that is short, or shorter, because of it. coverage_left: demand short for want of the vacant
    shift that it does nothing for.
    """

    person: str
    way: Way
    gives_up: Place | None
    steps: tuple[Step, ...]
    legal: bool
    away: bool
    reasons: tuple[Message, ...]
    cost_change: tuple[int, ...]
    effects: tuple[Effect, ...]
    coverage_lost: tuple[Message, ...]
    coverage_left: tuple[Message, ...]

    @property
    def second(self) -> str:
        """Who takes over what `person` gives up; "" outside a chain."""
        return self.steps[-1].person if self.way is Way.CHAIN else ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """All ways to fill a vacancy that were looked at. missing: demand short while it is vacant.

    legal, forbidden: how many ways there are in all. replacements: the best of them, best first.
    """

    vacancy: Vacancy
    missing: tuple[Message, ...]
    legal: int
    forbidden: int
    replacements: tuple[Replacement, ...]


