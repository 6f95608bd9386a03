"""The page that changes a published roster: what happened, what would change, and taking it over."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from planner import bootstrap
from planner.changing.replan import Goal
from tests.planner.planned_teams import plan, team_file
from web import create_app
from web.pages import replan as page_module
from web.view.replan_form import read_form

pytestmark = pytest.mark.usefixtures("from_now_on")


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `planner plan` leaves it; for reading only."""
    folder = tmp_path_factory.mktemp("planned")
    plan(team_file(folder), folder / "out")
    return folder / "out"


@pytest.fixture
def folder(planned: Path, tmp_path: Path) -> Path:
    return shutil.copytree(planned, tmp_path / "own")


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return create_app(bootstrap.desk(folder, "en", "")).test_client()


def page(client: FlaskClient, query: dict[str, object], language: str = "en") -> str:
    answer = client.get("/replan/", query_string=query, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


SICK = {"what": "sick", "person": "Ana", "first": "2026-12-14", "last": "2026-12-14", "plan": "1", "now": "1"}


@pytest.mark.parametrize(
    ("fields", "event"),
    [
        ({"what": "sick", "person": "Ana", "first": "2026-12-14"}, "sick Ana 2026-12-14..2026-12-14"),
        (
            {"what": "leave", "person": "Ana", "first": "2026-12-14", "last": "2026-12-16"},
            "leave Ana 2026-12-14..2026-12-16",
        ),
        ({"what": "surge", "first": "2026-12-14", "percent": "30"}, "surge all 2026-12-14..2026-12-14 +30%"),
        ({"what": "lock", "person": "Ana", "first": "2026-12-14", "shift": "L"}, "lock Ana 2026-12-14 L"),
        ({"what": "free", "person": "Ana", "first": "2026-12-14"}, "free Ana 2026-12-14"),
        (
            {"what": "swap", "person": "Ana", "other": "Ben", "first": "2026-12-14"},
            "swap Ana 2026-12-14 with Ben 2026-12-14",
        ),
        ({"what": "join", "person": "Ana", "name": "Cem", "first": "2026-12-14"}, "join Cem 2026-12-14 20h like Ana"),
        ({"what": "leaves", "person": "Ana", "first": "2026-12-14"}, "leaves Ana 2026-12-14"),
    ],
)  # fmt: skip
def test_fields_become_events(fields: dict[str, str], event: str) -> None:
    form = read_form(MultiDict(fields))
    assert form.events == (event,)
    assert form.asked


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"what": "sick"}, ["person", "first"]),
        ({"what": "training", "person": "Ana", "last": "2026-12-14"}, ["first"]),
        ({"what": "surge", "first": "2026-12-14", "percent": "much"}, ["percent"]),
        ({"what": "surge", "first": "2026-12-14", "percent": "0"}, ["percent"]),
        ({"what": "surge", "first": "2026-12-14", "percent": "999"}, []),
        ({"what": "surge", "first": "2026-12-14", "percent": "1000"}, ["percent"]),
        ({"what": "swap", "person": "Ana", "first": "2026-12-14"}, ["other"]),
        ({"what": "lock", "person": "Ana", "first": "2026-12-14"}, ["shift"]),
        ({"what": "join", "person": "Ana", "first": "2026-12-14", "hours": "-1"}, ["name", "hours"]),
        ({"what": "join", "person": "Ana", "name": "Cem", "first": "2026-12-14", "hours": "38,5"}, []),
        ({"what": "leaves", "first": "2026-12-14"}, ["person"]),
        ({"what": ""}, []),
    ],
)
def test_what_an_event_lacks_is_told_at_its_field(fields: dict[str, str], wrong: list[str]) -> None:
    form = read_form(MultiDict([*fields.items(), ("event", "free Ben 2026-12-15")]))
    assert sorted(form.errors) == sorted(wrong)
    assert form.asked is not bool(wrong)
    assert len(form.events) == 1 + (bool(fields["what"]) and not wrong)
    assert form.earlier == ("free Ben 2026-12-15",)


@pytest.mark.parametrize(("language", "said"), [("en", "Nothing stands here yet."), ("de", "Hier steht noch nichts.")])
def test_an_event_that_is_not_whole_keeps_what_was_chosen(client: FlaskClient, language: str, said: str) -> None:
    html = page(client, {"what": "sick", "person": "Ana", "event": "free Ben 2026-12-15", "plan": "1"}, language)
    assert html.count(said) == 1
    assert '<option value="sick" selected>' in html
    assert '<option value="Ana" selected>' in html
    assert {"en": "Say what happened", "de": "Sag, was passiert ist"}[language] not in html
    # The one before it is not lost either.
    assert '<input type="hidden" name="event" value="free Ben 2026-12-15">' in html
    assert "NAME" not in html


def test_events_are_said_in_words_also_before_there_is_an_answer(client: FlaskClient) -> None:
    asked = {key: value for key, value in SICK.items() if key != "now"}
    assert "Ana is sick, Mon 14 Dec" in page(client, asked)
    assert "Ana ist krank, Mo. 14. Dez." in page(client, asked, "de")
    assert "<b>Ana is sick, " in page(client, {**SICK, "first": "2026-11-14", "last": "2026-11-14"})
    # What nobody could have chosen stands as it is written.
    assert "naps Ana" in page(client, {"event": "naps Ana", "now": "1"})


def test_what_cannot_be_leaves_the_events_before_it(client: FlaskClient) -> None:
    swap = {"what": "swap", "person": "Ana", "other": "Ana", "first": "2026-12-14", "now": "1"}
    html = page(client, {**swap, "event": "free Ben 2026-12-15"})
    assert "Nobody can swap with themselves." in html
    assert '<input type="hidden" name="event" value="free Ben 2026-12-15">' in html


def test_events_are_collected_and_removed_and_the_rest_is_read() -> None:
    form = read_form(MultiDict([("event", "a"), ("event", "b"), ("goal", "fill"), ("since", "2026-12-10")]))
    assert (form.events, form.goal, form.since) == (("a", "b"), Goal.FILL, date(2026, 12, 10))
    assert form.without(0) == {"event": ["b"], "goal": "fill", "since": "2026-12-10", "plan": "1"}
    assert not read_form(MultiDict({"goal": "nonsense", "since": "x"})).asked


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["1 of 30 shifts changed", "No roster that covers as much changes less.", "Take this over"]),
        ("de", ["1 von 30 Schichten geändert", "ändert weniger", "Übernehmen"]),
    ],
)
def test_a_sick_call_shows_old_beside_new(client: FlaskClient, language: str, texts: list[str]) -> None:
    html = page(client, {**SICK, "person": _worker(client)}, language)
    assert [text for text in texts if text not in html] == []


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Open shifts that go to Cem: 1. Whoever joins takes nobody&#39;s away."),
        ("de", "Offene Schichten, die an Cem gehen: 1. Wer dazukommt, nimmt niemandem eine weg."),
    ],
)
def test_whoever_joins_takes_what_is_open(client: FlaskClient, language: str, told: str) -> None:
    """On the 24th nobody can; all other days are filled."""
    joins = {"what": "join", "person": "Ana", "name": "Cem", "first": "2026-12-20", "hours": "20", "now": "1"}
    html = page(client, joins, language)
    assert told in html
    assert ("1 of 30 shifts changed" if language == "en" else "1 von 30 Schichten geändert") in html
    assert "changes less" not in html


def _worker(client: FlaskClient) -> str:
    """Who works the early shift of the 14th."""
    report = client.application.extensions["desk"].report()
    return next(a.person for a in report.roster.assignments if a.day == date(2026, 12, 14))


def test_what_cannot_be_is_told_at_the_form_with_what_was_chosen(client: FlaskClient) -> None:
    html = page(client, {"what": "swap", "person": "Ana", "other": "Ana", "first": "2026-12-14", "now": "1"})
    assert "Nobody can swap with themselves." in html
    assert '<option value="swap" selected>' in html
    assert "Take this over" not in html


@pytest.mark.parametrize(("named", "told"), [(True, "To be told: Ana and Ben."), (False, "2 people are to be told.")])
def test_a_change_is_taken_over_once_and_the_old_roster_stays_beside(
    client: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch, named: bool, told: str
) -> None:
    before = (folder / "roster.xlsx").read_bytes()
    who = _worker(client)
    html = page(client, {**SICK, "person": who})
    sent = {name: re.search(f'name="{name}" value="([^"]+)"', html).group(1) for name in ("csrf_token", "signature")}  # type: ignore[union-attr]
    names = page_module.PEOPLE_NAMED
    monkeypatch.setattr(page_module, "PEOPLE_NAMED", names if named else 1)
    answer = client.post("/replan/", data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert _worker(client) != who
    month = client.get("/", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert told in month
    assert told not in client.get("/", headers={"Accept-Language": "en"}).get_data(as_text=True)
    (kept,) = folder.glob("before-*")
    assert (kept / "roster.xlsx").read_bytes() == before
    assert (kept / "team.xlsx").is_file()
    again = client.post("/replan/", data=sent)
    assert again.status_code == 503
    assert "has changed meanwhile" in again.get_data(as_text=True)


def test_taking_over_needs_the_pages_own_form(client: FlaskClient, folder: Path) -> None:
    page(client, {**SICK, "person": _worker(client)})
    assert client.post("/replan/", data={"signature": "x"}).status_code == 400
    assert not list(folder.glob("before-*"))
