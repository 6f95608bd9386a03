"""From the first link to a lead in a browser of their own, and the looks of the pages about accounts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from planner.accounts.model import Role
from tests.e2e.conftest import Visit, serving
from tests.e2e.width import width_of
from tests.planner.account_cases import PASSWORD, token_of
from tests.web.house import SELF, House, build_house
from tests.web.sample_report import sample_report

pytestmark = pytest.mark.browser


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, sample_report())


@pytest.fixture
def inside(browser: Browser, house: House) -> Iterator[Visit]:
    """Visits to a house, with forms that only its pages can send."""
    house.app.config["WTF_CSRF_ENABLED"] = True
    with serving(house.app) as address:
        found = Visit(browser, address)
        yield found
        for context in found.contexts:
            context.close()


def test_from_the_first_link_to_a_lead_who_keeps_to_their_team(inside: Visit, house: House) -> None:
    page = inside.open(f"/welcome/{token_of(house.case.links.owner_link())}")
    page.get_by_label("E-mail address").fill("first@example.com")
    page.get_by_label("Your name").fill("First Owner")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Go in").click()
    expect(page.get_by_role("heading", name="My teams")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    page.goto(f"{inside.address}/teams/{house.team_id}/members/")
    page.get_by_label("E-mail address").fill("first@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("E-mail address").fill("lea@example.com")
    page.get_by_label("Role", exact=True).select_option("lead")
    page.get_by_label("Who is it in the roster?").select_option(SELF)
    page.get_by_role("button", name="Invite").click()
    link = page.get_by_label("Link", exact=True).input_value()
    expect(page.get_by_text("lea@example.com").last).to_be_visible()

    lea = inside.open(link.removeprefix("http://localhost"), width=390, language="de")
    expect(lea.get_by_label("Mailadresse")).to_have_value("lea@example.com")
    lea.get_by_label("Dein Name").fill("Lea")
    lea.get_by_label("Neues Passwort").fill(PASSWORD)
    lea.get_by_role("button", name="Los geht’s").click()
    lea.get_by_role("link", name="Dezember 2026", exact=True).click()
    expect(lea.locator("#month tbody .chip").first).to_be_visible()
    lea.goto(f"{inside.address}/teams/{house.team_id}/members/")
    expect(lea.get_by_role("heading", name="Jemanden einladen")).to_be_visible()
    lea.goto(f"{inside.address}/teams/{house.other_id}/members/")
    expect(lea.get_by_role("heading", name="Hier ist nichts")).to_be_visible()
    assert [text for text in inside.complaints if "404" not in text] == []


def test_no_page_about_accounts_scrolls_sideways(inside: Visit, house: House) -> None:
    by = house.case.visitor(house.owner)
    house.session_of("lead")
    made = house.case.links.invite(by, f"{'long' * 15}@example.com", Role.LEAD, house.team_id, "Team", None, "en")
    page = inside.open("/sign-in", language="de")
    for path in ("/sign-in", "/forgotten", f"/welcome/{token_of(made.address)}", "/welcome/gone", "signed in",
                 "/", "/account/", "/accounts/", f"/teams/{house.team_id}/members/", f"{house.place}/"):  # fmt: skip
        if path == "signed in":
            page.context.add_cookies([{"name": "sid", "value": house.owner, "url": inside.address}])
            continue
        page.goto(inside.address + path)
        for width in (390, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            assert width_of(page) <= width, f"{path} at {width}"
            assert page.locator("h1").first.is_visible(), f"{path} at {width}"


def test_the_pages_work_without_a_script(inside: Visit, house: House) -> None:
    page = inside.open("/", script=False)
    page.get_by_label("E-mail address").fill("olga@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="My account").click()
    page.get_by_label("Your name").fill("Olga Ohm")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    assert inside.complaints == []
