"""From a draft to a published month and back, on a database: the grid, the differences, the versions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from planner.accounts.model import Role
from planner.bootstrap import StandingClock, SystemClock
from planner.changing.replan import Goal
from planner.domain.drafts import VersionState
from planner.domain.people import Absence, AbsenceKind
from planner.messages import day_words
from planner.problems import InputProblems
from planner.services.desk import signature_of
from planner.services.month_desk import MonthDesk
from planner.services.month_facts import in_force
from planner.services.outbox import Outbox
from planner.storage.letter_rows import DatabaseLetters
from tests.planner.account_cases import SEAL, Mailbox
from tests.web.database_desk import MONTH, PLACE, DatabaseMonth
from tests.web.page_reading import Page, read_page
from web.pages.publish import GAPS_NAMED

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
    asked = {"version": month.standing().seen.version, "revision": revision, "steps": steps}
    assert lead.post(f"{PLACE}/edit/", json=asked).status_code == 200


def hidden(found: Page) -> dict[str, str]:
    """The hidden fields; of several forms the first one's."""
    fields = (field for field in reversed(found.all("input")) if field.get("type") == "hidden")
    return {field["name"]: field.get("value", "") for field in fields}


def publish(lead: FlaskClient, month: DatabaseMonth) -> None:
    fields = hidden(page(lead, month))
    assert lead.post(f"{PLACE}/publish/", data=fields).status_code == 303


def publish_unseen(month: DatabaseMonth) -> None:
    """Publish the newest draft without its page, which takes longer."""
    with month.cases.vault.reading() as records:
        versions = records.versions(month.team, *MONTH)
    over = in_force(versions)
    month.cases.publishing.publish(versions[-1].id, versions[-1].revision, over.id if over else None, month.me)


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
    assert {"The first roster of this month", "covered", "planned of contract hours"} <= set(found.texts)
    gaps = month.standing().report.gaps
    days = [a["href"] for a in found.all("a") if a.get("href", "").startswith(f"{PLACE}/gaps/2026")]
    assert days == [f"{PLACE}/gaps/{gap.day}" for gap in gaps[:GAPS_NAMED]]
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


def test_a_draft_that_was_planned_since_the_page_was_made_is_not_published(
    lead: FlaskClient, month: DatabaseMonth
) -> None:
    fields = hidden(page(lead, month))
    month.cases.drafts.keep(month.team, replace(month.standing().report.roster, assignments=()), month.other)
    answer = lead.post(f"{PLACE}/publish/", data=fields)
    assert answer.status_code == 409
    assert "There is a newer version of this month meanwhile." in answer.get_data(as_text=True)
    assert states(month) == [VersionState.DRAFT, VersionState.DRAFT]


def test_an_older_version_comes_back_after_its_differences_were_shown(lead: FlaskClient, month: DatabaseMonth) -> None:
    publish_unseen(month)
    put(lead, month, "F", 0)
    publish_unseen(month)
    [back] = [a["href"] for a in page(lead, month).all("a") if "/publish/return" in a.get("href", "")]
    found = page(lead, month, back.removeprefix(PLACE))
    assert {"Return to version 2", "1 person’s shifts change", ANNA} <= set(found.texts)
    assert any(text.startswith("Will not be told by mail") for text in found.texts)
    assert not any("is a draft that is not published" in text for text in found.texts)
    assert lead.post(f"{PLACE}/publish/return", data=hidden(found)).status_code == 303
    shown = month.desks.desk(month.team, MONTH, None, leads=False)
    assert shown is not None
    report = shown.report()
    assert report is not None
    assert (ANNA, FREE, "F") not in report.roster.places()


def test_a_draft_that_is_open_is_named_before_an_older_version_comes_over_it(
    lead: FlaskClient, month: DatabaseMonth
) -> None:
    publish_unseen(month)
    put(lead, month, "F", 0)
    publish_unseen(month)
    put(lead, month, "S", 0)
    found = page(lead, month, "/publish/return?version=2")
    assert any(text.startswith("Version 5 is a draft that is not published.") for text in found.texts)


@pytest.mark.parametrize("number", ["", "1", "9", "x"])
def test_what_was_never_published_or_holds_is_not_returned_to(
    lead: FlaskClient, month: DatabaseMonth, number: str
) -> None:
    found = page(lead, month, f"/publish/return?version={number}", 404)
    assert any("There is no such version" in text for text in found.texts)


def test_an_older_draft_is_gone_on_from_with_one_click(lead: FlaskClient, month: DatabaseMonth) -> None:
    put(lead, month, "F", 0)
    month.cases.drafts.keep(month.team, replace(month.standing().report.roster, assignments=()), month.other)
    found = page(lead, month)
    links = [a["href"].partition("?")[2] for a in found.all("a") if "/publish/compare" in a.get("href", "")]
    assert links == ["old=1&new=2"]
    assert len([form for form in found.all("form") if form.get("action", "").endswith("/publish/go-on")]) == 1
    answer = lead.post(f"{PLACE}/publish/go-on", data={"version": month.draft.id}, follow_redirects=True)
    texts = read_page(answer.get_data(as_text=True)).texts
    assert any(text.startswith("This draft is what version 1 was.") for text in texts)
    assert (ANNA, FREE, "F") in month.standing().report.roster.places()
    assert states(month) == [VersionState.DRAFT] * 3
    for version in ("", "999"):
        assert lead.post(f"{PLACE}/publish/go-on", data={"version": version}).status_code == 409


def test_a_closed_month_says_so_and_offers_nothing_to_publish(lead: FlaskClient, month: DatabaseMonth) -> None:
    publish_unseen(month)
    put(lead, month, "F", 0)
    with time_machine.travel(datetime(2026, 12, 31, 12, tzinfo=UTC)):
        desk = month.desks.desk(month.team, MONTH, month.me, leads=True)
        assert isinstance(desk, MonthDesk)
        sheet = desk.ending.sheet()
        assert sheet is not None
        desk.ending.close(sheet.seen, sheet.version)
    for path in ("/", "/publish/"):
        found = page(lead, month, path)
        assert any(text.startswith("This month is closed: nothing is changed") for text in found.texts)
        assert "Publish" not in [text.strip() for text in found.texts]
    actions = {form.get("action", "") for form in page(lead, month).all("form")}
    assert not [action for action in actions if "/publish/" in action]
    asked = {"version": month.standing().seen.version, "revision": 1, "steps": [
        {"verb": "set", "person": ANNA, "day": FREE.isoformat(), "shift": "S"}]}  # fmt: skip
    answer = lead.post(f"{PLACE}/edit/", json=asked)
    assert answer.status_code == 422
    assert "This month is closed." in answer.get_data(as_text=True)


def test_who_left_since_stays_out_of_an_older_version_and_is_named(lead: FlaskClient, month: DatabaseMonth) -> None:
    publish(lead, month)
    assert "Version 2 is published." in page(lead, month).texts
    put(lead, month, "F", 0)
    publish(lead, month)
    with month.cases.vault.writing() as records:
        team = records.facts(month.team)
        leaving = tuple(
            replace(one, leaves_on=date(2026, 12, 20)) if one.name == "Ben Moser" else one for one in team.managers
        )
        records.save_facts(replace(team, managers=leaving), month.team, records.people(month.team))
    gone = [a for a in month.standing().report.roster.of("Ben Moser") if a.day > date(2026, 12, 20)]
    assert gone
    back = hidden(page(lead, month, "/publish/return?version=2"))
    answer = lead.post(f"{PLACE}/publish/return", data=back, follow_redirects=True)
    texts = read_page(answer.get_data(as_text=True)).texts
    assert "Version 5 is published." in texts
    assert any(text.startswith("Left out, as nobody of that name") for text in texts)
    assert {f"Ben Moser, {day_words(row.day, 'en')}" for row in gone} <= set(texts)
    # Said once.
    assert "Version 5 is published." not in page(lead, month).texts


def test_who_is_told_and_who_cannot_be_is_said_before_and_after(
    lead: FlaskClient, month: DatabaseMonth
) -> None:
    with month.cases.vault.reading() as records:
        anna = records.people(month.team)[ANNA]
    session = month.accounts.invited(month.session, "anna@example.com", Role.MANAGER, month.team, anna)
    found = page(lead, month)
    assert any("1 person gets a letter" in text and ANNA in text for text in found.texts)
    without = next(text for text in found.texts if text.startswith("Will not be told by mail"))
    assert "Ben Moser" in without
    assert ANNA not in without
    publish(lead, month)
    assert_told(page(lead, month), "Letter on its way", ANNA)
    # Whatever time it is here, quiet hours are over a day later.
    mailbox, clock = Mailbox(), StandingClock(SystemClock().now() + timedelta(days=1))
    Outbox(DatabaseLetters(month.accounts.database, clock), mailbox, clock, SEAL).send_due("worker")
    found = page(lead, month)
    assert_told(found, "Letter sent", ANNA)
    assert_told(found, "Not told by mail: no account", "Ben Moser")
    assert "/teams/1/members/several" in [link.get("href") for link in found.all("a")]
    assert any("No mail server is set up" in text for text in found.texts)
    [mail] = mailbox.letters
    address = next(line for line in mail.body.splitlines() if line.startswith("http://localhost/"))
    assert month.client(session).get(address.removeprefix("http://localhost")).status_code == 200


def test_two_versions_stand_side_by_side(lead: FlaskClient, month: DatabaseMonth) -> None:
    publish_unseen(month)
    put(lead, month, "F", 0)
    links = [a["href"] for a in page(lead, month).all("a") if "/publish/compare" in a.get("href", "")]
    assert [link.partition("?")[2] for link in links] == ["old=2&new=3", "old=1&new=2"]
    found = page(lead, month, "/publish/compare?old=2&new=3")
    assert "1 person’s shifts change" in found.texts
    assert any(text.startswith("Better for") for text in found.texts)
    assert {"Version 2", "Version 3", "Cost by rule, in points", "Hours uncovered"} <= set(found.texts)
    assert "No shift differs" in page(lead, month, "/publish/compare?old=1&new=2").texts
    # Without numbers, the newest beside the one before it.
    assert "Versions 2 and 3" in page(lead, month, "/publish/compare").texts


def test_one_version_alone_is_no_comparison(lead: FlaskClient, month: DatabaseMonth) -> None:
    for query in ("", "?old=1&new=1"):
        found = page(lead, month, f"/publish/compare{query}")
        assert "There is only one version so far" in found.texts
        assert not any(text.startswith("Version") or "differs" in text for text in found.texts)
        assert {"Roster of December 2026", "All versions"} <= set(found.texts)
        assert found.all("select") == []


def test_the_same_version_twice_is_told_and_another_can_be_chosen(lead: FlaskClient, month: DatabaseMonth) -> None:
    publish_unseen(month)
    put(lead, month, "F", 0)
    found = page(lead, month, "/publish/compare?old=2&new=2")
    assert "You have chosen version 2 twice" in found.texts
    assert [choice["name"] for choice in found.all("select")] == ["old", "new"]
    assert "No shift differs" not in found.texts


@pytest.mark.parametrize("query", ["old=1&new=9", "old=0&new=1", "old=-1&new=1"])
def test_versions_that_are_not_there_are_told(lead: FlaskClient, month: DatabaseMonth, query: str) -> None:
    found = page(lead, month, f"/publish/compare?{query}", 404)
    assert any("There is no such version" in text for text in found.texts)


def assert_told(found: Page, heading: str, name: str) -> None:
    after = found.texts[found.texts.index(heading) :]
    assert any(name in text for text in after[:3])


@pytest.mark.parametrize("version", ["", "x", "0", "999"])
def test_no_other_version_can_be_returned_to(lead: FlaskClient, month: DatabaseMonth, version: str) -> None:
    publish_unseen(month)
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
    publish_unseen(month)
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
