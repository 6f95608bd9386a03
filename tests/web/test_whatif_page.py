"""The page of plans side by side: what was kept beside the roster, or how to make it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from planner.domain.scenario import Hire, Scenario
from planner.messages import LANGUAGES
from planner.reporting.report import Report
from planner.services.comparing import WhatIf
from planner.services.desk import WHATIF_FILE, RosterDesk
from planner.telling.comparison_json import comparison_file, comparison_json
from tests.planner.compared_plans import compared
from tests.web.page_reading import read_page
from tests.web.sample_desk import MID_MONTH, sample_desk
from web import create_app

MADE = datetime(2026, 11, 22, 8, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def found() -> WhatIf:
    hire = Hire("Nora", 1200, "Ana")
    return compared(Scenario("Second <hire>", "Who takes the Monday?", (hire,)), Scenario("As it is"))


@pytest.fixture
def client(report: Report, found: WhatIf, tmp_path: Path) -> FlaskClient:
    desk = sample_desk(report, tmp_path, MID_MONTH)
    desk.compared = {language: {**comparison_json(found, language), "made": MADE} for language in LANGUAGES}
    return create_app(desk).test_client()


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["Second <hire>", "hire: Nora, 20 h a week, like Ana", "At present", "Hours uncovered", "8.0 h",
                "Coverage: costs 9,600 points less; both plans are proven best.",
                "Nothing of what is planned changes by this."]),
        ("de", ["Einstellung: Nora, 20 h pro Woche, wie Ana", "Derzeit", "Unbesetzte Stunden", "8,0 h",
                "Besetzung: kostet 9.600 Punkte weniger; beide Pläne sind nachweislich die besten.",
                "Das ändert nichts an dem, was geplant wird."]),
    ],
)  # fmt: skip
def test_table_and_its_words(client: FlaskClient, language: str, texts: list[str]) -> None:
    html = client.get("/whatif/", headers={"Accept-Language": language}).get_data(as_text=True)
    page = read_page(html)
    assert [text for text in texts if text not in page.texts] == []
    assert f'<small class="changed">-8{"," if language == "de" else "."}0</small>' in html


def test_without_a_comparison_the_page_says_how_to_make_one(empty_client: FlaskClient) -> None:
    assert "planner whatif" in empty_client.get("/whatif/").get_data(as_text=True)


def _desk(folder: Path) -> RosterDesk:
    nothing: Any = None
    return RosterDesk(nothing, nothing, nothing, folder, team_ref="", roster_ref="", base_url="",
                      replanning=nothing, take_over=nothing, writer=nothing)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_kept_is_shown(tmp_path: Path, found: WhatIf, language: str) -> None:
    (tmp_path / WHATIF_FILE).write_text(comparison_file(found, MADE), encoding="utf-8")
    assert _desk(tmp_path).what_if(language) == {**comparison_json(found, language), "made": MADE}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"made": "soon", "en": {}, "de": {}}'])
def test_a_broken_file_counts_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / WHATIF_FILE).write_text(content, encoding="utf-8")
    assert _desk(tmp_path).what_if("en") is None


def test_no_file_is_none(tmp_path: Path) -> None:
    assert _desk(tmp_path).what_if("en") is None
