"""From the grid to the reasons, and from a gap to what mends it, counted in clicks."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit

pytestmark = pytest.mark.browser


def test_two_clicks_on_a_cell_and_one_more_say_who_could_take_the_shift(visit: Visit) -> None:
    page = visit.open("/")
    cell = page.locator("#month td.c:has(.chip)").first
    cell.click()
    cell.click()
    page.wait_for_url(re.compile(r"/why/2026-12-\d\d/"))
    page.get_by_role("link", name="Who could take it?").first.click()
    expect(page.locator("#answer h2")).to_have_text("Who could take it?")
    assert page.locator("#answer ol > li").count() >= 1


def test_a_cell_is_a_link_without_a_script(visit: Visit) -> None:
    page = visit.open("/", script=False)
    page.locator("#month td.c:has(.chip)").first.click()
    page.wait_for_url(re.compile(r"/why/2026-12-\d\d/"))
    expect(page.locator("h1")).to_be_visible()


def test_enter_opens_the_cell_in_focus_of_its_own_row_and_day(visit: Visit) -> None:
    page = visit.open("/")
    page.locator("#month a.why").first.focus()
    page.keyboard.press("ArrowRight")
    name = page.locator("#month tbody tr:not(.group) th.name a span").first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/why/2026-12-02/"))
    expect(page.locator("h1")).to_have_text(name)


def test_two_clicks_from_the_month_to_what_mends_a_gap(visit: Visit) -> None:
    page = visit.open("/", width=390, height=844)
    page.locator("#month a.gap").first.click()
    page.get_by_role("link", name="What would mend it?").first.click()
    expect(page.locator("h1")).to_have_text("What would mend it?")
    assert page.locator("main section.card").count() >= 1
