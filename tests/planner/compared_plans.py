"""A tiny team that is short of people, and what comes of comparing changes of it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from planner.domain.scenario import Scenario
from planner.domain.team import Team
from planner.ports import Store
from planner.services.comparing import Comparing, WhatIf, WhatIfRequest
from planner.services.planning import Planning, PlanRequest
from solver.search import Options
from tests.planner.small_teams import small_team

#: Enough for teams this small to be proven best many times over.
OPTIONS = Options(seconds=30, workers=1, seed=1)
PRESENT = PlanRequest("tiny")


@dataclass(frozen=True)
class OneTeam:
    """A store with one team in it."""

    kept: Team

    def team(self, _ref: str, _month: tuple[int, int] | None = None) -> Team:
        return self.kept

    def now(self) -> datetime:
        return datetime(2026, 11, 16, tzinfo=UTC)


def comparing(team: Team) -> Comparing:
    store = OneTeam(team)
    return Comparing(Planning(cast(Store, store), store))


#: Ana alone; on Monday the 7th two people are wanted for the early shift, on Tuesday the 15th one.
SHORT = small_team(
    people={"Ana": {"contract_min_week": 600, "channels": ["Chat"]}},
    shifts={"E": {"times": "08:00-16:00", "break_min": 30}},
    demand=[{"when": 7, "shift": "E", "minimum": 2}, {"when": 15, "shift": "E", "minimum": 1}],
    wishes=[{"person": "Ana", "days": 15, "wants": False, "weight": 2}],
    rules={code: {"price": 0} for code in ("contract", "extra_minutes", "min_days_in_row", "min_days_off",
                                           "isolated_days", "overtime")},
)  # fmt: skip


def compared(*scenarios: Scenario, team: Team = SHORT) -> WhatIf:
    """The scenarios beside the present, every plan proven best."""
    return comparing(team).compare(WhatIfRequest(PRESENT, tried=scenarios), OPTIONS)
