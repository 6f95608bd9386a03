"""Average working week."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.messages import Minutes, _l
from planner.rules.base import Breach, Rule, Subject, Unit
from planner.rules.details import int_detail
from solver.limits import Kind, Limit

#: Weeks of the average where no law gives any: the four months of the Working Time Directive 2003/88/EC, article 16.
USUAL_WEEKS = 17


class AverageWeek(Rule):
    """At most so many paid minutes a week on average over the law's weeks, which end with the month's last week.

    Weeks before the month come from the carry-over; those it does not hold count as the contract's week.
    """

    code, label = "average_week", _l("Average working week")
    text = _l("{person} works {average} a week on average over {weeks} weeks; {allowed} are allowed")
    why = _l("works {average} a week on average over {weeks} weeks; {allowed} are allowed")
    unit = Unit.MINUTES
    law_key = "average_week_min"

    def limits(self, board: Board) -> Iterator[Limit]:
        for person, manager in enumerate(board.people):
            most_min = self.value(board, person)
            if most_min is None:
                continue
            weeks = self._weeks(board, person)
            earlier = max(0, weeks - len(board.weeks))
            known = board.carry(person).week_minutes[-earlier:] if earlier else ()
            past_min = sum(known) + (earlier - len(known)) * manager.contract_min_week
            cells = [n for week in board.weeks[-weeks:] for day in week for n in board.busy_on(person, day)]
            yield Limit(
                cells,
                high=max(0, most_min * weeks - past_min),
                weights=[board.cells[n].paid_min for n in cells],
                kind=Kind.COUNTER,
                subject=Subject(person, board.days[-1], (weeks, past_min, most_min)),
            )

    def _weeks(self, board: Board, person: int) -> int:
        law = board.law(person).value("average_weeks", board.days[0])
        return law.value if law is not None and isinstance(law.value, int) else USUAL_WEEKS

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        weeks, past_min, most_min = (int_detail(breach, at) for at in range(3))
        average_min = -(-(breach.value + past_min) // weeks)
        return {"average": Minutes(average_min), "weeks": weeks, "allowed": Minutes(most_min)}
