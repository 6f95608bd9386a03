"""Puts the parts together: which store, clock and writers serve the use cases."""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

from planner.exchange.feed_files import file_feeds
from planner.exchange.file_store import ROSTER_FILE as ROSTER_FILE
from planner.exchange.file_store import TEAM_FILE, FileStore
from planner.exchange.template import write_template as write_template_file
from planner.report import Report
from planner.services.desk import RosterDesk
from planner.services.feeds import Feeds
from planner.services.planning import Planning

#: The team that `make run` plans.
DEMO_SAMPLE = "1-brand-team-vienna"
FEEDS_FOLDER = "feeds"


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC)


def planning(language: str) -> Planning:
    """The planning use cases on files; what they write is in `language`."""
    return Planning(FileStore(language), SystemClock())


def feeds(folder: Path, base_url: str) -> Feeds:
    """The calendar feeds kept beside a roster in `folder`."""
    return file_feeds(folder / FEEDS_FOLDER, SystemClock(), base_url)


def save(report: Report, folder: Path, language: str, base_url: str = "") -> Sequence[Path]:
    """Write a roster with all its files into `folder`, and bring its calendar feeds up to date."""
    calendars = feeds(folder, base_url)
    calendars.publish(report.board.team, report.roster, language)
    extra = {"ical/team.ics": calendars.body("team", "")}
    for manager in report.board.people:
        extra[f"ical/{_file_name(manager.name)}.ics"] = calendars.body("person", manager.name)
    return FileStore(language).save(report, str(folder), extra)


def desk(folder: Path, language: str, base_url: str) -> RosterDesk:
    """What the pages show: the roster in `folder`."""
    return RosterDesk(
        planning(language),
        feeds(folder, base_url),
        SystemClock(),
        folder,
        team_ref=str(folder / TEAM_FILE),
        roster_ref=str(folder / ROSTER_FILE),
        base_url=base_url,
    )


def demo_team(folder: Path) -> str:
    """The sample team's workbook as a file in `folder`."""
    source = files("data").joinpath("samples", f"{DEMO_SAMPLE}.xlsx")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "sample.xlsx"
    with as_file(source) as path:
        target.write_bytes(path.read_bytes())
    return str(target)


def write_template(path: Path, language: str) -> None:
    """Write the example workbook."""
    write_template_file(path, language)


def _file_name(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name.lower())
