"""Leave on a phone: asked for with a few taps, answered by the lead who sees what it does, and told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import faults
from tests.e2e.conftest import Visit, serving
from tests.e2e.journeys import Counter
from tests.e2e.width import width_of
from tests.web.database_desk import DatabaseMonth, KeptMonth, month_in
from tests.web.house import as_brought

SELF = "Anna Berger"


@pytest.fixture(scope="module")
def month(kept: KeptMonth, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    """December was published on the 10th of November; nobody is away."""
    with (
        time_machine.travel(datetime(2026, 11, 10, 9, tzinfo=UTC)),
        month_in(tmp_path_factory.mktemp("leave"), kept) as found,
    ):
        with found.cases.vault.writing() as records:
            facts = as_brought(replace(records.facts(found.team), absences=()))
            records.save_facts(facts, found.team, records.people(found.team))
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        yield found


def visiting(browser: Browser, month: DatabaseMonth, session: str) -> Iterator[Visit]:
    with serving(month.app(session)) as address:
        yield from Visit(browser, address, session).during_test()


@pytest.fixture
def phone(browser: Browser, month: DatabaseMonth) -> Iterator[Visit]:
    yield from visiting(browser, month, month.session_of(SELF))


@pytest.fixture
def lead(browser: Browser, month: DatabaseMonth) -> Iterator[Visit]:
    yield from visiting(browser, month, month.session)


def looks_right(page: Page) -> None:
    assert width_of(page) <= page.viewport_size["width"]  # type: ignore[index]
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert faults(page) == []


def test_leave_is_asked_for_granted_and_told(phone: Visit, lead: Visit, month: DatabaseMonth) -> None:
    with month.cases.vault.reading() as records:
        worked = min(row.day for row in records.roster(month.draft.id).assignments if row.person == SELF)
    page = phone.open("/sign-in", width=390, height=844, touch=True)
    counter = Counter(page)
    page.goto(f"{phone.address}/my/")
    with counter.journey():
        page.locator(".nav > .fold > summary").tap()
        page.get_by_role("link", name="My leave").tap()
        page.get_by_label("First day").fill(worked.isoformat())
        page.get_by_label("Last day").fill(worked.isoformat())
        page.get_by_role("button", name="Ask").tap()
        expect(page.get_by_role("status")).to_contain_text("Your team lead is told.")
    # Besides the two days, which the phone's own picker takes.
    assert (counter.screens, counter.clicks) == (["/my/leave/"], 3)
    looks_right(page)

    desk = lead.open("/sign-in")
    counter = Counter(desk)
    desk.goto(f"{lead.address}/teams/1/leave/")
    with counter.journey():
        desk.get_by_role("link", name=SELF).click()
        expect(desk.get_by_role("heading", name="Effect on December 2026")).to_be_visible(timeout=30_000)
        looks_right(desk)
        desk.get_by_role("button", name="Approve").click()
        expect(desk.get_by_role("heading", name="When life happens")).to_be_visible()
    assert counter.clicks == 2
    expect(desk.get_by_text("Uncovered:")).to_be_visible(timeout=30_000)

    page.goto(phone.address + "/my/messages/")
    expect(page.get_by_role("heading", name="Your leave is granted")).to_be_visible()
    looks_right(page)
