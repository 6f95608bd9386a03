"""What the pages and calendars show: one team's roster, read again when its files change, and the files made with it.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import structlog

from planner.feeds.store import FeedBody
from planner.messages import Message, _l
from planner.ports import Clock
from planner.problems import InputProblem, InputProblems
from planner.report import Report
from planner.services.feeds import Feeds
from planner.services.planning import Planning

#: Files of a roster's folder that can be downloaded, in reading order.
_OFFERED = ("roster.xlsx", "team.xlsx", "csv/*.csv", "ical/*.ics")

#: The comparison kept beside a roster.
WHATIF_FILE = "whatif.json"

#: When the files of team and roster were last written.
_Stamp = tuple[int, int]

log = structlog.get_logger(__name__)


class RosterDesk:
    """Serves one folder. base_url: where readers' browsers find the pages.

    From `publish` on the calendar feeds follow the files, as the pages do.
    """

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
        self._known: tuple[_Stamp, Report] | None = None
        self._language = ""
        self._in_feeds: _Stamp | None = None

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
            if self._in_feeds not in (None, stamp):
                self._follow()
            return self._known[1]

    def _follow(self) -> None:
        """Bring what was read into the feeds; if that fails they stay, and it is tried again next time."""
        try:
            self._to_feeds()
        except Exception:
            log.exception("the calendar feeds could not follow the roster; they are tried again soon")

    def _to_feeds(self) -> None:
        if self._known is not None:
            stamp, report = self._known
            self.feeds.publish(report.board.team, report.roster, self.feeds.language() or self._language)
            self._in_feeds = stamp

    def publish(self, language: str) -> Report:
        """Bring the roster as it stands, edits by hand included, into the calendar feeds, with this desk's address.

        The feeds follow the files from now on. language: of feeds that are made for the first time.
        InputProblems when there is no roster, or it is unreadable.
        """
        report = self.report()
        if report is None:
            folder = str(self._folder)
            reason = Message(_l("There is no roster in this folder."))
            mend = Message(_l("Plan one into it: planner plan TEAM --out {folder}"), folder=folder)
            raise InputProblems([InputProblem(folder, "", 0, "", "", reason, mend)])
        with self._lock:
            self._language = language
            self._to_feeds()
        return report

    def fetch(self, token: str, client: str) -> FeedBody | None:
        """What a calendar link gives, as `Feeds.fetch`: of the roster as it stands, or stood when last read."""
        try:
            self.report()
        except Exception:
            log.exception("the roster cannot be read; calendars get what was read last")
        return self.feeds.fetch(token, client)

    def downloads(self) -> Sequence[Path]:
        """The files made with the roster; only these can be downloaded."""
        return [path for pattern in _OFFERED for path in sorted(self._folder.glob(pattern))]

    def what_if(self, language: str) -> Mapping[str, Any] | None:
        """The comparison last kept beside the roster, in a language, and when it was "made"; None where there is none.

        A file that is no such comparison counts as none.
        """
        try:
            kept = json.loads((self._folder / WHATIF_FILE).read_text(encoding="utf-8"))
            return {**kept[language], "made": datetime.fromisoformat(kept["made"])}
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError):
            log.exception("the comparison kept beside the roster cannot be read")
            return None

    def now(self) -> datetime:
        """The present moment, aware."""
        return self._clock.now()
