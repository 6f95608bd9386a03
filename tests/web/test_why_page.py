"""The page of one person's date and the mends of a day's gaps."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from planner.board import Board
from planner.domain.team import Lock
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from tests.web.page_reading import read_page
from tests.web.sample_desk import MID_MONTH, sample_desk
from web import create_app


def page(client: FlaskClient, address: str, language: str = "en") -> str:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.fixture
def worked(report: Report) -> tuple[str, date, str]:
    """A shift that is worked after the middle of the month, where the clock of these tests stands."""
    return min((a.place for a in report.roster.assignments if a.day.day > 20), key=lambda place: (place[1], place[0]))


def test_a_worked_shift_leads_to_what_would_be_without_it(client: FlaskClient, worked: tuple[str, date, str]) -> None:
    name, day, code = worked
    html = page(client, f"/why/{day}/{name}")
    links = [link["href"] for link in read_page(html).all("a") if "ask=" in link.get("href", "")]
    assert any("ask=without" in link and f"shift={code}" in link for link in links)
    told = page(client, f"/why/{day}/{name}?ask=without&shift={code}&now=1")
    assert 'id="answer"' in told
    assert "in wishes, fairness and contracts" in told


@pytest.mark.parametrize(("language", "title"), [("en", "Who could take it?"), ("de", "Wer könnte sie übernehmen?")])
def test_who_could_take_a_shift_over(
    client: FlaskClient, worked: tuple[str, date, str], language: str, title: str
) -> None:
    name, day, code = worked
    told = page(client, f"/why/{day}/{name}?ask=who&shift={code}&now=1", language)
    assert f"<h2>{title}</h2>" in told
    assert "data-answer" not in told
    assert told.count("<li><b>") >= 1


@pytest.mark.parametrize("ask", ["without", "who"])
def test_what_takes_seconds_comes_at_once_and_says_so(
    client: FlaskClient, worked: tuple[str, date, str], ask: str
) -> None:
    name, day, code = worked
    html = read_page(page(client, f"/why/{day}/{name}?ask={ask}&shift={code}"))
    (place,) = (section for section in html.all("section") if "data-answer" in section)
    (refresh,) = (meta for meta in html.all("meta") if meta.get("http-equiv") == "refresh")
    assert place["data-answer"] == f"/why/{day}/{name.replace(' ', '%20')}?ask={ask}&shift={code}&now=1"
    assert refresh["content"] == f"0; url={place['data-answer']}"
    assert place["id"] == "answer"


def test_each_gap_of_a_day_is_asked_about_by_itself(client: FlaskClient, report: Report) -> None:
    day = max({gap.day for gap in report.gaps}, key=lambda day: sum(gap.day == day for gap in report.gaps))
    count = min(4, sum(gap.day == day for gap in report.gaps))
    assert count > 1
    html = read_page(page(client, f"/gaps/{day}/mends"))
    waits = [section for section in html.all("section") if "data-answer" in section]
    assert [section["id"] for section in waits] == [f"gap-{number}" for number in range(count)]
    second = read_page(page(client, waits[1]["data-answer"]))
    assert [s["id"] for s in second.all("section") if s.get("id", "").startswith("gap-")] == ["gap-1"]


def test_clashes_are_told_with_what_can_be_released(report: Report, tmp_path: Path) -> None:
    name = report.board.people[0].name
    locks = (Lock(name, date(2026, 12, 14), "S"), Lock(name, date(2026, 12, 15), "F"))
    board = Board(replace(report.board.team, locks=locks), 2026, 12, extra=report.roster.places())
    client = create_app(sample_desk(make_report(board, report.roster), tmp_path, MID_MONTH)).test_client()
    html = page(client, "/rules/clashes?now=1")
    assert "These can’t all hold" in html
    for text in (f"{name} is locked on Spät on Mon 14 Dec", f"{name} is locked on Früh on Tue 15 Dec"):
        assert re.search(re.escape(text) + r"</span>\s*<span class=\"badge accent\">can be released", html), text
    assert 'data-answer="/rules/clashes?now=1"' in page(client, "/rules/clashes")


def test_a_refused_wish_can_be_asked_about(client: FlaskClient, report: Report) -> None:
    wish = next(wish for wish in report.wishes if wish.refused_days)
    day = min(day for day in wish.refused_days if day is not None)
    assert "A wish for this day is not granted." in page(client, f"/why/{day}/{wish.person}")
    assert 'id="answer"' in page(client, f"/why/{day}/{wish.person}?ask=wish&now=1")


def test_nothing_is_answered_for_a_shift_that_is_not_worked(client: FlaskClient, worked: tuple[str, date, str]) -> None:
    name, day, _ = worked
    assert 'id="answer"' not in page(client, f"/why/{day}/{name}?ask=without&shift=none")


@pytest.mark.parametrize("address", ["/why/2026-11-30/Anna Berger", "/why/2026-12-05/Nobody", "/why/x/Anna Berger"])
def test_other_months_and_people_are_not_there(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_gaps_lead_to_what_would_mend_them(client: FlaskClient, report: Report) -> None:
    day = next(gap.day for gap in report.gaps)
    assert f'href="/gaps/{day}/mends"' in page(client, "/gaps/")
    told = page(client, f"/gaps/{day}/mends?now=1")
    assert ("Nothing that was tried mends it." in told) != ('class="ranked"' in told)
    calm = next(day for day in report.board.days if day not in {gap.day for gap in report.gaps})
    assert "Nothing is missing on this day." in page(client, f"/gaps/{calm}/mends")


@pytest.mark.parametrize("address", ["/", "/week/{day}", "/day/{day}", "/people/{name}"])
def test_a_shift_leads_to_its_reasons_without_a_script(
    client: FlaskClient, worked: tuple[str, date, str], address: str
) -> None:
    name, day, _ = worked
    links = read_page(page(client, address.format(day=day, name=name))).all("a")
    assert f"/why/{day}/{name.replace(' ', '%20')}" in [link.get("href") for link in links]


def test_every_cell_of_the_month_has_one_link_that_says_whose_and_when(client: FlaskClient, report: Report) -> None:
    links = [link for link in read_page(page(client, "/")).all("a") if link.get("class") == "why"]
    assert len({link["href"] for link in links}) == len(links) == len(report.board.people) * len(report.board.days)
    first = report.board.people[0].name
    names = {kind.code: kind.name for kind in report.board.shift_types}
    mine = [names[a.shift] for a in report.roster.assignments if a.place[:2] == (first, report.board.days[0])]
    assert links[0]["aria-label"] == ", ".join([first, "Tue 1 Dec", *mine])


def test_who_is_stopped_at_a_gap_leads_to_the_persons_day(client: FlaskClient, report: Report) -> None:
    gap = next(gap for gap in report.gaps if gap.obstacles)
    links = [link.get("href") for link in read_page(page(client, "/gaps/")).all("a")]
    assert f"/why/{gap.day}/{gap.obstacles[0].person.replace(' ', '%20')}" in links
