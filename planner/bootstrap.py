"""Puts the parts together: which store, clock, log and writers serve the use cases."""

import shutil
import sys
import traceback
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

import structlog

from planner.accounts.passwords import Passwords
from planner.exchange.change_text import read_change as read_change
from planner.exchange.feed_files import file_feeds
from planner.exchange.file_store import ROSTER_FILE as ROSTER_FILE
from planner.exchange.file_store import TEAM_FILE as TEAM_FILE
from planner.exchange.file_store import FileStore
from planner.exchange.file_store import keep_comparison as save_beside
from planner.exchange.file_store import refuse_taken as refuse_taken
from planner.exchange.file_store import save_comparison as save_comparison
from planner.exchange.file_store import save_template as save_template
from planner.feeds.model import FeedKey, FeedKind
from planner.mail.outbox import FileOutbox
from planner.mail.smtp import SmtpMailer
from planner.messages import Message, _l
from planner.ports import Mailer
from planner.problems import InputProblem, InputProblems
from planner.report import Report
from planner.services.comparing import Comparing, WhatIf
from planner.services.desk import RosterDesk
from planner.services.feeds import Feeds
from planner.services.one_time_links import OneTimeLinks
from planner.services.planning import Planning
from planner.services.replacing import Replacing
from planner.services.replanning import Replanning
from planner.services.sign_in import SignIn
from planner.services.users import Accounts, Users
from planner.settings import Settings
from planner.storage.accounts import DatabaseAccounts
from planner.storage.database import Database
from planner.storage.upgrade import upgrade

#: The team that `make run` plans.
DEMO_SAMPLE = "1-brand-team-vienna"
FEEDS_FOLDER = "feeds"
#: Where the pages are when nothing else is said.
LOCAL_ADDRESS = "http://127.0.0.1:8000"
OUTBOX_FOLDER = "outbox"

_FRAMES_LOGGED = 8
_NAME_CHARACTERS = 60


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC)


class StandingClock:
    """A clock that stands still: what is written together carries the same stamps."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """The moment it was given."""
        return self._moment


def planning(language: str) -> Planning:
    """The planning use cases on files; what they write is in `language`."""
    return Planning(FileStore(language), SystemClock())


def comparing(language: str) -> Comparing:
    """The use cases around scenarios, on files."""
    return Comparing(planning(language))


def replacing(language: str) -> Replacing:
    """The search for replacements, on files."""
    return Replacing(FileStore(language), SystemClock())


def keep_comparison(found: WhatIf, folder: Path) -> Path:
    """Keep a comparison beside the roster in `folder`, where its pages show it; the file."""
    return save_beside(found, folder, SystemClock().now())


def replanning(language: str) -> Replanning:
    """The use cases on a published month, on files."""
    return Replanning(FileStore(language), SystemClock())


def feeds(folder: Path, base_url: str = "") -> Feeds:
    """The calendar feeds kept beside a roster in `folder`. base_url: "" = where they were last served."""
    return file_feeds(folder / FEEDS_FOLDER, SystemClock(), base_url)


def save(report: Report, folder: Path, language: str, base_url: str = "") -> Sequence[Path]:
    """Write a roster with all its files into `folder`, then bring its calendar feeds up to date."""
    team, roster = report.board.team, report.roster
    calendars = file_feeds(folder / FEEDS_FOLDER, StandingClock(datetime.now(UTC)), base_url)
    content = calendars.month_files(team, roster, language)
    extra = {"ical/team.ics": content[FeedKey(FeedKind.TEAM)]}
    for name, file in zip(report.board.person_index, _file_names(report.board.person_index), strict=True):
        extra[f"ical/{file}.ics"] = content[FeedKey(FeedKind.PERSON, name)]
    paths = FileStore(language).save(report, str(folder), extra)
    calendars.publish(team, roster, language)
    return paths


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
        replanning=replanning(language),
        take_over=lambda report: _take_over(report, folder, language, base_url),
    )


def _take_over(report: Report, folder: Path, language: str, base_url: str) -> None:
    """Save a changed roster into its folder; team and roster as they were stay in a folder of their own."""
    before = folder / f"before-{SystemClock().now():%Y%m%d-%H%M%S}"
    before.mkdir(parents=True, exist_ok=True)
    for name in (TEAM_FILE, ROSTER_FILE):
        shutil.copy2(folder / name, before / name)
    save(report, folder, language, base_url)


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """The database of the settings; its tables are made where there are none.

    InputProblems when it cannot be used, or its tables are older than this program.
    """

    def refuse() -> None:
        reason = Message(_l("The tables of this database are of an older version of the planner."))
        mend = Message(_l("Bring a copy of it up to date first."))
        raise InputProblems([InputProblem(database.url.render_as_string(), "", 0, "", "", reason, mend)])

    database = Database(settings.database_url)
    try:
        upgrade(database, refuse)
        yield database
    finally:
        database.close()


def accounts(settings: Settings, database: Database) -> Accounts:
    """The use cases of accounts on a database."""
    store, clock, passwords = DatabaseAccounts(database), SystemClock(), Passwords()
    sign_in = SignIn(store, clock, passwords)
    return Accounts(
        sign_in,
        OneTimeLinks(store, clock, passwords, sign_in, mailer(settings), settings.base_url),
        Users(store, clock, passwords, sign_in),
    )


def mailer(settings: Settings) -> Mailer:
    """Where letters go: to the mail server of the settings, or into a folder."""
    if not settings.smtp_host:
        return FileOutbox(settings.data_folder / OUTBOX_FOLDER, SystemClock(), settings.mail_from)
    return SmtpMailer(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_user,
        settings.smtp_password,
        settings.smtp_encryption,
        settings.mail_from,
        SystemClock(),
    )


@contextmanager
def demo_team() -> Iterator[str]:
    """The sample team's workbook."""
    with as_file(files("data").joinpath("samples", f"{DEMO_SAMPLE}.xlsx")) as path:
        yield str(path)


def log_to_stderr() -> None:
    """Log in lines on stderr, where they do not mix with what a command prints; an exception is one line too."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso"),
            _exception_in_a_line,
            structlog.dev.ConsoleRenderer(colors=False),
        ],
        # The stream of the moment, not the one that was there when this was called.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def _exception_in_a_line(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    raised = event.pop("exc_info", None)
    error = raised if isinstance(raised, BaseException) else sys.exc_info()[1] if raised else None
    if error is not None:
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES_LOGGED:]
        event["error"] = "".join(traceback.format_exception_only(error)).strip()
        event["at"] = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return event


def _file_names(people: Iterable[str]) -> list[str]:
    """A file name a person, all different on any file system; none is the team's."""
    taken = {"team"}
    names = []
    for person in people:
        plain = "".join(c if c.isalnum() else "-" for c in unicodedata.normalize("NFC", person).casefold())
        name, number = plain[:_NAME_CHARACTERS], 2
        while name in taken:
            name, number = f"{plain[:_NAME_CHARACTERS]}-{number}", number + 1
        taken.add(name)
        names.append(name)
    return names
