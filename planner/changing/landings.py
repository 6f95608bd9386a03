"""Where a shift could go: what dropping it on each cell of the grid would do, before it is dropped."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

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
class _Lifted:
    """A roster without the shift that is moved. worse: row -> by how many units its going moves it outside its bounds;
    cost: points a tier of that.
    """

    now: Increments
    worse: dict[int, int]
    cost: tuple[int, ...]


class Landings:
    """Answers for one roster: made once, asked for one shift after the other. Asking changes nothing.

    A shift can be dropped where its type is offered, as an edit can put it there. It takes the place of what is there
    of its kind (`Board.alike`), as the letter of its type does.

    columns: the board's rules as stated; places: the roster.
    """

    def __init__(self, board: Board, columns: Columns, places: frozenset[Place]) -> None:
        self._board = board
        self._start = Increments(columns, plan_of(board, places))

    def of(self, shift: str, taken: Place | None = None) -> tuple[Landing, ...]:
        """Every cell that does not hold the shift already, people in order.

        taken: the place that the shift is moved from; None = it comes in addition, as a copy or from nowhere.
        KeyError for a place that the roster does not fill.
        """
        lifted = self._lifted(taken)
        return tuple(self._landing(lifted, cell) for cell in self._cells(shift) if not self._start.plan[cell])

    def at(self, place: Place, taken: Place | None = None) -> Landing:
        """One cell of `of`. KeyError as `reasons`."""
        return self._landing(self._lifted(taken), self._offered(place))

    def reasons(self, place: Place, taken: Place | None = None) -> tuple[Message, ...]:
        """What forbids dropping a shift on a place, in words that leave the person's name out; () where nothing does.

        KeyError for a place that is not offered, or `taken` that the roster does not fill.
        """
        now = self._lifted(taken).now
        cell = self._offered(place)
        replaced = self._replaced(now, cell)
        forbidding = now.forbidding(now.worse(now.change_together([*replaced, cell])))
        for other in replaced:
            now.remove(other)
        return tuple(causes(self._board, now, cell, now.change(cell), forbidding))

    def dearest(self, place: Place, taken: Place | None = None) -> tuple[tuple[Rule, int], ...]:
        """The rules that dropping a shift on a place makes dearer, and by how many points: of the first tier first,
        dearest first. KeyError as `reasons`.
        """
        lifted = self._lifted(taken)
        now, cell = lifted.now, self._offered(place)
        columns = now.columns
        found: dict[tuple[int, str], tuple[Rule, int]] = {}
        for worse in (lifted.worse, now.worse(now.change_together([*self._replaced(now, cell), cell]))):
            for row, units in worse.items():
                rule, points = rule_of(columns, row), units * int(columns.price[row])
                key = int(columns.tier[row]), rule.code
                found[key] = rule, points + (found[key][1] if key in found else 0)
        ranked = sorted(found.items(), key=lambda item: (item[0][0], -item[1][1], item[0][1]))
        return tuple(priced for _, priced in ranked if priced[1] > 0)

    def _cells(self, shift: str) -> Iterator[int]:
        for name in self._board.person_index:
            for day in self._board.days:
                if shift in self._board.offered[day]:
                    yield self._number((name, day, shift))

    def _lifted(self, taken: Place | None) -> _Lifted:
        """The roster without the place; the roster itself where nothing is taken."""
        now = self._start.copy()
        if taken is None:
            return _Lifted(now, {}, now.costs({}))
        cell = self._number(taken)
        if not now.plan[cell]:
            raise KeyError(f"the roster has no {taken}. Maybe ask for a shift that is worked.")
        worse = now.worse(now.change(cell))
        now.remove(cell)
        return _Lifted(now, worse, now.costs(worse))

    def _replaced(self, now: Increments, cell: int) -> list[int]:
        name, day, shift = self._board.place(cell)
        numbers = (self._board.number((name, day, code)) for code in sorted(self._board.alike(shift)))
        return [number for number in numbers if number is not None and now.plan[number]]

    def _landing(self, lifted: _Lifted, cell: int) -> Landing:
        now, replaced = lifted.now, self._replaced(lifted.now, cell)
        worse = now.worse(now.change_together([*replaced, cell]))
        cost = tuple(a + b for a, b in zip(now.costs(worse), lifted.cost, strict=True))
        if now.forbidding(worse):
            verdict = Verdict.FORBIDDEN
        else:
            verdict = Verdict.COSTS if cost > (0,) * len(cost) else Verdict.FINE
        return Landing(self._board.place(cell), verdict, cost, tuple(self._board.place(n)[2] for n in replaced))

    def _offered(self, place: Place) -> int:
        if place[2] not in self._board.offered.get(place[1], ()):
            raise KeyError(f"{place} is not offered. Maybe ask for a shift type of that date.")
        return self._number(place)

    def _number(self, place: Place) -> int:
        cell = self._board.number(place)
        if cell is None:
            raise KeyError(f"no cell for {place}. Maybe the person is not in the team.")
        return cell
