"""Wishes of a month as people give them: a window with a deadline, a mark a day, and a budget that all share alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from planner.domain.people import Availability, Wish
from planner.domain.team import Team
from planner.domain.time import MINUTES_A_DAY, days_between

#: Of a wish: from would be nice to important.
WEIGHTS = range(1, 6)
#: The most points a person that a window may have: every day of the longest month with the highest weight.
MOST_POINTS = 31 * WEIGHTS[-1]


class MarkKind(StrEnum):
    """What is said of a day. CANNOT is no wish: nothing is planned then."""

    CANNOT = "cannot"
    RATHER_NOT = "rather not"
    WANTS = "wants"


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody says of a day. shift: a shift type's code, "" = any work. Both others are of wishes alone."""

    kind: MarkKind
    shift: str = ""
    weight: int = 3

    @property
    def points(self) -> int:
        """What it takes of the budget."""
        return 0 if self.kind is MarkKind.CANNOT else self.weight


@dataclass(frozen=True, slots=True)
class OwnMarks:
    """A person's month. by_day: one mark a day; others: more wishes of the same days, each of one day."""

    by_day: Mapping[date, Mark]
    others: tuple[Wish, ...] = ()

    @property
    def points(self) -> int:
        """What all wishes take of the budget: each day the weight, as the plan weighs them."""
        return sum(mark.points for mark in self.by_day.values()) + sum(wish.weight for wish in self.others)


@dataclass(frozen=True, slots=True)
class WishAnswer:
    """Of one person: when they sent their wishes last, and when they were reminded last; None = never."""

    sent_at: datetime | None = None
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WishWindow:
    """When the people of a team can give their wishes for a month. deadline: from this moment on they cannot.

    budget: points a person. revision: grows with each change of the window. answers: by the person's name.
    """

    opened_at: datetime
    deadline: datetime
    budget: int
    revision: int = 0
    answers: Mapping[str, WishAnswer] = field(default_factory=dict)

    def is_open(self, now: datetime) -> bool:
        """Whether wishes can be given."""
        return self.opened_at <= now < self.deadline

    def closed(self, now: datetime) -> "WishWindow":
        """The same, at its end."""
        return replace(self, deadline=now, revision=self.revision + 1)

    def allows(self, marks: OwnMarks) -> bool:
        """Whether a person's wishes stay within the budget."""
        return marks.points <= self.budget

    def answer(self, person: str) -> WishAnswer:
        """What there is of a person."""
        return self.answers.get(person, WishAnswer())


def marks_of(team: Team, person: str, days: Sequence[date]) -> OwnMarks:
    """A person's month out of the team's facts: what stands first for a day is its mark."""
    by_day = {day: Mark(MarkKind.CANNOT) for day in days if _barred(person, day) in team.availability}
    others = []
    for wish in team.wishes:
        if wish.person != person:
            continue
        for day in days_between(max(wish.first, days[0]), min(wish.last, days[-1])):
            if day in by_day:
                others.append(replace(wish, first=day, last=day))
            else:
                kind = MarkKind.WANTS if wish.wants else MarkKind.RATHER_NOT
                by_day[day] = Mark(kind, wish.shift, wish.weight)
    return OwnMarks(dict(sorted(by_day.items())), tuple(others))


def with_marks(team: Team, person: str, days: Sequence[date], marks: OwnMarks) -> Team:
    """The team's facts with a person's month as marked; nothing else of them changes."""
    bars = {_barred(person, day) for day in days}
    new_bars = [_barred(person, day) for day, mark in marks.by_day.items() if mark.kind is MarkKind.CANNOT]
    wishes = [
        Wish(person, day, day, mark.shift, mark.kind is MarkKind.WANTS, mark.weight)
        for day, mark in marks.by_day.items()
        if mark.kind is not MarkKind.CANNOT
    ]
    kept = [part for wish in team.wishes for part in (_outside(wish, days) if wish.person == person else [wish])]
    return replace(
        team,
        availability=(*(row for row in team.availability if row not in bars), *new_bars),
        wishes=(*kept, *wishes, *marks.others),
    )


def _barred(person: str, day: date) -> Availability:
    """The exception that a whole day is."""
    return Availability(person, day.weekday(), 0, MINUTES_A_DAY, day, day, can=False)


def _outside(wish: Wish, days: Sequence[date]) -> Iterable[Wish]:
    """What of a wish lies before and after some dates in a row."""
    if wish.first < days[0]:
        yield replace(wish, last=min(wish.last, date.fromordinal(days[0].toordinal() - 1)))
    if wish.last > days[-1]:
        yield replace(wish, first=max(wish.first, date.fromordinal(days[-1].toordinal() + 1)))
