"""Messages on a phone: read in one tap, and reminders chosen, which the page then says in words."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from playwright.sync_api import Browser, expect

from tests.e2e.axe import faults
from tests.e2e.conftest import Visit, serving
from tests.e2e.journeys import Counter
from tests.e2e.width import width_of
from tests.web.database_desk import DatabaseMonth, KeptMonth, month_in

SELF = "Anna Berger"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def month(kept: KeptMonth, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    """December was published on the 10th of November."""
    with (
        time_machine.travel(datetime(2026, 11, 10, 9, tzinfo=UTC)),
        month_in(tmp_path_factory.mktemp("told"), kept) as found,
    ):
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        yield found


@pytest.fixture
def visit(browser: Browser, month: DatabaseMonth) -> Iterator[Visit]:
    session = month.session_of(SELF)
    with serving(month.app(session)) as address:
        yield from Visit(browser, address, session).during_test()


def test_what_i_was_told_and_how_i_am_told_next(visit: Visit) -> None:
    page = visit.open("/sign-in", **PHONE, touch=True)  # type: ignore[arg-type]
    counter = Counter(page)
    page.goto(f"{visit.address}/my/")
    with counter.journey():
        page.get_by_role("link", name="Messages new: 1").tap()
        expect(page.get_by_role("heading", name="Your shifts in December 2026 new")).to_be_visible()
    assert (counter.screens, counter.clicks) == (["/my/messages/"], 1)
    assert width_of(page) <= 390
    assert faults(page) == []
    with counter.journey():
        page.get_by_role("link", name="Reminders and quiet hours").tap()
        page.get_by_label("On the evening before, at 18:00").tap()
        page.get_by_role("button", name="Save").tap()
        expect(page.get_by_text("Next reminder:")).to_contain_text("18:00")
    assert (counter.screens, counter.clicks) == (["/my/messages/settings/"], 3)
    assert width_of(page) <= 390
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert faults(page) == []
