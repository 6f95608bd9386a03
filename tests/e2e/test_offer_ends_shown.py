"""What ends by itself, as people read it: a yes that the lead need not confirm any more, and one that came too late."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from planner.bootstrap import StandingClock
from planner.domain.edit import Edit, Put
from planner.domain.offering import Offer, OfferState
from planner.domain.people import Absence, AbsenceKind
from planner.services.month_facts import in_force
from planner.services.offer_ends import OfferEnds
from tests.e2e.axe import faults
from tests.e2e.conftest import Visit, serving
from tests.e2e.width import width_of
from tests.planner.account_cases import BASE
from tests.web.database_desk import MONTH, DatabaseMonth, KeptMonth, month_in
from tests.web.house import SELF

pytestmark = pytest.mark.browser

NOW = datetime(2026, 12, 2, 5, 30, tzinfo=UTC)
TODAY = date(2026, 12, 2)
LEAD_PAGE = "/teams/1/offers/"


@pytest.fixture
def month(kept: KeptMonth, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    """December, published; SELF is ill today, and the lead confirms who takes over."""
    with time_machine.travel(NOW), month_in(tmp_path_factory.mktemp("offers"), kept) as found:
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        found.desks.offers.sick.call_in({found.team: SELF}, None)
        yield found


@pytest.fixture
def visit(browser: Browser, month: DatabaseMonth) -> Iterator[Visit]:
    with serving(month.app("nobody")) as address:
        yield from Visit(browser, address).during_test()


@pytest.fixture
def session(month: DatabaseMonth) -> Callable[[str], str]:
    """Of a person, the same at each call."""
    return cache(month.session_of)


def the_offer(month: DatabaseMonth) -> Offer:
    with month.cases.vault.reading() as records:
        [offer] = records.offers(month.team, TODAY)
    return offer


def on_phone(visit: Visit, session: str, path: str, language: str = "en") -> Page:
    visit.session = session
    page = visit.open(path, width=390, height=844, touch=True, language=language)
    assert width_of(page) <= 390
    assert faults(page) == []
    return page


def by_hand(month: DatabaseMonth) -> None:
    """The lead puts somebody on the shift who was not asked, and has learnt what is missing there."""
    offer = the_offer(month)
    with month.cases.vault.reading() as records:
        held = in_force(records.versions(month.team, *MONTH))
        assert held is not None
        there = {person for person, *shift in records.roster(held.id).places() if tuple(shift) == offer.shift.place[1:]}
        people = sorted(records.people(month.team).keys() - there - {SELF, *(ask.person for ask in offer.asks)})
    with month.cases.vault.writing() as records:
        facts = records.facts(month.team)
        topics = tuple(replace(topic, experts=topic.experts | {people[0]}) for topic in facts.topics)
        records.save_facts(replace(facts, topics=topics), month.team, records.people(month.team))
    month.cases.drafts.edit(month.standing().seen, Edit((Put(people[0], *offer.shift.place[1:]),)), month.me)
    with month.cases.vault.reading() as records:
        versions = records.versions(month.team, *MONTH)
    draft = versions[-1]
    month.cases.publishing.publish(draft.id, draft.revision, held.id, month.me)


def test_filled_by_hand_while_a_yes_waits(visit: Visit, month: DatabaseMonth, session: Callable[[str], str]) -> None:
    taker = the_offer(month).asks[0].person
    page = on_phone(visit, session(taker), "/my/")
    page.get_by_role("button", name="Take it").first.click()
    expect(page.get_by_role("status").first).to_contain_text("Your team lead confirms it")
    by_hand(month)
    OfferEnds(month.cases.vault, StandingClock(NOW + timedelta(minutes=1)), BASE).end_due()
    page = on_phone(visit, session(taker), "/my/", "de")
    expect(page.get_by_text("deine Teamleitung bestätigt es")).to_have_count(0)
    page = on_phone(visit, session(taker), "/my/messages/", "de")
    expect(page.get_by_text("wird nicht mehr angeboten, du übernimmst sie also nicht")).to_be_visible()
    visit.session = month.session
    page = visit.open(LEAD_PAGE, language="de")
    expect(page.get_by_text("Nichts wartet.")).to_be_visible()
    # It does not read as if it had changed hands.
    expect(page.locator("li", has_text="anders besetzt")).to_have_count(1)
    expect(page.locator("li", has_text="anders besetzt")).not_to_contain_text(taker)
    assert faults(page) == []


def test_a_yes_that_cannot_be_any_more_says_why(
    visit: Visit, month: DatabaseMonth, session: Callable[[str], str]
) -> None:
    offer = the_offer(month)
    taker = offer.asks[0].person
    page = on_phone(visit, session(taker), "/my/", "de")
    with month.cases.vault.writing() as records:
        facts = records.facts(month.team)
        away = replace(facts, absences=(*facts.absences, Absence(taker, AbsenceKind.TRAINING, TODAY, TODAY)))
        records.save_facts(away, month.team, records.people(month.team))
    page.get_by_role("button", name="Übernehmen").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Das geht nicht mehr")
    assert the_offer(month).ask(offer.asks[0].id).state == "ended"
    visit.complaints.clear()  # The browser says that the answer was 409.
    # Nobody else could take it.
    assert the_offer(month).state is OfferState.DECLINED
    page = on_phone(visit, session(taker), "/my/messages/", "de")
    expect(page.get_by_text("Was dagegenspricht")).to_be_visible()
