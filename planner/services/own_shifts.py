"""What somebody works, in all their teams: what is in force, never drafts, and nobody's absences but their own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.domain.drafts import Version
from planner.domain.people import Absence, Manager
from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.domain.time import month_days
from planner.ports import Clock, Records, Vault
from planner.reporting.briefing import Briefing, Work
from planner.reporting.report import FairShare, PersonHours
from planner.services.month_facts import in_force, still_here
from planner.services.team_figures import TeamFigures

#: A year and month.
YearMonth = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ask. others: public names; own: whether the person whose shift it is is one of them."""

    others: tuple[str, ...]
    own: bool

    @classmethod
    def of(cls, people: Iterable[Manager], person: str) -> "Asked":
        """person: whose shift it is, by name; others may have the same public name."""
        found = list(people)
        others = tuple(one.public_name for one in found if one.name != person)
        return cls(others, len(others) < len(found))


@dataclass(frozen=True, slots=True)
class OwnShift:
    """One shift with what to know of it. beside: public names of others; escalation: those on duty; contacts: by topic.

    channels: those of the shift that the person looks after.
    """

    team_id: int
    team: Team
    work: Work
    channels: tuple[str, ...]
    beside: tuple[str, ...]
    escalation: Asked
    contacts: tuple[tuple[str, Asked], ...]

    @property
    def start(self) -> datetime:
        """When it begins, in the team's zone."""
        return self.work.start.astimezone(self.team.zone)

    @property
    def end(self) -> datetime:
        """When it ends, in the team's zone."""
        return self.work.end.astimezone(self.team.zone)


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """Hours and fair shares of a month in one team. name: the person's there."""

    team_id: int
    team_name: str
    name: str
    hours: PersonHours
    fairness: tuple[FairShare, ...]


@dataclass(frozen=True, slots=True)
class OwnRoster:
    """now: in the zone of the first team. months: all that are published in any team, earliest first; month: the one
    that shifts, absences and figures are of. next: the shift that runs or comes next, in whatever month.
    """

    now: datetime
    months: tuple[YearMonth, ...]
    month: YearMonth
    first_weekday: int
    shifts: tuple[OwnShift, ...]
    absences: tuple[Absence, ...]
    figures: tuple[OwnFigures, ...]
    next: OwnShift | None
    teams: Mapping[int, str]

    @property
    def today(self) -> date:
        """The date."""
        return self.now.date()

    @property
    def running(self) -> bool:
        """Whether the next shift has begun."""
        return self.next is not None and self.next.start <= self.now


class OwnShifts:
    """Looks them up."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault, self._clock = vault, clock
        self._figures = TeamFigures()

    def roster(self, persons: Mapping[int, str], month: YearMonth | None) -> OwnRoster | None:
        """The person's roster; None while nothing is published for them. KeyError for a month that is not.

        persons: their name in each of their teams. month: None = the present one, or else the next with shifts.
        """
        now = self._clock.now()
        with self._vault.reading() as records:
            found = _Months(records, persons, self._figures)
            if not found.published:
                return None
            coming = found.next_shift(now)
            zone = found.zone
            shown = month or _shown(found.published, now.astimezone(zone), coming)
            if shown not in found.published:
                raise KeyError(shown)
            return OwnRoster(
                now.astimezone(zone), found.published, shown, found.first_weekday, found.shifts(shown),
                found.absences(shown), found.figures(shown), coming, found.teams,
            )  # fmt: skip


def _shown(published: Sequence[YearMonth], here: datetime, coming: OwnShift | None) -> YearMonth:
    present = (here.year, here.month)
    if present in published:
        return present
    return (coming.work.day.year, coming.work.day.month) if coming else published[-1]


def _months_of(version: Version) -> int:
    """Months since the beginning of the calendar."""
    return version.year * 12 + version.month


class _Months:
    """The months that are published in the teams of one person, each read once."""

    def __init__(self, records: Records, persons: Mapping[int, str], figures: TeamFigures) -> None:
        self._records, self._persons, self._team_figures = records, persons, figures
        self._facts = {team: records.facts(team) for team in sorted(persons)}
        self._in_force: dict[YearMonth, list[Version]] = {}
        for team in self._facts:
            for month in records.months(team):
                if (version := in_force(records.versions(team, *month))) is not None:
                    self._in_force.setdefault(month, []).append(version)
        self.published = tuple(sorted(self._in_force))
        self._known: dict[YearMonth, tuple[OwnShift, ...]] = {}
        self._rosters: dict[int, Roster] = {}

    @property
    def teams(self) -> dict[int, str]:
        """The teams' names."""
        return {team: facts.name for team, facts in self._facts.items()}

    @property
    def zone(self) -> ZoneInfo:
        """Of the first team."""
        return next(iter(self._facts.values())).zone

    @property
    def first_weekday(self) -> int:
        """Of the first team."""
        return next(iter(self._facts.values())).first_weekday

    def figures(self, month: YearMonth) -> tuple[OwnFigures, ...]:
        """Of what is in force in a month, team by team."""
        return tuple(self._figures(version) for version in self._in_force[month])

    def _figures(self, version: Version) -> OwnFigures:
        name, of_team = self._persons[version.team], self._team_figures.of(self._records, version)
        return OwnFigures(version.team, self._facts[version.team].name, name, *of_team[name])

    def shifts(self, month: YearMonth) -> tuple[OwnShift, ...]:
        """All shifts of a month, by start."""
        if month not in self._known:
            found = (shift for version in self._in_force[month] for shift in self._of(version))
            self._known[month] = tuple(sorted(found, key=lambda shift: (shift.work.start, shift.team_id)))
        return self._known[month]

    def _of(self, version: Version) -> Iterator[OwnShift]:
        team, name = self._facts[version.team], self._persons[version.team]
        # Who works the last night of the month before, or the first shift of the next, is there meanwhile, too.
        of_team = (one for versions in self._in_force.values() for one in versions if one.team == version.team)
        near = (one for one in of_team if abs(_months_of(one) - _months_of(version)) <= 1)
        briefing = Briefing(team, [row for one in near for row in self._roster(one).assignments])
        for work in briefing.of(name):
            if (work.day.year, work.day.month) != (version.year, version.month):
                continue
            own = work.manager
            known = [] if work.shift.on_call else [c for c in team.channels if c in own.channels]
            meant = briefing.channels(work)
            yield OwnShift(
                version.team,
                team,
                work,
                tuple(channel for channel in known if not meant or channel in meant),
                tuple(briefing.beside(work)),
                Asked.of(briefing.on_duty(work), name),
                tuple((topic, Asked.of(people, name)) for topic, people in briefing.contacts(work)),
            )

    def _roster(self, version: Version) -> Roster:
        if version.id not in self._rosters:
            read = self._records.roster(version.id)
            self._rosters[version.id], _ = still_here(read, self._facts[version.team])
        return self._rosters[version.id]

    def absences(self, month: YearMonth) -> tuple[Absence, ...]:
        """The person's own, each once, as far as they touch a month."""
        days = month_days(*month)
        found = {
            (row.first, row.last): row
            for team, facts in self._facts.items()
            for row in facts.absences
            if row.person == self._persons[team] and row.first <= days[-1] and days[0] <= row.last
        }
        return tuple(found[key] for key in sorted(found))

    def next_shift(self, now: datetime) -> OwnShift | None:
        """The shift that runs, or the first to come."""
        # A night shift belongs to the date it begins on.
        since = (now - timedelta(days=2)).date()
        for month in self.published:
            if month >= (since.year, since.month):
                for shift in self.shifts(month):
                    if shift.work.end > now:
                        return shift
        return None
