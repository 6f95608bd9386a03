"""My data on a phone: all of it in two taps, who looked at it in one, and asked to be erased in three."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
import time_machine
from playwright.sync_api import Browser, expect

from tests.e2e.axe import faults
from tests.e2e.conftest import Visit, serving
from tests.e2e.journeys import Counter
from tests.e2e.width import width_of
from tests.web.database_desk import DatabaseMonth, KeptMonth, month_in
from tests.web.house import SELF

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def month(kept: KeptMonth, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    with (
        time_machine.travel(datetime(2026, 12, 2, 5, 30, tzinfo=UTC)),
        month_in(tmp_path_factory.mktemp("data"), kept) as found,
    ):
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        yield found


@pytest.fixture
def phone(browser: Browser, month: DatabaseMonth) -> Iterator[Visit]:
    session = month.session_of(SELF)
    with serving(month.app(session)) as address:
        yield from Visit(browser, address, session).during_test()


def test_what_is_kept_of_me_on_a_phone(phone: Visit, month: DatabaseMonth) -> None:
    page = phone.open("/sign-in", width=390, height=844, touch=True)
    counter = Counter(page)
    page.goto(f"{phone.address}/my/")
    with counter.journey():
        page.get_by_role("link", name="Who looked at my data, or changed something").tap()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Who looked at Anna Berger")
    assert counter.clicks == 1
    page.goto(f"{phone.address}/my/")
    with counter.journey():
        page.locator("header a[href='/account/']").tap()
        with page.expect_download() as download:
            page.get_by_role("link", name="Download my data").tap()
    assert (counter.screens, counter.clicks) == (["/account/"], 2)
    with ZipFile(download.value.path()) as file:
        assert json.loads(file.read("data.json"))["name"] == SELF
        assert file.read(f"shifts-team-{month.team}.ics").count(b"BEGIN:VEVENT") > 9
    page.goto(f"{phone.address}/my/")
    with counter.journey():
        page.locator("header a[href='/account/']").tap()
        page.get_by_text("Have everything about me erased").tap()
        page.get_by_role("button", name="Ask the owners for it").tap()
        expect(page.get_by_role("status")).to_contain_text("The owners have been asked.")
    assert (counter.screens, counter.clicks) == (["/account/"], 3)
    assert width_of(page) <= 390
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert faults(page) == []
    owner = month.client().get("/erasing/").get_data(as_text=True)
    assert "asked on" in owner
