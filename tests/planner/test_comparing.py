"""What if, from a tiny team to the table: each kind of change shows where it should, and nowhere by chance."""

from dataclasses import replace
from datetime import date
from logging import LogRecord
from typing import Any

import pytest

from planner.board import Board
from planner.domain.roster import SolveRecord
from planner.domain.scenario import Change, ContractChange, Hire, Leave, OpeningChange, RuleChange, Scenario
from planner.domain.team import Team
from planner.messages import render
from planner.problems import InputProblems
from planner.reporting.report import Report
from planner.scenarios.compare import Comparison, compare
from planner.scenarios.figures import Figure, Standing
from planner.services.comparing import WhatIf, WhatIfRequest
from planner.services.planning import PlanState, report_of, solve_board
from planner.telling.comparison_json import comparison_json
from planner.telling.comparison_lines import comparison_lines, verdict_words
from solver.limits import Tier
from tests.planner.broken_search import break_off
from tests.planner.compared_plans import OPTIONS, PRESENT, SHORT, compared, comparing
from tests.planner.small_teams import small_team


def what_if(team: Team, *changes: Change) -> WhatIf:
    return compared(Scenario("Trial", changes=changes), team=team)


def figure(found: Comparison, label: str) -> Figure:
    rows = [row for row in found.figures if render(row.label, "en") == label]
    assert len(rows) == 1, [render(row.label, "en") for row in found.figures]
    return rows[0]


def values(found: WhatIf, label: str) -> tuple[int, ...]:
    return figure(found.comparison, label).values


# ---- what changes show


def test_hire_removes_a_gap_and_adds_contract() -> None:
    found = what_if(SHORT, Hire("Nora", 1200, "Ana"))
    assert values(found, "Gaps") == (1, 0)
    assert values(found, "Hours uncovered") == (480, 0)
    # Three shifts of eight hours are wanted, two can be worked: 666 per mille.
    assert values(found, "Covered") == (666, 1000)
    before, after = values(found, "Hours by contract")
    assert after - before == 2 * before
    assert values(found, "Days of wishes granted") == (0, 1)
    assert figure(found.comparison, "Days of wishes granted").of == (1, 1)
    assert figure(found.comparison, "Gaps").standings == (Standing.SAME, Standing.CERTAIN)


def test_leaver_opens_a_gap() -> None:
    found = what_if(SHORT, Leave("Ana", date(2026, 12, 15)))
    assert values(found, "Hours uncovered") == (480, 960)
    assert values(found, "Gaps") == (1, 2)
    assert figure(found.comparison, "Days of wishes granted").of == (1, 0)
    assert figure(found.comparison, "Hours uncovered").standings[1] is Standing.CERTAIN


def test_longer_opening_hours_cost_coverage() -> None:
    team = replace(
        SHORT, demand=(), opening_hours=small_team(
            people={"Ana": {}}, shifts={"E": "08:00-16:00"},
            opening_hours=[{"channel": "Chat", "when": date(2026, 12, 7), "times": "08:00-16:00"}],
        ).opening_hours,
    )  # fmt: skip
    found = what_if(team, OpeningChange("Chat", date(2026, 12, 7), 480, 1080))
    assert values(found, "Hours wanted") == (480, 600)
    assert values(found, "Covered") == (1000, 800)
    assert figure(found.comparison, "Hours wanted").standings[1] is Standing.CERTAIN


def test_rule_switched_off_costs_nothing_any_more() -> None:
    found = what_if(SHORT, RuleChange("wishes", price=0))
    before, after = values(found, "Wishes, fairness, contracts")
    assert values(found, "Wishes")[1] == 0
    assert values(found, "Wishes")[0] == 60 == before - after


def test_contract_alone_moves_the_balance() -> None:
    found = what_if(SHORT, ContractChange("Ana", 300))
    contract, balance = values(found, "Hours by contract"), values(found, "Balance")
    assert contract[1] * 2 == contract[0]
    assert balance[1] - balance[0] == contract[0] - contract[1]


# ---- the same facts


@pytest.mark.parametrize("changes", [(), (ContractChange("Ana", 600),)], ids=["no change", "a change to what is"])
def test_scenario_that_changes_no_fact_is_the_present(changes: tuple[Change, ...]) -> None:
    found = what_if(SHORT, *changes)
    for row in found.comparison.figures:
        assert row.values[0] == row.values[1]
        assert row.standings == (Standing.SAME, Standing.SAME)
    assert found.comparison.verdicts == ((),)
    assert "Trial: nothing of what is planned changes by this." in list(comparison_lines(found, "en"))


def test_equal_facts_are_planned_once() -> None:
    names: list[str] = []

    def watch(name: str, _state: PlanState) -> None:
        names.append(name)

    tried = (Scenario("One"), Scenario("Two", changes=(Leave("Ana"),)), Scenario("Three", changes=(Leave("Ana"),)))
    comparing(SHORT).compare(WhatIfRequest(PRESENT, tried=tried), OPTIONS, watch)
    assert list(dict.fromkeys(names)) == ["At present", "Two"]


# ---- which scenarios


KEPT = replace(SHORT, scenarios=(Scenario("Second hire", changes=(Hire("", 600, "Ana"),)), Scenario("As it is")))


@pytest.mark.parametrize(
    ("named", "tried", "planned"),
    [
        ((), (), ["Second hire", "As it is"]),
        (("as it  is",), (), ["As it is"]),
        ((), (Scenario("Trial"),), ["Trial"]),
        (("As it is",), (Scenario("Trial"),), ["As it is", "Trial"]),
    ],
)
def test_scenarios_asked_for(named: tuple[str, ...], tried: tuple[Scenario, ...], planned: list[str]) -> None:
    found = comparing(KEPT).compare(WhatIfRequest(PRESENT, named, tried), OPTIONS)
    assert [scenario.name for scenario in found.scenarios] == planned
    assert [str(name) for name in found.comparison.names] == ["At present", *planned]


@pytest.mark.parametrize(
    ("team", "named", "reason", "mend"),
    [
        (SHORT, (), "The team keeps no scenario.", "Fill in the sheet of scenarios"),
        (SHORT, ("Hire",), "The team keeps no such scenario.", "Fill in the sheet of scenarios"),
        (KEPT, ("Hire",), "The team keeps no such scenario.", "Choose one of: Second hire, As it is."),
    ],
)
def test_scenarios_that_are_not_there(team: Team, named: tuple[str, ...], reason: str, mend: str) -> None:
    with pytest.raises(InputProblems) as caught:
        comparing(team).compare(WhatIfRequest(PRESENT, named), OPTIONS)
    (problem,) = caught.value.problems
    assert (problem.value, render(problem.reason, "en")) == ("".join(named), reason)
    assert render(problem.mend, "en").startswith(mend)


def test_every_problem_of_every_scenario_is_told_before_anything_is_planned() -> None:
    tried = (Scenario("One", changes=(Leave("Zoe"),)), Scenario("Two", changes=(Leave("Zoe"), Leave("Yan"))))
    with pytest.raises(InputProblems) as caught:
        comparing(SHORT).compare(WhatIfRequest(PRESENT, tried=tried), OPTIONS)
    places = [(problem.place, problem.row, problem.value) for problem in caught.value.problems]
    assert places == [("One", 1, "Zoe"), ("Two", 1, "Zoe"), ("Two", 2, "Yan")]


# ---- what the search leaves open


def test_nothing_is_compared_with_a_plan_whose_search_broke_off(
    monkeypatch: pytest.MonkeyPatch, failed_searches: list[LogRecord]
) -> None:
    break_off(monkeypatch, MemoryError("no room for rows"))
    with pytest.raises(RuntimeError, match="broke off"):
        what_if(SHORT, Hire("Nora", 1200, "Ana"))
    failed_searches.clear()


@pytest.fixture(scope="module")
def report() -> Report:
    board = Board(SHORT, 2026, 12)
    return report_of(board, solve_board(board, OPTIONS), OPTIONS, team_hash="", known={})


def searched(report: Report, coverage: tuple[int, int], comfort: tuple[int, int]) -> Report:
    """The report with (cost, bound) of two tiers as if the search had ended so."""
    pairs = {Tier.COVERAGE: coverage, Tier.COMFORT: comfort}
    costs, bounds = (tuple(pairs.get(tier, (0, 0))[side] for tier in Tier) for side in range(2))
    return replace(report, roster=replace(report.roster, record=SolveRecord(costs, bounds, 1.0, 1, 1)))


def standings(report: Report, present: tuple[Any, Any], other: tuple[Any, Any]) -> dict[Tier, tuple[Standing, str]]:
    found = compare(["present", "other"], [searched(report, *present), searched(report, *other)])
    (verdicts,) = found.verdicts
    return {verdict.tier: (verdict.standing, render(verdict_words(verdict), "en")) for verdict in verdicts}


@pytest.mark.parametrize(
    ("present", "other", "standing", "words"),
    [
        # The present may still fall to 90: only what lies below that is surely better.
        ((100, 90), (89, 89), Standing.CERTAIN, "11 points cheaper, more than the search leaves open."),
        ((100, 90), (90, 90), Standing.OPEN, "10 points cheaper, within what the search leaves open: "
         "up to 0 points could still be saved here, up to 10 at present."),
        ((100, 90), (91, 91), Standing.OPEN, "9 points cheaper, within"),
        # The other may still fall to 101, 100 or 99.
        ((100, 100), (111, 101), Standing.CERTAIN, "11 points dearer, more than"),
        ((100, 100), (111, 100), Standing.OPEN, "11 points dearer, within"),
        ((100, 100), (111, 99), Standing.OPEN, "11 points dearer, within"),
        ((100, 100), (100, 90), Standing.OPEN, "no dearer, within"),
        ((100, 100), (100, 100), Standing.SAME, "the same cost."),
        ((100, 100), (99, 99), Standing.CERTAIN, "1 point cheaper; both plans are proven best."),
    ],
)  # fmt: skip
def test_difference_counts_only_beyond_what_both_searches_leave_open(
    report: Report, present: tuple[int, int], other: tuple[int, int], standing: Standing, words: str
) -> None:
    for tier, pairs in ((Tier.COVERAGE, [(present, (7, 7)), (other, (7, 7))]),
                        (Tier.COMFORT, [((7, 7), present), ((7, 7), other)])):  # fmt: skip
        found, text = standings(report, pairs[0], pairs[1])[tier]
        assert found is standing
        assert words in text


@pytest.mark.parametrize("open_one", [0, 1])
def test_nothing_is_certain_behind_a_tier_that_is_not_proven(report: Report, open_one: int) -> None:
    coverage = [(7, 7), (7, 7)]
    coverage[open_one] = (7, 6)
    found = standings(report, (coverage[0], (900, 900)), (coverage[1], (5, 5)))
    assert found[Tier.COMFORT][0] is Standing.OPEN
    assert "for what comes before it is not proven best" in found[Tier.COMFORT][1]


def test_figures_that_differ_between_equally_good_plans_may_be_chance(report: Report) -> None:
    same = searched(report, (7, 7), (9, 9))
    hours = tuple(replace(row, planned_min=row.planned_min + 60) for row in report.hours)
    found = compare(["present", "other"], [same, replace(searched(report, (7, 7), (9, 9)), hours=hours)])
    assert figure(found, "Balance").difference(1) == 60
    assert figure(found, "Balance").standings[1] is Standing.OPEN
    assert figure(found, "Gaps").standings[1] is Standing.SAME


def test_roster_without_a_search_is_no_plan_to_compare(report: Report) -> None:
    read = replace(report, roster=replace(report.roster, record=None))
    with pytest.raises(ValueError, match="record"):
        compare(["present", "other"], [report, read])


# ---- shown


@pytest.fixture(scope="module")
def shown() -> WhatIf:
    tried = (Scenario("Second hire", "Who takes the Monday?", (Hire("Nora", 1200, "Ana"),)),)
    return compared(*tried)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["1  Second hire – Who takes the Monday?", "   hire: Nora, 20 h a week, like Ana",
                "  Covered 66.6 % 100.0 % (+33.4)", "  Days of wishes granted 0 of 1 1 of 1 (+1)", "Cost in points"]),
        ("de", ["   Einstellung: Nora, 20 h pro Woche, wie Ana", "  Besetzt 66,6 % 100,0 % (+33,4)",
                "  Erfüllte Wunschtage 0 von 1 1 von 1 (+1)", "Kosten in Punkten"]),
    ],
)  # fmt: skip
def test_table_in_both_languages(shown: WhatIf, language: str, lines: list[str]) -> None:
    found = [_squeezed(line) for line in comparison_lines(shown, language)]
    assert [line for line in lines if _squeezed(line) not in found] == []


def _squeezed(line: str) -> str:
    return " ".join(line.split())


def test_open_differences_are_marked_and_said_in_words(report: Report) -> None:
    scenario = Scenario("Trial")
    hours = tuple(replace(row, planned_min=row.planned_min + 60) for row in report.hours)
    plans = [searched(report, (7, 6), (9, 9)), replace(searched(report, (7, 7), (8, 8)), hours=hours)]
    found = WhatIf("Tiny", 2026, 12, (scenario,), compare(["At present", "Trial"], plans))
    lines = [_squeezed(line) for line in comparison_lines(found, "en")]
    assert any(line.startswith("Balance") and line.endswith("(+1 ~)") for line in lines)
    assert lines[-1].startswith("~ within what the search leaves open: the difference may be chance")


def test_json_has_a_value_a_plan(shown: WhatIf) -> None:
    made: Any = comparison_json(shown, "en")
    assert made["plans"] == ["At present", "Second hire"]
    assert made["scenarios"][0]["changes"] == ["hire: Nora, 20 h a week, like Ana"]
    rows = {row["label"]: row for row in made["figures"]}
    assert rows["Covered"]["values"] == [66.6, 100.0]
    assert rows["Hours uncovered"]["differences"] == [0, -480]
    assert rows["Gaps"]["standings"] == ["same", "certain"]
    assert {len(row["values"]) for row in made["figures"]} == {2}
