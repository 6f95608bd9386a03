"""The lead's journeys of PRODUCT.md in screens and clicks, on pages with a real worker."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from planner.domain.drafts import Version
from planner.exchange.example_team import example_team
from tests.e2e.conftest import Visit
from tests.e2e.journeys import (
    PATIENCE_MS,
    Counter,
    cell,
    drag_and_lock,
    fill_gap,
    plan_month,
    plan_the_rest,
    publish,
)
from tests.e2e.worked_house import WorkedHouse, draft_open_on, worked_house
from tests.web.sample_report import sample_team

pytestmark = pytest.mark.browser

SUNDAY = date(2026, 12, 13)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkedHouse]:
    with worked_house(tmp_path_factory.mktemp("journeys")) as found:
        yield found


@pytest.fixture
def drafted(house: WorkedHouse) -> str:
    """The address of a month with a draft, in which the second Sunday stands open."""
    team = replace(example_team("en"), scenarios=())
    return house.team(team, draft_open_on(team, SUNDAY))


@pytest.fixture
def visit(browser: Browser, house: WorkedHouse) -> Iterator[Visit]:
    yield from Visit(browser, house.address, session=house.owner).during_test()


def counted(visit: Visit, path: str) -> Counter:
    """A window on a month, whose clicks are counted from now on."""
    page = visit.open("/")
    counter = Counter(page)
    page.goto(visit.address + path)
    return counter


def newest(house: WorkedHouse, month: str) -> Version:
    with house.cases.vault.reading() as records:
        return records.versions(int(month.split("/")[2]), 2026, 12)[-1]


def places(house: WorkedHouse, month: str) -> frozenset[tuple[str, date, str]]:
    """The shifts of the newest version."""
    version = newest(house, month)
    with house.cases.vault.reading() as records:
        return records.roster(version.id).places()


def test_a_month_is_planned_on_one_screen_with_one_click(visit: Visit, house: WorkedHouse) -> None:
    month = house.team(replace(sample_team(), name="Planned"))
    counter = counted(visit, month)
    with counter.journey():
        plan_month(counter)
    assert (counter.screens, counter.clicks, counter.keys) == ([f"{month}plan/"], 1, 0)
    page = counter.page
    expect(page.locator(".line-key")).to_contain_text("at best", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Stop, keep the best so far").click()
    expect(page.get_by_role("link", name="See the roster")).to_be_visible(timeout=PATIENCE_MS)
    assert newest(house, month).state == "draft"


def test_a_red_cell_is_filled_with_two_clicks(visit: Visit, house: WorkedHouse, drafted: str) -> None:
    counter = counted(visit, drafted)
    before = places(house, drafted)
    with counter.journey():
        name = fill_gap(counter, SUNDAY.day)
    assert (counter.screens, counter.clicks) == ([f"{drafted}gaps/2026-12-13"], 2)
    [new] = places(house, drafted) - before
    assert new == (name, SUNDAY, "W")
    # It can be taken back where it was done.
    counter.page.locator(".filled").get_by_role("button", name="Undo").click()
    counter.page.wait_for_url(re.compile(f"{drafted}$"))
    assert places(house, drafted) == before


def test_a_shift_is_dragged_and_locked_and_the_rest_is_planned_round_it(
    visit: Visit, house: WorkedHouse, drafted: str
) -> None:
    counter = counted(visit, drafted)
    with counter.journey():
        drag_and_lock(counter, "Jonas Berger", 6, ("Mira Novak", 6))
        assert (counter.screens[1:], counter.clicks, counter.keys) == ([], 1, 1)
        told = plan_the_rest(counter)
    assert (counter.screens, counter.clicks, counter.keys) == ([f"{drafted}plan/"], 3, 1)
    # The open Sunday is filled; all else stays.
    assert told == "1 of 70 shifts changed"
    counter.page.get_by_role("link", name="See the roster").click()
    expect(cell(counter.page, "Mira Novak", 6).locator(".chip.locked")).to_have_count(1)
    assert ("Mira Novak", date(2026, 12, 6), "W") in places(house, drafted)


def test_a_draft_is_published_with_two_clicks(visit: Visit, house: WorkedHouse, drafted: str) -> None:
    counter = counted(visit, drafted)
    with counter.journey():
        publish(counter)
    assert (counter.screens, counter.clicks, counter.keys) == ([f"{drafted}publish/"], 2, 0)
    assert newest(house, drafted).state == "published"
