"""The page of plans side by side: what was kept beside the roster, or how to make it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from planner.board import Board
from planner.domain.job import Asked, Claim, Job, JobKind, Standing
from planner.domain.scenario import Hire, Scenario
from planner.messages import LANGUAGES
from planner.reporting.report import Report
from planner.services.comparing import WhatIf
from planner.services.desk import WHATIF_FILE, RosterDesk
from planner.storage.jobs import DatabaseJobs
from planner.storage.plan_table import keep_as_draft
from planner.telling.comparison_json import comparison_data, comparison_file, comparison_json
from tests.planner.compared_plans import compared
from tests.planner.moving_clock import MovingClock
from tests.web.database_desk import DatabaseMonth
from tests.web.page_reading import read_page
from tests.web.plan_house import MONTH as PLAN_MONTH
from tests.web.plan_house import PLACE, PlanHouse
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
        ("en", ["Second <hire>", "hire: Nora, 20 h a week, like Ana", "At present", "Hours uncovered", "8 h",
                "Coverage: 9,600 points cheaper; both plans are proven best.",
                "Nothing of what is planned changes by this."]),
        ("de", ["Einstellung: Nora, 20 h pro Woche, wie Ana", "Derzeit", "Unbesetzte Stunden", "8 h",
                "Besetzung: um 9.600 Punkte günstiger; beide Pläne sind nachweislich die besten.",
                "Das ändert nichts an dem, was geplant wird."]),
    ],
)  # fmt: skip
def test_table_and_its_words(client: FlaskClient, language: str, texts: list[str]) -> None:
    html = client.get("/whatif/", headers={"Accept-Language": language}).get_data(as_text=True)
    page = read_page(html)
    assert [text for text in texts if text not in page.texts] == []
    assert '<small class="changed">−8</small>' in html


def test_without_a_comparison_the_page_says_how_to_make_one(empty_client: FlaskClient) -> None:
    assert "planner whatif" in empty_client.get("/whatif/").get_data(as_text=True)


def _desk(folder: Path) -> RosterDesk:
    nothing: Any = None
    return RosterDesk(nothing, nothing, nothing, nothing, folder, team_ref="", roster_ref="", base_url="",
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


# ---- where a database keeps the team, scenarios are compared from the page


@pytest.fixture
def house(report: Report, tmp_path: Path) -> PlanHouse:
    scenarios = (Scenario("Second <hire>", "Who takes the Monday?", (Hire("Nora", 1200, "Anna Berger"),)),)
    board = Board(replace(report.board.team, scenarios=scenarios), 2026, 12)
    return PlanHouse(replace(report, board=board), tmp_path)


def whatif(house: PlanHouse) -> Job:
    job = house.plans.look(*PLAN_MONTH, JobKind.WHATIF)
    assert job is not None
    return job


def test_a_lead_has_scenarios_compared_and_sees_how_it_goes(house: PlanHouse) -> None:
    lead = house.app.test_client()
    page = read_page(lead.get(f"{PLACE}/whatif/").get_data(as_text=True))
    assert {"Second <hire>", "Who takes the Monday?"} <= set(page.texts)
    assert "planner whatif" not in " ".join(page.texts)
    assert lead.post(f"{PLACE}/whatif/", data={"scenario": "Second <hire>"}).status_code == 303
    assert whatif(house).asked.scenarios == ("Second <hire>",)
    answer = lead.get(f"{PLACE}/whatif/")
    assert answer.headers["Refresh"] == "3"
    assert "Waiting for its turn" in read_page(answer.get_data(as_text=True)).texts
    claimed = house.jobs.claim(whatif(house).id, "worker")
    assert claimed is not None
    house.jobs.beat(Claim(claimed.id, "worker", 1), Standing("At present", "", (), (), 0, ()))
    text = lead.get(f"{PLACE}/whatif/", headers={"Accept-Language": "de"}).get_data(as_text=True)
    assert "Wird geplant: Derzeit" in text
    assert lead.post(f"{PLACE}/whatif/stop").status_code == 303
    assert whatif(house).cancel
    house.jobs.fail(Claim(claimed.id, "worker", 1), {"en": "Nora is there already.", "de": "Nora ist schon da."})
    answer = lead.get(f"{PLACE}/whatif/")
    assert "Refresh" not in answer.headers
    assert "Nora is there already." in answer.get_data(as_text=True)


def test_nothing_chosen_is_told(house: PlanHouse) -> None:
    answer = house.app.test_client().post(f"{PLACE}/whatif/")
    assert answer.status_code == 422
    assert "Nobody and nothing is chosen." in answer.get_data(as_text=True)


def test_a_folder_compares_nothing_from_the_page(client: FlaskClient) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = False
    assert client.post("/whatif/").status_code == 404
    assert client.post("/whatif/stop").status_code == 404


def test_what_a_month_in_the_database_was_compared_with_is_shown(month: DatabaseMonth, found: WhatIf) -> None:
    clock = MovingClock()
    jobs = DatabaseJobs(month.accounts.database, clock, keep_as_draft(clock))
    job, _ = jobs.add(month.team, 2026, 12, Asked(), base=None, asked_by=None, kind=JobKind.WHATIF)
    jobs.claim(job.id, "worker")
    jobs.finish_comparison(Claim(job.id, "worker", 1), comparison_data(found, MADE))
    page = read_page(month.client().get(f"{PLACE}/whatif/").get_data(as_text=True))
    assert {"Second <hire>", "Hours uncovered"} <= set(page.texts)
