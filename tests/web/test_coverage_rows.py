"""Coverage in numbers: below the month by day, channel or hour, and on a day's page by channel and hour."""

import re

from flask.testing import FlaskClient

from planner.reporting.channel_coverage import channel_coverage
from planner.reporting.report import Report
from tests.web.page_reading import read_page
from web.view.coverage_rows import CHANNELS, HOURS, coverage_rows, day_table


def labels(client: FlaskClient) -> list[str]:
    """Names of the rows between the people and the day's sums."""
    _, _, below = client.get("/").get_data(as_text=True).partition('<tbody class="coverage">')
    return re.findall(r'<th scope="row" class="name"><span class="label"><span>(.*?)</span></span>', below)


def test_rows_are_the_readers_choice_and_stay(client: FlaskClient) -> None:
    assert labels(client) == []
    client.get("/?coverage=channels")
    assert labels(client) == ["Instagram"]
    client.get("/?coverage=hours")
    assert labels(client) == [f"{hour}–{hour + 1}" for hour in range(8, 22)]
    client.get("/?coverage=day")
    assert labels(client) == []


def test_a_channels_row_says_what_is_covered_of_what_it_wants(report: Report) -> None:
    [row] = coverage_rows(report, CHANNELS)
    days = channel_coverage(report.board, report.roster)
    for day, cell in zip(report.board.days, row.cells, strict=True):
        [one] = days[day]
        assert cell is not None
        assert (cell.there + one.missing_min, cell.wanted, cell.short) == (
            one.wanted_min, one.wanted_min, one.missing_min > 0,
        )  # fmt: skip


def test_an_hours_row_says_people_and_is_short_where_the_day_is(report: Report) -> None:
    rows = {row.label: row for row in coverage_rows(report, HOURS)}
    for place, day in enumerate(report.coverage):
        cells = {label: row.cells[place] for label, row in rows.items() if row.cells[place] is not None}
        assert list(cells) == [f"{hour}–{hour + 1}" for hour, _, _ in day.hours]
        for hour, there, wanted in day.hours:
            cell = cells[f"{hour}–{hour + 1}"]
            assert cell is not None
            assert (cell.there, cell.wanted, cell.short) == (there, wanted, there < wanted)
    short = sum(cell.short for row in rows.values() for cell in row.cells if cell)
    assert short > 0


def test_a_day_by_the_hour_has_a_column_for_each_channel(report: Report, client: FlaskClient) -> None:
    day = next(gap.day for gap in report.gaps if not gap.topic)
    table = day_table(report, day)
    assert table.heads == ("Instagram",)
    assert all(len(cells) == 1 + len(table.heads) for _, cells in table.rows)
    assert any(cells[0] is not None and cells[0].short for _, cells in table.rows)
    found = read_page(client.get(f"/day/{day}").get_data(as_text=True))
    assert "There of wanted, by the hour" in found.texts
    assert any("short" in cell.get("class", "").split() for cell in found.all("td"))
