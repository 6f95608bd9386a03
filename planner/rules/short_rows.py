"""Rows of days at work, or off, that are shorter than wished for."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import ClassVar

from planner.board import Board
from planner.domain.time import days_between
from planner.messages import Days
from planner.rules.base import Breach, Rule, Subject, Unit
from planner.rules.details import int_detail
from solver.limits import Kind, Limit


class ShortRowRule(Rule):
    """A wish for rows of at least so many days. at_work: rows of days at work, else of days off.

    `text` may use {length}, the row's days, and {least}, those wished for.
    """

    unit = Unit.DAYS
    default = 2
    price = 20
    stricter = "high"
    figure_names = ("length", "least")
    at_work: ClassVar[bool]

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            yield from short_rows(board, person, self.value(board, person) or 0, at_work=self.at_work)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"length": Days(int_detail(breach, 0)), "least": Days(int_detail(breach, 1))}


def short_rows(board: Board, person: int, least: int, *, at_work: bool) -> Iterator[Limit]:
    """Limits that a row of fewer than `least` days at work (or off) breaks, once for each day that it is too short.

    A row is surely over only when the day before and the day after it are known: rows that touch the last day of the
    month are left out while the next is not published, and so are rows that begin where nothing is known of the days
    before. Days off count as a row
    only when none of them is an absence, which the plan did not choose.
    """
    away = frozenset() if at_work else board.away_days(person) | board.away_after(person)
    known_from, last = board.horizon[0], board.published_until
    on = {day: board.busy(person, [day]) for day in days_between(known_from, last)}
    for length in range(1, least):
        first = board.days[0] - timedelta(days=length)
        end = min(last - timedelta(days=length), board.days[-1] + timedelta(days=1))
        for start in days_between(max(first, known_from + timedelta(days=1)), end):
            row = [start + timedelta(days=i) for i in range(length)]
            if not away.isdisjoint(row):
                continue
            edges = [start - timedelta(days=1), start + timedelta(days=length)]
            inside = [atom for day in row if (atom := on[day]) is not None]
            outside = [atom for day in edges if (atom := on[day]) is not None]
            # A row at work needs a shift on each of its days, a row off one on each side.
            if len(inside) < length if at_work else len(outside) < 2:
                continue
            if all(board.free <= atom < board.derived.base for atom in (*inside, *outside)):
                continue  # another month's row, or that of other teams, whatever is planned
            sign = 1 if at_work else -1
            yield Limit(
                [*inside, *outside],
                high=length - 1 if at_work else 1,
                weights=[sign] * len(inside) + [-sign] * len(outside),
                factor=least - length,
                kind=Kind.RUN,
                subject=Subject(person, start, (length, least)),
            )
