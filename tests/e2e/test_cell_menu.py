"""The menu of a cell in Chromium: by key, by right click and by a long press."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.editing import ANNA, BEN, DAVID, Lead, enter
from tests.e2e.width import width_of
from tests.web.database_desk import DatabaseMonth

pytestmark = pytest.mark.browser


@pytest.fixture
def lead(windows: Visit, month: DatabaseMonth) -> Lead:
    return enter(windows, month)


@pytest.mark.parametrize("key", ["ContextMenu", "Shift+F10"])
def test_the_menu_key_opens_the_menu_and_arrows_choose(lead: Lead, key: str) -> None:
    lead.click(lead.cell(ANNA, 4))
    lead.press(key)
    expect(lead.page.get_by_role("menuitem").first).to_be_focused()
    lead.press("ArrowDown", "ArrowDown", "Enter")
    lead.settled(1)
    assert lead.shifts(ANNA, 4) == {"S"}
    assert (lead.clicks, lead.keys) == (1, 4)
    expect(lead.page.locator("#menu")).to_be_hidden()
    expect(lead.cell(ANNA, 4).locator("a.why")).to_be_focused()


def test_a_right_click_opens_the_menu_for_the_block(lead: Lead) -> None:
    lead.click(lead.cell(BEN, 15))
    lead.press("Shift+ArrowRight")
    lead.click(lead.cell(BEN, 16), button="right")
    expect(lead.page.locator("#menu-of")).to_have_text("2 cells selected")
    lead.click(lead.page.get_by_role("menuitem", name="Keep free"))
    lead.settled(1)
    assert (lead.shifts(BEN, 15), lead.shifts(BEN, 16)) == (set(), set())
    assert lead.locked(BEN, 16) == {""}


def test_escape_closes_the_menu_and_nothing_happens(lead: Lead) -> None:
    lead.click(lead.cell(ANNA, 4), button="right")
    expect(lead.page.locator("#menu")).to_be_visible()
    lead.press("Escape")
    expect(lead.page.locator("#menu")).to_be_hidden()
    expect(lead.cell(ANNA, 4).locator("a.why")).to_be_focused()
    assert lead.month.edits() == []


def test_a_person_works_as_in_the_week_before(lead: Lead) -> None:
    lead.click(lead.cell(DAVID, 8), button="right")
    lead.click(lead.page.get_by_role("menuitem", name="As in the week before"))
    lead.settled(1)
    assert [lead.shifts(DAVID, day) for day in (8, 9, 10, 11)] == [{"B"}, {"F"}, {"F"}, {"F"}]
    assert lead.clicks == 2


def test_everybody_works_as_in_the_week_before(lead: Lead) -> None:
    before = len(lead.month.places())
    lead.click(lead.page.locator("summary", has_text="Copy a week"))
    lead.page.get_by_label("Everybody works").select_option("2026-12-14")
    lead.click(lead.page.get_by_role("button", name="Copy the week before"))
    lead.settled(1)
    assert len(lead.month.places()) > before
    assert {change.day.day for change in lead.month.edits()[0].changes} <= set(range(14, 21))


# ---- touch


def test_a_long_press_opens_the_menu_on_a_phone(windows: Visit, month: DatabaseMonth) -> None:
    lead = enter(windows, month, width=390, height=844, touch=True)
    box = lead.cell(BEN, 2).bounding_box()
    assert box is not None
    finger = lead.page.context.new_cdp_session(lead.page)
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(lead.page.locator("#menu")).to_be_visible()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(lead.page.locator("#menu")).to_be_visible()
    assert width_of(lead.page) <= 390
    lead.page.get_by_role("menuitem", name="Früh").tap()
    lead.settled(1)
    assert lead.shifts(BEN, 2) == {"F"}
    assert lead.page.url.endswith("/")


def test_a_finger_that_moves_scrolls_and_opens_nothing(windows: Visit, month: DatabaseMonth) -> None:
    lead = enter(windows, month, width=390, height=844, touch=True)
    box = lead.cell(BEN, 3).bounding_box()
    assert box is not None
    finger = lead.page.context.new_cdp_session(lead.page)
    for step in range(6):
        point = {"x": box["x"] + 10 - 20 * step, "y": box["y"] + 10}
        kind = "touchMove" if step else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    lead.page.wait_for_timeout(700)
    expect(lead.page.locator("#menu")).to_be_hidden()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert lead.month.edits() == []
