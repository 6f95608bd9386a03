"""A month planned in the browser: pressed, watched, stopped; with a script and without."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, expect

from planner.domain.job import JobKind, JobState
from planner.runners.local import LocalRunner
from planner.services.job_work import JobWork
from planner.services.plan_work import PlanWork
from tests.e2e.conftest import Visit, serving
from tests.web.plan_house import MONTH, PAGE, PLACE, PlanHouse
from tests.web.sample_desk import MID_MONTH
from tests.web.sample_report import sample_report

pytestmark = pytest.mark.browser

#: How long a page may wait for a machine that has other things to do.
PATIENCE_MS = 120_000


class Running:
    """A clock that begins in the middle of the month."""

    def __init__(self) -> None:
        self._began = monotonic()

    def now(self) -> datetime:
        return MID_MONTH + timedelta(seconds=monotonic() - self._began)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[PlanHouse]:
    """A team without a roster, whose month is planned by a thread of this process."""
    made = PlanHouse(sample_report(), tmp_path, planned=False)
    made.jobs.clock = Running()
    work = JobWork(made.jobs, {JobKind.PLAN: PlanWork(made.jobs, made.table, made.jobs.clock)}, Event())
    runner = LocalRunner(lambda job: work.run(job, "here"))
    made.app = made.restarted(runner)
    yield made
    made.plans.stop(*MONTH)
    runner.wait()


@pytest.fixture
def visit(browser: Browser, house: PlanHouse) -> Iterator[Visit]:
    with serving(house.app) as address:
        yield from Visit(browser, address, session=house.session).during_test()


def press_plan(page: Page) -> None:
    page.get_by_role("button", name="Plan December 2026").click()
    page.wait_for_url(re.compile(PAGE))


def test_press_plan_see_the_roster_grow_and_stop(visit: Visit, house: PlanHouse) -> None:
    page = visit.open(PAGE)
    press_plan(page)
    expect(page.locator(".moving")).to_be_visible()
    expect(page.locator("#plan-roster .chip").first).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".closing .cost-line").first).to_be_visible(timeout=PATIENCE_MS)
    assert house.job.state is JobState.RUNNING
    other = visit.open(PAGE, language="de", width=390)
    expect(other.get_by_role("button", name="Anhalten und das bisher Beste behalten")).to_be_visible()
    page.get_by_role("button", name="Stop, keep the best so far").click()
    expect(page.get_by_role("status")).to_have_text("Stopped; the best so far is kept", timeout=PATIENCE_MS)
    expect(other.get_by_role("status")).to_have_text("Angehalten; das bisher Beste ist behalten", timeout=PATIENCE_MS)
    assert len(house.table.versions) == 1
    page.get_by_role("link", name="See the roster").click()
    page.wait_for_url(re.compile(f"{PLACE}/$"))


def test_leaving_the_page_does_not_end_the_plan(visit: Visit, house: PlanHouse) -> None:
    page = visit.open(PAGE)
    press_plan(page)
    page.goto(f"{visit.address}{PLACE}/rules/")
    assert house.job.state.active
    page.goto(visit.address + PAGE)
    expect(page.locator("#plan-roster .chip").first).to_be_visible(timeout=PATIENCE_MS)


def test_without_a_script_the_page_is_refreshed_by_hand(visit: Visit, house: PlanHouse) -> None:
    page = visit.open(PAGE, script=False)
    press_plan(page)
    deadline = monotonic() + PATIENCE_MS / 1000
    while not page.locator("#plan-roster .chip").count():
        assert monotonic() < deadline
        page.get_by_role("link", name="Refresh").click()
    page.get_by_role("button", name="Stop, keep the best so far").click()
    expect(page.get_by_role("status")).to_have_text(re.compile("Stopp"))
