"""How a plan in the making looks: in words, as a plot, and its roster so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from math import log1p

from planner.domain.days import DayKind
from planner.domain.job import Job, JobState, PlotPoint
from planner.job_ports import LEASE_S
from planner.messages import Message, _l
from planner.services.plan_jobs import Choices
from web.view.shifts import ShiftLook, shift_looks

#: Drawing units of the plot.
WIDTH, HEIGHT = 640, 160
_EDGE = 10
#: A job that nobody took up for so long is waiting for a worker that may not run.
_LONG_WAIT_S = 20.0
#: Rows of the table behind the plot at most.
_TABLE_ROWS = 12
_FILLING: Mapping[str, str] = {
    DayKind.WEEKDAY: _l("Filling weekdays"),
    DayKind.SATURDAY: _l("Filling Saturdays"),
    DayKind.SUNDAY: _l("Filling Sundays"),
    DayKind.HOLIDAY: _l("Filling public holidays"),
    DayKind.HALF_HOLIDAY: _l("Filling half holidays"),
}
_PHASES: Mapping[str, str] = {
    "building": _l("Laying out the month"),
    "line by line": _l("Planning person by person"),
    "must": _l("Keeping what must be"),
    "coverage": _l("Checking that no more can be covered"),
    "change": _l("Leaving as much as possible as it was"),
    "comfort": _l("Granting wishes, sharing fairly"),
    "improving": _l("Granting wishes, sharing fairly"),
}
#: Phases in which what is still open is filled.
_WHILE_FILLING = ("building", "line by line", "must", "coverage")


@dataclass(frozen=True, slots=True)
class Plot:
    """cost, bound: points of the two lines for SVG, "x,y x,y". table: a part of the points."""

    cost: str
    bound: str
    last: PlotPoint
    table: Sequence[PlotPoint]

    @property
    def proven(self) -> bool:
        """The two lines meet: nothing better is possible."""
        return self.last.cost == self.last.bound


@dataclass(frozen=True, slots=True)
class PlanView:
    """job: as it stands. words: what is going on. late: a warning, if any. uncovered_min: None before the first roster.

    seen: changes whenever the roster so far does; "" = there is none.
    """

    job: Job
    words: Message
    late: Message | None
    uncovered_min: int | None
    plot: Plot | None
    seen: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """A roster so far, people by days. rows: (name, looks of each day)."""

    days: Sequence[date]
    rows: Sequence[tuple[str, Sequence[Sequence[ShiftLook]]]]


def plan_view(job: Job, now: datetime) -> PlanView:
    """A job as the page shows it."""
    # What a plan that failed had found says nothing of any roster that is kept.
    standing = None if job.state is JobState.FAILED else job.standing
    return PlanView(
        job,
        _words(job),
        _late(job, now) if job.state.active else None,
        standing.uncovered_min if standing else None,
        plot_of(standing.points) if standing and standing.points else None,
        _seen(job),
    )


def _words(job: Job) -> Message:
    standing = job.standing
    match job.state:
        case JobState.QUEUED:
            waiting = _l("Going on from the best so far, soon") if job.attempt else _l("Waiting for its turn")
            return Message(waiting)
        case JobState.DONE:
            return Message(_l("The roster is planned"))
        case JobState.STOPPED:
            stopped = _l("Stopped; the best so far is kept") if job.result else _l("Stopped before it began")
            return Message(stopped)
        case JobState.FAILED:
            return Message(_l("This could not be planned"))
    if job.cancel:
        return Message(_l("Stopping, and keeping the best so far"))
    if standing is None:
        return Message(_l("Reading the team and its rules"))
    if standing.short_kind and standing.phase in _WHILE_FILLING and (filling := _FILLING.get(standing.short_kind)):
        return Message(filling)
    return Message(_PHASES.get(standing.phase, _PHASES["improving"]))


def _late(job: Job, now: datetime) -> Message | None:
    if job.state is JobState.QUEUED and (now - job.asked_at).total_seconds() > _LONG_WAIT_S and job.attempt == 0:
        return Message(_l("Nobody has begun yet. Another plan may be under way; else start a worker: planner worker"))
    if job.heartbeat and (now - job.heartbeat).total_seconds() > LEASE_S:
        return Message(_l("The planning program is silent. Nothing is lost: another goes on from the best so far."))
    return None


def plot_of(points: Sequence[PlotPoint]) -> Plot:
    """Time from left to right, all the width that there is, however soon a plan ended; costs by their logarithm: they
    fall to a hundredth in the first second. Of a single point the lines are level.

    The foot is somewhat below the least figure but 0, so that a bound that is known stands off from one that is not.
    """
    most = log1p(max(point.cost for point in points)) or 1.0
    least = min((log1p(figure) for point in points for figure in point[1:] if figure), default=0.0) - 1.0
    began, seconds = points[0].seconds, points[-1].seconds - points[0].seconds

    def x(point: PlotPoint) -> float:
        return round((point.seconds - began) / seconds * WIDTH, 1) if seconds > 0 else float(WIDTH)

    def y(value: int) -> float:
        share = (log1p(value) - least) / max(1e-9, most - least)
        return round(HEIGHT - _EDGE - max(0.0, share) * (HEIGHT - 2 * _EDGE), 1)

    last = points[-1]
    step = max(1, -(-len(points) // _TABLE_ROWS))
    return Plot(
        " ".join((f"0,{y(points[0].cost)}", *(f"{x(point)},{y(point.cost)}" for point in points))),
        " ".join((f"0,{y(points[0].bound)}", *(f"{x(point)},{y(point.bound)}" for point in points))),
        last,
        [*points[:-1:step], last],
    )


def _seen(job: Job) -> str:
    places = job.standing.places if job.standing else None
    return sha256(repr(sorted(places)).encode()).hexdigest()[:12] if places else ""


def sketch(job: Job, choices: Choices) -> Sketch | None:
    """The best roster so far; None before the first, and when the job has ended."""
    places = job.standing.places if job.standing and job.state.active else None
    if not places:
        return None
    looks = shift_looks(choices.shift_types)
    held: dict[tuple[str, date], list[ShiftLook]] = {}
    for person, day, code in sorted(places):
        if code in looks:
            held.setdefault((person, day), []).append(looks[code])
    rows = [(name, [held.get((name, day), []) for day in choices.days]) for name in choices.people]
    return Sketch(choices.days, rows)
