"""A manager's phone: sick in two taps and the shift taken over by a colleague, and a swap from asking to yes."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from planner.domain.offering import OfferRules
from planner.services.month_facts import in_force
from tests.e2e.axe import faults
from tests.e2e.conftest import Visit, serving
from tests.e2e.journeys import Counter
from tests.e2e.width import width_of
from tests.web.database_desk import MONTH, DatabaseMonth, KeptMonth, month_in
from tests.web.house import SELF

pytestmark = pytest.mark.browser

#: The early of SELF of Wednesday the 2nd has not begun.
NOW = datetime(2026, 12, 2, 5, 30, tzinfo=UTC)
TODAY = date(2026, 12, 2)


@pytest.fixture(scope="module")
def month(kept: KeptMonth, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    """December, published, in a team in which nobody has to confirm."""
    with time_machine.travel(NOW), month_in(tmp_path_factory.mktemp("offers"), kept) as found:
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        found.desks.offers.answers.decide(found.team, OfferRules(False, False), found.me)
        yield found


@pytest.fixture
def phone(browser: Browser, month: DatabaseMonth) -> Iterator[Visit]:
    with serving(month.app("nobody")) as address:
        yield from Visit(browser, address).during_test()


@pytest.fixture(scope="module")
def session(month: DatabaseMonth) -> Callable[[str], str]:
    """Of a person, the same at each call."""
    return cache(month.session_of)


def worked(month: DatabaseMonth) -> frozenset[tuple[str, date, str]]:
    with month.cases.vault.reading() as records:
        version = in_force(records.versions(month.team, *MONTH))
        assert version is not None
        return records.roster(version.id).places()


def counted(visit: Visit, session: str, language: str = "en") -> Counter:
    """A phone on my shifts, whose taps are counted from now on."""
    visit.session = session
    page = visit.open("/sign-in", width=390, height=844, touch=True, language=language)
    counter = Counter(page)
    page.goto(f"{visit.address}/my/")
    return counter


def fits(page: Page) -> None:
    assert width_of(page) <= 390
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert faults(page) == []


def test_sick_in_two_taps_and_a_colleague_takes_the_shift(
    phone: Visit, month: DatabaseMonth, session: Callable[[str], str]
) -> None:
    [fallen] = [place for place in worked(month) if place[:2] == (SELF, TODAY)]
    counter = counted(phone, session(SELF))
    page = counter.page
    with counter.journey():
        page.get_by_text("I am sick").click()
        page.get_by_role("button", name="Call in sick").click()
        expect(page.get_by_role("status").first).to_contain_text("1 shift is offered to others")
    assert (counter.screens, counter.clicks, counter.keys) == ([], 2, 0)
    fits(page)
    assert fallen not in worked(month)
    with month.cases.vault.reading() as records:
        [offer] = records.offers(month.team, TODAY)
    taker = offer.asks[0].person
    counter = counted(phone, session(taker), "de")
    fits(counter.page)
    with counter.journey():
        counter.page.get_by_role("button", name="Übernehmen").click()
        expect(counter.page.get_by_role("status").first).to_contain_text("Die Schicht gehört dir")
    assert (counter.screens, counter.clicks) == ([], 1)
    assert (taker, *fallen[1:]) in worked(month)
    counter = counted(phone, session(SELF))
    with counter.journey():
        counter.page.get_by_role("button", name="I am well again today").click()
        expect(counter.page.get_by_role("status").first).to_contain_text("Good to have you back")
    assert (counter.screens, counter.clicks) == ([], 1)


def test_a_swap_takes_three_taps_on_two_screens(
    phone: Visit, month: DatabaseMonth, session: Callable[[str], str]
) -> None:
    mine = sorted(place for place in worked(month) if place[0] == SELF and place[1] > TODAY)
    choices = ((place, month.desks.offers.swaps.choose(month.team, place)) for place in mine)
    place, choice = next((place, choice) for place, choice in choices if choice.gives)
    partner = choice.gives[0]
    counter = counted(phone, session(SELF))
    page = counter.page
    shift = page.locator(f".shift:has(a[href$='/{place[1]}/{place[2]}'])")
    with counter.journey():
        shift.locator("summary").click()
        shift.get_by_role("link", name="Give it away or exchange it").click()
        page.get_by_role("button", name=f"Ask {partner.public_name}", exact=True).click()
        expect(page.get_by_role("status").first).to_contain_text("Asked.")
    # The page of the choice, and back where it began.
    assert (len(counter.screens), counter.clicks, counter.keys) == (1, 3, 0)
    page.goto(f"{phone.address}/my/hand-over/{month.team}/{mine[-1][1]}/{mine[-1][2]}")
    fits(page)
    counter = counted(phone, session(partner.name))
    with counter.journey():
        counter.page.get_by_role("button", name="Take it").click()
        expect(counter.page.get_by_role("status").first).to_contain_text("The shift is yours.")
    assert counter.clicks == 1
    assert (partner.name, *place[1:]) in worked(month)
    fits(counter.page)


def test_back_when_well_today_or_tomorrow_by_oneself_or_by_the_lead(
    phone: Visit, month: DatabaseMonth, session: Callable[[str], str]
) -> None:
    """Ill for longer, back earlier: what nobody took is one's own again, from the day that was said."""
    days = [TODAY + timedelta(days=n) for n in range(1, 4)]
    work = sorted(worked(month), key=lambda place: place[1])
    person = next(name for name, day, _ in work if day == days[0])
    before = {place for place in work if place[0] == person and TODAY < place[1] <= days[-1]}
    assert before
    counter = counted(phone, session(person))
    page = counter.page
    with counter.journey():
        page.get_by_text("I am sick").click()
        page.get_by_label("Until").select_option(days[-1].isoformat())
        page.get_by_role("button", name="Call in sick").click()
        expect(page.get_by_role("status").first).to_contain_text("You are called in sick until Sat 5 Dec.")
    # Besides the day, which the phone's own list takes.
    assert counter.clicks == 2
    assert before.isdisjoint(worked(month))
    expect(page.locator(".sick")).to_contain_text("You are called in sick until Sat 5 Dec.")
    fits(page)
    with counter.journey():
        page.get_by_role("button", name="From tomorrow on").click()
        expect(page.get_by_role("status").first).to_contain_text("Good to have you back from Thu 3 Dec on.")
    assert counter.clicks == 1
    assert before <= worked(month)
    expect(page.locator(".sick")).to_contain_text("You are called in sick for today.")
    expect(page.get_by_role("button", name="From tomorrow on")).to_have_count(0)
    # The lead tells it for somebody who rang up.
    phone.session = month.session
    desk = phone.open(f"/teams/{month.team}/offers/", width=390, height=844, touch=True, language="de")
    fits(desk)
    row = desk.locator("li.offer", has_text=person)
    expect(row.get_by_role("button", name="Morgen zurück")).to_have_count(0)
    row.get_by_role("button", name="Heute zurück").click()
    expect(desk.get_by_text("Niemand ist krankgemeldet.")).to_be_visible()
    page.goto(f"{phone.address}/my/")
    expect(page.get_by_role("button", name="well again")).to_have_count(0)
    expect(page.get_by_text("I am sick")).to_be_visible()
