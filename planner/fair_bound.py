"""How evenly a measure can be shared at all: a bound found by counting, before anybody plans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from planner.board import Board
from planner.domain.team import NEVER
from planner.fair_measures import WEEKENDS
from planner.fair_share import full_time_min_week
from planner.rules.max_weekends import MaxWeekends


@dataclass(frozen=True, slots=True)
class Able:
    """What one person can carry over a period.

    fte: full-time equivalents, the time away taken off; above 0. most: units at most (weekends, say) that they are
    there and allowed to work.
    """

    fte: Fraction
    most: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Least and most units per full-time equivalent of an even sharing."""

    low: Fraction
    high: Fraction

    @property
    def width(self) -> Fraction:
        """Units per full-time equivalent between who carries least and who carries most."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class WeekendsToShare:
    """What there is to share over some months.

    people: name -> what they can carry, of those who can work at weekends. needed: weekends of people that the demand
    takes at least, in all.
    """

    people: dict[str, Able]
    needed: int


def weekends_to_share(boards: Sequence[Board]) -> WeekendsToShare:
    """Weekends of some months one after the other, and who can work them."""
    needed: dict[date, float] = {}
    people: dict[str, Able] = {}
    for board in boards:
        load = WEEKENDS.load(board)
        for weekend in board.weekends:
            there = max(load.get(day, 0.0) for day in weekend)
            needed[weekend[0]] = max(needed.get(weekend[0], 0.0), there)
    for name in dict.fromkeys(manager.name for board in boards for manager in board.people):
        able = _able(name, [board for board in boards if name in board.person_index], sum(len(b.days) for b in boards))
        if able.most and able.fte:
            people[name] = able
    return WeekendsToShare(people, round(sum(needed.values()) / 100))


def _able(name: str, boards: Sequence[Board], days: int) -> Able:
    fte, allowed, weekends = Fraction(0), 0, set()
    for board in boards:
        person = board.person_index[name]
        there = set(board.days) - board.away_days(person)
        contract = Fraction(board.people[person].contract_min_week, max(1, full_time_min_week(board)))
        fte += contract * len(there) / days
        able = {w for w in board.weekends if any(day in there and WEEKENDS.able(board, person, day) for day in w)}
        rule = MaxWeekends()
        limit = rule.value(board, person) if rule.price_on(board) == NEVER else None
        weekends |= able
        allowed += len(able) if limit is None else min(limit, len(able))
    return Able(fte, min(allowed, len(weekends)))


def spread_of(carried: Sequence[int], people: Sequence[Able]) -> Fraction:
    """Units per full-time equivalent between who carries least and who carries most; 0 with nobody."""
    rates = [count / able.fte for count, able in zip(carried, people, strict=True)]
    return max(rates) - min(rates) if rates else Fraction(0)


def least_spread(people: Sequence[Able], needed: int, at_most: int | None = None) -> Spread | None:
    """The narrowest spread with which whole units can be shared out; None where the people can't carry so many.

    needed, at_most: units carried in all, at least and at most; at_most None = as many as they can.

    A bound: whoever plans, the spread is no narrower, since only whole units, what each can carry and the sum are
    looked at here, not which weekend falls to whom. Some `low` is the rate of a person, and for each such one the
    lowest `high` is found, so the bound is exact for what it looks at.
    """
    whole = sum(able.most for able in people)
    at_most = whole if at_most is None else at_most
    if not people or needed > whole:
        return None
    found = [spread for low in _rates(people) if (spread := _above(people, low, needed, at_most)) is not None]
    return min(found, key=lambda spread: (spread.width, spread.low), default=None)


def _rates(people: Sequence[Able]) -> list[Fraction]:
    return sorted({units / able.fte for able in people for units in range(able.most + 1)})


def _above(people: Sequence[Able], low: Fraction, needed: int, at_most: int) -> Spread | None:
    """The narrowest spread in which nobody carries less than `low`, a rate."""
    counts = [_ceil(low * able.fte) for able in people]
    if any(count > able.most for count, able in zip(counts, people, strict=True)) or sum(counts) > at_most:
        return None
    high = max(count / able.fte for count, able in zip(counts, people, strict=True))
    missing = needed - sum(counts)
    if missing > 0:
        # Each further unit goes where it raises the rate least, so the last one given is the highest.
        further = sorted(_further(people, counts))
        high = max(high, further[missing - 1])
    return Spread(low, high)


def _further(people: Sequence[Able], counts: Sequence[int]) -> Iterator[Fraction]:
    for able, count in zip(people, counts, strict=True):
        yield from (units / able.fte for units in range(count + 1, able.most + 1))


def _ceil(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
