"""A calendar is added by file on a phone: three taps after the page is open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from planner.services.month_facts import month_facts
from tests.e2e.axe import faults
from tests.e2e.conftest import Visit, serving
from tests.e2e.journeys import Counter
from tests.e2e.width import width_of
from tests.web.database_desk import DatabaseMonth, KeptMonth, month_in
from tests.web.test_busy_times_pages import NOW, SELF, ics


@pytest.fixture(scope="module")
def month(kept: KeptMonth, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    with time_machine.travel(NOW), month_in(tmp_path_factory.mktemp("busy"), kept) as found:
        yield found


@pytest.fixture
def phone(browser: Browser, month: DatabaseMonth) -> Iterator[Visit]:
    session = month.session_of(SELF)
    with serving(month.app(session)) as address:
        yield from Visit(browser, address, session).during_test()


def test_a_calendar_is_added_by_file_on_a_phone(phone: Visit, month: DatabaseMonth, tmp_path: Path) -> None:
    file = tmp_path / "mine.ics"
    file.write_bytes(ics(*(f"202612{day:02d}" for day in range(2, 20))))
    page = phone.open("/sign-in", width=390, height=844, touch=True)
    counter = Counter(page)
    page.goto(f"{phone.address}/my/busy/")
    with counter.journey():
        add(page, file)
    assert (counter.screens, counter.clicks) == (["/my/busy/new"], 3)
    assert width_of(page) <= 390
    assert faults(page) == []
    with month.cases.vault.reading() as records:
        assert len(month_facts(records, month.team, 2026, 12).busy) == 18


def add(page: Page, file: Path) -> None:
    """Look at a file, and let it count."""
    page.get_by_label("Calendar file").set_input_files(file)
    page.locator("form", has=page.get_by_label("Calendar file")).get_by_role("button", name="Look at it").tap()
    expect(page.get_by_role("heading", name="Busy on 18 days from today on")).to_be_visible()
    assert width_of(page) <= 390
    assert faults(page) == []
    page.get_by_text("I can’t work then").tap()
    page.get_by_role("button", name="Let it count").tap()
    expect(page.get_by_role("status")).to_have_text("Your calendar counts from now on.")
