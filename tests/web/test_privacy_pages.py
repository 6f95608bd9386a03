"""What is kept of me: downloaded by me alone; asked to be erased, and erased by an owner who writes the name."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
import time_machine

from planner.accounts.model import Role
from planner.domain.people import Absence, AbsenceKind, Wish
from planner.domain.team import LedgerCorrection
from planner.services.privacy import blank_name
from tests.web.database_desk import PLACE, DatabaseMonth, month_in
from tests.web.every_page import page_addresses

SELF, OTHER = "Anna Berger", "Ben Moser"
TEAM_ZONE = ZoneInfo("Europe/Vienna")
NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)
#: What only the colleague's reasons put on a page: she is ill, wished for days off, was in hospital.
REASONS = re.compile(r">\s*Sick|\bis sick|on sick leave|absent sick|hospital|class=\"c[^\"]*(?:granted|refused)")


@pytest.fixture
def month(kept: Path, tmp_path: Path) -> Iterator[DatabaseMonth]:
    """A draft of December, looked at in November."""
    with time_machine.travel(NOW, tick=False), month_in(tmp_path, kept) as found:
        yield found


def number(month: DatabaseMonth, name: str) -> int:
    with month.cases.vault.reading() as records:
        return records.people(month.team)[name]


def test_everybody_downloads_their_own_data(month: DatabaseMonth) -> None:
    client = month.client(month.session_of(SELF))
    answer = client.get(f"/account/my-data.zip?person={number(month, OTHER)}&name={OTHER}")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Cache-Control"] == "no-store"
    with ZipFile(BytesIO(answer.data)) as file:
        text = file.read("data.json").decode()
    assert f'"name": "{SELF}"' in text
    assert OTHER not in text


def test_asked_for_then_erased_by_an_owner_who_writes_the_name(month: DatabaseMonth) -> None:
    session, owner = month.session_of(SELF), month.client()
    client, person = month.client(session), number(month, SELF)
    page = client.post("/account/erasure", follow_redirects=True).get_data(as_text=True)
    assert "The owners have been asked." in page
    assert "You asked on" in page
    page = owner.get("/erasing/").get_data(as_text=True)
    assert page.index("asked on") < page.index(OTHER)
    wrong = owner.post(f"/erasing/{person}", data={"typed": "Anna"})
    assert (wrong.status_code, 'value="Anna"' in wrong.get_data(as_text=True)) == (422, True)
    assert client.get("/account/").status_code == 200
    assert owner.post(f"/erasing/{person}", data={"typed": SELF}).status_code == 303
    assert client.get("/account/").status_code == 303
    for path in ("/erasing/", "/accounts/", f"{PLACE}/", f"{PLACE}/people/", "/teams/1/facts/managers/"):
        html = owner.get(path).get_data(as_text=True)
        assert SELF not in html, path
    assert blank_name(person) in owner.get(f"{PLACE}/people/").get_data(as_text=True)
    assert owner.get(f"/erasing/{person}").status_code == 404
    assert owner.post(f"/erasing/{person}", data={"typed": SELF}).status_code == 404


def test_times_on_my_account_are_those_of_my_clock(month: DatabaseMonth) -> None:
    client = month.client(month.session_of(SELF))
    # Half past eleven in the evening by UTC is half past midnight in Vienna.
    with time_machine.travel(NOW.replace(hour=23, minute=30), tick=False):
        client.post("/account/erasure")
        page = client.get("/account/").get_data(as_text=True)
        asked = month.client().get("/erasing/").get_data(as_text=True)
    assert "You asked on Wed 11 Nov" in page
    assert "asked on Wed 11 Nov" in asked
    seen = month.accounts.clock.now().astimezone(TEAM_ZONE)
    assert f"last seen {seen:%a} {seen.day} {seen:%b} {seen:%H:%M}" in page


@pytest.mark.parametrize("role", [Role.MANAGER, Role.LEAD])
def test_nobody_but_owners_erases(month: DatabaseMonth, role: Role) -> None:
    client = month.client(month.session_of(OTHER, role))
    for answer in (client.get("/erasing/"), client.get(f"/erasing/{number(month, SELF)}"),
                   client.post(f"/erasing/{number(month, SELF)}", data={"typed": SELF})):  # fmt: skip
        assert answer.status_code == 403
    assert number(month, SELF)


def test_colleagues_never_learn_why_somebody_is_away_or_what_they_wished(month: DatabaseMonth) -> None:
    """Over all pages that a manager can open: neither words nor marks that only the colleague's reason would make."""
    with month.cases.vault.writing() as records:
        facts = records.facts(month.team)
        facts = replace(
            facts,
            absences=(Absence(OTHER, AbsenceKind.SICK, date(2026, 12, 3), date(2026, 12, 4)),),
            wishes=tuple(Wish(OTHER, date(2026, 12, day), date(2026, 12, day), "", False, 5) for day in (7, 8, 9)),
            ledger_corrections=(LedgerCorrection(OTHER, date(2026, 12, 1), "weekends", 100, "was in hospital"),),
        )
        records.save_facts(facts, month.team, records.people(month.team))
    month.cases.publishing.publish(month.draft.id, 0, None, month.me)
    filling = {"team_id": month.team, "of_month": (2026, 12), "name": SELF, "day": "2026-12-03", "index": "0",
               "sheet": "absences", "ref": "new", "code": "rest", "step": "shifts", "shown": (2026, 12),
               "person": "1", "token": "abc", "number": "1"}  # fmt: skip
    app = month.app(month.session_of(SELF))
    client, opened, found = app.test_client(), set(), []
    for endpoint, path in page_addresses(app, filling, signed_in=True).items():
        answer = client.get(path)
        # Its page of parts shows each in every state.
        if answer.status_code == 200 and endpoint != "components.index":
            opened.add(endpoint)
            html = answer.get_data(as_text=True)
            found += [f"{endpoint}: {html[max(one.start() - 80, 0):one.end() + 40]}" for one in REASONS.finditer(html)]
    assert not found, "\n".join(found)
    assert {"roster.month", "roster.week", "roster.one_day", "roster.as_list", "people.person", "why.cell",
            "people.receipt", "my_shifts.index"} <= opened  # fmt: skip
    lead = month.client(month.session_of("Lena Lead", Role.LEAD)).get(f"{PLACE}/").get_data(as_text=True)
    assert {"on sick leave", "absent sick"} <= set(REASONS.findall(lead))
