"""A team set up in a browser: from nothing to a planned month, its facts kept afterwards, a workbook brought."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from planner import bootstrap
from planner.bootstrap_jobs import job_parts
from planner.domain.job import JobKind
from planner.exchange.example_team import example_team
from planner.exchange.template import write_team
from planner.runners.local import LocalRunner
from planner.services.job_work import JobWork
from planner.services.plan_jobs import PlanJobs
from planner.services.plan_work import PlanWork
from planner.settings import Settings
from tests.e2e.conftest import Visit, serving
from tests.e2e.test_accessible import faults
from tests.e2e.width import width_of
from tests.planner.account_cases import AccountCase
from web import create_house

pytestmark = pytest.mark.browser

#: How long a page may wait for a machine that has other things to do.
PATIENCE_MS = 120_000
PEOPLE = "Name\tHours\nLea Huber\t38.5\nJonas Berger\tthirty\nMira Novak\t20"


class Clicks:
    """Counts what is clicked."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, what: Locator) -> None:
        self.count += 1
        what.click()


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """An owner's browser, on a database without a team; months are planned by a thread of this process."""
    settings = Settings.of({"DATA_FOLDER": str(tmp_path / "data"), "BASE_URL": "http://127.0.0.1"})
    with ExitStack() as stack:
        database = stack.enter_context(bootstrap.open_database(settings))
        cases, accounts = bootstrap.use_cases(settings, database, "en"), AccountCase(database)
        parts = job_parts(database)
        ending = Event()
        planning = PlanWork(parts.jobs, parts.table, bootstrap.SystemClock())
        work = JobWork(parts.jobs, {JobKind.PLAN: planning}, ending)
        runner = LocalRunner(lambda job: work.run(job, "here"))
        plans = PlanJobs(parts.jobs, parts.table, runner)
        desks, set_up = bootstrap.desks(settings, cases, "en"), bootstrap.set_up(database, cases.vault)
        app = create_house(desks, accounts.accounts, cases.access_log, set_up, b"k" * 32, plans=plans)
        address = stack.enter_context(serving(app))
        found = Visit(browser, address, session=accounts.owner())
        # A form with something wrong in it is answered with 422, a conflict with 409; the browser notes both.
        noted = re.compile("status of (422|409)")
        yield found
        for context in found.contexts:
            context.close()
        ending.set()
        runner.wait()
        assert [line for line in found.complaints if not noted.search(line)] == []


def next_step(page: Page, click: Clicks, step: str) -> None:
    click(page.locator(".foot-bar").get_by_role("button", name="Next"))
    page.wait_for_url(re.compile(f"/new-team/{step}"))


def test_from_nothing_to_a_planned_month(visit: Visit) -> None:
    page, click = visit.open("/"), Clicks()
    click(page.get_by_role("link", name="New team"))
    page.get_by_label("Name of the team").fill("Alpenglück")
    page.get_by_label("Where are you employed?").select_option("AT-9")
    expect(page.get_by_text("Wien: labour law of Austria.")).to_be_visible(timeout=PATIENCE_MS)
    month = page.get_by_label("First month").evaluate("field => field.selectedOptions[0].text")
    next_step(page, click, "hours")
    page.get_by_label("Channel").first.fill("Instagram")
    page.get_by_label("Mon–Fri").first.fill("nine")
    expect(page.get_by_text("“nine” are no opening hours.")).to_be_visible(timeout=PATIENCE_MS)
    assert faults(page) == []
    page.get_by_label("Mon–Fri").first.fill("9-17")
    expect(page.get_by_text("“nine” are no opening hours.")).to_be_hidden(timeout=PATIENCE_MS)
    next_step(page, click, "shifts")
    expect(page.get_by_label("Code").first).to_have_value("D")
    # Enter goes on like the button.
    page.get_by_label("Target").first.press("Enter")
    page.wait_for_url(re.compile("/new-team/people"))
    page.get_by_label("Paste them out of your spreadsheet").fill(PEOPLE)
    wrong = page.locator(".pasted td.wrong")
    expect(wrong).to_contain_text("This is not a duration.", timeout=PATIENCE_MS)
    assert faults(page) == []
    page.get_by_label("Paste them out of your spreadsheet").fill(PEOPLE.replace("thirty", "30"))
    expect(wrong).to_have_count(0, timeout=PATIENCE_MS)
    next_step(page, click, "review")
    assert faults(page) == []
    click(page.get_by_role("button", name=f"Create and plan {month}"))
    page.wait_for_url(re.compile(r"/teams/1/20\d\d-\d\d/plan/"))
    # So small a month is planned to the end within seconds.
    see = page.get_by_role("link", name="See the roster")
    expect(see).to_be_visible(timeout=PATIENCE_MS)
    click(see)
    expect(page.locator("#month .chip").first).to_be_visible(timeout=PATIENCE_MS)
    assert click.count == 6


def test_facts_are_kept_and_a_workbook_is_brought(visit: Visit, tmp_path: Path) -> None:
    workbook = tmp_path / "team.xlsx"
    write_team(example_team("en"), workbook)
    page = visit.open("/new-team/workbook")
    page.get_by_label("Workbook").set_input_files(workbook)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="What comes in")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_text("The workbook is taken over.")).to_be_visible(timeout=PATIENCE_MS)

    page.goto(f"{visit.address}/teams/1/facts/managers/")
    page.get_by_role("link", name="Lea Huber").click()
    other = visit.open(page.url.removeprefix(visit.address), language="de", width=390)
    hours = page.get_by_label("Hours a week", exact=False).first
    hours.fill("many")
    expect(page.get_by_text("This is not a duration.")).to_be_visible(timeout=PATIENCE_MS)
    hours.fill("30")
    expect(page.get_by_text("This is not a duration.")).to_be_hidden(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible(timeout=PATIENCE_MS)
    other.get_by_label("Stunden pro Woche").first.fill("25")
    other.get_by_role("button", name="Speichern").click()
    expect(other.get_by_text("Jetzt steht hier: 30:00")).to_be_visible(timeout=PATIENCE_MS)
    expect(other.get_by_label("Stunden pro Woche").first).to_have_value("25")
    other.get_by_role("button", name="Speichern").click()
    expect(other.get_by_role("status")).to_contain_text("Gespeichert.", timeout=PATIENCE_MS)
    no_page_scrolls_sideways(other, visit)


def no_page_scrolls_sideways(page: Page, visit: Visit) -> None:
    """Nor says a script something wrong."""
    facts = "/teams/1/facts"
    for path in (
        "/", "/new-team/team", "/new-team/hours", "/new-team/shifts", "/new-team/people", "/new-team/review",
        "/new-team/workbook", f"{facts}/", f"{facts}/managers/", f"{facts}/managers/new", f"{facts}/volume/",
        f"{facts}/topics/new", "/teams/1/2026-12/rules/", "/teams/1/2026-12/rules/rest",
    ):  # fmt: skip
        page.goto(visit.address + path)
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert width_of(page) <= width, f"{path} at {width}"


def test_who_is_signed_out_by_now_signs_in_elsewhere_and_loses_nothing(visit: Visit) -> None:
    page = visit.open("/new-team/people")
    pasted, on = page.get_by_label("Paste them out of your spreadsheet"), page.locator(".foot-bar .primary")
    pasted.fill(PEOPLE)
    page.context.clear_cookies()
    on.click()
    expect(page.get_by_text("You are signed out by now")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("link", name="Sign in in another window")).to_have_attribute("target", "_blank")
    expect(pasted).to_have_value(PEOPLE)
    # As in the window that this opens. Forms of the session that began there have other tokens than this one.
    page.context.add_cookies([{"name": "sid", "value": visit.session, "url": visit.address}])
    on.click()
    expect(page.locator(".pasted td.wrong")).to_contain_text("This is not a duration.", timeout=PATIENCE_MS)
    expect(page.get_by_text("You are signed out by now")).to_be_hidden()
    # Looking at it while it was typed was refused, too.
    visit.complaints[:] = [line for line in visit.complaints if "status of 400" not in line]


def test_without_a_network_nothing_typed_is_lost(visit: Visit) -> None:
    page = visit.open("/new-team/team", language="de", width=390)
    name, on = page.get_by_label("Name des Teams"), page.locator(".foot-bar .primary")
    name.fill("Alpenglück")
    page.get_by_label("Wo seid ihr angestellt?").select_option("AT-9")
    page.context.set_offline(True)
    on.click()
    expect(page.get_by_text("Das Programm antwortet gerade nicht")).to_be_visible(timeout=PATIENCE_MS)
    expect(name).to_have_value("Alpenglück")
    page.context.set_offline(False)
    on.click()
    page.wait_for_url(re.compile("/new-team/hours"))
    visit.complaints[:] = [line for line in visit.complaints if "ERR_INTERNET_DISCONNECTED" not in line]
