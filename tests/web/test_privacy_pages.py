"""What is kept of me: downloaded by me alone; asked to be erased, and erased by an owner who writes the name."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine

from planner.accounts.model import Role
from planner.services.privacy import blank_name
from tests.web.database_desk import PLACE, DatabaseMonth, month_in

SELF, OTHER = "Anna Berger", "Ben Moser"
NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)


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


@pytest.mark.parametrize("role", [Role.MANAGER, Role.LEAD])
def test_nobody_but_owners_erases(month: DatabaseMonth, role: Role) -> None:
    client = month.client(month.session_of(OTHER, role))
    for answer in (client.get("/erasing/"), client.get(f"/erasing/{number(month, SELF)}"),
                   client.post(f"/erasing/{number(month, SELF)}", data={"typed": SELF})):  # fmt: skip
        assert answer.status_code == 403
    assert number(month, SELF)
