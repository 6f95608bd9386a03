"""The report of a month: findings as titles, a table behind each plot, and the same as a workbook."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from planner.messages import render, translate
from planner.reporting.period import period_of
from planner.reporting.report import Report
from tests.planner.test_receipt import report_of
from tests.web.page_reading import Page, read_page
from web.view.coverage_chart import NARROW, coverage_chart
from web.view.ledger_chart import HEIGHT, ledger_charts
from web.view.report_charts import cost_chart, wish_chart


def page(client: FlaskClient, query: str = "") -> Page:
    answer = client.get(f"/report/{query}")
    assert answer.status_code == 200
    return read_page(answer.get_data(as_text=True))


def test_every_section_has_its_finding_and_every_plot_its_table(client: FlaskClient) -> None:
    found = page(client)
    heads = [text for text in found.texts if text.partition(":")[0] in ("Coverage", "Hours", "Weekends", "Lates",
                                                                       "Wishes", "Rules")]  # fmt: skip
    assert len(heads) >= 6
    plots = [svg for svg in found.all("svg") if svg.get("role") == "img"]
    assert len(plots) >= 4
    assert sum(text == "As a table" for text in found.texts) >= len(plots)


def test_a_folder_knows_one_month_only_and_says_so(client: FlaskClient) -> None:
    found = page(client, "?months=3")
    assert "Of these three months only December 2026 has a roster." in found.texts
    assert "Of these three months only December 2026 has a roster." not in page(client).texts


@pytest.mark.parametrize(("language", "sheets"), [
    ("en", ["Months", "Coverage", "Gaps", "Hours", "Fairness", "Wishes", "Costs"]),
    ("de", ["Monate", "Besetzung", "Lücken", "Stunden", "Fairness", "Wünsche", "Kosten"]),
])  # fmt: skip
def test_the_workbook_says_the_same(client: FlaskClient, report: Report, language: str, sheets: list[str]) -> None:
    answer = client.get("/report/workbook", headers={"Accept-Language": language})
    assert answer.headers["Content-Disposition"] == "attachment; filename=report-2026-12.xlsx"
    book = load_workbook(BytesIO(answer.data))
    assert book.sheetnames == sheets
    hours = {row[0]: row for row in book.worksheets[3].iter_rows(min_row=4, values_only=True)}
    for row in report.hours:
        assert hours[row.person][1] == round(row.planned_min / 60, 2)
    figures = {row[1].value: row[2] for row in book.worksheets[0].iter_rows(min_row=4)}
    assert {type(cell.value) for cell in figures.values()} <= {int, float}
    covered, wanted, granted, all_days = (
        figures[translate(text, language)] for text in ("Covered", "Hours wanted", "Days of wishes granted", "out of")
    )
    assert (covered.value, covered.number_format) == (report.covered_per_mille / 1000, "0.0 %")
    assert wanted.value == round(sum(day.wanted_min for day in report.coverage) / 60, 4)
    assert wanted.number_format == "#,##0.00"
    assert (granted.value, all_days.value) == (report.wish_days_granted, report.wish_days)
    days = [row[0].date() for row in book.worksheets[1].iter_rows(min_row=4, values_only=True)]
    assert days == [day.day for day in report.coverage]


def test_without_a_roster_the_page_says_what_to_do(empty_client: FlaskClient) -> None:
    assert "No roster yet" in empty_client.get("/report/").get_data(as_text=True)


# ---- the findings, on a tiny team


def test_titles_say_what_is_to_be_seen() -> None:
    wish = {"person": "Ana", "days": "12-13", "wants": False, "weight": 2}
    tiny = report_of({"Ana": {5: "E", 6: "E", 12: "E"}, "Ben": {19: "E"}}, wishes=[wish])
    period = period_of([tiny], ())
    # One person is wanted on seven days, as Saturday the 26th is a holiday; four are covered.
    coverage = render(coverage_chart(period).title, "en")
    assert coverage == "Coverage: 24 h of 56 h are missing, on 3 of 31 days; most on Sun 13 Dec (8 h)"
    assert render(wish_chart(period).title, "en") == "Wishes: 1 of 2 days were granted; least for Ana (1 of 2)"
    assert render(cost_chart(period).title, "en").startswith("Rules: most points go to “Minutes of the contract”, ")


def test_a_phones_chart_is_narrower_and_dates_only_weeks(report: Report) -> None:
    period = period_of([report], ())
    wide, narrow = coverage_chart(period), coverage_chart(period, NARROW)
    assert [one.day for one in wide.columns] == [one.day for one in narrow.columns]
    assert [one.day.day for one in wide.dated] == list(report.board.days)
    assert [one.day.day.day for one in narrow.dated] == [7, 14, 21, 28]
    last = narrow.columns[-1]
    assert last.x + last.width <= NARROW < wide.columns[-1].x
    # Only the worst day is named where columns are narrow.
    assert sum(one.named > 0 for one in narrow.columns) == 1 < sum(one.named > 0 for one in wide.columns)


def test_the_ledgers_ends_are_named_on_their_side_of_the_fair_share() -> None:
    tiny = report_of({"Ana": {5: "E", 12: "E", 19: "E"}, "Ben": {26: "E"}})
    weekends = ledger_charts(period_of([tiny], ()))[0]
    ana, other = weekends.ends
    assert ana.person == "Ana"
    assert ana.value > 0 > other.value
    assert ana.y < weekends.zero < other.y < HEIGHT
    # Before and after the month, for everybody.
    assert [month.month for _, month in weekends.months] == [11, 12]
    assert all(values[0] == 0 for _, values in weekends.rows)
    assert {line.person for line in weekends.lines if line.named} == {ana.person, other.person}


def test_an_even_month_says_so() -> None:
    even = report_of({}, demand=[])
    assert render(ledger_charts(period_of([even], ()))[0].title, "en") == "Weekends: everybody carries the fair share"
    assert render(coverage_chart(period_of([even], ())).title, "en") == "Coverage: all 0 h that are wanted are covered"
