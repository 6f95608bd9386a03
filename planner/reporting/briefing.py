"""Who works when, with whom, and whom to ask: what pages and calendars tell somebody before a shift."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from planner.domain.demand import ShiftType
from planner.domain.people import Manager
from planner.domain.roster import Assignment
from planner.domain.team import Team
from planner.domain.time import moment, utc_of


@dataclass(frozen=True, slots=True)
class Work:
    """One assignment with what it refers to; start and end in UTC."""

    uid: UUID
    manager: Manager
    day: date
    shift: ShiftType
    start: datetime
    end: datetime

    def meets(self, other: "Work") -> bool:
        """Whether the two share some time."""
        return self.start < other.end and other.start < self.end


class Briefing:
    """The work of some assignments, in order of start, and what is known of it.

    Who is not in the team any more, or works a shift type that it does not have, is left out. Nothing tells of
    absences.
    """

    def __init__(self, team: Team, assignments: Iterable[Assignment]) -> None:
        self.team = team
        works = _works(team, assignments)
        self.works = tuple(sorted(works, key=lambda w: (w.start, w.shift.code, w.manager.name)))
        self._on: dict[date, list[Work]] = {}
        self._of: dict[str, list[Work]] = {}
        for work in self.works:
            self._on.setdefault(work.day, []).append(work)
            self._of.setdefault(work.manager.name, []).append(work)

    def of(self, person: str) -> Sequence[Work]:
        """What a person works, by name."""
        return self._of.get(person, ())

    def channels(self, work: Work) -> list[str]:
        """The channels that a shift is for; none = all."""
        return [] if work.shift.on_call else sorted(work.shift.channels)

    def on_duty(self, work: Work) -> list[Manager]:
        """Those to escalate to on the shift's date."""
        return people_of(other for other in self._on.get(work.day, ()) if other.shift.on_call)

    def beside(self, work: Work) -> list[str]:
        """Public names of the others who are at work meanwhile."""
        others = (other for other in self._at_work(work) if other.manager.name != work.manager.name)
        return names_of(people_of(others))

    def contacts(self, work: Work) -> list[tuple[str, list[Manager]]]:
        """Topics, each with its experts at work meanwhile, or else the deputies, if any."""
        at_work = list(self._at_work(work))
        found = []
        for topic in self.team.topics:
            experts = [other for other in at_work if other.manager.name in topic.experts]
            if knowing := experts or [other for other in at_work if other.manager.name in topic.deputies]:
                found.append((topic.name, people_of(knowing)))
        return found

    def _at_work(self, work: Work) -> Iterator[Work]:
        for days in (-1, 0, 1):
            for other in self._on.get(work.day + timedelta(days=days), ()):
                if not other.shift.on_call and other.meets(work):
                    yield other


def people_of(works: Iterable[Work]) -> list[Manager]:
    """Each person once, by public name in the order of the alphabet; two may have the same one."""
    people = {work.manager.name: work.manager for work in works}.values()
    return sorted(people, key=lambda manager: (manager.public_name.casefold(), manager.public_name, manager.name))


def names_of(people: Iterable[Manager]) -> list[str]:
    """Public names."""
    return [manager.public_name for manager in people]


def _works(team: Team, assignments: Iterable[Assignment]) -> Iterator[Work]:
    managers = {manager.name: manager for manager in team.managers}
    shifts = {shift.code: shift for shift in team.shift_types}
    for assignment in assignments:
        # The team may have changed since the roster was made; who is gone has no feed, what is gone no times.
        manager, shift = managers.get(assignment.person), shifts.get(assignment.shift)
        if manager is None or shift is None:
            continue
        start = utc_of(moment(team.zone, assignment.day, shift.start_min))
        end = utc_of(moment(team.zone, assignment.day, shift.end_min))
        if start < end:  # nothing is left of a shift that lies within the hour skipped in spring
            yield Work(assignment.uid, manager, assignment.day, shift, start, end)
