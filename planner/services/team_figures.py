"""Everybody's hours and fair shares of a published month, reckoned once until what they are made of changes."""

from collections.abc import Mapping
from threading import Lock

from planner.board import Board
from planner.domain.drafts import Version
from planner.ports import Records
from planner.reporting.report import FairShare, PersonHours
from planner.reporting.report_maker import hours_and_shares
from planner.services.month_facts import month_facts, of_the_team
from planner.services.month_reports import Stamp, stamp_of

#: By name.
Figures = Mapping[str, tuple[PersonHours, tuple[FairShare, ...]]]
#: Of so many months they are kept; people look at the present one and the next.
MOST_KEPT = 64


class TeamFigures:
    """Reckoning them takes most of a second for 200 people, all of whom look at theirs after a publication. Used by
    many threads at once.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[int, tuple[Stamp, Figures]] = {}

    def of(self, records: Records, version: Version) -> Figures:
        """Of a version, within a transaction."""
        stamp = stamp_of(records, version)
        with self._lock:
            known = self._known.get(version.id)
        if known is not None and known[0] == stamp:
            return known[1]
        facts = month_facts(records, version.team, version.year, version.month)
        roster = of_the_team(records.roster(version.id), facts)
        found = hours_and_shares(Board(facts, version.year, version.month, extra=roster.places()), roster)
        with self._lock:
            # Longest kept goes first.
            self._known.pop(version.id, None)
            self._known[version.id] = stamp, found
            while len(self._known) > MOST_KEPT:
                del self._known[next(iter(self._known))]
        return found
