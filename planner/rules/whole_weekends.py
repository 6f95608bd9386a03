"""Whole weekends."""

from collections.abc import Iterator

from planner.board import Board
from planner.messages import Days, _l
from planner.rules.base import Breach, Rule, Subject
from solver.limits import Kind, Limit


class WholeWeekends(Rule):
    """Who works at a weekend works on both its days. A weekend with one day at work costs the price.

    Weekends on one of whose days nothing could be worked, or the person is away, are not judged; nor are those whose
    other day lies outside the month and is not known.
    """

    code, label = "whole_weekends", _l("Whole weekends")
    text = _l("{person} works only one day of the weekend of {day}")
    price = 60

    def limits(self, board: Board) -> Iterator[Limit]:
        known_from = board.horizon[0]
        for person in range(len(board.people)):
            away = board.away_days(person) | board.away_after(person)
            for saturday, sunday in board.weekends:
                if saturday < known_from or sunday > board.published_until or not away.isdisjoint((saturday, sunday)):
                    continue
                first, second = board.busy(person, [saturday]), board.busy(person, [sunday])
                subject = Subject(person, saturday)
                if all(board.free <= atom < board.derived.base for atom in (first, second) if atom is not None):
                    continue  # as it is, whatever is planned
                if first is not None and second is not None:
                    yield Limit([first, second], low=0, high=0, weights=[1, -1], kind=Kind.ANY_OF_DAYS, subject=subject)
                elif second is not None and saturday < board.days[0]:
                    yield Limit([second], high=0, kind=Kind.ANY_OF_DAYS, subject=subject)
                elif first is not None and sunday > board.days[-1]:
                    yield Limit([first], high=0, kind=Kind.ANY_OF_DAYS, subject=subject)

    def figures(self, board: Board, breach: Breach) -> tuple[object, object]:
        """Days worked of the weekend, and days that it has; the limit measures their difference."""
        return Days(1), Days(2)
