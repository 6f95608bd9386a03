"""From a draft to a published month and back, on a database: the grid, the differences, the versions."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from planner.changing.replan import Goal
from planner.domain.drafts import VersionState
from planner.domain.people import Absence, AbsenceKind
from planner.problems import InputProblems
from planner.services.desk import signature_of
from tests.web.database_desk import MONTH, PLACE, DatabaseMonth
from tests.web.page_reading import Page, read_page

#: Anna works nothing on this Friday.
ANNA, FREE = "Anna Berger", date(2026, 12, 4)


@pytest.fixture
def lead(month: DatabaseMonth) -> FlaskClient:
    return month.client()


def page(lead: FlaskClient, month: DatabaseMonth, path: str = "/publish/", status: int = 200) -> Page:
    answer = lead.get(PLACE + path)
    assert answer.status_code == status
    return read_page(answer.get_data(as_text=True))


def put(lead: FlaskClient, month: DatabaseMonth, shift: str, revision: int) -> None:
    steps = [{"verb": "set", "person": ANNA, "day": FREE.isoformat(), "shift": shift}]
    assert lead.post(f"{PLACE}/edit/", json={"revision": revision, "steps": steps}).status_code == 200


def hidden(found: Page) -> dict[str, str]:
    return {field["name"]: field.get("value", "") for field in found.all("input") if field.get("type") == "hidden"}


def publish(lead: FlaskClient, month: DatabaseMonth) -> None:
    fields = hidden(page(lead, month))
    assert lead.post(f"{PLACE}/publish/", data=fields).status_code == 303


def states(month: DatabaseMonth) -> list[VersionState]:
    with month.cases.vault.reading() as records:
        return [version.state for version in records.versions(month.team, *MONTH)]


def test_every_page_of_a_month_in_the_database_answers(lead: FlaskClient, month: DatabaseMonth) -> None:
    for path in ("/", "/list", "/people/", "/gaps/", "/fairness/", "/rules/", "/files/", "/publish/", "/whatif/"):
        page(lead, month, path)
    frame = next(div for div in page(lead, month, "/").all("div") if "month-frame" in div.get("class", ""))
    assert (frame["data-state"], frame["data-revision"]) == ("draft", "0")


def test_the_first_roster_is_published_whole(lead: FlaskClient, month: DatabaseMonth) -> None:
    found = page(lead, month)
    assert "The first roster of this month" in found.texts
    publish(lead, month)
    assert states(month) == [VersionState.DRAFT, VersionState.PUBLISHED]
    assert any(text.startswith("Nothing waits to be published") for text in page(lead, month).texts)
    desk = month.desks.desk(month.team, MONTH, None, leads=True)
    assert desk is not None
    token = desk.feeds.new_link("person", ANNA, "Phone")
    assert b"BEGIN:VEVENT" in lead.get(f"/ical/{token}.ics").data


def test_a_change_after_publishing_is_a_draft_that_shows_whose_shifts_move(
    lead: FlaskClient, month: DatabaseMonth
) -> None:
    publish(lead, month)
    put(lead, month, "F", 0)
    assert states(month) == [VersionState.DRAFT, VersionState.PUBLISHED, VersionState.DRAFT]
    found = page(lead, month)
    assert "1 person’s shifts change" in found.texts
    assert ANNA in found.texts
    readers = month.desks.desk(month.team, MONTH, None, leads=False)
    assert readers is not None
    shown = readers.report()
    assert shown is not None
    assert (ANNA, FREE, "F") not in shown.roster.places()
    publish(lead, month)
    shown = readers.report()
    assert shown is not None
    assert (ANNA, FREE, "F") in shown.roster.places()


def test_what_changed_since_the_page_was_made_is_not_published(lead: FlaskClient, month: DatabaseMonth) -> None:
    fields = hidden(page(lead, month))
    put(lead, month, "F", 0)
    answer = lead.post(f"{PLACE}/publish/", data=fields)
    assert answer.status_code == 409
    assert "The draft was edited meanwhile." in answer.get_data(as_text=True)
    assert states(month) == [VersionState.DRAFT]


def test_an_older_version_comes_back_with_one_click(lead: FlaskClient, month: DatabaseMonth) -> None:
    publish(lead, month)
    put(lead, month, "F", 0)
    publish(lead, month)
    found = page(lead, month)
    back = [form for form in found.all("form") if form.get("action", "").endswith("/publish/return")]
    assert len(back) == 1
    assert lead.post(f"{PLACE}/publish/return", data=hidden(found)).status_code == 303
    shown = month.desks.desk(month.team, MONTH, None, leads=False)
    assert shown is not None
    report = shown.report()
    assert report is not None
    assert (ANNA, FREE, "F") not in report.roster.places()


@pytest.mark.parametrize("version", ["", "x", "0", "999"])
def test_no_other_version_can_be_returned_to(lead: FlaskClient, month: DatabaseMonth, version: str) -> None:
    publish(lead, month)
    answer = lead.post(f"{PLACE}/publish/return", data={"version": version, "over": "2"})
    assert answer.status_code == 409
    assert states(month) == [VersionState.DRAFT, VersionState.PUBLISHED]


def test_a_month_without_a_roster_and_a_viewer_have_nothing_to_publish(
    client: FlaskClient, lead: FlaskClient, month: DatabaseMonth
) -> None:
    assert client.get("/publish/").status_code == 404
    assert "No roster yet" in lead.get(f"/teams/{month.team}/2027-03/publish/").get_data(as_text=True)


def test_a_sick_call_taken_over_stays_with_the_team_and_its_roster_is_a_draft(
    lead: FlaskClient, month: DatabaseMonth
) -> None:
    publish(lead, month)
    desk = month.desks.desk(month.team, MONTH, None, leads=True)
    assert desk is not None
    found = desk.replan([f"sick {ANNA} 2026-12-17..2026-12-18"], date(2026, 12, 16), Goal.MEND)
    with pytest.raises(InputProblems, match="has changed meanwhile"):
        desk.take_over("another")
    desk.take_over(signature_of(found))
    with month.cases.vault.reading() as records:
        told = records.facts(month.team).absences
    assert Absence(ANNA, AbsenceKind.SICK, date(2026, 12, 17), date(2026, 12, 18)) in told
    assert states(month) == [VersionState.DRAFT, VersionState.PUBLISHED, VersionState.DRAFT]
    report = desk.report()
    assert report is not None
    assert not [a for a in report.roster.of(ANNA) if a.day in (date(2026, 12, 17), date(2026, 12, 18))]
    with pytest.raises(InputProblems, match="has changed meanwhile"):
        desk.take_over(signature_of(found))
