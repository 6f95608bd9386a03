"""Weekends in a row."""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.board import Board
from planner.messages import _l
from planner.rules.base import Breach, Rule, Subject, Unit
from planner.rules.details import int_detail
from planner.rules.runs import busy_cells_of, run_round, whole_run
from solver.limits import Ints, Kind, Limit


class WeekendsInRow(Rule):
    """At most so many weekends running, counted on from those before the month; no limit unless one is set.

    Past shifts say which weekends were worked; how many came before them says the carry-over. Weekends that are
    published after the month count on likewise.
    """

    code, label = "weekends_in_row", _l("Weekends in a row")
    text = _l("{person} works too many weekends in a row, up to {day}: {value}, and the limit is {bound}")
    why = _l("works too many weekends in a row, up to {day}: {value}, and the limit is {bound}")
    unit = Unit.TIMES

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            most = self.value(board, person)
            if most is None:
                continue
            before = min(most, weekends_before(board, person))
            # A row has to do with the month as long as one weekend of it is the month's.
            weekends = _weekends(board)[: len(board.weekends) + most]
            worked = [board.busy(person, weekend) for weekend in weekends]
            for end, weekend in enumerate(weekends):
                past = max(0, most - end)
                atoms = [atom for atom in worked[end + past - most : end + 1] if atom is not None]
                if past <= before and len(atoms) == most - past + 1:
                    yield Limit(
                        atoms,
                        high=most - past,
                        kind=Kind.ANY_OF_DAYS,
                        subject=Subject(person, weekend[-1], (past,)),
                    )

    def whole(self, board: Board, breach: Breach, plan: Ints) -> Breach:
        """The whole row of weekends, those around the month included, told by its last Sunday."""
        person, weekends = breach.subject.person, _weekends(board)
        assert person is not None
        assert breach.high is not None
        most = breach.high + int_detail(breach, 0)
        at = next(index for index, weekend in enumerate(weekends) if weekend[-1] == breach.subject.day)
        first, last = run_round(
            at,
            lambda index: 0 <= index < len(weekends) and bool(busy_cells_of(board, person, weekends[index], plan)),
        )
        length = last - first + 1 + (0 if first else weekends_before(board, person))
        cells = busy_cells_of(board, person, [day for weekend in weekends[first : last + 1] for day in weekend], plan)
        return whole_run(board, breach, Subject(person, weekends[last][-1]), length, most, cells)


def _weekends(board: Board) -> list[tuple[date, date]]:
    """The month's, and those after it of which anything is known."""
    found = list(board.weekends)
    while (saturday := found[-1][0] + timedelta(days=7)) <= board.known_until:
        found.append((saturday, saturday + timedelta(days=1)))
    return found


def weekends_before(board: Board, person: int) -> int:
    """Weekends the person worked running up to the month's first weekend, by past shifts, then by carry-over."""
    saturday = board.weekends[0][0] - timedelta(days=7)
    shown = 0
    while saturday >= board.horizon[0]:
        if board.busy(person, (saturday, saturday + timedelta(days=1))) is None:
            return shown
        shown += 1
        saturday -= timedelta(days=7)
    return max(shown, board.carry(person).weekends_in_row)
