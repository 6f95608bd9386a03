"""The sample team's December in a database, and the pages of a lead on it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from planner import bootstrap
from planner.accounts.model import Role
from planner.board import Place
from planner.domain.drafts import Event, EventKind, Version
from planner.domain.edit import Edit
from planner.reporting.report import Report
from planner.services.desks import Desks
from planner.services.edited import Standing
from planner.services.month_desk import MonthDesk
from planner.services.month_reports import MonthReport, Reports
from planner.services.set_up import SetUp
from planner.settings import Settings
from planner.storage.database import Database
from tests.planner.account_cases import AccountCase
from tests.web.house import signed_in
from web import create_house

MONTH = (2026, 12)
#: Before the address of each page of the month: the team is the only one.
PLACE = "/teams/1/2026-12"
#: The number of the draft, which is the only version.
DRAFT = 1
#: The owner who looks at the pages, and another one.
ME, OTHER = "Lea Lead", "Ben Lead"


@dataclass
class DatabaseMonth:
    """cases: the use cases; desks: of all teams; team: the sample's number; draft: its roster as it was planned.

    session: of ME; me, other: numbers of the two among the people.
    """

    cases: bootstrap.DatabaseUseCases
    desks: Desks
    team: int
    draft: Version
    accounts: AccountCase
    session: str
    me: int
    other: int
    set_up: SetUp

    def app(self, session: str = "") -> Flask:
        """The pages, for ME or another's session."""
        app = create_house(self.desks, self.accounts.accounts, self.cases.access_log, self.set_up, b"k" * 32)
        return signed_in(app, session or self.session)

    def client(self, session: str = "") -> FlaskClient:
        """A browser."""
        return self.app(session).test_client()

    def session_of(self, name: str, role: Role = Role.MANAGER, team: int | None = None) -> str:
        """The session of somebody of a role in a team, this one by default; who is in it under that name is them."""
        team = team or self.team
        with self.cases.vault.reading() as records:
            number = records.people(team).get(name)
        email = f"{name.partition(' ')[0]}{role}{team}@example.com"
        return self.accounts.invited(self.session, email, role, team, number)

    # ---- what is kept

    def standing(self) -> Standing:
        """The month as ME finds it."""
        desk = self.desks.desk(self.team, MONTH, self.me, leads=True)
        assert isinstance(desk, MonthDesk)
        standing = desk.standing()
        assert standing is not None
        return standing

    def places(self) -> frozenset[Place]:
        """What the draft says."""
        with self.cases.vault.reading() as records:
            return records.roster(self.draft.id).places()

    def edits(self) -> list[Event]:
        """All edits of the draft, turns among them."""
        with self.cases.vault.reading() as records:
            return [event for event in records.events(self.draft.id) if event.kind is not EventKind.DRAFT]

    def others(self, edit: Edit) -> None:
        """OTHER edits meanwhile."""
        self.cases.drafts.edit(self.standing().seen, edit, self.other)


def database_month(report: Report, settings: Settings, database: Database) -> DatabaseMonth:
    """Save the report's team, and its roster as the month's first draft."""
    _keep(report, bootstrap.use_cases(settings, database, "en"))
    return month_of(settings, database)


@dataclass(frozen=True)
class KeptMonth:
    """A month to be copied. path: of the database; shown: what a server knows of it that has shown it."""

    path: Path
    shown: MonthReport | None = None


def keep_month(report: Report, folder: Path) -> KeptMonth:
    """A database with the report's team and roster, as `database_month` saves them."""
    settings = settings_in(folder)
    with bootstrap.open_database(settings) as database:
        cases = bootstrap.use_cases(settings, database, "en")
        shown = Reports(cases.vault).of(_keep(report, cases))
    path = database.path
    assert path is not None
    return KeptMonth(path, shown)


@contextmanager
def month_in(folder: Path, kept: KeptMonth) -> Iterator[DatabaseMonth]:
    """A month of its own in a folder, as it was kept."""
    settings = settings_in(folder)
    database = Database(settings.database_url)
    assert database.path is not None
    shutil.copyfile(kept.path, database.path)
    try:
        month = month_of(settings, database)
        if kept.shown is not None:
            # It would be made anew for each test, which takes longer than most of what they do.
            month.desks._place.reports._known[month.draft.id] = kept.shown
        yield month
    finally:
        database.close()


def _keep(report: Report, cases: bootstrap.DatabaseUseCases) -> Version:
    with cases.vault.writing() as records:
        team = records.save_facts(report.board.team, None, {})
    return cases.drafts.keep(team, report.roster, None)


def month_of(settings: Settings, database: Database) -> DatabaseMonth:
    """The only team's December, as it is kept."""
    cases, accounts = bootstrap.use_cases(settings, database, "en"), AccountCase(database)
    desks, set_up = bootstrap.desks(settings, cases, "en"), bootstrap.set_up(database, cases.vault)
    session, others = accounts.owner("lea@example.com", ME), accounts.owner("ben@example.com", OTHER)
    me, other = (accounts.visitor(one).user.person_id for one in (session, others))
    [months] = desks.teams()
    with cases.vault.reading() as records:
        draft, *_ = records.versions(months.team_id, *MONTH)
    return DatabaseMonth(cases, desks, months.team_id, draft, accounts, session, me, other, set_up)


def settings_in(folder: Path) -> Settings:
    """Everything below a folder."""
    return Settings.of({"DATA_FOLDER": str(folder), "BASE_URL": "http://localhost"})
