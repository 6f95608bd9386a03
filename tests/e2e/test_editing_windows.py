"""Two windows on one month, a server that fails, and the grid without a script and for those who listen."""

from datetime import date

import pytest
from playwright.sync_api import expect

from planner.domain.edit import Edit, Put
from tests.e2e.conftest import Visit
from tests.e2e.editing import ANNA, BEN, GRETA, Lead, enter, refused
from tests.e2e.width import width_of
from tests.web.database_desk import PLACE, DatabaseMonth

pytestmark = pytest.mark.browser


@pytest.fixture
def lead(windows: Visit, month: DatabaseMonth) -> Lead:
    return enter(windows, month)


# ---- two windows, and a server that fails


def test_the_second_of_two_windows_is_told_and_can_insist(windows: Visit, month: DatabaseMonth) -> None:
    first, second = enter(windows, month), enter(windows, month)
    first.click(first.cell(ANNA, 4))
    first.press("s")
    first.settled(1)
    second.click(second.cell(ANNA, 4))
    second.press("f")
    told = second.page.locator("#told")
    expect(told).to_contain_text("Anna Berger, Fri 4 Dec: Lea Lead has changed it meanwhile.")
    expect(second.cell(ANNA, 4).locator(".chip")).to_have_text("S")
    assert second.shifts(ANNA, 4) == {"S"}
    second.click(told.get_by_role("button", name="Do it all the same"))
    second.settled(2)
    assert second.shifts(ANNA, 4) == {"F"}
    refused(windows, 409)


def test_changes_of_others_elsewhere_come_along(lead: Lead) -> None:
    lead.month.others(Edit((Put(GRETA, date(2026, 12, 1), "M"),)))
    lead.click(lead.cell(ANNA, 4))
    lead.press("s")
    lead.settled(2)
    expect(lead.cell(GRETA, 1).locator(".chip")).to_have_text("M")


def test_a_program_that_does_not_answer_loses_nothing(windows: Visit, lead: Lead) -> None:
    lead.page.route("**/edit/", lambda route: route.abort())
    lead.click(lead.cell(ANNA, 2))
    lead.press("m")
    expect(lead.page.locator("#told")).to_contain_text("Nothing was changed and nothing is lost")
    expect(lead.cell(ANNA, 2).locator(".chip")).to_have_text("F")
    assert lead.month.edits() == []
    windows.complaints.clear()
    lead.page.unroute("**/edit/")
    lead.press("m")
    lead.settled(1)
    assert lead.shifts(ANNA, 2) == {"M"}


def test_who_is_signed_out_by_now_is_told(windows: Visit, lead: Lead) -> None:
    lead.page.context.clear_cookies()
    lead.click(lead.cell(ANNA, 2))
    lead.press("m")
    expect(lead.page.locator("#told")).to_contain_text("You are signed out by now. Nothing was changed")
    expect(lead.cell(ANNA, 2).locator(".chip")).to_have_text("F")
    assert lead.month.edits() == []


def test_keys_pressed_faster_than_the_server_answers_are_all_made(lead: Lead) -> None:
    lead.click(lead.cell(ANNA, 14))
    for _ in range(3):
        lead.press("s", "ArrowRight")
    lead.settled(3)
    assert [lead.shifts(ANNA, day) for day in (14, 15, 16)] == [{"S"}] * 3
    expect(lead.page.locator("body[aria-busy]")).to_have_count(0)


# ---- without a script, and for those who listen


def test_a_cell_is_filled_without_a_script(windows: Visit, month: DatabaseMonth) -> None:
    lead = enter(windows, month, width=390, script=False)
    lead.click(lead.cell(BEN, 2).locator("a.why"))
    lead.click(lead.page.get_by_role("button", name="Put it here").first)
    assert lead.shifts(BEN, 2) == {"F"}
    lead.click(lead.page.get_by_role("navigation", name="Pages").locator("summary").first)
    lead.click(lead.page.get_by_role("link", name="Roster", exact=True))
    lead.click(lead.page.get_by_role("button", name="Undo"))
    assert lead.shifts(BEN, 2) == set()
    assert lead.clicks == 5


def test_the_grid_tells_what_it_is(lead: Lead) -> None:
    expect(lead.page.get_by_role("grid", name="Roster December 2026")).to_have_attribute("aria-multiselectable", "true")
    assert lead.page.get_by_role("gridcell").count() >= 12 * 31
    expect(lead.page.locator("#told")).to_have_attribute("aria-live", "polite")
    lead.click(lead.cell(ANNA, 4))
    lead.press("Shift+ArrowRight")
    expect(lead.page.get_by_role("gridcell", selected=True)).to_have_count(2)
    names = lead.page.locator("#menu [role=menuitem]").evaluate_all("all => all.map(one => one.textContent.trim())")
    assert all(names)


@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_scrolls_sideways(windows: Visit, month: DatabaseMonth, language: str) -> None:
    lead = enter(windows, month, language=language)
    for path in ("/", "/why/2026-12-04/Anna Berger"):
        lead.page.goto(windows.address + PLACE + path)
        for width in (390, 1024, 1440):
            lead.page.set_viewport_size({"width": width, "height": 800})
            assert width_of(lead.page) <= width, f"{path} at {width}"


def test_an_edit_shifts_nothing(lead: Lead) -> None:
    place = "document.getElementById('month').getBoundingClientRect().top"
    before = lead.page.evaluate(place)
    lead.click(lead.cell(ANNA, 4))
    lead.press("f")
    lead.settled(1)
    lead.press("Control+z")
    lead.settled(2)
    assert lead.page.evaluate(place) == before
    # Nor does it matter whether a rule is broken; what is said of it leaves the totals in sight.
    lead.click(lead.cell("Jakob Hofer", 1))
    lead.press("f")
    lead.settled(3)
    expect(lead.page.locator("#told")).to_contain_text("Done, but it breaks a rule.")
    assert lead.page.evaluate(place) == before
    totals, told = lead.page.locator("#month tfoot td").nth(3).bounding_box(), lead.page.locator("#told").bounding_box()
    assert totals is not None
    assert told is not None
    assert totals["y"] + totals["height"] <= told["y"]
    kept = "part => { part.innerHTML = '<p class=\"note enough\">No rule is broken.</p>'; }"
    lead.page.locator("[data-part=clashes]").evaluate(kept)
    assert lead.page.evaluate(place) == before
