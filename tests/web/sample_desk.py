"""A desk for tests: a report that is given, real calendar feeds in a folder, a clock that stands still."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from planner.exchange.feed_files import file_feeds
from planner.feeds.store import FeedBody
from planner.report import Report
from planner.services.feeds import Feeds


@dataclass
class SampleDesk:
    """Implements web.desk.Desk. folder: holds the feeds and the files to download. compared: by language."""

    shown: Report | None
    feeds: Feeds
    folder: Path
    moment: datetime
    base_url: str = "http://localhost"
    compared: Mapping[str, Mapping[str, Any]] | None = None

    def report(self) -> Report | None:
        return self.shown

    def fetch(self, token: str, client: str) -> FeedBody | None:
        return self.feeds.fetch(token, client)

    def downloads(self) -> Sequence[Path]:
        return sorted(self.folder.glob("*.csv"))

    def what_if(self, language: str) -> Mapping[str, Any] | None:
        return self.compared[language] if self.compared else None

    def now(self) -> datetime:
        return self.moment


def sample_desk(report: Report | None, folder: Path, moment: datetime) -> SampleDesk:
    """A desk with one file to download; its calendar feeds are empty until `publish`."""

    class _Clock:
        def now(self) -> datetime:
            return moment

    (folder / "shifts.csv").write_text("person,day\n", encoding="utf-8")
    return SampleDesk(report, file_feeds(folder / "feeds", _Clock(), "http://localhost"), folder, moment)


def publish(desk: SampleDesk) -> SampleDesk:
    """Bring the desk's roster into its calendar feeds."""
    assert desk.shown is not None
    desk.feeds.publish(desk.shown.board.team, desk.shown.roster, "de")
    return desk
