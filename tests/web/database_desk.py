"""The sample team's December in a database, and the pages of a lead on it."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from planner import bootstrap
from planner.domain.drafts import Version
from planner.reporting.report import Report
from planner.services.desks import Desks
from planner.services.set_up import SetUp
from planner.settings import Settings
from planner.storage.database import Database
from tests.planner.account_cases import AccountCase
from tests.web.house import signed_in
from web import create_house

MONTH = (2026, 12)


@dataclass
class DatabaseMonth:
    """cases: the use cases; desks: of all teams; team: the sample's number; draft: its roster as it was planned.

    session: of an owner.
    """

    cases: bootstrap.DatabaseUseCases
    desks: Desks
    team: int
    draft: Version
    accounts: AccountCase
    session: str
    set_up: SetUp

    @property
    def address(self) -> str:
        """Before the address of each page of the month."""
        return f"/teams/{self.team}/2026-12"

    def app(self) -> Flask:
        """The pages, for an owner."""
        return signed_in(create_house(self.desks, self.accounts.accounts, self.set_up, b"k" * 32), self.session)

    def client(self) -> FlaskClient:
        """A browser."""
        return self.app().test_client()


def database_month(report: Report, settings: Settings, database: Database) -> DatabaseMonth:
    """Save the report's team, and its roster as the month's first draft."""
    cases, accounts = bootstrap.use_cases(settings, database, "en"), AccountCase(database)
    with cases.vault.writing() as records:
        team = records.save_facts(report.board.team, None, {})
    draft = cases.drafts.keep(team, report.roster, None)
    found = bootstrap.desks(settings, cases, "en", "http://localhost")
    return DatabaseMonth(cases, found, team, draft, accounts, accounts.owner(), bootstrap.set_up(database))


def settings_in(folder: Path) -> Settings:
    """Everything below a folder."""
    return Settings.of({"DATA_FOLDER": str(folder)})
