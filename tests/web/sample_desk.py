"""A desk for tests: a report that is given, real calendar feeds in a folder, a clock that stands still."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from planner.changing.replan import Goal
from planner.exchange.downloads import DownloadWriter
from planner.exchange.feed_files import file_feeds, file_fetches
from planner.feeds.store import FeedBody
from planner.reporting.period import Period, period_of
from planner.reporting.report import Report
from planner.services.asking import Questions
from planner.services.feed_fetches import Fetches
from planner.services.feeds import Feeds
from planner.services.replanning import Replanned

_Answer = TypeVar("_Answer")

#: A Thursday in the month that the sample shows.
MID_MONTH = datetime(2026, 12, 10, 9, 30, tzinfo=ZoneInfo("Europe/Vienna"))


@dataclass
class SampleDesk:
    """Implements web.desk.Desk. folder: holds the feeds and the files to download. compared: by language."""

    shown: Report | None
    feeds: Feeds
    fetches: Fetches
    folder: Path
    moment: datetime
    base_url: str = "http://localhost"
    compared: Mapping[str, Mapping[str, Any]] | None = None

    def report(self) -> Report | None:
        return self.shown

    def fetch(self, token: str, client: str) -> FeedBody | None:
        return self.fetches.fetch(token, client)

    def downloads(self) -> Sequence[Path]:
        return sorted(self.folder.glob("*.csv"))

    def what_if(self, language: str) -> Mapping[str, Any] | None:
        return self.compared[language] if self.compared else None

    def period(self, months: int) -> Period | None:
        return period_of([self.shown], ()) if self.shown else None

    def period_workbook(self, period: Period, language: str) -> bytes:
        return DownloadWriter().period_workbook(period, language)

    def ask(self, question: Callable[[Questions], _Answer]) -> _Answer:
        assert self.shown is not None
        return question(Questions(self.shown, seconds=2))

    def replan(self, events: Sequence[str], since: date | None, goal: Goal) -> Replanned:
        raise NotImplementedError("the re-planning page is tested on a folder")

    def take_over(self, signature: str) -> Replanned:
        raise NotImplementedError("the re-planning page is tested on a folder")

    def now(self) -> datetime:
        return self.moment


def sample_desk(report: Report | None, folder: Path, moment: datetime) -> SampleDesk:
    """A desk with one file to download; its calendar feeds are empty until `publish`."""

    class _Clock:
        def now(self) -> datetime:
            return moment

    (folder / "shifts.csv").write_text("person,day\n", encoding="utf-8")
    feeds = file_feeds(folder / "feeds", _Clock(), "http://localhost")
    return SampleDesk(report, feeds, file_fetches(folder / "feeds", _Clock()), folder, moment)


def publish(desk: SampleDesk) -> SampleDesk:
    """Bring the desk's roster into its calendar feeds."""
    assert desk.shown is not None
    desk.feeds.publish(desk.shown.board.team, desk.shown.roster, "de")
    return desk
