"""Where a shift could go: what dropping it on each cell of the grid would do, before it is dropped."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from planner.board import Board, Place
from planner.messages import Message
from planner.reporting.explain import causes
from planner.rulebook import plan_of
from solver.increments import Increments
from solver.limits import Columns


class Verdict(StrEnum):
    """What a drop would do: cost no more than now, cost more, or break something that must never be broken."""

    FINE = "fine"
    COSTS = "costs"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Landing:
    """A cell where the shift could be dropped. cost_change: points a tier against the roster as it is."""

    place: Place
    verdict: Verdict
    cost_change: tuple[int, ...]


class Landings:
    """Answers for one roster: made once, asked for one shift after the other. Asking changes nothing.

    A shift can be dropped where its type is offered, as an edit can put it there.

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
        now, lifted = self._lifted(taken)
        return tuple(self._landing(now, cell, lifted) for cell in self._cells(shift) if not self._start.plan[cell])

    def at(self, place: Place, taken: Place | None = None) -> Landing:
        """One cell of `of`. KeyError as `reasons`."""
        now, lifted = self._lifted(taken)
        return self._landing(now, self._offered(place), lifted)

    def reasons(self, place: Place, taken: Place | None = None) -> tuple[Message, ...]:
        """What forbids dropping a shift on a place, in words that leave the person's name out; () where nothing does.

        KeyError for a place that is not offered, or `taken` that the roster does not fill.
        """
        now, _ = self._lifted(taken)
        cell = self._offered(place)
        moved = now.change(cell)
        return tuple(causes(self._board, now, cell, moved, now.forbidding(now.worse(moved))))

    def _cells(self, shift: str) -> Iterator[int]:
        for name in self._board.person_index:
            for day in self._board.days:
                if shift in self._board.offered[day]:
                    yield self._number((name, day, shift))

    def _lifted(self, taken: Place | None) -> tuple[Increments, tuple[int, ...] | None]:
        """The roster without the place, and what that changes in points a tier; None where nothing was taken."""
        now = self._start.copy()
        if taken is None:
            return now, None
        cell = self._number(taken)
        if not now.plan[cell]:
            raise KeyError(f"the roster has no {taken}. Maybe ask for a shift that is worked.")
        change = now.costs(now.worse(now.change(cell)))
        now.remove(cell)
        return now, change

    def _landing(self, now: Increments, cell: int, lifted: tuple[int, ...] | None) -> Landing:
        worse = now.worse(now.change(cell))
        cost = now.costs(worse)
        if lifted is not None:
            cost = tuple(a + b for a, b in zip(cost, lifted, strict=True))
        if now.forbidding(worse):
            verdict = Verdict.FORBIDDEN
        else:
            verdict = Verdict.COSTS if cost > (0,) * len(cost) else Verdict.FINE
        return Landing(self._board.place(cell), verdict, cost)

    def _offered(self, place: Place) -> int:
        if place[2] not in self._board.offered.get(place[1], ()):
            raise KeyError(f"{place} is not offered. Maybe ask for a shift type of that date.")
        return self._number(place)

    def _number(self, place: Place) -> int:
        cell = self._board.number(place)
        if cell is None:
            raise KeyError(f"no cell for {place}. Maybe the person is not in the team.")
        return cell
