"""The search in the grid's corner: by name, site, channel, skill and language, with a script or without."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from planner.reporting.report import Report
from tests.web.sample_report import sample_team
from web.view.grid import month_grid
from web.view.search import finds, suggestions


def found(report: Report, query: str) -> set[str]:
    return {row.name for row in month_grid(report, date(2026, 12, 10)).rows if finds(row.words, query)}


def test_it_finds_by_what_the_team_knows(report: Report) -> None:
    people = report.board.people
    assert found(report, "") == found(report, "  ") == {one.name for one in people}
    assert found(report, "BRANDSTATTER") == {"Clara Winkler-Brandstätter"}
    assert found(report, "chat") == {one.name for one in people if "Chat" in one.channels}
    # Several words narrow it down, whatever their order.
    assert found(report, "chat ann") == found(report, "ann chat") == set()
    assert found(report, "chat clara") == {"Clara Winkler-Brandstätter"}
    assert found(report, "nobody at all") == set()


def test_suggestions_are_the_teams_own_words() -> None:
    assert suggestions(sample_team()) == [
        "Instagram", "Chat", "Facebook", "Reviews", "Bewertungen", "Krise", "de", "en",
    ]  # fmt: skip
    assert suggestions(sample_team(12, 2))[:2] == ["Wien", "München"]


@pytest.mark.parametrize("path", ["/", "/week/2026-12-09", "/people/"])
def test_pages_search_without_a_script_too(client: FlaskClient, report: Report, path: str) -> None:
    page = client.get(f"{path}?q=chat").get_data(as_text=True)
    shown = re.findall(r'<tr data-find="([^"]*)"( hidden)?>', page)
    assert len(shown) == len(report.board.people)
    assert [not hidden for _, hidden in shown] == ["chat" in words for words, _ in shown]
    assert ' id="nobody" hidden' in page or path != "/"
    assert ' id="nobody">' in client.get("/?q=xyz").get_data(as_text=True)


def test_the_list_shows_only_whom_it_finds(client: FlaskClient) -> None:
    page = client.get("/list?q=winkler").get_data(as_text=True)
    assert "Clara Winkler-Brandstätter" in page
    assert "Anna Berger" not in page
