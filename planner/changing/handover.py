"""Whether shifts may change hands as people wish: what the rules say with both sides' rosters, and whether it is fair.

Fair is what costs the team no more points of fairness than now: whoever takes a shift has had no more of its kind than
who gives it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.board import Board, Place
from planner.changing.replace_effects import Effects
from planner.changing.replacement import Effect
from planner.changing.shortage import covers_more, gap_of
from planner.messages import Message
from planner.rulebook import plan_of, rule_of
from planner.rules.fair_limits import FairRule
from solver.increments import Increments
from solver.limits import Columns, Tier

Points = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """Shifts that change hands. place: what is given; taker: to whom; back: what comes back for it, if anything.

    legal: nothing hard forbids it and both are there. covered: no demand gets short or shorter, of people or of those
    with a skill, of a topic's contacts, on duty, nor anything that the team insists on. fair_points, costs: against the
    roster as it is, a tier each; below 0 is better. balance_min: the taker's month against the contract, before.
    turns: the cells that turn by it.
    """

    place: Place
    taker: str
    back: Place | None
    legal: bool
    covered: bool
    fair_points: int
    costs: Points
    balance_min: int
    turns: tuple[int, ...]

    @property
    def suits(self) -> bool:
        """Whether it may be offered: legal, fair, and no gap opens."""
        return self.legal and self.covered and self.fair_points <= 0

    @property
    def rank(self) -> tuple[object, ...]:
        """The order of a list: the fewest points, then who has worked least."""
        return (*self.costs, self.balance_min, self.taker, self.back or ())


class Handovers:
    """Answers for one roster: made once, asked for one shift after the other. Asking changes nothing."""

    def __init__(self, board: Board, columns: Columns, places: frozenset[Place]) -> None:
        self._board, self._columns, self._places = board, columns, places
        self._effects = Effects(board, columns, places)
        self._now = Increments(columns, plan_of(board, places))

    def knows(self, person: str) -> bool:
        """Whether somebody of that name is in the team."""
        return person in self._board.person_index

    def of(self, place: Place, taker: str, back: Place | None = None) -> Handover | None:
        """What giving a shift to somebody would do; None where that cannot be: what is given is not worked, or what
        would be new is.
        """
        turns = self._turns(place, taker, back)
        return None if turns is None else self._weighed(turns, place, taker, back)

    def filling(self, place: Place, taker: str, left: Place | None = None) -> Handover | None:
        """The same of a vacant shift, whose person works it no more. left: what the taker gives up for it."""
        turns = self._filling(place, taker, left)
        return None if turns is None else self._weighed(turns, place, taker, None)

    def filling_effects(self, place: Place, taker: str, left: Place | None = None) -> Sequence[Effect]:
        """What that means for the taker, alone in the list; () where it cannot be."""
        turns = self._filling(place, taker, left)
        return self._effects.described(self._now, turns, ()).effects if turns else ()

    def spared(self, place: Place, taker: str, left: Place) -> bool:
        """Whether no demand gets short, or shorter, where somebody leaves a shift for a vacant one."""
        turns = self._filling(place, taker, left)
        return turns is not None and not self._effects.lost_rows(self._now, turns)

    def covers_more(self, one: Handover) -> bool:
        """Whether more of the demand is covered by it."""
        return covers_more(self._now, self._now.worse(self._now.change_together(one.turns)))

    def left_short(self, one: Handover) -> Sequence[Message]:
        """Demand that is short for want of a vacant shift, and that filling it so does nothing for."""
        worse = self._now.worse(self._now.change_together(one.turns))
        return self._effects.in_words(self._now, [
            row for row in self._effects.told(sorted(gap_of(self._board, self._now, one.place)))
            if worse.get(row, 0) >= 0
        ])  # fmt: skip

    def _filling(self, place: Place, taker: str, left: Place | None) -> list[int] | None:
        cells = [self._cell((taker, *place[1:]), worked=False)]
        if left is not None:
            cells.insert(0, self._cell(left, worked=True))
        turns = [cell for cell in cells if cell is not None]
        return turns if len(turns) == len(cells) else None

    def chained(self, place: Place, taker: str, left: Place, second: str) -> Handover | None:
        """What a chain would do: somebody moves to a vacant shift from `left`, which another one takes over."""
        turns = self._chain(place, taker, left, second)
        if turns is None:
            return None
        one = self._weighed(turns, place, taker, None)
        away = left[1] in self._board.away_days(self._board.person_index[second])
        return replace(one, legal=one.legal and not away)

    def chain_effects(self, place: Place, taker: str, left: Place, second: str) -> Sequence[Effect]:
        """What a chain means for both, the one who moves first; () where it cannot be."""
        turns = self._chain(place, taker, left, second)
        return self._effects.described(self._now, turns, ()).effects if turns else ()

    def _chain(self, place: Place, taker: str, left: Place, second: str) -> list[int] | None:
        cells = [self._cell(left, worked=True), self._cell((taker, *place[1:]), worked=False),
                 self._cell((second, *left[1:]), worked=False)]  # fmt: skip
        turns = [cell for cell in cells if cell is not None]
        return turns if len(turns) == len(cells) else None

    def takers(self, place: Place) -> Sequence[Handover]:
        """To whom a shift may be given, best first."""
        found = (self.of(place, manager.name) for manager in self._board.people if manager.name != place[0])
        return _best(found)

    def exchanges(self, place: Place, days: Iterable[date], past: Iterable[Place]) -> Sequence[Handover]:
        """For which shifts of others a shift may be exchanged, best first. days: of theirs; past: those over."""
        known, over = frozenset(days), frozenset(past)
        there = sorted(other for other in self._places - over if other[1] in known and other[0] != place[0])
        return _best(self.of(place, other[0], other) for other in there if other[1:] != place[1:])

    def effects(self, one: Handover) -> Sequence[Effect]:
        """What it means for who gets a shift by it, the taker first."""
        return self._effects.described(self._now, one.turns, ()).effects

    def reasons(self, one: Handover) -> Sequence[Message]:
        """What forbids the taker the shift once all else of it is done, in words that leave the name out; () where
        nothing does.
        """
        cell = self._board.number((one.taker, *one.place[1:]))
        assert cell is not None, "it was weighed"
        return self._effects.reasons(self._now, one.turns, cell)

    def gaps(self, one: Handover) -> Sequence[Message]:
        """Which demand gets short, or shorter, by what changes hands."""
        return self._effects.lost_words(self._now, one.turns)

    def _turns(self, place: Place, taker: str, back: Place | None) -> list[int] | None:
        """The cells that turn: what is given, what is got, and the same of what comes back."""
        cells = [self._cell(place, worked=True), self._cell((taker, *place[1:]), worked=False)]
        if back is not None:
            cells += [self._cell(back, worked=True), self._cell((place[0], *back[1:]), worked=False)]
        turns = [cell for cell in cells if cell is not None]
        return turns if len(turns) == len(cells) == len(set(turns)) else None

    def _cell(self, place: Place, *, worked: bool) -> int | None:
        cell = self._board.number(place)
        return cell if cell is not None and bool(self._now.plan[cell]) is worked else None

    def _weighed(self, turns: Sequence[int], place: Place, taker: str, back: Place | None) -> Handover:
        board, now = self._board, self._now
        moved = now.change_together(turns)
        worse = now.worse(moved)
        fair = {row: by for row, by in worse.items() if isinstance(rule_of(self._columns, row), FairRule)}
        costs = now.costs(worse)
        person = board.person_index[taker]
        away = place[1] in board.away_days(person)
        if back is not None:
            away = away or back[1] in board.away_days(board.person_index[place[0]])
        return Handover(
            place, taker, back,
            not away and not now.forbidding(worse),
            all(points <= 0 for points in costs[: Tier.COVERAGE + 1]) and not self._effects.lost(now, moved, worse),
            sum(now.costs(fair)),
            costs,
            self._effects.balance_min[person],
            tuple(turns),
        )  # fmt: skip


def _best(found: Iterable[Handover | None]) -> Sequence[Handover]:
    return sorted((one for one in found if one is not None and one.suits), key=lambda one: one.rank)
