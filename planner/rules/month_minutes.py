"""Paid minutes of the month against what was agreed with a person."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from planner.board import Board
from planner.contract import absent_credit_min
from planner.messages import Minutes
from planner.rules.base import Breach, Rule, Subject, Unit
from planner.rules.details import int_detail
from solver.limits import Kind, Limit


class MonthMinutesRule(Rule):
    """A ceiling (at_most) or a floor of paid minutes a month, absences included; none unless one is set.

    `text` may use {total}, the minutes with those of absences, and {agreed}, the ceiling or floor.
    """

    unit = Unit.MINUTES
    figure_names = ("total", "agreed")
    at_most: ClassVar[bool]

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            agreed_min = self.value(board, person)
            if agreed_min is None:
                continue
            credit_min = absent_credit_min(board, person)
            left_min = max(0, agreed_min - credit_min)
            if not self.at_most and not left_min:
                continue
            cells = [n for day in board.days for n in board.work_on(person, day)]
            yield Limit(
                cells,
                low=None if self.at_most else left_min,
                high=left_min if self.at_most else None,
                weights=[board.cells[n].paid_min for n in cells],
                kind=Kind.COUNTER,
                subject=Subject(person, None, (credit_min, agreed_min)),
            )

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        credit_min, agreed_min = int_detail(breach, 0), int_detail(breach, 1)
        return {"total": Minutes(breach.value + credit_min), "agreed": Minutes(agreed_min)}
