"""Every page answers in both languages, holds nothing inline, and can be used by everybody."""

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from planner.messages import LANGUAGES, render
from planner.reporting.report import Report
from tests.web.page_reading import Page, read_page
from tests.web.sample_desk import MID_MONTH, sample_desk
from tests.web.sample_report import sample_report, sample_team
from web import create_app
from web.pages.gaps import CLOSEST

PATHS = (
    "/",
    "/week/2026-12-09",
    "/day/2026-12-05",
    "/list",
    "/list?q=Berger",
    "/people/",
    "/people/Anna Berger",
    "/people/Anna Berger/receipt",
    "/gaps/",
    "/gaps/2026-12-10",
    "/report/",
    "/fairness/",
    "/rules/",
    "/rules/clashes",
    "/rules/clashes?now=1",
    "/staffing/",
    "/staffing/?weekday=oops",
    "/whatif/",
    "/calendars/",
    "/files/",
    "/components/",
)


def page_at(client: FlaskClient, path: str, language: str = "en") -> Page:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, path
    return read_page(answer.get_data(as_text=True))


@pytest.fixture(params=PATHS)
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_answers_in_the_language_asked_for(client: FlaskClient, path: str, language: str) -> None:
    page = page_at(client, path, language)
    assert page.all("html")[0]["lang"] == language
    assert len(page.all("h1")) == (2 if path == "/components/" else 1)
    assert page.all("title") == [{}]
    assert page.all("main")[0]["id"] == "main"


def test_nothing_is_inline(client: FlaskClient, path: str) -> None:
    page_at(client, path).assert_nothing_inline()


def test_everything_has_a_name(client: FlaskClient, path: str) -> None:
    page_at(client, path).assert_everything_named()


def test_headings_skip_no_level(client: FlaskClient, path: str) -> None:
    page_at(client, path).assert_levels_in_steps()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_before_the_first_month_offer_the_next_step(empty_client: FlaskClient, language: str) -> None:
    for path in ("/", "/people/", "/gaps/", "/fairness/", "/rules/", "/calendars/", "/day/2026-12-05"):
        html = empty_client.get(path, headers={"Accept-Language": language}).get_data(as_text=True)
        assert "planner plan" in html, path
    assert empty_client.get("/staffing/").status_code == 200
    assert empty_client.get("/files/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/nothing", "/people/Nobody", "/day/2026-11-30", "/day/soon", "/week/x", "/files/etc"]
)
def test_what_is_not_there_says_so(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Accept-Language": "de"})
    assert answer.status_code == 404
    assert "Hier ist nichts" in answer.get_data(as_text=True)


def test_month_of_sixty_people_is_small(tmp_path: Path) -> None:
    """As it travels; they work at three sites."""
    desk = sample_desk(sample_report(sample_team(60, 3)), tmp_path, MID_MONTH)
    page = create_app(desk).test_client().get("/", headers={"Accept-Encoding": "gzip"}).data
    assert gzip.decompress(page).count(b"<tr") >= 60
    assert len(page) < 300_000


def test_files_are_only_those_of_the_desk(client: FlaskClient) -> None:
    with client.get("/files/shifts.csv") as answer:
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
    assert client.get("/files/feeds").status_code == 404
    assert client.get("/files/..%2fconftest.py").status_code == 404


def test_month_names_every_holiday(client: FlaskClient, report: Report) -> None:
    html = client.get("/", headers={"Accept-Language": "de"}).get_data(as_text=True)
    for day in report.board.days:
        assert report.board.calendar.name(day, "de") in html


def test_search_without_a_script_is_answered_by_the_server(client: FlaskClient) -> None:
    page = page_at(client, "/?q=berger")
    rows = [attributes for tag, attributes in page.elements if tag == "tr"]
    shown = [row for row in rows if "hidden" not in row]
    assert len(rows) - len(shown) == 11


@pytest.mark.parametrize(("language", "more"), [("en", "more people"), ("de", "weitere Personen")])
def test_a_gap_opens_with_the_closest_and_folds_the_others(
    client: FlaskClient, report: Report, language: str, more: str
) -> None:
    gap = next(gap for gap in report.gaps if gap.obstacles[CLOSEST + 1 :])
    html = client.get(f"/gaps/{gap.day.isoformat()}", headers={"Accept-Language": language}).get_data(as_text=True)
    article = next(part for part in html.split("<article>") if str(escape(render(gap.what, language))) in part)
    read, folded = article.split("</article>")[0].split("<details>")
    for people, text in ((gap.obstacles[:CLOSEST], read), (gap.obstacles[CLOSEST:], folded)):
        assert [text.count(f">{it.person}</a>") for it in people] == [1] * len(people)
        assert text.count("<li><b>") == len(people)
        for reason in (reason for it in people for reason in it.reasons):
            assert str(escape(render(reason, language))) in text
    assert f"<summary>{len(gap.obstacles) - CLOSEST} {more}</summary>" in folded


def test_a_topic_without_contact_stands_among_the_gaps(client: FlaskClient, report: Report) -> None:
    gap = next(gap for gap in report.gaps if gap.topic)
    html = client.get(f"/gaps/{gap.day.isoformat()}", headers={"Accept-Language": "de"}).get_data(as_text=True)
    assert "Ansprechperson für Lieferung" in html
    contacts = next(topic.experts | topic.deputies for topic in report.board.team.topics)
    assert {obstacle.person for obstacle in gap.obstacles} == contacts


def test_a_month_of_many_gaps_names_the_closest_and_links_to_everybody(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    gap = next(gap for gap in report.gaps if len(gap.obstacles) > CLOSEST)
    last = gap.obstacles[-1].person
    monkeypatch.setattr("web.pages.gaps.MOST_REASONS", sum(len(gap.obstacles) for gap in report.gaps))
    whole = client.get("/gaps/").get_data(as_text=True)
    monkeypatch.setattr("web.pages.gaps.MOST_REASONS", sum(len(gap.obstacles) for gap in report.gaps) - 1)
    brief = client.get("/gaps/").get_data(as_text=True)
    assert brief.count(last) < whole.count(last)
    assert f'href="/gaps/{gap.day.isoformat()}"' in brief
    assert last in client.get(f"/gaps/{gap.day.isoformat()}").get_data(as_text=True)
