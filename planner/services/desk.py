"""What the pages and calendars show: one team's roster, read again when its files change, and the files made with it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import structlog

from planner.changing.replan import Goal
from planner.feeds.store import FeedBody
from planner.messages import Message, _l
from planner.ports import Clock, Writer
from planner.problems import InputProblems, refused
from planner.reporting.period import Period, period_of
from planner.reporting.report import Report
from planner.services.asking import Questions
from planner.services.feed_fetches import Fetches
from planner.services.feeds import Feeds
from planner.services.planning import Planning
from planner.services.replanning import ON_PAGES, Replanned, Replanning, ReplanRequest

#: Files of a roster's folder that can be downloaded, in reading order.
OFFERED = ("roster.xlsx", "team.xlsx", "csv/*.csv", "ical/*.ics")

#: The comparison kept beside a roster.
WHATIF_FILE = "whatif.json"

#: When the files of team and roster were last written.
_Stamp = tuple[int, int]

_Answer = TypeVar("_Answer")

log = structlog.get_logger(__name__)


class RosterDesk:
    """Serves one folder. base_url: where readers' browsers find the pages. take_over: saves a changed roster into it.

    From `publish` on the calendar feeds follow the files, as the pages do.
    """

    def __init__(
        self,
        planning: Planning,
        feeds: Feeds,
        fetches: Fetches,
        clock: Clock,
        folder: Path,
        *,
        team_ref: str,
        roster_ref: str,
        base_url: str,
        replanning: Replanning,
        take_over: Callable[[Report], None],
        writer: Writer,
    ) -> None:
        self._planning, self.feeds, self._clock, self._folder = planning, feeds, clock, folder
        self._fetches = fetches
        self._team_ref, self._roster_ref, self.base_url = team_ref, roster_ref, base_url
        self._lock = Lock()
        self._known: tuple[_Stamp, Report] | None = None
        self._language = ""
        self._in_feeds: _Stamp | None = None
        self._replanning, self._take_over, self._writer = replanning, take_over, writer
        self._replanned: tuple[_Stamp, Replanned] | None = None
        self._asking = Lock()
        self._questions: Questions | None = None

    def report(self) -> Report | None:
        """The roster with everything shown of it; None while no month has been planned.

        InputProblems when unreadable.
        """
        with self._lock:
            files = [Path(self._team_ref), Path(self._roster_ref)]
            if not all(file.is_file() for file in files):
                return None
            stamp = self._stamp()
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
            raise self._no_roster()
        with self._lock:
            self._language = language
            self._to_feeds()
        return report

    def fetch(self, token: str, client: str) -> FeedBody | None:
        """What a calendar link gives, as `Fetches.fetch`: of the roster as it stands, or stood when last read."""
        try:
            self.report()
        except Exception:
            log.exception("the roster cannot be read; calendars get what was read last")
        return self._fetches.fetch(token, client)

    def ask(self, question: Callable[[Questions], _Answer]) -> _Answer:
        """The answer to one question about the roster as it stands; one at a time, since each takes a second or more.

        InputProblems when there is no roster, or it is unreadable.
        """
        report = self.report()
        if report is None:
            raise self._no_roster()
        with self._asking:
            if self._questions is None or self._questions.report is not report:
                self._questions = Questions(report, self.now().astimezone(report.board.team.zone).date())
            return question(self._questions)

    def replan(self, events: Sequence[str], since: date | None, goal: Goal) -> Replanned:
        """The roster changed after some events, as people write them; nothing is saved. One at a time.

        InputProblems for events that cannot be, and when there is no roster, or it is unreadable.
        """
        if self.report() is None:
            raise self._no_roster()
        with self._asking:
            stamp = self._stamp()
            request = ReplanRequest(self._team_ref, self._roster_ref, tuple(events), since, goal)
            replanned = self._replanning.replan(request, ON_PAGES)
            self._replanned = (stamp, replanned)
            return replanned

    def take_over(self, signature: str) -> Replanned:
        """Save the roster that `replan` gave last and give it back, if it is the one looked at (see `signature_of`).

        InputProblems when another was made since, or the files changed.
        """
        with self._asking:
            kept = self._replanned
            if kept is None or kept[0] != self._stamp() or signature_of(kept[1]) != signature:
                raise changed_meanwhile(self._roster_ref)
            self._take_over(kept[1].after)
            self._replanned = None
            return kept[1]

    def _stamp(self) -> _Stamp:
        team, roster = Path(self._team_ref), Path(self._roster_ref)
        return team.stat().st_mtime_ns, roster.stat().st_mtime_ns

    def _no_roster(self) -> InputProblems:
        folder = str(self._folder)
        reason = Message(_l("There is no roster in this folder."))
        mend = Message(_l("Plan one into it: planner plan TEAM --out {folder}"), folder=folder)
        return refused(folder, reason, mend)

    def downloads(self) -> Sequence[Path]:
        """The files made with the roster; only these can be downloaded."""
        return [path for pattern in OFFERED for path in sorted(self._folder.glob(pattern))]

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

    def period(self, months: int) -> Period | None:
        """The month in the folder, the only one that is known; None while no month has been planned."""
        report = self.report()
        return period_of([report], ()) if report else None

    def period_workbook(self, period: Period, language: str) -> bytes:
        """A report as a workbook, in a language."""
        return self._writer.period_workbook(period, language)

    def now(self) -> datetime:
        """The present moment, aware."""
        return self._clock.now()


def changed_meanwhile(place: str) -> InputProblems:
    """What is said when a changed roster is taken over that is not the one looked at any more. place: which roster."""
    reason = Message(_l("The roster, or what was planned, has changed meanwhile."))
    mend = Message(_l("Plan the change again, then take it over."))
    return refused(place, reason, mend)


def signature_of(replanned: Replanned) -> str:
    """What tells one changed roster from another: a hash of who works what."""
    places = sorted(replanned.after.roster.places())
    return sha256(repr(places).encode()).hexdigest()[:16]
