"""The month-end pages: planned beside actual, corrections that keep what was typed, closing, files."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
import time_machine
from flask.testing import FlaskClient
from openpyxl import load_workbook

from planner.accounts.model import Role
from planner.reporting.report import Report
from tests.web.database_desk import PLACE, DatabaseMonth
from tests.web.page_reading import Page, read_page

ANNA = "Anna Berger"


@pytest.fixture
def lead(month: DatabaseMonth) -> FlaskClient:
    """A lead of a month that is published."""
    month.cases.publishing.publish(month.draft.id, 0, None, None)
    return month.client()


def page(lead: FlaskClient, path: str = "", **data: str) -> tuple[int, Page]:
    address = f"{PLACE}/month-end/{path}"
    answer = lead.post(address, data=data, follow_redirects=True) if data else lead.get(address)
    return answer.status_code, read_page(answer.get_data(as_text=True))


def seen(found: Page) -> str:
    return next(field["value"] for field in found.all("input") if field.get("name") == "seen")


def shift_of(report: Report) -> tuple[str, str]:
    """A day and the code of a shift that Anna works."""
    first = next(row for row in report.roster.of(ANNA) if not report.board.shift_of(number(report, row.place)).on_call)
    return first.day.isoformat(), first.shift


def number(report: Report, place: tuple[str, object, str]) -> int:
    found = report.board.number(place)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_everybody_is_on_the_sheet_and_one_click_from_the_report(lead: FlaskClient) -> None:
    status, found = page(lead)
    assert status == 200
    assert {ANNA, "Ben Moser", "Paid in all h"} <= set(found.texts)
    report = read_page(lead.get(f"{PLACE}/report/").get_data(as_text=True))
    assert f"{PLACE}/month-end/" in [a.get("href") for a in report.all("a")]


def test_a_shift_is_corrected_and_the_sheet_says_what_was_planned(lead: FlaskClient, report: Report) -> None:
    day, shift = shift_of(report)
    fields = {"day": day, "shift": shift, "instead": "worked", "from": "14:00", "to": "1:30", "break": "30",
              "reason": "Night of the launch", "seen": seen(page(lead, ANNA)[1])}  # fmt: skip
    status, found = page(lead, ANNA, **fields)
    assert status == 200
    assert any("14:00–01:30" in text for text in found.texts)
    assert "Night of the launch" in found.texts
    assert any(text.startswith("planned ") for text in page(lead)[1].texts)
    # From a page that is older than that, the same shift is refused, and what was typed stays.
    status, found = page(lead, ANNA, **{**fields, "from": "13:17", "reason": "Other news"})
    assert status == 409
    assert any("has corrected this meanwhile" in text for text in found.texts)
    values = [field.get("value") for field in found.all("input")]
    assert "13:17" in values
    assert "Other news" in values


@pytest.mark.parametrize(("typed", "said"), [("2:30", "+2 h 30 min"), ("-1,25", "−1 h 15 min")])
def test_hours_by_agreement_are_added_or_taken_off(lead: FlaskClient, typed: str, said: str) -> None:
    fields = {"day": "2026-12-24", "shift": "", "instead": "credited", "hours": typed, "reason": "Fair in Graz",
              "seen": "0"}  # fmt: skip
    status, found = page(lead, ANNA, **fields)
    assert status == 200
    assert any(text == f"{said} by agreement" for text in found.texts)
    # What stands in the field is what was meant, to the minute.
    assert {"2:30": "02:30", "-1,25": "-01:15"}[typed] in [field.get("value") for field in found.all("input")]
    table = lead.get(f"{PLACE}/month-end/csv", headers={"Accept-Language": "en"}).data.decode("utf-8-sig")
    heads, *rows = csv.reader(StringIO(table))
    anna = next(row for row in rows if row[0] == ANNA)
    assert float(anna[heads.index("By agreement h, actual")]) == round({"2:30": 2.5, "-1,25": -1.25}[typed], 2)


def test_work_of_nearly_a_day_is_asked_about_once_more(lead: FlaskClient) -> None:
    fields = {"day": "2026-12-24", "shift": "", "instead": "worked", "from": "8:00", "to": "7:59", "break": "0",
              "reason": "Storm", "seen": "0"}  # fmt: skip
    status, found = page(lead, ANNA, **fields)
    assert status == 409
    assert any("That is 23 h 59 min at a stretch" in text for text in found.texts)
    assert "Yes, 23 h 59 min were worked" in found.texts
    [tick] = [field["value"] for field in found.all("input") if field.get("name") == "surely"]
    # What was said of other times does not hold for these.
    assert page(lead, ANNA, **{**fields, "to": "7:00", "surely": tick})[0] == 409
    status, found = page(lead, ANNA, **{**fields, "surely": tick})
    assert status == 200
    assert any("08:00–07:59" in text for text in found.texts)


#: What was typed otherwise than right, and what is said of it.
WRONG: tuple[tuple[dict[str, str], str], ...] = (
    ({"from": "8 o'clock"}, "is no time"),
    ({"to": "24:30"}, "is no time"),
    ({"break": "half"}, "is no number of minutes"),
    ({"to": "8:00"}, "From and to are the same"),
    ({"reason": ""}, "There is no reason"),
    ({"instead": "holiday"}, "Choose what was in place"),
    ({"day": "yesterday"}, "Choose a day"),
    ({"instead": "credited", "hours": "much"}, "is no number of hours"),
    ({"instead": "credited", "hours": "0"}, "no number of hours to pay"),
)


def test_what_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(lead: FlaskClient) -> None:
    for change, words in WRONG:
        fields = {"day": "2026-12-24", "shift": "", "instead": "worked", "from": "8:00", "to": "10:45", "break": "7",
                  "reason": "Fed the fish", "seen": "0", **change}  # fmt: skip
        status, found = page(lead, ANNA, **fields)
        assert status in (409, 422)
        assert any(words in text for text in found.texts), words
        values = {field.get("value") for field in found.all("input")}
        assert {fields[name] for name in ("from", "to", "break", "reason")} <= values
    assert not any("Fed the fish" in text for text in page(lead, ANNA)[1].texts)


def test_a_month_is_closed_and_opened_again_with_a_reason(lead: FlaskClient, month: DatabaseMonth) -> None:
    found = page(lead)[1]
    assert "It can be closed from Thu 31 Dec on." in found.texts
    assert not [form for form in found.all("form") if form.get("action", "").endswith("/close")]
    asked = {"seen": "0", "version": str(month.standing().seen.version)}
    status, found = page(lead, "close", **asked)
    assert status == 409
    assert any("This month is not over yet." in text for text in found.texts)
    with time_machine.travel(datetime(2026, 12, 31, 12, tzinfo=UTC)):
        again = month.client(month.session_of("Zoe Lead", Role.LEAD))
        assert [form for form in page(again)[1].all("form") if form.get("action", "").endswith("/close")]
        assert page(again, "close", **asked)[0] == 200
    found = page(lead)[1]
    assert "closed" in found.texts
    assert not [form for form in page(lead, ANNA)[1].all("form") if "/month-end/" in form.get("action", "")]
    status, found = page(lead, "reopen", reason=" ")
    assert status == 409
    assert any("There is no reason" in text for text in found.texts)
    assert "open" in page(lead, "reopen", reason="Forgot the fair")[1].texts


def test_the_sheet_as_files(lead: FlaskClient, report: Report) -> None:
    book = lead.get(f"{PLACE}/month-end/workbook")
    assert book.headers["Content-Disposition"] == "attachment; filename=month-end-2026-12.xlsx"
    assert load_workbook(BytesIO(book.data)).sheetnames == ["Month end", "Corrections"]
    table = lead.get(f"{PLACE}/month-end/csv", headers={"Accept-Language": "de"}).data.decode("utf-8-sig")
    assert table.startswith("Person;Standort;")
    assert len(table.splitlines()) == 1 + len(report.board.people)


def test_a_draft_is_to_be_published_first(month: DatabaseMonth) -> None:
    html = month.client().get(f"{PLACE}/month-end/").get_data(as_text=True)
    assert "Nothing is published yet" in html
    assert f'href="{PLACE}/publish/"' in html
    assert "No roster yet" not in html


def test_nobody_finds_it_where_nothing_is_published_or_kept(client: FlaskClient, lead: FlaskClient) -> None:
    assert client.get("/month-end/").status_code == 404
    assert "No roster yet" in lead.get("/teams/1/2027-03/month-end/").get_data(as_text=True)
    assert lead.get(f"{PLACE}/month-end/Nobody").status_code == 404
