"""axe-core on every page: nothing serious, wide and light or narrow and dark, in both languages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser

from planner import bootstrap
from planner.services.plan_jobs import PlanJobs
from tests.e2e.axe import EVERYTHING, LOOKS, faults
from tests.e2e.conftest import Visit, serving
from tests.planner.account_cases import token_of
from tests.planner.memory_jobs import MemoryJobs, MemoryTable
from tests.planner.moving_clock import MovingClock
from tests.web.database_desk import DatabaseMonth, database_month, settings_in
from tests.web.every_page import page_addresses
from tests.web.plan_house import Idle
from tests.web.sample_report import sample_report
from web import create_house

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    settings = settings_in(tmp_path_factory.mktemp("accessible"))
    with bootstrap.open_database(settings) as database:
        made = database_month(sample_report(), settings, database)
        # So that there is a month to be closed at its end.
        made.cases.publishing.publish(made.draft.id, 0, None, made.me)
        yield made


@pytest.fixture(scope="module")
def app(month: DatabaseMonth) -> Flask:
    clock, report = MovingClock(), sample_report()
    table = MemoryTable(report.board.team, [report.roster])
    plans = PlanJobs(MemoryJobs(clock, table), table, Idle())
    return create_house(month.desks, month.accounts.accounts, month.cases.access_log, month.set_up, b"k" * 32, 0, plans)


@pytest.fixture(scope="module")
def filling(month: DatabaseMonth) -> dict[str, object]:
    """What stands in the gaps of addresses; a page with another gap fails here, and is given one."""
    token = token_of(month.accounts.links.owner_link())
    away = datetime.now(UTC).date() + timedelta(days=200)
    number = month.desks.leave.ask(month.team, "Anna Berger", away, away, "A wedding")
    return {"team_id": month.team, "of_month": (2026, 12), "name": "Anna Berger", "day": "2026-12-05", "index": "0",
            "sheet": "managers", "ref": "new", "code": "rest", "step": "shifts", "token": token,
            "shown": (2026, 12), "number": number, "person": "1"}  # fmt: skip


@pytest.fixture
def inside(browser: Browser, app: Flask) -> Iterator[Visit]:
    with serving(app) as address:
        yield from Visit(browser, address).during_test()


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "en"), (390, "dark", "de")])
@pytest.mark.parametrize("who", ["nobody", "owner"])
def test_axe_finds_nothing_serious(
    inside: Visit, app: Flask, filling: dict[str, object], month: DatabaseMonth, who: str, width: int, theme: str,
    language: str,
) -> None:  # fmt: skip
    inside.session = month.session if who == "owner" else ""
    page = inside.open("/sign-in", width=width, language=language)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    wrong = []
    paths = page_addresses(app, filling, signed_in=who == "owner")
    # The same page says something else where there is nothing to compare.
    paths |= {"alone": f"{paths['publish.compare']}?old=1&new=1"} if who == "owner" else {}
    for path in paths.values():
        page.goto(inside.address + path)
        # What is folded away is looked at, too, such as the tables behind plots.
        page.locator("main details:not([open])").evaluate_all("folded => folded.forEach((one) => (one.open = true))")
        wrong += [f"{path}: {fault}" for fault in faults(page, EVERYTHING if theme == "light" else LOOKS)]
    assert not wrong, "\n".join(wrong)
