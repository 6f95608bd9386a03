"""Editing over HTTP: answers to the grid's script and to forms, and that only editable desks can be edited."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from planner.board import Board
from planner.domain.edit import Edit, Put, Take
from planner.domain.roster import Assignment
from planner.domain.team import PastShift
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from tests.web.database_desk import DRAFT, PLACE, DatabaseMonth, keep_month, month_in
from tests.web.page_reading import Page, read_page
from tests.web.sample_desk import MID_MONTH, sample_desk
from web import create_app
from web.view.asked_edit import MOST_STEPS

ANNA, BEN = "Anna Berger", "Ben Moser"
#: Anna works nothing on this Friday, and Früh is offered.
FREE = date(2026, 12, 4)
FORMS = ("/edit/", "/edit/undo", "/edit/redo", "/edit/week", f"/edit/gap/{FREE}", f"/edit/day/{FREE}",
         f"/edit/cell/{FREE}/{ANNA}")  # fmt: skip


@pytest.fixture
def lead(month: DatabaseMonth) -> FlaskClient:
    return month.client()


@pytest.fixture
def careful(month: DatabaseMonth) -> FlaskClient:
    """A browser whose forms need their token."""
    app = month.app()
    app.config["WTF_CSRF_ENABLED"] = True
    return app.test_client()


def step(verb: str, person: str = ANNA, day: date = FREE, **more: Any) -> dict[str, Any]:
    return {"verb": verb, "person": person, "day": day.isoformat(), **more}


def send(lead: FlaskClient, *steps: dict[str, Any], revision: int = 0, language: str = "en") -> TestResponse:
    asked = {"version": DRAFT, "revision": revision, "steps": steps}
    spoken = {"Accept-Language": language}
    return lead.post(f"{PLACE}/edit/", json=asked, headers=spoken)


def told(answer: TestResponse) -> Page:
    return read_page(answer.get_data(as_text=True))


def frame(answer: TestResponse) -> dict[str, str]:
    return next(div for div in told(answer).all("div") if "month-frame" in div.get("class", ""))


def test_an_edit_comes_back_as_the_month_with_the_next_revision(lead: FlaskClient, month: DatabaseMonth) -> None:
    answer = send(lead, step("set", shift="F"))
    assert answer.status_code == 200
    assert (ANNA, FREE, "F") in month.places()
    assert "Anna Berger, Fri 4 Dec: Früh" in told(answer).texts
    assert (frame(answer)["data-revision"], frame(answer)["data-state"]) == ("1", "draft")
    assert len([row for row in told(answer).all("th") if row.get("class") == "name" and row.get("scope") == "row"]) > 12


def test_an_edit_that_breaks_a_rule_is_made_and_says_so(lead: FlaskClient, month: DatabaseMonth) -> None:
    answer = send(lead, step("set", person="Jakob Hofer", day=date(2026, 12, 1), shift="F"))
    assert answer.status_code == 200
    assert ("Jakob Hofer", date(2026, 12, 1), "F") in month.places()
    texts = told(answer).texts
    assert texts[0] == "Done, but it breaks a rule."
    assert any(text.startswith("Jakob Hofer") and "2026" not in text for text in texts[2:3])


def test_what_is_wrong_between_two_shifts_is_told_once(lead: FlaskClient, month: DatabaseMonth) -> None:
    person, day, _ = next(place for place in sorted(month.places()) if place[2] == "F")
    answer = send(lead, step("put", person=person, day=day, shift="M"))
    assert answer.status_code == 200
    warning, what, overlap, *others = told(answer).texts
    assert (warning, what.endswith(": Mitte")) == ("Done, but it breaks a rule.", True)
    assert "Früh" in overlap
    assert "Mitte" in overlap
    # Nor that the day is too long for both.
    assert others[0] == "December 2026"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (step("set", shift="W"), "Wochenende is not offered on Fri 4 Dec."),
        (step("set", shift="?"), "There is no shift type ?."),
        (step("set", person="Nobody", shift="F"), "Nobody called Nobody is in the team."),
        (step("set", day=date(2027, 1, 4), shift="F"), "Mon 4 Jan is not in the month of this roster."),
        (step("take", shift="F"), "Anna Berger has no Früh on Fri 4 Dec."),
        (step("fill", shifts=[]), "There is nothing to change."),
        (step("set", day=date(2026, 12, 24), shift="F"), "Anna Berger is locked on Thu 24 Dec. Unlock the cell first."),
    ],
)
def test_nonsense_is_refused_in_words(lead: FlaskClient, month: DatabaseMonth, asked: Any, words: str) -> None:
    answer = send(lead, asked)
    assert answer.status_code == 422
    assert told(answer).texts == ["Nothing was changed.", words]
    assert month.edits() == []


def test_a_refusal_speaks_the_readers_language(lead: FlaskClient) -> None:
    answer = send(lead, step("set", shift="W"), language="de")
    assert told(answer).texts == ["Nichts wurde geändert.", "Wochenende gibt es am Fr. 4. Dez. nicht."]


def test_a_cell_changed_meanwhile_is_a_conflict_with_names_and_the_month_as_it_is(
    lead: FlaskClient, month: DatabaseMonth
) -> None:
    month.others(Edit((Put(ANNA, FREE, "M"),)))
    answer = send(lead, step("set", shift="F"))
    assert answer.status_code == 409
    texts = told(answer).texts
    assert "Anna Berger, Fri 4 Dec: Ben Lead has changed it meanwhile." in texts
    assert "Yours was not made: Anna Berger, Fri 4 Dec: Früh instead of Mitte" in texts
    assert frame(answer)["data-revision"] == "1"
    assert (ANNA, FREE, "F") not in month.places()
    # What was sent can be sent once more on what is there now.
    assert send(lead, step("set", shift="F"), revision=1).status_code == 200
    assert {place for place in month.places() if place[:2] == (ANNA, FREE)} == {(ANNA, FREE, "F")}


def test_a_page_of_a_roster_that_is_not_of_this_month_edits_nothing(lead: FlaskClient, month: DatabaseMonth) -> None:
    january = replace(month.standing().report.roster, month=1, year=2027, assignments=())
    other = month.cases.drafts.keep(month.team, january, None).id
    for version in (other, 999):
        asked = {"version": version, "revision": 0, "steps": [step("set", shift="F")]}
        answer = lead.post(f"{PLACE}/edit/", json=asked)
        assert answer.status_code == 422
        assert told(answer).texts[1] == "The roster on this page is gone. Load the page again."
    assert month.edits() == []


def test_changes_elsewhere_are_no_conflict(lead: FlaskClient, month: DatabaseMonth) -> None:
    month.others(Edit((Put(ANNA, FREE, "M"),)))
    answer = send(lead, step("lock", person=BEN))
    assert answer.status_code == 200
    assert (ANNA, FREE, "M") in month.places()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"version": 1, "revision": 0, "steps": []}',
        b'{"version": 1, "revision": 0, "steps": [{"verb": "burn", "day": "2026-12-04"}]}',
        b'{"version": 1, "revision": 0, "steps": [{"verb": "lock", "day": "soon"}]}',
        b'{"version": 1, "revision": 0, "steps": [{"verb": "lock", "day": "2026-12-04", "uid": "1"}]}',
    ],
)
def test_what_is_no_edit_is_a_bad_request(lead: FlaskClient, month: DatabaseMonth, body: bytes) -> None:
    assert lead.post(f"{PLACE}/edit/", data=body).status_code == 400
    assert month.edits() == []


@pytest.mark.parametrize(("steps", "status"), [(MOST_STEPS, 200), (MOST_STEPS + 1, 400)])
def test_an_edit_names_so_many_cells_at_most(lead: FlaskClient, steps: int, status: int) -> None:
    assert send(lead, *[step("lock")] * steps).status_code == status


def test_forms_and_scripts_of_other_pages_are_refused(careful: FlaskClient, month: DatabaseMonth) -> None:
    asked = {"version": DRAFT, "revision": 0, "steps": [step("set", shift="F")]}
    for path in FORMS:
        assert careful.post(PLACE + path, json=asked).status_code == 400
    assert month.edits() == []


def test_the_token_on_the_page_lets_its_script_edit(careful: FlaskClient) -> None:
    page = read_page(careful.get(f"{PLACE}/").get_data(as_text=True))
    token = next(div["data-csrf"] for div in page.all("div") if "data-csrf" in div)
    body = {"version": DRAFT, "revision": 0, "steps": [step("set", shift="F")]}
    assert careful.post(f"{PLACE}/edit/", json=body, headers={"X-CSRFToken": token}).status_code == 200
    assert careful.post(f"{PLACE}/edit/", json=body, headers={"X-CSRFToken": token + "x"}).status_code == 400


def test_a_page_that_is_open_all_day_can_still_edit(careful: FlaskClient) -> None:
    page = read_page(careful.get(f"{PLACE}/").get_data(as_text=True))
    token = next(div["data-csrf"] for div in page.all("div") if "data-csrf" in div)
    body = {"version": DRAFT, "revision": 0, "steps": [step("set", shift="F")]}
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=12)):
        assert careful.post(f"{PLACE}/edit/", json=body, headers={"X-CSRFToken": token}).status_code == 200


@pytest.mark.parametrize("path", FORMS)
def test_a_desk_to_look_at_has_no_such_pages(report: Report, tmp_path: Path, path: str) -> None:
    app = create_app(sample_desk(report, tmp_path, MID_MONTH))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    body = {"version": DRAFT, "revision": "0", "verb": "copy_week", "day": "2026-12-14"}
    sent = {"json": {"version": DRAFT, "revision": 0, "steps": [step("lock")]}} if path == "/edit/" else {"data": body}
    answer = client.post(path, **sent)
    assert answer.status_code == 404
    assert client.get("/landings/?shift=F").status_code == 404
    page = client.get("/").get_data(as_text=True)
    assert "grid-edit.js" not in page
    assert "data-revision" not in page
    assert "/edit/" not in client.get(f"/why/{FREE}/{ANNA}").get_data(as_text=True)


# ---- verbs


def test_set_replaces_work_and_leaves_duty(lead: FlaskClient, month: DatabaseMonth) -> None:
    assert send(lead, step("put", shift="F"), step("put", shift="B")).status_code == 200
    assert send(lead, step("set", shift="S"), revision=1).status_code == 200
    assert {place[2] for place in month.places() if place[:2] == (ANNA, FREE)} == {"S", "B"}
    assert send(lead, step("fill", shifts=["M"]), revision=2).status_code == 200
    assert {place[2] for place in month.places() if place[:2] == (ANNA, FREE)} == {"M"}


def test_free_takes_away_and_locks(lead: FlaskClient, month: DatabaseMonth) -> None:
    worked = next(place for place in sorted(month.places()) if place[0] == BEN)
    assert send(lead, step("free", person=BEN, day=worked[1])).status_code == 200
    assert {place for place in month.places() if place[:2] == worked[:2]} == set()
    assert month.standing().report.board.locks[worked[:2]] == {""}
    assert send(lead, step("unlock", person=BEN, day=worked[1]), revision=1).status_code == 200
    assert worked[:2] not in month.standing().report.board.locks


MONDAY, TUESDAY = date(2026, 12, 14), date(2026, 12, 15)
#: Ben's second shift is on a holiday.
WORKED = (
    (BEN, date(2026, 12, 7), "M"), (BEN, date(2026, 12, 8), "W"), (ANNA, date(2026, 12, 7), "F"), (ANNA, MONDAY, "S")
)  # fmt: skip


@pytest.fixture
def sparse(report: Report, tmp_path: Path) -> Iterator[DatabaseMonth]:
    """A month in which hardly anybody works yet, after a November of which two shifts are known."""
    november = (PastShift(ANNA, date(2026, 11, 24), "F"), PastShift(ANNA, date(2026, 11, 28), "W"))
    team = replace(report.board.team, locks=(), past_shifts=november)
    rows = tuple(Assignment(UUID(int=n), *place) for n, place in enumerate(WORKED))
    start = make_report(Board(team, 2026, 12), replace(report.roster, assignments=rows))
    with month_in(tmp_path, keep_month(start, tmp_path / "kept")) as found:
        yield found


def test_a_week_is_copied_into_what_is_empty(sparse: DatabaseMonth) -> None:
    lead = sparse.client()
    # Nobody else worked. Ben's holiday shift is not offered on an ordinary Tuesday; Anna's Monday is filled already.
    assert send(lead, {"verb": "copy_week", "day": "2026-12-16"}).status_code == 200
    assert sparse.places() == {*WORKED, (BEN, MONDAY, "M")}
    assert (BEN, TUESDAY, "W") not in sparse.places()
    # The first week follows November, of whose shifts the team still knows; of 28 November Saturday is offered again.
    only_ben = {"verb": "copy_week", "day": "2026-12-01", "people": [BEN]}
    assert send(lead, only_ben, revision=1).status_code == 422
    assert send(lead, {"verb": "copy_week", "day": "2026-12-01"}, revision=1).status_code == 200
    assert {(ANNA, date(2026, 12, 1), "F"), (ANNA, date(2026, 12, 5), "W")} <= sparse.places()


# ---- undo and redo


def test_undo_and_redo_name_what_they_turn(lead: FlaskClient, month: DatabaseMonth) -> None:
    before = month.places()
    send(lead, step("set", shift="F"))
    page = lead.get(f"{PLACE}/").get_data(as_text=True)
    assert 'title="Undo: Anna Berger, Fri 4 Dec: Früh"' in page
    answer = lead.post(f"{PLACE}/edit/undo", headers={"X-Fragment": "1"})
    assert (answer.status_code, month.places()) == (200, before)
    assert "Taken back: Anna Berger, Fri 4 Dec: Früh" in told(answer).texts
    assert 'title="Redo: Anna Berger, Fri 4 Dec: Früh"' in answer.get_data(as_text=True)
    answer = lead.post(f"{PLACE}/edit/redo", headers={"X-Fragment": "1"})
    assert (ANNA, FREE, "F") in month.places()
    assert "Made again: Anna Berger, Fri 4 Dec: Früh" in told(answer).texts


def test_undo_says_why_it_cannot(lead: FlaskClient, month: DatabaseMonth) -> None:
    answer = lead.post(f"{PLACE}/edit/undo", headers={"X-Fragment": "1"})
    assert (answer.status_code, told(answer).texts[1]) == (422, "Nothing of yours can be taken back.")
    send(lead, step("set", shift="F"))
    month.others(Edit((Take(ANNA, FREE, "F"),)))
    answer = lead.post(f"{PLACE}/edit/undo", headers={"X-Fragment": "1"})
    assert answer.status_code == 409
    assert told(answer).texts[1] == "Anna Berger, Fri 4 Dec: Ben Lead has changed it meanwhile."
    page = told(lead.get(f"{PLACE}/"))
    turns = {button.get("title", "").partition(":")[0]: button for button in page.all("button")}
    # Where there is an edit of mine its reason stands beside the button, and pressing it tells again.
    assert "disabled" not in turns["Undo"]
    assert "Anna Berger, Fri 4 Dec: Ben Lead has changed it meanwhile." in page.texts
    assert "disabled" in turns["Redo"]


# ---- without a script


def test_forms_of_the_month_turn_and_copy_and_come_back_to_it(lead: FlaskClient, month: DatabaseMonth) -> None:
    send(lead, step("set", shift="F"))
    answer = lead.post(f"{PLACE}/edit/undo")
    assert (answer.status_code, answer.location) == (303, f"{PLACE}/")
    assert (ANNA, FREE, "F") not in month.places()
    refused = lead.post(f"{PLACE}/edit/undo")
    assert refused.status_code == 422
    assert "Nothing of yours can be taken back." in told(refused).texts
    answer = lead.post(f"{PLACE}/edit/week", data={"version": DRAFT, "revision": "2", "day": "2026-12-14"})
    assert answer.status_code == 303
    assert month.edits()[-1].revision == 3


def test_the_cells_page_has_a_button_for_each_verb(lead: FlaskClient, month: DatabaseMonth) -> None:
    address = f"{PLACE}/edit/cell/{FREE}/{ANNA}"
    page = lead.get(f"{PLACE}/why/{FREE}/{ANNA}").get_data(as_text=True)
    assert page.count(">Put it here<") == 4
    assert page.count('value="lock"') == 1
    put = {"version": DRAFT, "revision": "0", "verb": "set", "shift": "F"}
    answer = lead.post(address, data=put)
    assert (answer.status_code, answer.location) == (303, f"{PLACE}/why/{FREE}/Anna%20Berger")
    assert (ANNA, FREE, "F") in month.places()
    page = lead.get(f"{PLACE}/why/{FREE}/{ANNA}").get_data(as_text=True)
    assert "Take it away" in page
    # The other work shifts would take its place; duty would stand beside it.
    assert (page.count(">Put it here instead<"), page.count(">Put it here<")) == (2, 1)
    assert lead.post(address, data={"version": DRAFT, "revision": "1", "verb": "lock"}).status_code == 303
    page = lead.get(f"{PLACE}/why/{FREE}/{ANNA}").get_data(as_text=True)
    assert ("Unlock" in page, "Take it away" in page, "Put it here" in page) == (True, False, False)
    assert lead.post(address, data={"version": DRAFT, "revision": "2", "verb": "unlock"}).status_code == 303
    assert lead.post(address, data={"version": DRAFT, "revision": "3", "verb": "take", "shift": "F"}).status_code == 303
    assert (ANNA, FREE, "F") not in month.places()


def test_the_cells_page_says_what_stood_in_the_way(lead: FlaskClient, month: DatabaseMonth) -> None:
    address = f"{PLACE}/edit/cell/{FREE}/{ANNA}"
    refused = lead.post(address, data={"version": DRAFT, "revision": "0", "verb": "take", "shift": "F"})
    assert refused.status_code == 422
    assert "Anna Berger has no Früh on Fri 4 Dec." in told(refused).texts
    month.others(Edit((Put(ANNA, FREE, "M"),)))
    late = lead.post(address, data={"version": DRAFT, "revision": "0", "verb": "set", "shift": "F"})
    assert late.status_code == 409
    assert "Anna Berger, Fri 4 Dec: Ben Lead has changed it meanwhile." in told(late).texts
    assert 'name="revision" value="1"' in late.get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/edit/cell/2026-12-04/Nobody", "/edit/cell/2027-01-04/Anna Berger", "/edit/cell/x/Anna Berger"]
)
def test_cells_that_are_not_there(lead: FlaskClient, path: str) -> None:
    assert lead.post(path, data={"version": DRAFT, "revision": "0", "verb": "lock"}).status_code == 404


def test_a_published_month_is_full(lead: FlaskClient, month: DatabaseMonth) -> None:
    month.cases.publishing.publish(month.draft.id, 0, None, month.me)
    page = lead.get(f"{PLACE}/").get_data(as_text=True)
    assert 'data-state="published"' in page
    assert ">Published<" in page


def test_a_month_without_a_roster_says_so(lead: FlaskClient) -> None:
    for path in ("/", "/landings/?shift=F"):
        assert lead.get(f"/teams/1/2027-03{path}").status_code == 200
