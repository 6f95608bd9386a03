"""Reports of rosters in the records, each kept until its roster, its facts or the months around it change."""

from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from planner.changing.landings import Landings
from planner.domain.drafts import Seen, Version
from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.ports import Records, Vault
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from planner.services.month_facts import month_facts, of_the_team, with_locks_of
from planner.services.planning import reported, with_counters

#: What a report was made of: version, its revision, the team's revision, what was published last around the month.
Stamp = tuple[int, int, int, int]


@dataclass(frozen=True)
class MonthReport:
    """The report of a version as it stands at one moment. stamp: what it was made of."""

    stamp: Stamp
    report: Report

    @property
    def seen(self) -> Seen:
        """Which version it shows, after how many edits."""
        return Seen(*self.stamp[:2])

    @cached_property
    def landings(self) -> Landings:
        """Where a shift could go; prepared at the first question."""
        return Landings(self.report.board, self.report.columns, self.report.roster.places())


class Reports:
    """Reports of versions, each kept until what it is made of changes. Used by many threads at once."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._lock = Lock()
        self._known: dict[int, MonthReport] = {}

    def of(self, version: Version) -> MonthReport:
        """The report of a version as it stands now; the same object until it changes."""
        with self._vault.reading() as records:
            now = records.version(version.id)
            stamp = stamp_of(records, now)
            with self._lock:
                known = self._known.get(now.id)
            if known is not None and known.stamp == stamp:
                return known
            facts = with_locks_of(records, month_facts(records, now.team, now.year, now.month), now.id)
            roster = records.roster(now.id)
        made = MonthReport(stamp, _report(facts, roster, known.report if known else None))
        with self._lock:
            self._known[now.id] = made
        return made


def stamp_of(records: Records, version: Version) -> Stamp:
    """What a report of a version as it stands is made of, within a transaction."""
    around = records.last_published_around(version.team, version.year, version.month)
    return version.id, version.revision, records.revision(version.team), around


def _report(facts: Team, roster: Roster, before: Report | None) -> Report:
    """The report of a roster. before: the last one of the same version; its rules stand where the facts do."""
    roster = of_the_team(roster, facts)
    if before is None or before.board.team != facts or any(before.board.number(p) is None for p in roster.places()):
        return reported(facts, roster)
    return with_counters(make_report(before.board, roster, before.columns))
