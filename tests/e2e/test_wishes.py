"""Wishes in a browser: opened in two clicks, given on a phone tap by tap, with and without a script."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from planner.accounts.model import Role
from planner.domain.time import month_days
from planner.domain.wishing import Mark, MarkKind, marks_of
from tests.e2e.axe import faults
from tests.e2e.conftest import Visit, serving
from tests.e2e.width import width_of
from tests.web.database_desk import PLACE, DatabaseMonth, KeptMonth, month_in

SELF = "Anna Berger"


@pytest.fixture(scope="module")
def month(kept: KeptMonth, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    """A draft of December in November; SELF has wishes of 7 points on the 2nd, 3rd and 11th."""
    now = datetime(2026, 11, 10, 9, tzinfo=UTC)
    with time_machine.travel(now), month_in(tmp_path_factory.mktemp("wishes"), kept) as found:
        yield found


@pytest.fixture(scope="module")
def manager(month: DatabaseMonth) -> str:
    with month.cases.vault.reading() as records:
        number = records.people(month.team)[SELF]
    return month.accounts.invited(month.session, "anna@example.com", Role.MANAGER, month.team, number)


def visiting(browser: Browser, month: DatabaseMonth, session: str) -> Iterator[Visit]:
    with serving(month.app(session)) as address:
        yield from Visit(browser, address, session).during_test()


@pytest.fixture
def lead(browser: Browser, month: DatabaseMonth) -> Iterator[Visit]:
    yield from visiting(browser, month, month.session)


@pytest.fixture
def phone(browser: Browser, month: DatabaseMonth, manager: str) -> Iterator[Visit]:
    """Of the manager, while wishes can be given."""
    view = month.desks.desk(month.team, (2026, 12), month.me, leads=True)
    assert view is not None
    found = view.wishing.look()
    if not found.is_open:
        view.wishing.open(found.deadline, found.budget, found.revision)
    yield from visiting(browser, month, manager)


def marks(month: DatabaseMonth) -> dict[date, Mark]:
    with month.cases.vault.reading() as records:
        return dict(marks_of(records.facts(month.team), SELF, month_days(2026, 12)).by_day)


def count_taps(page: Page) -> None:
    page.evaluate("addEventListener('click', () => sessionStorage.taps = 1 + Number(sessionStorage.taps || 0), true)")


def taps(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.taps || 0)"))


def test_the_lead_opens_wishes_with_two_clicks(lead: Visit) -> None:
    page = lead.open(f"{PLACE}/")
    page.get_by_role("link", name="Wishes", exact=True).click()  # 1
    page.get_by_role("button", name="Open wishes").click()  # 2
    expect(page.get_by_text("Everybody can give wishes until Tue 17 Nov 18:00.")).to_be_visible()
    expect(page.get_by_role("heading", name="0 of 12 have sent their wishes")).to_be_visible()


def test_a_manager_taps_wishes_on_a_phone(phone: Visit, month: DatabaseMonth) -> None:
    before = marks(month)
    page = phone.open(f"{PLACE}/my-wishes/", width=390, height=844, touch=True)
    assert width_of(page) <= 390
    count_taps(page)
    budget, day = page.locator("output"), page.locator("[data-day='2026-12-24']")
    expect(budget).to_have_text("8 of 15 points left")
    page.locator("[data-day='2026-12-05']").tap()
    expect(budget).to_have_text("5 of 15 points left")
    for said in ("rather not", "would like", "can’t"):
        day.tap()
        expect(day).to_have_attribute("aria-label", f"Thursday 24 December: {said}")
    expect(budget).to_have_text("5 of 15 points left")
    assert taps(page) == 4
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert faults(page) == []
    page.locator("[name='weight-2026-12-05']").select_option("5")
    expect(budget).to_have_text("3 of 15 points left")
    expect(page.locator("[data-row='2026-12-06']")).to_be_hidden()
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_role("status").first).to_contain_text("Your wishes are sent.")
    assert marks(month) == {
        **before,
        date(2026, 12, 5): Mark(MarkKind.RATHER_NOT, "", 5),
        date(2026, 12, 24): Mark(MarkKind.CANNOT),
    }


def test_without_a_script_it_is_a_form_that_keeps_what_was_chosen(phone: Visit, month: DatabaseMonth) -> None:
    before = marks(month)
    spent = sum(mark.points for mark in before.values())
    page = phone.open(f"{PLACE}/my-wishes/", width=390, height=844, script=False)
    for number in (7, 8):
        page.locator(f"[name='kind-2026-12-{number:02d}']").select_option("wants")
        page.locator(f"[name='weight-2026-12-{number:02d}']").select_option("5")
    expect(page.locator("[data-day='2026-12-06']")).to_be_hidden()
    page.locator("[name='kind-2026-12-06']").select_option("wants")
    page.locator("[name='weight-2026-12-06']").select_option("5")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text(f"Your wishes take {spent + 15} points, and there are 15.")
    expect(page.locator("[name='kind-2026-12-06']")).to_have_value("wants")
    assert marks(month) == before
    phone.complaints.clear()  # The browser says that the answer was 422.
