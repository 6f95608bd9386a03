"""The pages of my own calendars: look, confirm, remove; mine alone, and the address nobody's to see."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from planner.accounts.model import Role
from planner.messages import Message
from planner.problems import refused
from planner.services.month_facts import month_facts
from tests.web.database_desk import PLACE, DatabaseMonth, month_in

SELF, OTHER = "Anna Berger", "Ben Moser"
NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)
MINE = "/my/busy/"
SECRET = "https://calendar.example.org/private-0123secret/basic.ics"
TITLE = "Dentist in Linz"


def ics(*days: str) -> bytes:
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{day}\r\nDTSTART:{day}T080000Z\r\nDTEND:{day}T093000Z\r\nSUMMARY:{TITLE}\r\n"
        f"LOCATION:{TITLE}\r\nEND:VEVENT\r\n"
        for day in days
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n".encode()


@dataclass
class Calendar:
    """A fetch without a net."""

    content: bytes | None = field(default_factory=lambda: ics("20261202"))

    def clean(self, address: str) -> str:
        return address

    def get(self, address: str) -> bytes:
        if self.content is None:
            raise refused("", Message("Nothing could be fetched from this address."), Message("Look elsewhere."))
        return self.content


@pytest.fixture
def month(kept: Path, tmp_path: Path) -> Iterator[DatabaseMonth]:
    """A draft of December, looked at in November."""
    with time_machine.travel(NOW, tick=False), month_in(tmp_path, kept) as found:
        found.cases.busy._fetch = Calendar()
        yield found


def upload(client: FlaskClient, content: bytes, name: str = "mine.ics") -> TestResponse:
    return client.post(f"{MINE}file", data={"calendar": (BytesIO(content), name)})


def text(client: FlaskClient, path: str = MINE) -> str:
    return " ".join(client.get(path).get_data(as_text=True).split())


def mark(html: str) -> str:
    return re.findall(r'name="mark" value="(\w+)"', html)[0]


def busy(month: DatabaseMonth) -> list[str]:
    with month.cases.vault.reading() as records:
        return [row.person for row in month_facts(records, month.team, 2026, 12).busy]


def test_a_file_is_looked_at_confirmed_and_removed(month: DatabaseMonth) -> None:
    client = month.client(month.session_of(SELF))
    answer = upload(client, ics("20261202", "20261224"))
    assert (answer.status_code, answer.location) == (303, f"{MINE}new")
    page = text(client, f"{MINE}new")
    assert "Busy on 2 days from today on" in page
    assert "09:00–10:30" in page
    assert "Wed 2 Dec" in page
    assert TITLE not in page
    assert busy(month) == []
    without = client.post(f"{MINE}new", data={"mark": mark(page)})
    assert (without.status_code, "Choose what these times mean" in without.get_data(as_text=True)) == (422, True)
    form = {"mark": mark(page), "label": "Work", "read_as": "cannot"}
    assert client.post(f"{MINE}new", data={**form, "mark": "0"}).status_code == 422
    assert client.post(f"{MINE}new", data=form).status_code == 303
    assert busy(month) == [SELF, SELF]
    page = text(client)
    assert "<b>Work</b>" in page
    assert "busy on 2 days" in page
    assert "from a file" in page
    # The same form again, from another window.
    again = client.post(f"{MINE}new", data=form)
    assert again.status_code == 422
    assert "This is not the calendar any more that was shown. Look at it again." in again.get_data(as_text=True)
    assert client.get(f"{MINE}new").location == MINE
    [number] = re.findall(r'name="calendar" value="(\d+)"', page)
    for who, name in ((month.session_of(OTHER), OTHER), (month.session, "Lea")):
        assert month.client(who).post(f"{MINE}remove", data={"calendar": number}).status_code == 404, name
        assert "Work" not in text(month.client(who))
    assert busy(month) == [SELF, SELF]
    assert client.post(f"{MINE}remove", data={"calendar": number}).status_code == 303
    assert busy(month) == []


def test_an_address_is_shown_masked_and_to_nobody_else(month: DatabaseMonth) -> None:
    client, lead = month.client(month.session_of(SELF)), month.client(month.session_of("Lena Lead", Role.LEAD))
    assert client.post(f"{MINE}address", data={"address": SECRET}).status_code == 303
    page = text(client, f"{MINE}new")
    assert "calendar.example.org/…" in page
    assert "secret" not in page
    assert client.get(f"{MINE}new").headers["Cache-Control"] == "no-store"
    client.post(f"{MINE}new", data={"mark": mark(page), "label": "", "read_as": "rather not"})
    page = text(client)
    assert "calendar.example.org/…" in page
    assert "again each day" in page
    assert "secret" not in page
    for path in (f"{PLACE}/", f"{PLACE}/wishes/", f"{PLACE}/people/Anna%20Berger", f"{PLACE}/people/",
                 "/teams/1/facts/availability/", "/teams/1/facts/wishes/"):  # fmt: skip
        answer = lead.get(path)
        html = answer.get_data(as_text=True)
        assert answer.status_code == 200, path
        assert "calendar.example.org" not in html
        assert TITLE not in html


def test_what_cannot_be_read_is_said_and_the_address_stays_in_the_form(month: DatabaseMonth) -> None:
    client = month.client(month.session_of(SELF))
    for answer in (upload(client, b"<html>"), upload(client, b""), client.post(f"{MINE}file", data={})):
        assert answer.status_code == 422
        assert 'role="alert"' in answer.get_data(as_text=True)
    month.cases.busy._fetch = Calendar(None)
    wrong = client.post(f"{MINE}address", data={"address": "https://nothing.example.org/"})
    html = wrong.get_data(as_text=True)
    assert (wrong.status_code, "Nothing could be fetched" in html) == (422, True)
    assert 'value="https://nothing.example.org/"' in html
    assert client.get(f"{MINE}new").location == MINE


def test_failures_are_told_on_the_page(month: DatabaseMonth) -> None:
    client = month.client(month.session_of(SELF))
    client.post(f"{MINE}address", data={"address": SECRET})
    client.post(f"{MINE}new", data={"mark": mark(text(client, f"{MINE}new")), "read_as": "cannot"})
    month.cases.busy._fetch = Calendar(None)
    words = ("The last refresh failed. What was read before still counts.", "The last 2 refreshes failed.",
             "The last 3 refreshes failed. Add it anew")  # fmt: skip
    for day, said in enumerate(words, 11):
        with time_machine.travel(NOW.replace(day=day), tick=False):
            month.cases.busy.refresh_due("worker")
        assert said in text(client)
    assert "counts no more" in text(client)
    assert busy(month) == []


def test_a_published_month_is_named_before_anything_counts(month: DatabaseMonth) -> None:
    month.cases.publishing.publish(month.draft.id, 0, None, month.me)
    client = month.client(month.session_of(SELF))
    upload(client, ics("20261202", "20270112"))
    page = text(client, f"{MINE}new")
    assert "What is published stays as it was planned: December 2026." in page
    assert "Busy on 1 day from today on" in page


def test_who_is_in_no_team_is_told_why_there_is_no_form(month: DatabaseMonth) -> None:
    page = text(month.client(), MINE)
    assert "not linked to anybody in a team" in page
    assert "<form method" not in page.split("<main")[1]
    assert upload(month.client(), ics("20261202")).status_code == 422
