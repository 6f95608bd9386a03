"""Two rosters side by side: the cells, the figures and the people, worked out by hand on a tiny team."""

from typing import Any

from hypothesis import given, settings

from planner.changing.compare_versions import PersonDifference, compare_versions
from planner.changing.person_changes import person_changes
from planner.domain.roster import Roster
from planner.messages import render
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from planner.scenarios.figures import Standing
from tests.planner.random_teams import Case, cases
from tests.planner.test_receipt import report_of

#: Ana would rather be free on Saturday the 12th. Nothing but wishes and weekends costs anything.
FACTS: dict[str, Any] = {
    "wishes": [{"person": "Ana", "days": 12, "wants": False, "weight": 2}],
    "rules": {code: {"price": 0} for code in ("contract", "extra_minutes", "min_days_in_row", "min_days_off",
                                              "overtime", "isolated_days", "whole_weekends", "fair_unpleasant")},
}  # fmt: skip
OLD = {"Ana": {12: "E", 14: "L"}, "Ben": {5: "E"}}
NEW = {"Ana": {14: "E"}, "Ben": {5: "E", 12: "E"}}


def report(roster: dict[str, Any]) -> Report:
    return report_of(roster, **FACTS)


def person(found: tuple[PersonDifference, ...], name: str) -> PersonDifference:
    return next(row for row in found if row.person == name)


def test_cells_are_told_by_day_old_and_new() -> None:
    found = compare_versions(report(OLD), report(NEW))
    ana, ben = found.changes
    assert [(day.day, gone, new) for day, gone, new in ana.day_by_day()] == [(12, ("E",), ()), (14, ("L",), ("E",))]
    assert [(day.day, gone, new) for day, gone, new in ben.day_by_day()] == [(12, (), ("E",))]


def test_who_gains_and_who_loses() -> None:
    found = compare_versions(report(OLD), report(NEW))
    ana, ben = person(found.people, "Ana"), person(found.people, "Ben")
    assert (ana.days, ana.hours_min, ana.weekends, ana.wish_days) == (2, (960, 480), (100, 0), (0, 1))
    assert (ben.days, ben.hours_min, ben.weekends, ben.wish_days) == (1, (480, 960), (100, 200), (0, 0))
    # Eight places on four weekends among 3.5 contracts: each full one has a target of 8/7, so two are too many for Ben.
    assert ben.fairness[1] > ben.fairness[0]
    assert (ana.change < 0, ben.change > 0) == (True, True)
    assert (found.gaining, found.losing) == (1, 1)
    # Who loses comes first; who is as before is not there.
    assert [row.person for row in found.people] == ["Ben", "Ana"]


def test_figures_are_those_of_the_two_reports() -> None:
    old, new = report(OLD), report(NEW)
    figures = {render(row.label, "en"): row for row in compare_versions(old, new).figures}
    assert figures["Hours uncovered"].values == (old.uncovered_min, new.uncovered_min)
    assert figures["Days of wishes granted"].values == (0, 1)
    assert figures["Days of wishes granted"].standings == (Standing.SAME, Standing.CERTAIN)
    assert figures["Gaps"].standings == (Standing.SAME, Standing.SAME)


@settings(max_examples=20)
@given(cases())
def test_a_roster_beside_itself_differs_in_nothing(case: Case) -> None:
    same = make_report(case.board(), Roster("", case.board().year, case.board().month, ()))
    found = compare_versions(same, same)
    assert (found.changes, found.people) == ((), ())
    assert {standing for row in found.figures for standing in row.standings} <= {Standing.SAME}
    assert person_changes(same.roster, same.roster) == ()
