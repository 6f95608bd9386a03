"""A manager's phone: what is next at sign-in, a calendar link in two clicks, and shifts to see without a network."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event

import pytest
import time_machine
from playwright.sync_api import Browser, Error, Page, expect

from planner.accounts.model import Role
from tests.e2e.axe import faults
from tests.e2e.conftest import Visit, serving
from tests.e2e.journeys import Counter
from tests.e2e.width import width_of
from tests.planner.account_cases import PASSWORD
from tests.web.database_desk import PLACE, DatabaseMonth, KeptMonth, month_in
from tests.web.house import SELF

pytestmark = pytest.mark.browser

#: When it is: the early shift of SELF on Wednesday 2 December runs.
NOW = datetime(2026, 12, 2, 9, 30, tzinfo=UTC)

#: What the browser keeps for times without a network.
KEPT = """async () => {
  const names = await caches.keys();
  const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return lists.flat().map((request) => new URL(request.url).pathname).sort();
}"""


@pytest.fixture(scope="module")
def month(kept: KeptMonth, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    """The sample's month, published; SELF has an account."""
    folder = tmp_path_factory.mktemp("mine")
    with time_machine.travel(NOW), month_in(folder, kept) as found:
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        with found.cases.vault.reading() as records:
            number = records.people(found.team)[SELF]
        found.accounts.invited(found.session, "anna@example.com", Role.MANAGER, found.team, number)
        yield found


@pytest.fixture
def phone(browser: Browser, month: DatabaseMonth) -> Iterator[Visit]:
    with serving(month.app()) as address:
        yield from Visit(browser, address).during_test()


def sign_in(visit: Visit, *, script: bool = True) -> Page:
    page = visit.open("/", width=390, height=844, touch=True, script=script)
    page.locator("[name=email]").fill("anna@example.com")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button").click()
    return page


def kept(page: Page, *expected: str) -> list[str]:
    """What is kept, once it holds what is expected."""
    for _ in range(100):
        found: list[str] = page.evaluate(KEPT)
        if set(expected) <= set(found):
            return found
        page.wait_for_timeout(50)
    raise AssertionError(f"{expected} are not among {found}")


def test_signing_in_shows_what_is_now_without_a_click_or_a_script(phone: Visit) -> None:
    page = sign_in(phone, script=False)
    expect(page.locator(".next")).to_contain_text("Now, until 16:00")
    expect(page.locator(".next")).to_contain_text("Escalate to")
    expect(page.locator("#offline")).to_be_hidden()
    page.locator(".shift").last.locator("summary").click()
    expect(page.locator(".shift[open]")).to_contain_text("Why I have this shift")


def test_a_calendar_link_takes_two_clicks(phone: Visit) -> None:
    page = sign_in(phone)
    counter = Counter(page)
    page.goto(f"{phone.address}/my/")
    with counter.journey():
        page.get_by_role("link", name="Subscribe in my calendar").click()
        page.get_by_role("button", name="Make link").click()
        assert "/ical/" in page.locator("#https").input_value()
    assert (counter.screens, counter.clicks, counter.keys) == (["/my/calendars/"], 2, 0)
    # The roster as a colleague sees it, too.
    roster = (f"{PLACE}/", f"{PLACE}/week/2026-12-09", f"{PLACE}/day/2026-12-03", f"{PLACE}/list")
    for path in ("/my/", "/my/calendars/", *roster):
        page.goto(phone.address + path)
        assert width_of(page) <= 390, path
        assert faults(page) == [], path


def test_the_smallest_phone_shows_it_too(phone: Visit) -> None:
    """320 px wide, which is also what a page is enlarged to four times."""
    page = sign_in(phone)
    page.set_viewport_size({"width": 320, "height": 640})
    # A table that is wider scrolls by itself, by keys too.
    for path in ("/my/", "/my/calendars/", "/my/leave/", "/my/messages/", "/my/messages/settings/", "/my/busy/",
                 "/account/", f"/teams/1/opened/{SELF}", f"{PLACE}/day/2026-12-03", f"{PLACE}/people/{SELF}",
                 f"{PLACE}/people/{SELF}/receipt"):  # fmt: skip
        page.goto(phone.address + path)
        assert width_of(page) <= 320, path
        assert faults(page) == [], path


def test_shifts_stay_while_the_server_is_down_and_go_when_the_session_is_ended_elsewhere(
    browser: Browser, month: DatabaseMonth
) -> None:
    app, down = month.app("nobody"), Event()

    @app.before_request
    def answer() -> tuple[str, int] | None:
        return ("", 502) if down.is_set() else None

    with serving(app) as address, contextmanager(Visit(browser, address).during_test)() as visit:
        page = sign_in(visit)
        kept(page, "/my/", "/static/css/my-shifts.css", "/static/js/my-shifts.js")
        page.goto(f"{address}/my/")
        # As a proxy answers while the server starts again.
        down.set()
        page.reload()
        expect(page.locator("#offline")).to_have_text("As of Wed 2 Dec 10:30; there is no connection.")
        expect(page.locator(".next")).to_contain_text("Now, until 16:00")
        down.clear()
        page.reload()
        expect(page.locator("#offline")).to_be_hidden()
        assert "/my/" in kept(page)
        with month.accounts.store.write() as records:
            for user in records.users():
                records.end_sessions(user.user_id)
        page.reload()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert kept(page) == []


def test_shifts_stay_without_a_network_until_signing_out(phone: Visit) -> None:
    page = sign_in(phone)
    expect(page.get_by_role("heading", name="My shifts")).to_be_visible()
    kept(page, "/my/", "/static/css/my-shifts.css", "/static/js/my-shifts.js")
    page.goto(f"{phone.address}/my/calendars/")
    page.goto(f"{phone.address}/my/")
    assert [path for path in kept(page, "/my/") if not path.startswith("/static/")] == ["/my/"]

    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#offline")).to_have_text("As of Wed 2 Dec 10:30; there is no connection.")
    expect(page.locator(".next")).to_contain_text("Now, until 16:00")
    assert page.evaluate("getComputedStyle(document.querySelector('.next')).borderLeftWidth") == "3px"
    with pytest.raises(Error, match=r"ERR_(INTERNET_DISCONNECTED|FAILED)"):
        page.goto(f"{phone.address}/my/calendars/")

    page.context.set_offline(False)
    page.goto(f"{phone.address}/my/")
    expect(page.locator("#offline")).to_be_hidden()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert kept(page) == []
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{phone.address}/my/")
    phone.complaints[:] = [text for text in phone.complaints if "ERR_" not in text]
