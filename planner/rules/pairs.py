"""People who should work together, or apart."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.domain.people import Pair
from planner.messages import Term, _l
from planner.rules.base import Breach, Rule, Subject
from solver.limits import Kind, Limit


class Pairs(Rule):
    """Two people, such as mentor and newcomer, share their shifts, or never share one.

    Together: each shift that only one of the two works costs the price, so a day on different shifts costs it twice;
    days on which one of them is away do not count. Apart: each shift that both work costs the price.
    """

    code, label = "pairs", _l("Together or apart")
    text = _l("{person} and {other}: {what} ({shift} on {day})")
    why = _l("with {other}: {what} ({shift} on {day})")
    price = 40

    def limits(self, board: Board) -> Iterator[Limit]:
        for pair in board.team.pairs:
            person, other = board.person_index[pair.person], board.person_index[pair.other]
            away = board.away_days(person) | board.away_days(other) if pair.together else frozenset()
            for day in board.days:
                if day in away:
                    continue
                for shift in board.shift_types:
                    both = [
                        number
                        for name in (pair.person, pair.other)
                        if (number := board.number((name, day, shift.code))) is not None
                    ]
                    if len(both) < 2 or shift.on_call:
                        continue
                    subject = Subject(person, day, (pair, shift.name))
                    if pair.together:
                        yield Limit(both, low=0, high=0, weights=[1, -1], subject=subject)
                    else:
                        yield Limit(both, high=1, kind=Kind.PAIR, subject=subject)

    def concerned(self, board: Board, subject: Subject) -> tuple[int, ...]:
        pair = subject.detail[0]
        assert isinstance(pair, Pair)
        return board.person_index[pair.person], board.person_index[pair.other]

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        pair, shift = breach.subject.detail
        assert isinstance(pair, Pair)
        what = _l("one of them works without the other") if pair.together else _l("they should not work together")
        return {"other": pair.other, "shift": shift, "what": Term(what)}
