"""The rules told a second time, from the roster's point of view, to check the planner against.

    verdicts = judge(team, 2026, 12, {("Ana", date(2026, 12, 1), "E")})
    verdicts["rest"].breaches, verdicts["contract"].cost, hard_broken(verdicts)

Nothing here knows boards, cells or limits: plain loops over people, dates and datetimes restate what each rule's
docstring says. Of the product only the facts (planner.domain), the law's values and the holiday calendars are read.
"""

from tests.oracle.judge import Verdict, costs_by_tier, hard_broken, judge, verdicts
from tests.oracle.month import Month

__all__ = ["Month", "Verdict", "costs_by_tier", "hard_broken", "judge", "verdicts"]
