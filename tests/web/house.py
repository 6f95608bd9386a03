"""A house for tests: a database with two teams, a desk for a month of each, and everybody who may or may not come."""

import atexit
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient

from planner.accounts.model import Role
from planner.bootstrap import set_up
from planner.domain.days import DayKind
from planner.domain.demand import OpeningHours
from planner.domain.team import Team
from planner.feeds.store import FeedBody
from planner.reporting.report import Report
from planner.services.access_log import AccessLog
from planner.services.busy_times import BusyTimes
from planner.services.colleagues import Colleagues
from planner.services.desks import TeamMonths, TeamWindow
from planner.services.feeds import Feeds
from planner.services.leave_effects import LeaveEffects
from planner.services.leave_requests import LeaveRequests
from planner.services.message_box import MessageBox
from planner.services.month_reports import Reports
from planner.services.offers import Offers
from planner.services.own_shifts import OwnRoster, YearMonth
from planner.services.plan_jobs import PlanJobs
from planner.services.privacy import Privacy
from planner.storage.database import Database
from planner.storage.records import DatabaseVault
from planner.storage.team_records import people_of, save_team
from tests.planner.account_cases import AccountCase, SetClock
from tests.planner.storage.fresh_file import file_with_tables
from tests.web.sample_desk import MID_MONTH, SampleDesk, publish, sample_desk
from web import create_house
from web.desk import Desk

MONTH = (2026, 12)
#: Whom the manager is in the sample's roster, and somebody else of it.
SELF, OTHER = "Anna Berger", "Ben Moser"
DATABASE, OTHERS = "house.db", "Others"


@dataclass
class SampleDesks:
    """Implements web.desk.Desks: every team has the same month."""

    one: SampleDesk
    teams_by_id: dict[int, str]
    offers: Offers
    message_box: MessageBox
    colleagues: Colleagues
    base_url: str = "http://localhost"
    asked: list[int] = field(default_factory=list)

    def teams(self) -> Sequence[TeamMonths]:
        zone = ZoneInfo("Europe/Vienna")
        return [TeamMonths(team_id, name, zone, (MONTH,)) for team_id, name in self.teams_by_id.items()]

    def country(self, team_id: int) -> str:
        return "AT"

    def months(self, team_id: int) -> Sequence[YearMonth]:
        return [MONTH]

    def desk(self, team_id: int, month: tuple[int, int], actor: int | None, *, leads: bool) -> Desk | None:
        self.asked.append(team_id)
        return self.one if team_id in self.teams_by_id and month == MONTH else None

    def own_shifts(self, persons: Mapping[int, str], month: YearMonth | None) -> OwnRoster | None:
        return None

    def feeds(self, team_id: int, actor: int) -> Feeds:
        return self.one.feeds

    @property
    def leave(self) -> LeaveRequests:
        raise NotImplementedError("nobody asks for leave in this house")

    @property
    def leave_effects(self) -> LeaveEffects:
        raise NotImplementedError("nobody asks for leave in this house")

    @property
    def privacy(self) -> Privacy:
        raise NotImplementedError("nobody asks for their data in this house")

    @property
    def busy(self) -> BusyTimes:
        raise NotImplementedError("nobody brings a calendar into this house")

    def wish_windows(self, teams: Collection[int]) -> Sequence[TeamWindow]:
        return ()

    def fetch(self, token: str, client: str) -> FeedBody | None:
        return self.one.fetch(token, client)


@dataclass
class House:
    """case: the accounts. team_id: the team that the sample shows; other_id: another one."""

    app: Flask
    case: AccountCase
    desks: SampleDesks
    team_id: int
    other_id: int
    people: dict[str, int]
    owner: str = ""

    @property
    def place(self) -> str:
        return f"/teams/{self.team_id}/2026-12"

    def client(self, session: str = "") -> FlaskClient:
        """A browser, signed in by a session."""
        client = self.app.test_client()
        if session:
            client.set_cookie("sid", session)
        return client

    def session_of(self, who: str) -> str:
        """A new session: 'owner', 'lead', 'manager' (who is SELF), or 'stranger' (manager of the other team)."""
        place = {"lead": (Role.LEAD, self.team_id, None), "manager": (Role.MANAGER, self.team_id, self.people[SELF]),
                 "stranger": (Role.MANAGER, self.other_id, None)}  # fmt: skip
        if who == "owner":
            return self.owner
        return self.case.invited(self.owner, f"{who}@example.com", *place[who])


def signed_in(app: Flask, session: str) -> Flask:
    """An app whose browsers are signed in by a session, and whose forms need no token."""

    class SignedIn(FlaskClient):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.set_cookie("sid", session)

    app.test_client_class = SignedIn
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def as_brought(team: Team) -> Team:
    """The sample's team with all that a workbook must say: a channel that somebody looks after has hours, if closed."""
    known = {channel for manager in team.managers for channel in manager.channels} - set(team.channels)
    closed = tuple(OpeningHours(channel, DayKind.WEEKDAY, 0, 0) for channel in sorted(known))
    return replace(team, opening_hours=(*team.opening_hours, *closed))


def build_house(
    folder: Path, report: Report, base_url: str = "http://localhost", trusted_proxies: int = 0,
    plans: PlanJobs | None = None,
) -> House:  # fmt: skip
    """A house in a folder, whose clock runs with the sample desk's; forms need no token."""
    kept = next((kept for kept in _KEPT if kept.report is report), None) or _keep(report)
    shutil.copytree(kept.folder, folder, dirs_exist_ok=True)
    database = Database(f"sqlite:///{folder / DATABASE}")
    case = AccountCase(database, base_url)
    case.clock = case.links._clock = case.sign_in._clock = case.users._clock = SetClock(MID_MONTH)
    team_id, other_id = kept.teams
    names = {team_id: report.board.team.name, other_id: OTHERS}
    vault = DatabaseVault(database)
    offers = Offers.on(vault, case.clock, Reports(vault), base_url)
    box = MessageBox(vault, case.clock, 90)
    seen = Colleagues(vault, case.clock)
    desks = SampleDesks(sample_desk(report, folder, MID_MONTH), names, offers, box, seen, base_url)
    log = AccessLog(vault, case.clock, 365)
    app = create_house(desks, case.accounts, log, set_up(database, vault), b"k" * 32, trusted_proxies, plans)
    app.config["WTF_CSRF_ENABLED"] = False
    return House(app, case, desks, team_id, other_id, dict(kept.people), case.owner())


@dataclass(frozen=True)
class _Kept:
    """What a house of a report begins with. folder: its database with two teams, its calendar feeds."""

    report: Report
    folder: Path
    teams: tuple[int, int]
    people: Mapping[str, int]


#: Saving teams and writing calendars takes longer than most of what tests do in a house.
_KEPT: list[_Kept] = []


def _keep(report: Report) -> _Kept:
    folder = Path(mkdtemp(prefix="planner-house-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = Database(file_with_tables(folder / DATABASE))
    with database.write() as connection:
        team = as_brought(report.board.team)
        teams = (
            save_team(connection, team, None, {}),
            save_team(connection, replace(team, name=OTHERS), None, {}),
        )
        people = dict(people_of(connection, teams[0]))
    database.close()
    publish(sample_desk(report, folder, MID_MONTH))
    _KEPT.append(_Kept(report, folder, teams, people))
    return _KEPT[-1]
