"""Names as long as people make them: on a phone no page of a manager, or of their lead, is wider than it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser

from planner import bootstrap
from planner.accounts.model import Role
from tests.e2e.conftest import Visit, serving
from tests.e2e.width import width_of
from tests.planner.small_teams import small_team
from tests.planner.storage.desk import desk_on
from tests.web.database_desk import DatabaseMonth, month_of, settings_in

pytestmark = pytest.mark.browser

WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwe"
PEOPLE = tuple(f"{WORD} {name}" for name in ("Anna", "Berta", "Dora"))
SELF, ILL, OTHER = PEOPLE
SHIFTS = {
    "E": {"times": "08:00-14:00", "name": f"Frühschicht mit {WORD}"},
    "N": {"times": "22:00-06:00", "name": "Nachtwache" * 5},
    "D": {"times": "08:00-08:00", "name": "Rufbereitschaft" * 3, "on_call": True},
}
WORK = ((SELF, 4, "E"), (ILL, 4, "E"), (OTHER, 3, "N"), (OTHER, 4, "D"), (SELF, 7, "N"), (ILL, 8, "E"))
OWN = ("/my/", "/my/messages/", "/my/messages/settings/", "/my/leave/", "/my/calendars/", "/my/busy/", "/account/",
       "/my/hand-over/1/2026-12-07/N")  # fmt: skip
OF_THE_MONTH = ("", "day/2026-12-04", "list", "week/2026-12-04", f"people/{SELF}", f"people/{SELF}/receipt",
                f"why/2026-12-07/{SELF}")  # fmt: skip
OF_THE_LEAD = ("/teams/1/offers/", "/teams/1/leave/", "/teams/1/leave/1/", "/teams/1/2026-12/calendars/",
               "/teams/1/2026-12/wishes/")  # fmt: skip


@pytest.fixture
def month(tmp_path: Path) -> Iterator[DatabaseMonth]:
    settings = settings_in(tmp_path)
    people = {name: {"public_name": name.replace(" ", "")} for name in PEOPLE}
    topics = {"Lieferketten" * 6: {"experts": [SELF, OTHER]}}
    team = replace(small_team(people=people, shifts=SHIFTS, topics=topics), name=f"Community {WORD}")
    with (
        time_machine.travel(datetime(2026, 12, 4, 5, 30, tzinfo=UTC)),
        bootstrap.open_database(settings) as database,
    ):
        desk = desk_on(database, team)
        desk.publishing.publish(desk.draft(*WORK).id, 0, None, desk.lead)
        made = month_of(settings, database)
        made.desks.offers.sick.call_in({made.team: ILL}, date(2026, 12, 9))
        made.desks.leave.ask(made.team, SELF, date(2026, 12, 20), date(2026, 12, 22), WORD * 2)
        yield made


def too_wide(visit: Visit, session: str, paths: tuple[str, ...]) -> dict[str, int]:
    visit.session = session
    page = visit.open("/sign-in", width=390, height=844, touch=True, language="de")
    found = {}
    for path in paths:
        answer = page.goto(visit.address + path)
        assert answer is not None
        assert answer.status == 200, path
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        found[path] = width_of(page)
    return {path: width for path, width in found.items() if width > 390}


def test_long_words_break(browser: Browser, month: DatabaseMonth) -> None:
    own, lead = month.session_of(SELF), month.session_of("Lena Lead", Role.LEAD)
    paths = (*OWN, *(f"/teams/1/2026-12/{path}" for path in OF_THE_MONTH), f"/teams/1/opened/{SELF}")
    with serving(month.app("nobody")) as address, contextmanager(Visit(browser, address).during_test)() as visit:
        assert too_wide(visit, own, paths) == {}
        assert too_wide(visit, lead, OF_THE_LEAD) == {}
