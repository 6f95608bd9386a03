"""Plan a month as its job asks, telling the row how it stands: what a worker does."""

from collections.abc import Callable, Mapping
from datetime import date

from planner.board import Board
from planner.changing.replan import Goal, Scope, replan
from planner.domain.job import Asked, Claim, Job, JobState, Places, PlanGoal, PlotPoint, Standing
from planner.job_ports import Jobs
from planner.messages import Message, _l, in_all_languages
from planner.ports import Clock
from planner.reporting.report_maker import uncovered_by_day
from planner.services.job_work import Pulse, search_options
from planner.services.plan_jobs import PlanTable
from planner.services.planning import report_of
from planner.solve import Solution, places_of, solve
from solver.search import Options, Progress

#: The row is written at most so often while the search runs.
_TELL_S = 0.5
#: A job that was taken up again gets so many seconds at least.
_LEAST_S = 5.0
#: More points than this are thinned to half.
_MOST_POINTS = 200

_GOALS = {PlanGoal.WHOLE: Goal.ANEW, PlanGoal.EMPTY: Goal.FILL, PlanGoal.GENTLE: Goal.MEND}


class PlanWork:
    """Plans months. A Doer."""

    def __init__(self, jobs: Jobs, table: PlanTable, clock: Clock) -> None:
        self._jobs, self._table, self._clock = jobs, table, clock

    def do(self, job: Job, claim: Claim, pulse: Pulse) -> None:
        """Plan a month and keep the roster, unless this worker is to leave it to another."""
        asked = job.asked
        on = job.base.version if job.base else None
        facts = self._table.facts(job.team, job.year, job.month, on, keep_locked=asked.keep_locked)
        base = facts.base.places() if facts.base else frozenset()
        today = self._clock.now().astimezone(facts.team.zone).date() if facts.base and facts.published else None
        board = Board(facts.team, job.year, job.month, extra=base, published=base, today=today)
        teller = _Teller(board, job, pulse, self._clock)
        options = search_options(asked, max(_LEAST_S, asked.seconds - teller.before_s))
        solution = _solved(board, asked, options, teller, teller.found)
        if pulse.to_leave:
            return
        # What was found since the last word, so that the row ends with what is kept.
        teller.tell(solution.progress)
        known = {row.place: row.uid for row in facts.base.assignments} if facts.base else {}
        roster = report_of(board, solution, options, team_hash=facts.team_hash, known=known).roster
        state = JobState.STOPPED if pulse.cancelled else JobState.DONE
        self._jobs.finish(claim, state, roster, _broken_off() if solution.broke_off else None)


def _solved(board: Board, asked: Asked, options: Options, watch: Callable[[Progress], bool], found: Places) -> Solution:
    if not board.published:
        return solve(board, options, watch, found)
    scope = Scope(asked.people, asked.days)
    return replan(board, options, goal=_GOALS[asked.goal], scope=scope, watch=watch, found=found)


def _broken_off() -> dict[str, str]:
    text = _l(
        "The search broke off before its time by a fault that it does not know; its log says more. The roster is the "
        "best that was found until then. Please plan again."
    )
    return in_all_languages(Message(text))


class _Teller:
    """Called by the search a few times a second; says how it stands, and True when it is to end.

    found: the best roster of earlier attempts. before_s: seconds of search that they had.
    """

    def __init__(self, board: Board, job: Job, pulse: Pulse, clock: Clock) -> None:
        self._board, self._pulse, self._clock = board, pulse, clock
        before = job.standing
        self._points = list(before.points) if before else []
        self.found: Places = before.places or frozenset() if before else frozenset()
        self.before_s = self._points[-1].seconds if self._points else 0.0
        self._told_at: float | None = None
        self._phase, self._told = "", self.found

    def __call__(self, progress: Progress) -> bool:
        """Tell the row at most every _TELL_S; the first roster and each new phase at once."""
        now = self._clock.now().timestamp()
        places = places_of(self._board, progress.plan)
        first = bool(places) and not self._told
        if self._told_at is None or now - self._told_at >= _TELL_S or progress.phase != self._phase or first:
            self._told_at, self._phase = now, progress.phase
            self._pulse.beat(self._standing(progress, places))
        return self._pulse.to_end

    def tell(self, progress: Progress) -> None:
        """Tell the row now, whenever it was told last."""
        self._pulse.beat(self._standing(progress, places_of(self._board, progress.plan)))

    def _standing(self, progress: Progress, places: Places) -> Standing:
        short = uncovered_by_day(self._board, places)
        self._add_point(progress)
        news = places if places != self._told else None
        self._told = places
        return Standing(
            progress.phase, self._shortest(short), progress.costs, progress.bounds, sum(short.values()),
            tuple(self._points), news,
        )  # fmt: skip

    def _shortest(self, short: Mapping[date, int]) -> str:
        by_kind: dict[str, int] = {}
        for day, minutes in short.items():
            kind = self._board.kind(day)
            by_kind[kind] = by_kind.get(kind, 0) + minutes
        most = max(by_kind, key=lambda kind: by_kind[kind], default="")
        return str(most) if most and by_kind[most] else ""

    def _add_point(self, progress: Progress) -> None:
        """A point where something changed; one that says the same again only moves the last along."""
        point = PlotPoint(round(self.before_s + progress.seconds, 1), sum(progress.costs), sum(progress.bounds))
        if len(self._points) >= 2 and self._points[-1][1:] == self._points[-2][1:] == point[1:]:
            self._points[-1] = point
        else:
            self._points.append(point)
        if len(self._points) > _MOST_POINTS:
            self._points = [*self._points[:-1:2], self._points[-1]]
