"""A second team in the house, with something of every kind that has a number or a token, and all rows of the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from planner.accounts.model import Role
from planner.domain.busy import NewCalendar, ReadAs
from planner.feeds.model import FeedKind
from planner.storage.database import Database
from planner.storage.schema import metadata
from tests.planner.account_cases import token_of
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, LATE, TEAM, Desk, day
from tests.web.database_desk import DatabaseMonth, settings_in

NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)
#: Is in both teams, and has a role in the first alone.
BOTH = "Anna Berger"
#: What opening a page writes down; and what the other team is not told of.
LOGS = {"access_log", "sessions"}
#: Busy on a morning in January.
OWN_CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:own\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\n"
    b"DTSTART:20270112T090000Z\r\nDTEND:20270112T120000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@dataclass(frozen=True)
class Foreign:
    """Numbers, names and tokens of the other team. ask: what somebody is asked of the offer. user, session, calendar:
    of one of its managers, who has looked at another calendar (mark) and not kept it yet.
    """

    team: int
    offer: int
    request: int
    version: int
    link: str
    invitation: int
    person: int
    row: str
    ask: int
    session: int
    user: int
    calendar: int
    mark: str
    token: str
    feed_token: str
    invitation_token: str


def foreign_team(month: DatabaseMonth) -> Foreign:
    """A second team with something of every kind that has a number."""
    vault = month.cases.vault
    with vault.writing() as records:
        both = replace(TEAM.managers[3], name=BOTH)
        known = {BOTH: records.people(month.team)[BOTH]}
        team = records.save_facts(replace(TEAM, managers=(*TEAM.managers, both)), None, known)
        numbers = records.people(team)
    desk = Desk(vault, month.cases.drafts, month.cases.publishing, team, numbers[ANA], numbers[BEN])
    version = desk.publishing.publish(desk.draft((ANA, 1, EARLY), (BEN, 2, LATE)).id, 0, None, desk.lead).version
    month.desks.offers.sick.call_in({team: ANA}, day(1))
    with vault.reading() as records:
        offer = records.offers(team, day(1))[0]
        newest = max(one.id for one in records.versions(team, 2026, 12))
    request = month.desks.leave.ask(team, BEN, day(16), day(16), "")
    feed_token = month.desks.feeds(team, desk.lead).new_link(FeedKind.PERSON, BEN, "phone")
    [link] = month.desks.feeds(team, desk.lead).links()
    accounts = month.accounts.accounts
    owner = month.accounts.visitor(month.session)
    made = accounts.links.invite(owner, "new@example.com", Role.MANAGER, team, TEAM.name, numbers[BEN], "en")
    [invitation] = accounts.links.invitations(team)
    row = month.set_up.facts.look(team, "en").rows["absences"][0].ref
    assert version.id < newest
    token = month.session_of(CLEO, Role.MANAGER, team)
    cleo = month.accounts.visitor(token)
    with vault.writing() as records:
        calendar = records.add_own_calendar(numbers[CLEO], NewCalendar("work", ReadAs.CANNOT, TEAM.zone), NOW, None)
    me = numbers[CLEO], cleo.user.user_id
    month.desks.busy.look_at_file(*me, "own.ics", OWN_CALENDAR)
    looked_at = month.desks.busy.looked_at(*me)
    assert looked_at is not None
    return Foreign(
        team, offer.id, request, newest, link.link_id, invitation.link_id, numbers[BEN], row, offer.asks[0].id,
        cleo.session.session_id, cleo.user.user_id, calendar, looked_at.mark, token, feed_token, token_of(made.address),
    )  # fmt: skip


def dump(folder: Path) -> Mapping[str, list[Any]]:
    """All rows of all tables."""
    database = Database(settings_in(folder).database_url)
    try:
        with database.read() as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
                for table in metadata.sorted_tables if table.name not in LOGS
            }  # fmt: skip
    finally:
        database.close()
