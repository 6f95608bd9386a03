"""What the pages show: one team's roster, read again when its files change, and the files made with it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock

from planner.messages import Message, _l
from planner.ports import Clock
from planner.problems import InputProblem, InputProblems
from planner.report import Report
from planner.services.feeds import Feeds
from planner.services.planning import Planning

#: Files of a roster's folder that can be downloaded, in reading order.
_OFFERED = ("roster.xlsx", "team.xlsx", "csv/*.csv", "ical/*.ics")


class RosterDesk:
    """Serves one folder. base_url: where readers' browsers find the pages."""

    def __init__(
        self,
        planning: Planning,
        feeds: Feeds,
        clock: Clock,
        folder: Path,
        *,
        team_ref: str,
        roster_ref: str,
        base_url: str,
    ) -> None:
        self._planning, self.feeds, self._clock, self._folder = planning, feeds, clock, folder
        self._team_ref, self._roster_ref, self.base_url = team_ref, roster_ref, base_url
        self._lock = Lock()
        self._known: tuple[tuple[int, int], Report] | None = None

    def report(self) -> Report | None:
        """The roster with everything shown of it; None while no month has been planned.

        InputProblems when unreadable.
        """
        with self._lock:
            files = [Path(self._team_ref), Path(self._roster_ref)]
            if not all(file.is_file() for file in files):
                return None
            stamp = (files[0].stat().st_mtime_ns, files[1].stat().st_mtime_ns)
            if self._known is None or self._known[0] != stamp:
                self._known = (stamp, self._planning.review(self._team_ref, self._roster_ref))
            return self._known[1]

    def publish(self, language: str) -> Report:
        """Bring the roster as it stands, edits by hand included, into the calendar feeds, with this desk's address.

        language: of feeds that are made for the first time. InputProblems when there is no roster, or it is unreadable.
        """
        report = self.report()
        if report is None:
            folder = str(self._folder)
            reason = Message(_l("There is no roster in this folder."))
            mend = Message(_l("Plan one into it: planner plan TEAM --out {folder}"), folder=folder)
            raise InputProblems([InputProblem(folder, "", 0, "", "", reason, mend)])
        self.feeds.publish(report.board.team, report.roster, self.feeds.language() or language)
        return report

    def downloads(self) -> Sequence[Path]:
        """The files made with the roster; only these can be downloaded."""
        return [path for pattern in _OFFERED for path in sorted(self._folder.glob(pattern))]

    def now(self) -> datetime:
        """The present moment, aware."""
        return self._clock.now()
