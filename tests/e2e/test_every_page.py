"""Every page in every width: nothing scrolls sideways, nothing is blocked, nothing needs a script."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.width import width_of

pytestmark = pytest.mark.browser

PATHS = (
    "/", "/week/2026-12-09", "/day/2026-12-05", "/list", "/people/", "/people/Anna Berger",
    "/people/Anna Berger/receipt", "/gaps/", "/report/", "/fairness/", "/rules/", "/rules/costs",
    "/rules/clashes?now=1", "/staffing/", "/replan/",
    "/why/2026-12-05/Anna Berger", "/whatif/", "/calendars/", "/files/", "/components/",
)  # fmt: skip


def test_no_page_scrolls_sideways_or_hides_its_content(visit: Visit) -> None:
    page = visit.open("/", language="de")  # the longer words
    for path in PATHS:
        page.goto(visit.address + path)
        for width in (390, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert width_of(page) <= width, f"{path} at {width}"
            assert page.locator("h1").first.is_visible(), f"{path} at {width}"


def test_pages_read_without_a_script(visit: Visit) -> None:
    page = visit.open("/?q=berger", script=False)
    expect(page.locator("#month tbody tr:visible")).to_have_count(1)
    expect(page.locator("#pointed")).to_contain_text("Christmas")


def test_theme_is_switched_by_a_link(visit: Visit) -> None:
    page = visit.open("/people/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("link", name="Colours: as your device").click()
    page.get_by_role("link", name="Colours: light").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_pages_are_put_together_below_labels_that_open_and_close(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_text("Report", exact=True).click()
    expect(page.get_by_role("link", name="Fairness", exact=True)).to_be_visible()
    page.get_by_text("Team", exact=True).click()
    expect(page.get_by_role("link", name="Fairness", exact=True)).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Rules", exact=True)).to_be_hidden()
    phone = visit.open("/", width=390)
    expect(phone.get_by_role("link", name="Gaps", exact=True)).to_be_hidden()
    phone.locator(".nav summary", has_text="Roster").click()
    phone.get_by_role("link", name="Gaps", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("gaps")


def test_a_link_is_made_shown_once_and_revoked(visit: Visit) -> None:
    page = visit.open("/people/Anna Berger", width=390, language="de")
    page.get_by_role("link", name="In meinem Kalender abonnieren").click()
    page.get_by_label("Name des Links").fill("iPhone")
    page.get_by_role("button", name="Link erstellen").click()
    expect(page.get_by_label("Zum Einfügen in einen Kalender")).to_have_value(r := page.locator("#https").input_value())
    assert r.endswith(".ics")
    expect(page.locator("svg.qr")).to_be_visible()
    page.goto(visit.address + "/calendars/")
    assert r not in page.content()
    page.get_by_role("button", name="Den Link iPhone widerrufen").click()
    expect(page.get_by_text("widerrufen", exact=True)).to_be_visible()


def test_print_shows_the_letters_of_the_whole_month(visit: Visit) -> None:
    page = visit.open("/")
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator("#month tbody .chip").first).to_be_visible()
    # The width of A4 landscape less its margins, at 96 dots an inch.
    page.set_viewport_size({"width": 1054, "height": 725})
    assert page.evaluate("document.querySelector('#month').scrollWidth") <= 1054


def test_paper_cuts_off_no_table(visit: Visit) -> None:
    page = visit.open("/", language="de")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1054, "height": 725})
    for path in ("/report/", "/fairness/", "/rules/costs", "/people/Anna Berger/receipt", "/replan/", "/files/"):
        page.goto(visit.address + path)
        sides = page.locator(".table:visible").evaluate_all(
            "tables => tables.map((table) => table.getBoundingClientRect().toJSON())"
        )
        assert all(side["left"] >= 0 and side["right"] <= 1054 for side in sides), path
