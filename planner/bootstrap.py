"""Puts the parts together: which store, clock, log and writers serve the use cases."""

import shutil
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

from planner.accounts.passwords import Passwords
from planner.domain.scenario import Scenario
from planner.exchange.busy_import import ChildReader
from planner.exchange.calendar_feed import calendar_file
from planner.exchange.change_text import read_change
from planner.exchange.downloads import DownloadWriter
from planner.exchange.feed_files import FileFeedStore, file_feeds, file_fetches
from planner.exchange.file_store import ROSTER_FILE as ROSTER_FILE
from planner.exchange.file_store import TEAM_FILE as TEAM_FILE
from planner.exchange.file_store import FileStore
from planner.exchange.file_store import keep_comparison as save_beside
from planner.exchange.file_store import refuse_taken as refuse_taken
from planner.exchange.file_store import refuse_unwritable as refuse_unwritable
from planner.exchange.file_store import save_comparison as save_comparison
from planner.exchange.file_store import save_template as save_template
from planner.exchange.protected_fetch import ProtectedFetch
from planner.exchange.sheet_forms import SheetForms
from planner.feeds.model import FeedKey, FeedKind
from planner.mail.outbox import FileOutbox
from planner.mail.smtp import SmtpMailer
from planner.messages import said_in
from planner.ports import Mailer, Vault
from planner.reporting.report import Report
from planner.sealing import FileSeal
from planner.services import folder_links
from planner.services.access_log import AccessLog
from planner.services.busy_times import BusyTimes
from planner.services.comparing import Comparing, WhatIf
from planner.services.desk import OFFERED, RosterDesk
from planner.services.desks import Desks
from planner.services.drafts import Drafts
from planner.services.feed_fetches import Fetches
from planner.services.feeds import Feeds
from planner.services.guests import Guests
from planner.services.importing import Importing
from planner.services.month_reports import Reports, Stamp
from planner.services.month_view import Workplace
from planner.services.new_team import NewTeams
from planner.services.one_time_links import OneTimeLinks
from planner.services.planning import Planning
from planner.services.privacy import Privacy
from planner.services.publishing import Publishing
from planner.services.replacing import Replacing
from planner.services.replanning import Replanning
from planner.services.retention import Periods, Retention
from planner.services.set_up import SetUp
from planner.services.sign_in import SignIn
from planner.services.team_facts import TeamFacts
from planner.services.team_feeds import FeedFollower, TeamFeeds
from planner.services.users import Accounts, Users
from planner.settings import Settings
from planner.storage import backup as backups
from planner.storage.accounts import DatabaseAccounts
from planner.storage.busy_rows import DatabaseCalendars
from planner.storage.database import Database
from planner.storage.feed_rows import DatabaseFetches, feed_rows
from planner.storage.records import DatabaseVault
from planner.storage.shelf import DatabaseShelf
from planner.storage.store import DatabaseStore
from planner.storage.upgrade import upgrade

#: The team that `make run` plans.
DEMO_SAMPLE = "1-brand-team-vienna"
FEEDS_FOLDER = "feeds"
#: Where the pages are when nothing else is said.
LOCAL_ADDRESS = "http://127.0.0.1:8000"
OUTBOX_FOLDER = "outbox"
#: Of files that were made to be downloaded.
FILES_FOLDER = "files"

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


def read_changes(texts: Sequence[str], option: str, team: str, month: tuple[int, int] | None) -> tuple[Scenario, ...]:
    """Changes to try, each a scenario, for a team's file. InputProblems as `read_change`."""
    if not texts:
        return ()
    facts = FileStore("en").team(team, month)
    return tuple(read_change(text, option, facts) for text in texts)


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
    calendars = file_feeds(folder / FEEDS_FOLDER, StandingClock(datetime.now(UTC)), base_url)
    paths = _write_files(report, folder, language, calendars)
    calendars.publish(report.board.team, report.roster, language)
    return paths


def _write_files(report: Report, folder: Path, language: str, calendars: Feeds) -> Sequence[Path]:
    """Write a roster with all its files into `folder`. calendars: what its events are called in."""
    with said_in(report.board.team.sites[0].country):
        return _written(report, folder, language, calendars)


def _written(report: Report, folder: Path, language: str, calendars: Feeds) -> Sequence[Path]:
    content = calendars.month_files(report.board.team, report.roster, language)
    extra = {"ical/team.ics": content[FeedKey(FeedKind.TEAM)]}
    for name, file in zip(report.board.person_index, _file_names(report.board.person_index), strict=True):
        extra[f"ical/{file}.ics"] = content[FeedKey(FeedKind.PERSON, name)]
    return FileStore(language).save(report, str(folder), extra)


def desk(folder: Path, language: str, base_url: str) -> RosterDesk:
    """What the pages show: the roster in `folder`."""
    return RosterDesk(
        planning(language),
        feeds(folder, base_url),
        file_fetches(folder / FEEDS_FOLDER, SystemClock()),
        SystemClock(),
        folder,
        team_ref=str(folder / TEAM_FILE),
        roster_ref=str(folder / ROSTER_FILE),
        base_url=base_url,
        replanning=replanning(language),
        take_over=lambda report: _take_over(report, folder, language, base_url),
        writer=DownloadWriter(),
    )


def _take_over(report: Report, folder: Path, language: str, base_url: str) -> None:
    """Save a changed roster into its folder; team and roster as they were are kept."""
    keep_before(folder)
    save(report, folder, language, base_url)


def keep_before(folder: Path) -> Path | None:
    """Copy the workbooks of team and roster, which may have been edited by hand, into a folder of their own in
    `folder`; None where there is no roster yet.
    """
    if not (folder / ROSTER_FILE).is_file():
        return None
    before = folder / f"before-{SystemClock().now():%Y%m%d-%H%M%S-%f}"
    before.mkdir(parents=True)
    for name in (TEAM_FILE, ROSTER_FILE):
        if (folder / name).is_file():
            shutil.copy2(folder / name, before / name)
    return before


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """The database of the settings, its tables brought up to date, after a backup where there is something in it.

    InputProblems when it cannot be reached or used.
    """
    database = Database(settings.database_url)
    try:
        upgrade(database, lambda: backup_in(settings, database, "before-upgrade"))
        yield database
    finally:
        database.close()


def backup_in(settings: Settings, database: Database, why: str) -> Path:
    """Write a backup into the data folder, named by the moment and by why it was made; the file."""
    path = settings.data_folder / "backups" / f"{why}-{SystemClock().now():%Y%m%d-%H%M%S-%f}.db"
    backups.backup(database, path)
    return path


def write_backup(database: Database, path: Path) -> None:
    """Write a backup of a database that is in use. InputProblems when the name is taken or cannot be written."""
    backups.backup(database, path)


def restore(settings: Settings, database: Database, path: Path) -> Path:
    """Put a backup in place of all that is in a database; a backup of what was there before. InputProblems if not."""
    before = backup_in(settings, database, "before-restore")
    backups.restore(path, database)
    return before


@dataclass(frozen=True, slots=True)
class DatabaseUseCases:
    """The use cases on one database. planning: teams and rosters by planner.storage.store's refs."""

    vault: Vault
    importing: Importing
    drafts: Drafts
    publishing: Publishing
    planning: Planning
    replanning: Replanning
    retention: Retention
    access_log: AccessLog
    team_feeds: TeamFeeds
    fetches: Fetches
    busy: BusyTimes
    privacy: Privacy


def use_cases(settings: Settings, database: Database, language: str) -> DatabaseUseCases:
    """The use cases on a database; files they write are in `language`."""
    clock, files = SystemClock(), FileStore(language)
    follower = FeedFollower(feed_rows, clock, settings.base_url, calendar_file, language)
    vault = DatabaseVault(database, follower.follow)
    drafts = Drafts(vault, clock)
    store = DatabaseStore(vault, drafts, files.fingerprint)
    periods = Periods(
        settings.keep_sick_notes_days,
        settings.keep_event_texts_days,
        settings.keep_letters_days,
        settings.keep_accesses_days,
    )

    def forget_files(words: Collection[str]) -> None:
        _outbox_folder(settings).remove_naming(words)
        # Made anew when somebody asks for them.
        shutil.rmtree(settings.data_folder / FILES_FOLDER, ignore_errors=True)

    return DatabaseUseCases(
        vault,
        Importing(vault, files, clock),
        drafts,
        Publishing(vault, clock, settings.base_url),
        Planning(store, clock),
        Replanning(store, clock),
        Retention(vault, clock, periods, _outbox_folder(settings), database.scour),
        AccessLog(vault, clock, settings.keep_accesses_days),
        TeamFeeds(vault, follower),
        Fetches(DatabaseFetches(database), clock),
        BusyTimes(
            vault, clock, DatabaseShelf(database, clock), DatabaseCalendars(database, clock), ChildReader(),
            ProtectedFetch(), FileSeal(settings.data_folder), settings.base_url,
        ),
        Privacy(vault, clock, settings.base_url, forget_files, database.scour),
    )  # fmt: skip


def take_over_links(settings: Settings, vault: Vault) -> int:
    """Take over the calendar links that earlier versions kept in a folder a team, and remove these; how many links.

    A folder of no team stays: this may be another database than the one that it was made beside.
    """
    found = 0
    for folder in sorted((settings.data_folder / "teams").glob(f"*/{FEEDS_FOLDER}")):
        if not folder.parent.name.isdigit():
            continue
        taken = folder_links.take_over(vault, feed_rows, int(folder.parent.name), FileFeedStore(folder).links())
        if taken is not None:
            found += taken
            shutil.rmtree(folder)
    return found


def desks(settings: Settings, cases: DatabaseUseCases, language: str) -> Desks:
    """The desks of all teams in a database. language: of files."""

    def files_of(report: Report, stamp: Stamp, calendars: Feeds) -> Sequence[Path]:
        version, *revisions = stamp
        folder = settings.data_folder / FILES_FOLDER / str(version) / "-".join(map(str, revisions))
        if not (folder / ROSTER_FILE).is_file():
            shutil.rmtree(folder.parent, ignore_errors=True)
            _write_files(report, folder, language, calendars)
        return [path for pattern in OFFERED for path in sorted(folder.glob(pattern))]

    return Desks(
        Workplace(
            cases.vault, cases.drafts, cases.publishing, cases.replanning, SystemClock(), settings.base_url,
            bool(settings.smtp_host), settings.keep_letters_days, cases.team_feeds, cases.fetches, files_of,
            DownloadWriter(), Reports(cases.vault), TeamFacts(cases.vault, SheetForms(), SystemClock()), {},
        ),
        cases.busy,
        cases.privacy,
    )  # fmt: skip


def set_up(database: Database, vault: Vault) -> SetUp:
    """The use cases by which teams come into a database and their facts are kept."""
    clock = SystemClock()
    # Whatever it writes is in the language that is asked for.
    importing, sheets = Importing(vault, FileStore("en"), clock), SheetForms()
    shelf = DatabaseShelf(database, clock)
    return SetUp(importing, TeamFacts(vault, sheets, clock), shelf, NewTeams(vault, sheets, importing, clock))


def accounts(settings: Settings, database: Database) -> Accounts:
    """The use cases of accounts on a database."""
    store, clock, passwords = DatabaseAccounts(database), SystemClock(), Passwords()
    sign_in = SignIn(store, clock, passwords)
    seal, has_mail_server = FileSeal(settings.data_folder), bool(settings.smtp_host)
    links = OneTimeLinks(store, clock, passwords, sign_in, seal, settings.base_url, has_mail_server)
    return Accounts(sign_in, links, Users(store, clock, passwords, sign_in), Guests(store, links))


def _outbox_folder(settings: Settings) -> FileOutbox:
    return FileOutbox(settings.data_folder / OUTBOX_FOLDER, SystemClock(), settings.mail_from)


def mailer(settings: Settings) -> Mailer:
    """Where letters go: to the mail server of the settings, or into a folder."""
    if not settings.smtp_host:
        return _outbox_folder(settings)
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


def _file_names(people: Iterable[str]) -> list[str]:
    """A file name a person, all different on any file system; none is the team's, or looks like an option."""
    taken = {"team"}
    names = []
    for person in people:
        plain = "".join(c if c.isalnum() else "-" for c in unicodedata.normalize("NFC", person).casefold())
        plain = plain.strip("-") or "person"
        name, number = plain[:_NAME_CHARACTERS], 2
        while name in taken:
            name, number = f"{plain[:_NAME_CHARACTERS]}-{number}", number + 1
        taken.add(name)
        names.append(name)
    return names
