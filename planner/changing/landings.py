"""Where a shift could go: what dropping it on each cell of the grid would do, before it is dropped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from planner.board import Board, Place
from planner.messages import Message
from planner.reporting.explain import causes
from planner.rulebook import plan_of, rule_of
from planner.rules.base import Rule
from solver.increments import Increments
from solver.limits import Columns


class Verdict(StrEnum):
    """What a drop would do: cost no more than now, cost more, or break something that must never be broken."""

    FINE = "fine"
    COSTS = "costs"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Landing:
    """A cell where the shift could be dropped. cost_change: points a tier against the roster as it is.

    replaces: codes of the shifts there whose place it would take.
    """

    place: Place
    verdict: Verdict
    cost_change: tuple[int, ...]
    replaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lifted:
    """A roster without the shifts that are moved. worse: row -> by how many units their going moves it outside its
    bounds; cost: points a tier of that.
    """

    now: Increments
    worse: dict[int, int]
    cost: tuple[int, ...]

    @classmethod
    def off(cls, start: Increments, cells: Sequence[int]) -> "Lifted":
        """A roster without some of the cells that it fills, or as it is without any."""
        now = start.copy()
        worse = now.worse(now.change_together(cells)) if cells else {}
        for cell in cells:
            now.remove(cell)
        return cls(now, worse, now.costs(worse))

    def verdict(self, worse: dict[int, int]) -> tuple[Verdict, tuple[int, ...]]:
        """What putting them down does, which moves rows so far outside; points a tier against the roster as it is."""
        cost = tuple(a + b for a, b in zip(self.now.costs(worse), self.cost, strict=True))
        if self.now.forbidding(worse):
            return Verdict.FORBIDDEN, cost
        return Verdict.COSTS if cost > (0,) * len(cost) else Verdict.FINE, cost

    def dearest(self, worse: dict[int, int]) -> tuple[tuple[Rule, int], ...]:
        """The rules that it makes dearer, and by how many points: of the first tier first, dearest first."""
        columns = self.now.columns
        found: dict[tuple[int, str], tuple[Rule, int]] = {}
        for row, units in chain(self.worse.items(), worse.items()):
            rule, points = rule_of(columns, row), units * int(columns.price[row])
            key = int(columns.tier[row]), rule.code
            found[key] = rule, points + (found[key][1] if key in found else 0)
        ranked = sorted(found.items(), key=lambda item: (item[0][0], -item[1][1], item[0][1]))
        return tuple(priced for _, priced in ranked if priced[1] > 0)


class Landings:
    """Answers for one roster: made once, asked for one shift after the other. Asking changes nothing.

    A shift can be dropped where its type is offered, as an edit can put it there. It takes the place of what is there
    of its kind (`Board.alike`), as the letter of its type does.

    columns: the board's rules as stated; places: the roster. start: what it fills.
    """

    def __init__(self, board: Board, columns: Columns, places: frozenset[Place]) -> None:
        self.board = board
        self.start = Increments(columns, plan_of(board, places))

    def of(self, shift: str, taken: Place | None = None) -> tuple[Landing, ...]:
        """Every cell that does not hold the shift already, people in order.

        taken: the place that the shift is moved from; None = it comes in addition, as a copy or from nowhere.
        KeyError for a place that the roster does not fill.
        """
        lifted = self._lifted(taken)
        return tuple(self._landing(lifted, cell) for cell in self._cells(shift) if not self.start.plan[cell])

    def at(self, place: Place, taken: Place | None = None) -> Landing:
        """One cell of `of`. KeyError as `reasons`."""
        return self._landing(self._lifted(taken), self._offered(place))

    def reasons(self, place: Place, taken: Place | None = None) -> tuple[Message, ...]:
        """What forbids dropping a shift on a place, in words that leave the person's name out; () where nothing does.

        KeyError for a place that is not offered, or `taken` that the roster does not fill.
        """
        now, cell = self._lifted(taken).now, self._offered(place)
        replaced = self._replaced(now, cell)
        forbidding = now.forbidding(now.worse(now.change_together([*replaced, cell])))
        for other in replaced:
            now.remove(other)
        return tuple(causes(self.board, now, cell, now.change(cell), forbidding))

    def dearest(self, place: Place, taken: Place | None = None) -> tuple[tuple[Rule, int], ...]:
        """The rules that dropping a shift on a place makes dearer, and by how many points: of the first tier first,
        dearest first. KeyError as `reasons`.
        """
        lifted, cell = self._lifted(taken), self._offered(place)
        now = lifted.now
        return lifted.dearest(now.worse(now.change_together([*self._replaced(now, cell), cell])))

    def _cells(self, shift: str) -> Iterator[int]:
        for name in self.board.person_index:
            for day in self.board.days:
                if shift in self.board.offered[day]:
                    yield self._number((name, day, shift))

    def _lifted(self, taken: Place | None) -> Lifted:
        """The roster without the place; the roster itself where nothing is taken."""
        if taken is None:
            return Lifted.off(self.start, ())
        cell = self._number(taken)
        if not self.start.plan[cell]:
            raise KeyError(f"the roster has no {taken}. Maybe ask for a shift that is worked.")
        return Lifted.off(self.start, [cell])

    def _replaced(self, now: Increments, cell: int) -> list[int]:
        name, day, shift = self.board.place(cell)
        numbers = (self.board.number((name, day, code)) for code in sorted(self.board.alike(shift)))
        return [number for number in numbers if number is not None and now.plan[number]]

    def _landing(self, lifted: Lifted, cell: int) -> Landing:
        now, replaced = lifted.now, self._replaced(lifted.now, cell)
        verdict, cost = lifted.verdict(now.worse(now.change_together([*replaced, cell])))
        return Landing(self.board.place(cell), verdict, cost, tuple(self.board.place(n)[2] for n in replaced))

    def _offered(self, place: Place) -> int:
        if place[2] not in self.board.offered.get(place[1], ()):
            raise KeyError(f"{place} is not offered. Maybe ask for a shift type of that date.")
        return self._number(place)

    def _number(self, place: Place) -> int:
        cell = self.board.number(place)
        if cell is None:
            raise KeyError(f"no cell for {place}. Maybe the person is not in the team.")
        return cell
