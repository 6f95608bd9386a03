"""Plan a month, and look at a roster again."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.board import Board
from planner.carry import carry_over_of, with_previous
from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.messages import Message, _l
from planner.ports import Clock, Store
from planner.problems import InputProblem, InputProblems
from planner.report import Report
from planner.report_maker import make_report, uncovered_min
from planner.solve import places_of, program_versions, solve, to_roster
from solver.search import Options, Progress


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """team, previous, keep: references the store understands; month: (year, month) or None for the team's own."""

    team: str
    month: tuple[int, int] | None = None
    previous: str | None = None
    keep: str | None = None


@dataclass(frozen=True, slots=True)
class PlanState:
    """How a running plan stands: the search's progress, and person-minutes of demand not yet covered."""

    progress: Progress
    uncovered_min: int


class Planning:
    """Use cases around one month's roster. All raise InputProblems for files that are not right."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def plan(self, request: PlanRequest, options: Options, watch: Callable[[PlanState], None] | None = None) -> Report:
        """Plan the month and return its report; nothing is saved."""
        team = self._team(request)
        year, month = self._month(request, team)
        published = self._store.roster(request.keep, team) if request.keep else None
        board = Board(
            team, year, month,
            published=published.places() if published else (),
            today=self._clock.now().astimezone(team.zone).date() if published else None,
        )  # fmt: skip

        def tell(progress: Progress) -> None:
            if watch is not None:
                watch(PlanState(progress, uncovered_min(board, places_of(board, progress.plan))))

        solution = solve(board, options, tell)
        known = {a.place: a.uid for a in published.assignments} if published else {}
        roster = to_roster(board, solution, options, team_hash=self._store.fingerprint(team), known=known)
        report = make_report(board, roster, solution.columns)
        return replace(report, roster=replace(roster, carry_over=carry_over_of(report)))

    def up_to_date(self, team_ref: str, roster_ref: str) -> bool:
        """Whether the roster exists, can be read, and was planned on the team's present facts by these programs."""
        try:
            team = self._store.team(team_ref)
            roster = self._store.roster(roster_ref, team)
        except (InputProblems, OSError):
            return False
        return roster.team_hash == self._store.fingerprint(team) and roster.versions == program_versions()

    def review(self, team_ref: str, roster_ref: str) -> Report:
        """The report of a roster as it stands, edits by hand included."""
        team = self._store.team(team_ref)
        roster = self._store.roster(roster_ref, team)
        return self._reported(team, roster)

    def _reported(self, team: Team, roster: Roster) -> Report:
        board = Board(team, roster.year, roster.month, extra=roster.places())
        report = make_report(board, roster)
        return replace(report, roster=replace(roster, carry_over=carry_over_of(report)))

    def _team(self, request: PlanRequest) -> Team:
        team = self._store.team(request.team, request.month)
        if request.previous is None:
            return team
        return with_previous(team, self._store.roster(request.previous, team))

    def _month(self, request: PlanRequest, team: Team) -> tuple[int, int]:
        month = request.month or team.month
        if month is None:
            raise InputProblems(
                [
                    InputProblem(
                        request.team, "", 0, "", "",
                        Message(_l("No month is given.")),
                        Message(_l("Fill in the month in the team sheet, like 2026-12, or say --month 2026-12.")),
                    )
                ]
            )  # fmt: skip
        return month
