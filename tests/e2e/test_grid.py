"""The month grid under mouse and keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit

pytestmark = pytest.mark.browser


def focused(page: Page) -> tuple[int, int]:
    """Row (of people) and day of the cell in focus."""
    found = page.evaluate("[document.activeElement.parentElement.rowIndex - 2, document.activeElement.cellIndex]")
    return found[0], found[1]


def test_arrows_move_one_cell_and_stop_at_the_edges(visit: Visit) -> None:
    page = visit.open("/")
    page.locator("#month td.c").first.focus()
    assert focused(page) == (0, 1)
    for key, place in (
        ("ArrowRight", (0, 2)),
        ("ArrowDown", (1, 2)),
        ("ArrowLeft", (1, 1)),
        ("ArrowLeft", (1, 1)),
        ("ArrowUp", (0, 1)),
        ("ArrowUp", (0, 1)),
        ("End", (0, 31)),
        ("ArrowRight", (0, 31)),
        ("Control+End", (11, 31)),
        ("ArrowDown", (11, 31)),
        ("PageUp", (1, 31)),
        ("Control+Home", (0, 1)),
    ):
        page.keyboard.press(key)
        assert focused(page) == place, key
    assert page.locator("#month td[tabindex='0']").count() == 1


def test_focus_says_who_when_and_what(visit: Visit) -> None:
    page = visit.open("/", language="de")
    row = page.locator("#month tbody tr", has_text="Ben Moser")
    row.locator("td.c").nth(24).click()
    expect(page.locator("#pointed")).to_have_text(
        "Ben Moser · Freitag, 25. Dezember, Christtag · Wochenende, 09:00–17:00, gesperrt"
    )


def test_pointing_lights_the_column_and_leaving_puts_it_out(visit: Visit) -> None:
    page = visit.open("/")
    page.locator("#month tbody tr").nth(3).locator("td.c").nth(11).hover()
    expect(page.locator("#month thead th.lit")).to_contain_text("12")
    page.locator("h1").hover()
    expect(page.locator("#month thead th.lit")).to_have_count(0)


def test_search_hides_the_others_whatever_the_accents(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_label("Find person").fill("BRANDSTATTER")
    expect(page.locator("#month tbody tr:visible")).to_have_count(1)
    page.get_by_label("Find person").fill("nobody at all")
    expect(page.get_by_text("Nobody of that name")).to_be_visible()
    page.get_by_label("Find person").fill("")
    expect(page.locator("#month tbody tr:visible")).to_have_count(12)


def test_keyboard_keeps_the_cell_clear_of_what_sticks(visit: Visit) -> None:
    page = visit.open("/", width=1024, height=500)
    page.locator("#month td.c").first.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+Home")
    box = page.evaluate(
        """() => {
          const cell = document.activeElement.getBoundingClientRect();
          const corner = document.querySelector('.corner').getBoundingClientRect();
          const head = document.querySelector('#month thead').getBoundingClientRect();
          return [cell.left - corner.right, cell.top - head.bottom];
        }"""
    )
    assert min(box) >= -1


def test_a_month_of_31_days_fits_a_desktop(visit: Visit) -> None:
    page = visit.open("/", width=1440)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    heads = page.locator("#month thead tr:first-child th.day")
    widths = heads.evaluate_all("heads => heads.map(head => head.getBoundingClientRect().width)")
    assert len(widths) == 31
    assert min(widths) >= 34


def test_head_first_column_and_totals_stay(visit: Visit) -> None:
    page = visit.open("/", width=1024, height=500)
    frame = page.locator(".month-scroll")
    frame.evaluate("frame => { frame.scrollTo(500, 200); frame.scrollIntoView({block: 'end'}); }")
    for part in (".corner", "#month tbody tr:nth-child(8) .name", "#month tfoot .name"):
        expect(page.locator(part)).to_be_in_viewport()
