"""The fingerprint changes with the facts, and with nothing else."""

from dataclasses import fields, replace
from datetime import date

import pytest

from planner.domain.team import BusyTime, NextShift, RuleSetting, ShiftElsewhere, Team
from planner.exchange.example_team import example_team
from planner.exchange.team_hash import team_hash

TEAM = example_team("en")
NO_FACTS = ("month", "scenarios")
#: With a row of every kind, also what no workbook holds.
ANA = TEAM.managers[0].name
FULL = replace(
    TEAM,
    elsewhere=(ShiftElsewhere(ANA, date(2026, 12, 3), 0, 480, 450, "Early (Other)"),),
    busy=(BusyTime(ANA, 0, 480, can=False),),
    next_shifts=(NextShift(ANA, date(2027, 1, 1), TEAM.shift_types[0].code),),
)
ROWS = [
    field.name
    for field in fields(Team)
    if isinstance(getattr(TEAM, field.name), tuple) and field.name not in NO_FACTS
]


def test_known_fingerprint_of_equal_teams() -> None:
    assert team_hash(TEAM) == team_hash(example_team("en"))
    assert len(team_hash(TEAM)) == 64
    assert team_hash(TEAM) != team_hash(example_team("de"))


@pytest.mark.parametrize("name", ROWS)
def test_each_row_counts(name: str) -> None:
    assert team_hash(replace(FULL, **{name: getattr(FULL, name)[:-1]})) != team_hash(FULL)


@pytest.mark.parametrize("name", [name for name in ROWS if name != "sites"])
def test_order_of_rows_does_not_count(name: str) -> None:
    assert team_hash(replace(TEAM, **{name: getattr(TEAM, name)[::-1]})) == team_hash(TEAM)


def test_order_of_sites_counts() -> None:
    other = replace(TEAM.sites[0], name="Graz")
    two = replace(TEAM, sites=(TEAM.sites[0], other))
    assert team_hash(two) != team_hash(replace(two, sites=two.sites[::-1]))


def test_month_does_not_count_but_rules_do() -> None:
    assert team_hash(replace(TEAM, month=(2027, 1))) == team_hash(TEAM)
    assert team_hash(replace(TEAM, rules={**TEAM.rules, "rest": RuleSetting("rest", 721)})) != team_hash(TEAM)
    assert team_hash(replace(TEAM, rules=dict(reversed(TEAM.rules.items())))) == team_hash(TEAM)
