"""Calendar links: shown once, listed without the token, revoked alone."""

import re
import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.sample_desk import MID_MONTH, SampleDesk, sample_desk
from web import create_app
from web.view.qr import qr_svg


@pytest.fixture
def client(app: Flask, tmp_path: Path) -> FlaskClient:
    """Its own copy of the published feeds, so that each test starts without links."""
    published: SampleDesk = app.extensions["desk"]
    shutil.copytree(published.folder, tmp_path / "desk")
    return create_app(sample_desk(published.shown, tmp_path / "desk", MID_MONTH)).test_client()


def token_of_form(client: FlaskClient) -> str:
    html = client.get("/calendars/").get_data(as_text=True)
    return re.findall(r'name="csrf_token" value="([^"]+)"', html)[0]


def make(client: FlaskClient, whose: str = "person:Anna Berger", label: str = "iPhone") -> str:
    form = {"csrf_token": token_of_form(client), "whose": whose, "label": label}
    answer = client.post("/calendars/", data=form)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_link_is_shown_once_and_works(client: FlaskClient) -> None:
    html = make(client)
    address = re.findall(r"http://localhost/ical/([\w-]{43}).ics", html)[0]
    assert f"webcal://localhost/ical/{address}.ics" in html
    assert client.get(f"/ical/{address}.ics").get_data().startswith(b"BEGIN:VCALENDAR")
    assert address not in client.get("/calendars/").get_data(as_text=True)
    assert "iPhone" in client.get("/calendars/").get_data(as_text=True)


@pytest.mark.parametrize("whose", ["team:", "channel:Instagram"])
def test_team_and_channels_have_links_too(client: FlaskClient, whose: str) -> None:
    assert "/ical/" in make(client, whose)


def test_unknown_person_gets_no_link(client: FlaskClient) -> None:
    form = {"csrf_token": token_of_form(client), "whose": "person:Nobody", "label": ""}
    answer = client.post("/calendars/", data=form)
    assert answer.status_code == 404
    assert "/ical/" not in answer.get_data(as_text=True)


def test_one_link_is_revoked_and_the_other_stays(client: FlaskClient) -> None:
    make(client, label="first")
    make(client, label="second")
    html = client.get("/calendars/").get_data(as_text=True)
    link = re.findall(r'name="link" value="(\w+)"', html)[0]
    answer = client.post("/calendars/revoke", data={"csrf_token": token_of_form(client), "link": link})
    assert answer.status_code == 303
    html = client.get("/calendars/").get_data(as_text=True)
    assert len(re.findall(r'name="link"', html)) == 1
    assert client.post("/calendars/revoke", data={"csrf_token": token_of_form(client), "link": "x"}).status_code == 404


def test_labels_are_text_and_nothing_else(client: FlaskClient) -> None:
    assert "<b>bold" not in make(client, label="<b>bold")


def test_qr_code_is_drawn_by_attributes_alone() -> None:
    drawing = str(qr_svg("https://team.example/ical/x.ics"))
    assert "style" not in drawing
    assert drawing.startswith("<svg")
    assert "h1v1h-1z" in drawing


@pytest.mark.parametrize(("base_url", "warned"), [("http://127.0.0.1:8000", True), ("https://team.example", False)])
def test_an_address_of_this_computer_alone_is_called_so(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, base_url: str, warned: bool
) -> None:
    monkeypatch.setattr(client.application.extensions["desk"].feeds, "_base_url", base_url)
    assert ("works on this computer alone" in make(client)) == warned


@pytest.mark.parametrize(
    ("language", "steps"),
    [("en", ["Open Google Calendar in a browser", "then tap “Subscribe”", "Subscribe from web", "“On the Network”"]),
     ("de", ["Google Kalender", "„Abonnieren“", "Aus dem Internet abonnieren", "„Im Netzwerk“"])],
)  # fmt: skip
def test_the_steps_of_each_program_stand_beside_the_link_and_its_code(
    client: FlaskClient, language: str, steps: list[str]
) -> None:
    client.set_cookie("lang", language)
    html = make(client)
    for program in ("Google", "Apple", "Outlook", "Thunderbird"):
        assert f"<summary>{program}</summary>" in html
    for step in steps:
        assert step in html
    assert '<svg class="qr"' in html
