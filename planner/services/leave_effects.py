"""What leave does to a published month: which days become short, and who would take over which shift."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.changing.changes import ShiftChange
from planner.domain.leave import LeaveRequest
from planner.ports import Vault, roster_ref, team_ref
from planner.services.month_facts import in_force
from planner.services.month_reports import Reports
from planner.services.replanning import ON_PAGES, Replanning, ReplanRequest


@dataclass(frozen=True, slots=True)
class ShorterDay:
    """A date whose coverage is less. Missing person-minutes: so far, if nobody took over, and after few changes."""

    day: date
    before_min: int
    alone_min: int
    after_min: int


@dataclass(frozen=True, slots=True)
class LeaveEffect:
    """days: that become shorter if nobody takes over. shifts: of the person, each with who would take it.

    others: what would change besides.
    """

    month: tuple[int, int]
    days: Sequence[ShorterDay]
    shifts: Sequence[ShiftChange]
    others: Sequence[ShiftChange]


def leave_event(request: LeaveRequest) -> str:
    """The request as an event of a published month (planner.changing.event_words)."""
    return f"leave {request.person} {request.first.isoformat()}..{request.last.isoformat()}"


class LeaveEffects:
    """Works it out, some seconds a month; nothing is saved."""

    def __init__(self, vault: Vault, reports: Reports, replanning: Replanning) -> None:
        self._vault, self._reports, self._replanning = vault, reports, replanning

    def missing(self, request: LeaveRequest, month: tuple[int, int], since: date) -> Sequence[tuple[date, int]]:
        """Dates of a request, from one on, on which something is missing in what is published, and how many minutes."""
        with self._vault.reading() as records:
            version = in_force(records.versions(request.team, *month))
        if version is None:
            return ()
        days = (day for day in self._reports.of(version).report.coverage if since <= day.day <= request.last)
        return [
            (day.day, day.wanted_min - day.covered_min) for day in days
            if request.touches(day.day, day.day) and day.covered_min < day.wanted_min
        ]  # fmt: skip

    def of(self, request: LeaveRequest, month: tuple[int, int]) -> LeaveEffect | None:
        """The effect on one month; None where no roster of it is in force. InputProblems as `Replanning.replan`."""
        with self._vault.reading() as records:
            version = in_force(records.versions(request.team, *month))
        if version is None:
            return None
        coverage = self._reports.of(version).report.coverage
        ask = ReplanRequest(team_ref(request.team, version.id), roster_ref(version.id), (leave_event(request),))
        found = self._replanning.replan(ask, ON_PAGES)
        missing = [
            ShorterDay(one.day, *(day.wanted_min - day.covered_min for day in (one, alone, after)))
            for one, alone, after in zip(coverage, found.before.coverage, found.after.coverage, strict=True)
        ]
        own = [change for change in found.changes.shifts if change.before == request.person]
        others = [change for change in found.changes.shifts if change.before != request.person]
        return LeaveEffect(month, [day for day in missing if day.alone_min > day.before_min], own, others)
