"""Plan a month, and look at a roster again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from planner.board import Board, Place
from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.domain.time import month_days
from planner.messages import Message, _l
from planner.ports import Clock, Store
from planner.problems import InputProblems, refused
from planner.reporting.carry import carry_over_of, taken_words, with_previous
from planner.reporting.report import Report
from planner.reporting.report_maker import fair_shares, make_report, uncovered_min
from planner.solve import Solution, places_of, program_versions, solve, to_roster
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

    @property
    def has_roster(self) -> bool:
        """Whether a first roster was made already."""
        return self.progress.phase != "building"


#: What it answers with True ends the search, and the best roster stays.
Watch = Callable[[PlanState], bool | None]


def solve_board(board: Board, options: Options, watch: Watch | None = None) -> Solution:
    """Search for a board's best roster."""

    def tell(progress: Progress) -> bool | None:
        if watch is None:
            return None
        return watch(PlanState(progress, uncovered_min(board, places_of(board, progress.plan))))

    return solve(board, options, tell)


def report_of(
    board: Board, solution: Solution, options: Options, *, team_hash: str, known: Mapping[Place, UUID]
) -> Report:
    """The report of a roster that was found, with everyone's counters. known: ids of assignments there were before."""
    roster = to_roster(board, solution, options, team_hash=team_hash, known=known)
    return with_counters(make_report(board, roster, solution.columns))


def reported(team: Team, roster: Roster) -> Report:
    """The report of a roster as it stands; its counters are made anew."""
    return with_counters(make_report(Board(team, roster.year, roster.month, extra=roster.places()), roster))


def with_counters(report: Report) -> Report:
    """The report with everyone's counters as the next month starts with them."""
    counters = carry_over_of(report.board, report.roster, report.fairness)
    return replace(report, roster=replace(report.roster, carry_over=counters))


def counted(team: Team, roster: Roster) -> Roster:
    """A roster with everyone's counters made anew, as its report would give them: without the rules, which take most of
    a report's time.
    """
    board = Board(team, roster.year, roster.month, extra=roster.places())
    return replace(roster, carry_over=carry_over_of(board, roster, fair_shares(board, roster.places())))


class Planning:
    """Use cases around one month's roster. All raise InputProblems for files that are not right."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def plan(self, request: PlanRequest, options: Options, watch: Watch | None = None) -> Report:
        """Plan the month and return its report; nothing is saved."""
        team, month, taken_over = self._start(request)
        board, published = self._board(team, month, request.keep)
        known = {a.place: a.uid for a in published.assignments} if published else {}
        solution, team_hash = solve_board(board, options, watch), self._store.fingerprint(board.team)
        report = report_of(board, solution, options, team_hash=team_hash, known=known)
        return replace(report, taken_over=taken_over)

    def board_of(self, request: PlanRequest) -> tuple[Board, Roster | None]:
        """The board that is planned, and the published roster that is kept, if any."""
        team, month = self.team_of(request)
        return self._board(team, month, request.keep)

    def _board(self, team: Team, of: tuple[int, int], keep: str | None) -> tuple[Board, Roster | None]:
        year, month = of
        published = self._roster_of(keep, team, year, month) if keep is not None else None
        board = Board(
            team, year, month,
            extra=published.places() if published else (),
            published=published.places() if published else (),
            today=self._clock.now().astimezone(team.zone).date() if published else None,
        )  # fmt: skip
        return board, published

    def team_of(self, request: PlanRequest) -> tuple[Team, tuple[int, int]]:
        """The team that is planned, last month's roster carried over, and the month as (year, month)."""
        team, month, _ = self._start(request)
        return team, month

    def _start(self, request: PlanRequest) -> tuple[Team, tuple[int, int], Message | None]:
        """Team and month, and what was taken over from last month's roster, if one is given."""
        team = self._store.team(request.team, request.month)
        month = self._month(request, team)
        if request.previous is None:
            return team, month, None
        previous, counted = self._previous(request.previous, team, *month)
        words = taken_words(team, previous, request.previous, counted=counted)
        return with_previous(team, previous), month, words

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
        return reported(team, self._store.roster(roster_ref, team))

    def _previous(self, ref: str, team: Team, year: int, month: int) -> tuple[Roster, bool]:
        """Last month's roster, and whether its counters were made anew, since its grid may have been edited.

        They can't be where the facts that it was planned on are gone; then those that were saved with it stand.
        """
        first = month_days(year, month)[0] - timedelta(days=1)
        before = self._store.team_of(ref)
        if before is None:
            return self._roster_of(ref, team, first.year, first.month), False
        return counted(before, self._roster_of(ref, before, first.year, first.month)), True

    def _roster_of(self, ref: str, team: Team, year: int, month: int) -> Roster:
        roster = self._store.roster(ref, team)
        if (roster.year, roster.month) != (year, month):
            found, wanted = f"{roster.year}-{roster.month:02d}", f"{year}-{month:02d}"
            reason = Message(_l("This is the roster of another month."))
            mend = Message(_l("Take the roster of {wanted}."), wanted=wanted)
            raise refused(ref, reason, mend, value=found)
        return roster

    def _month(self, request: PlanRequest, team: Team) -> tuple[int, int]:
        month = request.month or team.month
        if month is None:
            mend = Message(_l("Fill in the month in the team sheet, like 2026-12, or say --month 2026-12."))
            raise refused(request.team, Message(_l("No month is given.")), mend)
        return month
