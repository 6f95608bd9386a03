"""The lead of one team tries all numbers of another one at all addresses of their own: refused, nothing changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from planner.accounts.model import Role
from planner.feeds.model import FeedKind
from planner.storage.database import Database
from planner.storage.schema import metadata
from tests.planner.storage.desk import ANA, BEN, EARLY, LATE, TEAM, Desk, day
from tests.web.database_desk import PLACE, DatabaseMonth, KeptMonth, month_in, settings_in
from web.access import ACCESS, Audience

NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)
#: Is in both teams.
BOTH = "Anna Berger"
#: What opening a page writes down; and what the other team is not told of.
LOGS = {"access_log", "sessions"}
#: Addresses of a team to which nothing of another can be said: they take dates, texts, files or settings of the team.
NOTHING_FOREIGN = {
    "edit.undo", "edit.redo", "offers.decide", "members.decide", "month_end.close", "month_end.reopen",
    "wishes.open_until", "wishes.close", "wishes.remind", "rules.change", "facts.upload", "facts.take_over",
    "replan.take_over", "landings.index", "landings.reason",
    # Of months that are planned in the background: tests/web/test_plan_page.py.
    "plan.ask", "plan.stop", "whatif.ask", "whatif.stop",
}  # fmt: skip
OF_INVITATIONS = {"members.withdraw", "members.invite_again"}
SENT_AS_JSON = {"edit.month", "landings.block", "landings.block_reason"}


@dataclass
class Foreign:
    """Numbers and names of the other team."""

    team: int
    offer: int
    request: int
    version: int
    link: str
    invitation: int
    person: int
    row: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("foreign")


@pytest.fixture(scope="module")
def month(kept: KeptMonth, folder: Path) -> Iterator[DatabaseMonth]:
    with time_machine.travel(NOW, tick=False), month_in(folder, kept) as found:
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        yield found


@pytest.fixture(scope="module")
def foreign(month: DatabaseMonth) -> Foreign:
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
        offer = records.offers(team, day(1))[0].id
        newest = max(one.id for one in records.versions(team, 2026, 12))
    request = month.desks.leave.ask(team, BEN, day(16), day(16), "")
    month.desks.feeds(team, desk.lead).new_link(FeedKind.PERSON, BEN, "phone")
    [link] = month.desks.feeds(team, desk.lead).links()
    accounts = month.accounts.accounts
    owner = month.accounts.visitor(month.session)
    accounts.links.invite(owner, "new@example.com", Role.MANAGER, team, TEAM.name, numbers[BEN], "en")
    [invitation] = accounts.links.invitations(team)
    row = month.set_up.facts.look(team, "en").rows["absences"][0].ref
    assert version.id < newest
    return Foreign(team, offer, request, newest, link.link_id, invitation.link_id, numbers[BEN], row)


@pytest.fixture(scope="module")
def lead(month: DatabaseMonth) -> FlaskClient:
    return month.client(month.session_of("Lena Lead", Role.LEAD))


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


def tries(of: Foreign) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Endpoint -> addresses of one's own team, and what is sent there of the other."""
    own, version = "/teams/1", {"version": of.version, "revision": 0}
    step = {"verb": "take", "shift": EARLY}
    block = {"rows": [BEN], "top": 0, "first": "2026-12-02", "height": 1, "width": 1, "copies": False,
             "down": 0, "across": 0, "lands": [0]}  # fmt: skip
    return {
        "offers.confirm": [(f"{own}/offers/confirm", {"offer": of.offer})],
        "offers.refuse": [(f"{own}/offers/refuse", {"offer": of.offer})],
        "offers.end": [(f"{own}/offers/end", {"offer": of.offer})],
        "offers.sick": [(f"{own}/offers/sick", {"person": BEN, "last": "2026-12-01"})],
        "offers.back": [(f"{own}/offers/back", {"person": ANA, "since": "2026-12-01"})],
        "leave.answer": [(f"{own}/leave/{of.request}/", {"answer": one}) for one in ("approve", "decline", "revoke")],
        "members.invite": [(f"{own}/members/", {"email": "x@example.com", "role": "manager", "person": of.person})],
        "members.invite_several": [(f"{own}/members/several", {"guests": f"{BEN}; x@example.com"})],
        "members.invite_again": [(f"{own}/members/again", {"link": of.invitation})],
        "members.withdraw": [(f"{own}/members/withdraw", {"link": of.invitation})],
        "members.set_role": [(f"{own}/members/role", {"user": 1, "role": "lead"})],
        "publish.publish": [(f"{PLACE}/publish/", {**version, "over": of.version})],
        "publish.return_to": [(f"{PLACE}/publish/return", {"version": of.version, "over": of.version})],
        "publish.go_on": [(f"{PLACE}/publish/go-on", {"version": of.version})],
        "edit.month": [
            (f"{PLACE}/edit/", {**version, "steps": [{**step, "person": BEN, "day": "2026-12-02"}]}),
            # Somebody of both teams.
            (f"{PLACE}/edit/", {**version, "steps": [{"verb": "lock", "person": BOTH, "day": "2026-12-02"}]}),
        ],
        "edit.week": [(f"{PLACE}/edit/week", {**version, "day": "2026-12-07"})],
        "edit.cell": [(f"{PLACE}/edit/cell/2026-12-02/{BEN}", {**version, **step}),
                      (f"{PLACE}/edit/cell/2026-12-02/{BOTH}", {**version, "verb": "lock"})],
        "edit.day": [(f"{PLACE}/edit/day/2026-12-02", {**version, **step, "person": BEN}),
                     (f"{PLACE}/edit/day/2026-12-02", {**version, "verb": "lock", "person": BOTH})],
        "edit.gap": [(f"{PLACE}/edit/gap/2026-12-02", {**version, "day": "2026-12-02", "person": BOTH, "shift": "F"})],
        "calendars.make": [(f"{PLACE}/calendars/", {"whose": f"person:{BEN}", "label": "x"})],
        "calendars.revoke": [(f"{PLACE}/calendars/revoke", {"link": of.link})],
        "month_end.correct": [(f"{PLACE}/month-end/{BEN}", {"day": "2026-12-01", "reason": "x", "seen": "0"})],
        "my_wishes.send": [(f"/teams/{of.team}/2026-12/my-wishes/", {"seen": ""})],
        "landings.block": [(f"{PLACE}/landings/block", block)],
        "landings.block_reason": [(f"{PLACE}/landings/block/reason", {**block, "day": "2026-12-02"})],
        "facts.save": [(f"{own}/facts/absences/{of.row}", {"person": BEN})],
        "facts.remove": [(f"{own}/facts/absences/{of.row}/remove", {})],
    }


def test_every_address_that_takes_a_number_is_tried(month: DatabaseMonth, foreign: Foreign) -> None:
    """A new one that changes something of a team is listed above, in one of the two."""
    rules = [rule for rule in month.app().url_map.iter_rules() if "POST" in (rule.methods or ())]
    of_teams = {rule.endpoint for rule in rules if "team_id" in rule.arguments}
    leads = {name for name in of_teams if ACCESS[name] is not Audience.EVERYBODY}
    assert leads - NOTHING_FOREIGN == tries(foreign).keys() - NOTHING_FOREIGN


def test_nothing_of_another_team_is_read_or_changed(foreign: Foreign, lead: FlaskClient, folder: Path) -> None:
    before, wrong = dump(folder), []
    for endpoint, ways in tries(foreign).items():
        for path, sent in ways:
            answer = lead.post(path, json=sent) if endpoint in SENT_AS_JSON else lead.post(path, data=sent)
            # An invitation that is not there any more is no fault of who takes it back or makes it anew.
            fine = {403, 404, 409, 422} | ({303} if endpoint in OF_INVITATIONS else set())
            if answer.status_code not in fine:
                wrong.append((endpoint, answer.status_code))
    for path in (f"/teams/1/leave/{foreign.request}/", f"{PLACE}/people/{BEN}", f"{PLACE}/why/2026-12-02/{BEN}",
                 f"{PLACE}/people/{BEN}/receipt", f"/teams/1/opened/{BEN}", f"{PLACE}/month-end/{BEN}",
                 f"{PLACE}/publish/return?version={foreign.version}", f"/teams/1/facts/absences/{foreign.row}",
                 f"/teams/{foreign.team}/offers/", f"/teams/{foreign.team}/2026-12/"):  # fmt: skip
        # Rows of facts are known by what they say; one that is not there was removed.
        if (answer := lead.get(path)).status_code != (409 if "/facts/" in path else 404):
            wrong.append((path, answer.status_code))
    assert wrong == []
    after = dump(folder)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
