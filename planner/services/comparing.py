"""What if: the present and each scenario planned alike, and put side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planner.board import Board
from planner.domain.scenario import Scenario
from planner.domain.team import Team
from planner.messages import Message, Term, _l
from planner.names import name_key
from planner.problems import InputProblem, InputProblems, refused
from planner.reporting.report import Report
from planner.scenarios.compare import Comparison, compare
from planner.scenarios.scenario import apply
from planner.services.planning import Planning, PlanRequest, PlanState, report_of, solve_board
from solver.search import Options

#: What the first plan is called beside the scenarios.
PRESENT = Term(_l("At present"))

_FILL_IN = Message(_l("Fill in the sheet of scenarios, or try one change with --change."))


@dataclass(frozen=True, slots=True)
class WhatIfRequest:
    """present: what is planned as it is. named: scenarios kept with the team; tried: made up for this question.

    Neither named nor tried: every scenario that the team keeps.
    """

    present: PlanRequest
    named: tuple[str, ...] = ()
    tried: tuple[Scenario, ...] = ()


@dataclass(frozen=True, slots=True)
class WhatIf:
    """scenarios: in the order of the comparison's plans, which begin with the present."""

    team_name: str
    year: int
    month: int
    scenarios: tuple[Scenario, ...]
    comparison: Comparison


class Comparing:
    """Use cases around scenarios. All raise InputProblems for files, names and changes that are not right."""

    def __init__(self, planning: Planning) -> None:
        self._planning = planning

    def compare(
        self, request: WhatIfRequest, options: Options, watch: Callable[[str, PlanState], None] | None = None
    ) -> WhatIf:
        """Plan the present, then each scenario, all with the same options, and compare. Nothing is saved.

        watch: called with the plan's name and its state.
        """
        team, (year, month) = self._planning.team_of(request.present)
        scenarios = _asked(team, request)
        changed = _all_applied(team, scenarios)
        reports: list[Report] = []
        for name, facts in zip((PRESENT, *(s.name for s in scenarios)), (team, *changed), strict=True):
            # The same facts give the same plan: a second search would only add chance.
            same = next((r for r in reports if r.board.team == facts), None)
            reports.append(same or _planned(facts, year, month, name, options, watch))
        names = (PRESENT, *(scenario.name for scenario in scenarios))
        return WhatIf(team.name, year, month, scenarios, compare(names, reports))


def _planned(
    team: Team, year: int, month: int, name: str, options: Options,
    watch: Callable[[str, PlanState], None] | None,
) -> Report:  # fmt: skip
    def tell(state: PlanState) -> None:
        if watch is not None:
            watch(name, state)

    board = Board(team, year, month)
    solution = solve_board(board, options, tell)
    if solution.broke_off:
        # Beside plans that were searched to their end it would look worse than it is.
        raise RuntimeError(f"the search for “{name}” broke off; nothing can be compared")
    return report_of(board, solution, options, team_hash="", known={})


def _all_applied(team: Team, scenarios: Sequence[Scenario]) -> list[Team]:
    changed: list[Team] = []
    problems: list[InputProblem] = []
    for scenario in scenarios:
        try:
            changed.append(apply(team, scenario))
        except InputProblems as found:
            problems += found.problems
    if problems:
        raise InputProblems(problems)
    return changed


def _asked(team: Team, request: WhatIfRequest) -> tuple[Scenario, ...]:
    """The scenarios to plan; names in upper or lower case."""
    kept = {name_key(scenario.name): scenario for scenario in team.scenarios}
    unknown = [name for name in request.named if name_key(name) not in kept]
    if unknown:
        raise InputProblems(_unknown(request.present.team, name, team) for name in unknown)
    if request.named or request.tried:
        return (*(kept[name_key(name)] for name in request.named), *request.tried)
    if not kept:
        raise refused(request.present.team, Message(_l("The team keeps no scenario.")), _FILL_IN)
    return team.scenarios


def _unknown(file: str, name: str, team: Team) -> InputProblem:
    known = [scenario.name for scenario in team.scenarios]
    mend = Message(_l("Choose one of: {known}."), known=known) if known else _FILL_IN
    return InputProblem(file, Message(_l("The team keeps no such scenario.")), mend, value=name)
