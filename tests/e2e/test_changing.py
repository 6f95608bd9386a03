"""A sick call through the page: what would change, taking it over, and what is said then."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from planner import bootstrap
from tests.e2e.conftest import Visit, serving
from tests.planner.planned_teams import plan, team_file
from web import create_app

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("from_now_on")]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `planner plan` leaves it; for reading only."""
    folder = tmp_path_factory.mktemp("planned")
    plan(team_file(folder), folder / "out")
    return folder / "out"


@pytest.fixture
def folder(planned: Path, tmp_path: Path) -> Path:
    return shutil.copytree(planned, tmp_path / "own")


@pytest.fixture
def own_visit(browser: Browser, folder: Path) -> Iterator[Visit]:
    """A visit to a roster that may be changed."""
    with serving(create_app(bootstrap.desk(folder, "en", ""))) as address:
        yield from Visit(browser, address).during_test()


def call_in_sick(page: Page, visit: Visit) -> str:
    """Fill the form with the sick call of whoever works on the 14th; their name."""
    link = page.locator("#month a.why[href*='/2026-12-14/']:has(.chip)").first
    name = link.get_attribute("aria-label")
    assert name is not None
    person = name.split(",")[0]
    page.goto(visit.address + "/replan/")
    # Only what a sick call takes is asked for, with a script and without.
    expect(page.get_by_label("first day")).to_be_hidden()
    page.get_by_label("What happened?").select_option("sick")
    expect(page.get_by_label("With whom")).to_be_hidden()
    page.get_by_label("Who", exact=True).select_option(person)
    page.get_by_label("first day").fill("2026-12-14")
    page.get_by_role("button", name="See what would change").click()
    return person


@pytest.mark.parametrize(("width", "script"), [(1440, True), (390, True), (390, False)])
def test_a_sick_call_is_seen_and_taken_over(own_visit: Visit, folder: Path, width: int, script: bool) -> None:
    page = own_visit.open("/", width=width, height=844, script=script)
    person = call_in_sick(page, own_visit)
    expect(page.locator("#answer .headline")).to_have_text("1 of 30 shifts changed", timeout=20_000)
    row = page.locator("#answer table").first.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row.locator("td").first).to_contain_text(person)
    expect(row.locator("td").last).not_to_contain_text(person)
    instead = row.locator("td").last.inner_text()
    page.get_by_role("button", name="Take this over").click()
    expect(page.locator(".note.enough")).to_contain_text("Taken over: 1 of 30 shifts changed.")
    expect(page.locator(f"#month a.why[href*='/2026-12-14/'][aria-label^='{instead}']:has(.chip)")).to_have_count(1)
    assert list(folder.glob("before-*"))
    page.reload()
    expect(page.locator(".note.enough")).to_have_count(0)


def test_what_is_being_worked_out_shows_at_once(own_visit: Visit) -> None:
    page = own_visit.open("/", width=390, height=844)
    # The answer is held back, so that what comes before it can be looked at.
    held: list[Route] = []
    page.route(re.compile("now=1"), lambda route: held.append(route))
    call_in_sick(page, own_visit)
    expect(page.get_by_role("status")).to_contain_text("Nothing is saved.")
    expect(page.locator(".sweep")).to_be_in_viewport()
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    expect(page.locator("#answer .headline")).to_be_visible(timeout=20_000)
    expect(page.locator("#answer .headline")).to_be_in_viewport()
    expect(page.locator(".sweep")).to_have_count(0)


def test_an_answer_that_never_comes_is_said(own_visit: Visit) -> None:
    page = own_visit.open("/")
    page.route(re.compile("now=1"), lambda route: route.abort())
    call_in_sick(page, own_visit)
    expect(page.get_by_text("No answer came. Nothing was changed.")).to_be_visible()
    expect(page.locator(".sweep")).to_be_hidden()
    own_visit.complaints.clear()
