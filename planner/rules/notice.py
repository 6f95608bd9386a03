"""Changes at short notice."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.messages import Days, _l
from planner.rules.absence import absent_on
from planner.rules.base import Breach, Rule, Subject, Unit
from planner.rules.published_changes import change_limits, change_words
from planner.rules.single_cells import touched_days
from solver.limits import Limit


class Notice(Rule):
    """A change of the published roster is announced so many days ahead; one at shorter notice costs the price.

    It comes on top of what any change costs. Counted from the day of planning to the day that changes, a simple
    reading of laws that count to the week concerned. A shift that its person's own absence takes away needs no notice.
    """

    code, label = "notice", _l("Change at short notice")
    text = _l("{person}: {change}, only {ahead} ahead; {needed} are needed")
    why = _l("{change}, only {ahead} ahead; {needed} are needed")
    unit = Unit.DAYS
    default = 14
    price = 200
    law_key = "notice_days"
    stricter = "high"
    figure_names = ("ahead", "needed")

    def limits(self, board: Board) -> Iterator[Limit]:
        if not board.published or board.today is None:
            return
        needed = [self.value(board, person) or 0 for person in range(len(board.people))]
        away = [absent_on(board, person) for person in range(len(board.people))]
        for day in board.days:
            ahead = (day - board.today).days
            if 0 <= ahead < max(needed):
                for limit in change_limits(board, day):
                    subject = limit.subject
                    assert isinstance(subject, Subject)
                    if subject.person is None or ahead >= needed[subject.person]:
                        continue
                    gone = subject.detail[0]
                    assert isinstance(gone, int)
                    if gone < 0 or away[subject.person].keys().isdisjoint(touched_days(board, gone)):
                        yield limit

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        subject = breach.subject
        assert subject.day is not None
        assert board.today is not None
        return {
            "change": change_words(board, breach),
            "ahead": Days((subject.day - board.today).days),
            "needed": Days(self.value(board, subject.person) or 0),
        }
