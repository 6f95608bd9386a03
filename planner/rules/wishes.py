"""Wishes."""

from collections.abc import Iterator, Mapping
from datetime import date

from planner.availability import at_busy_times
from planner.board import Board
from planner.domain.people import Wish
from planner.domain.time import days_between
from planner.domain.wishing import WEIGHTS
from planner.messages import Message, Term, _l
from planner.rules.base import Breach, Rule, Subject
from solver.limits import Kind, Limit


class Wishes(Rule):
    """People get the days and shifts they want, not those they would rather not have; each day counts by itself.

    A day that is refused costs the price times the wish's weight (1 to 5), however many days the wish has. So most of a
    week off is worth most of the week, and is given when the whole can't be.

    A wish for a day is about any work on it, a wish not to work also about being on call. Days on which the shift is
    not offered or the person is away are left out: there is nothing to grant.

    Busy times of their own calendar at which they would rather not work weigh as little as a wish can, 1.
    """

    code, label = "wishes", _l("Wishes")
    text = _l("{person} {wish} on {day}")
    why = _l("{wish} on {day}")
    price = 30

    def limits(self, board: Board) -> Iterator[Limit]:
        away = {name: board.away_days(board.person_index[name]) for name in {w.person for w in board.team.wishes}}
        for wish in board.team.wishes:
            person = board.person_index[wish.person]
            for day in days_between(max(wish.first, board.days[0]), min(wish.last, board.days[-1])):
                atom = None if day in away[wish.person] else _atom(board, wish, person, day)
                if atom is not None:
                    yield Limit(
                        [atom],
                        low=1 if wish.wants else None,
                        high=None if wish.wants else 0,
                        factor=wish.weight,
                        kind=Kind.ANY_OF_DAYS,
                        subject=Subject(person, day, (wish,)),
                    )

        for number in sorted(at_busy_times(board, can=True)):
            cell = board.cells[number]
            code = board.shift_of(number).code
            if cell.day not in board.away_days(cell.person):
                wish = Wish(board.people[cell.person].name, cell.day, cell.day, code, False, WEIGHTS[0])
                yield Limit([number], high=0, factor=wish.weight, kind=Kind.ANY_OF_DAYS,
                            subject=Subject(cell.person, cell.day, (wish,)))  # fmt: skip

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"wish": _words(board, wish_of(breach))}


def wish_of(breach: Breach) -> Wish:
    """The wish that is refused."""
    wish = breach.subject.detail[0]
    assert isinstance(wish, Wish)
    return wish


def _atom(board: Board, wish: Wish, person: int, day: date) -> int | None:
    if wish.shift:
        return board.number((wish.person, day, wish.shift))
    if wish.wants:
        return board.works(person, [day])
    return board.derived.any_of([*board.work_on(person, day), *board.on_call_on(person, day)])


def _words(board: Board, wish: Wish) -> Message | Term:
    if wish.shift:
        name = board.shift_types[board.shift_index[wish.shift]].name
        text = _l("wants {shift} and does not have it") if wish.wants else _l("would rather not have {shift}")
        return Message(text, shift=name)
    return Term(_l("wants to work and is off") if wish.wants else _l("would rather not work"))
