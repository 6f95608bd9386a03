"""What people work on some dates, in all their teams, as the versions in force say; each team is read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.team import Team
from planner.ports import Records
from planner.reporting.briefing import Briefing, Work
from planner.services.month_facts import in_force, still_here


@dataclass(frozen=True, slots=True)
class ComingShift:
    """A shift of a person. beside: public names of the others who are at work meanwhile."""

    team_id: int
    team: Team
    work: Work
    beside: tuple[str, ...]

    @property
    def paid_min(self) -> int:
        """Paid minutes: what passes, less the break; none on call."""
        elapsed = int((self.work.end - self.work.start).total_seconds() // 60)
        return 0 if self.work.shift.on_call else elapsed - self.work.shift.break_min


class ComingWork:
    """Looks it up within one transaction. first, last: dates that shifts belong to, both included."""

    def __init__(self, records: Records, first: date, last: date) -> None:
        self._records, self._first, self._last = records, first, last
        self._known: dict[int, Briefing | None] = {}

    def briefing(self, team: int) -> Briefing | None:
        """All shifts of a team; None where no roster of these dates is in force."""
        if team not in self._known:
            self._known[team] = self._read(team)
        return self._known[team]

    def shifts(self, persons: Mapping[int, str]) -> list[ComingShift]:
        """The shifts of one person, by start. persons: their name in each of their teams."""
        found = []
        for team, name in persons.items():
            briefing = self.briefing(team)
            for work in briefing.of(name) if briefing else ():
                if briefing and self._first <= work.day <= self._last:
                    found.append(ComingShift(team, briefing.team, work, tuple(briefing.beside(work))))
        return sorted(found, key=lambda one: (one.work.start, one.team_id))

    def _read(self, team: int) -> Briefing | None:
        # Who works a night shift from the evening before is there meanwhile, too.
        day, last = self._first - timedelta(days=1), self._last + timedelta(days=1)
        months = {(day.year, day.month)}
        while (day := day + timedelta(days=1)) <= last:
            months.add((day.year, day.month))
        versions = [in_force(self._records.versions(team, *month)) for month in sorted(months)]
        if not any(versions):
            return None
        facts = self._records.facts(team)
        rosters = [still_here(self._records.roster(version.id), facts)[0] for version in versions if version]
        return Briefing(facts, [row for roster in rosters for row in roster.assignments])
