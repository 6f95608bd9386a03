"""A day in the life of a lead: from an empty database to a published month and a change of mind, on `planner serve`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, expect

from planner.domain.drafts import Version
from planner.settings import DATABASE_FILE
from planner.storage.database import Database
from planner.storage.records import DatabaseVault
from tests.e2e.conftest import Visit
from tests.e2e.journeys import PATIENCE_MS, Counter, cell, plan_the_rest, publish
from tests.planner.account_cases import PASSWORD
from tests.web.command_process import free_port, running

pytestmark = pytest.mark.browser

LEA, JONAS, MIRA, NORA = "Lea Huber", "Jonas Berger", "Mira Novak", "Nora Feld"
PEOPLE = f"Name\tHours\n{LEA}\t38.5\n{JONAS}\t30\n{MIRA}\t20"


class Kept:
    """What the database holds of the first team's month."""

    def __init__(self, folder: Path, month: tuple[int, int]) -> None:
        self._vault, self._month = DatabaseVault(Database(f"sqlite:///{folder / DATABASE_FILE}")), month

    def people(self) -> list[str]:
        with self._vault.reading() as records:
            return [manager.name for manager in records.facts(1).managers]

    def versions(self) -> list[Version]:
        with self._vault.reading() as records:
            return list(records.versions(1, *self._month))

    def cell(self, version: Version, person: str, day: int) -> set[tuple[str, bool]]:
        """Shift codes of a cell, each with whether it is locked."""
        place = person, date(*self._month, day)
        with self._vault.reading() as records:
            found = records.roster(version.id).assignments
        return {(one.shift, one.locked) for one in found if (one.person, one.day) == place}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    """Address and first link of a server with its worker, on a database that it makes; and where that is."""
    with running("serve", "--port", free_port(), DATA_FOLDER=str(tmp_path / "data")) as started:
        link = re.search(r"http://127\.0\.0\.1:\d+(/welcome\S+)", started.shown)
        assert link is not None
        yield started.address, link[1], tmp_path / "data"


def test_a_day_in_the_life(browser: Browser, server: tuple[str, str, Path], tmp_path: Path) -> None:
    address, link, folder = server
    with contextmanager(Visit(browser, address).during_test)() as visit:
        page = visit.open(link)
        counter = Counter(page)
        come_in(page)
        month = set_up(page)
        kept = Kept(folder, month)
        first = planned(page, kept, 1)
        assert kept.people() == [LEA, JONAS, MIRA]

        bring_changed_workbook(page, tmp_path / "team.xlsx")
        assert kept.people() == [LEA, JONAS, NORA]
        page.get_by_role("link", name=re.compile("^Plan ")).last.click()
        page.get_by_role("button", name=re.compile("^Plan ")).click()
        second = planned(page, kept, 2)
        expect(page.locator("#month th.name", has_text=NORA)).to_be_visible()
        assert second.id != first.id

        day, other = edit_and_lock(page, kept, second)
        assert re.fullmatch(r"\d+ of \d+ shifts changed", plan_the_rest(counter))
        third = planned(page, kept, 3)
        expect(cell(page, other, day).locator(".chip.locked")).to_have_count(1)
        assert {locked for _, locked in kept.cell(third, other, day)} == {True}

        publish(counter)
        assert [version.state for version in kept.versions()] == ["draft"] * 3 + ["published"]
        change_ones_mind(page, kept, other, day)


def come_in(page: Page) -> None:
    """The owner's one-time link."""
    page.get_by_label("E-mail address").fill("olga@example.com")
    page.get_by_label("Your name").fill("Olga")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Go in").click()
    expect(page.get_by_role("heading", name="No team yet")).to_be_visible()


def next_step(page: Page, step: str) -> None:
    page.locator(".foot-bar").get_by_role("button", name="Next").click()
    page.wait_for_url(re.compile(f"/new-team/{step}"))


def set_up(page: Page) -> tuple[int, int]:
    """The wizard, to the last button; year and month that it plans first."""
    page.locator(".empty").get_by_role("link", name="New team").click()
    page.get_by_label("Name of the team").fill("Alpenglück")
    page.get_by_label("Where are you employed?").select_option("AT-9")
    year, month = page.get_by_label("First month").input_value().split("-")
    next_step(page, "hours")
    page.get_by_label("Channel").first.fill("Instagram")
    page.get_by_label("Mon–Fri").first.fill("9-17")
    next_step(page, "shifts")
    expect(page.get_by_label("Code").first).to_have_value("D")
    next_step(page, "people")
    page.get_by_label("Paste them out of your spreadsheet").fill(PEOPLE)
    next_step(page, "review")
    page.get_by_role("button", name="Create and plan").click()
    return int(year), int(month)


def planned(page: Page, kept: Kept, number: int) -> Version:
    """Wait for the plan that is under way, and see its roster; it is the draft of this number."""
    see = page.get_by_role("link", name="See the roster")
    expect(see).to_be_visible(timeout=PATIENCE_MS)
    see.click()
    expect(page.get_by_role("grid").locator(".chip").first).to_be_visible()
    expect(page.locator(".edit-bar .state")).to_have_text("Draft")
    versions = kept.versions()
    assert [version.number for version in versions] == list(range(1, number + 1))
    return versions[-1]


def bring_changed_workbook(page: Page, path: Path) -> None:
    """The team's workbook out, Mira replaced by Nora, and in again past the differences."""
    page.get_by_role("navigation", name="Pages").get_by_text("Team", exact=True).click()
    page.get_by_role("link", name="Facts", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the workbook").click()
    download.value.save_as(path)
    workbook = load_workbook(path)
    for cells in workbook["Managers"].iter_rows():
        for one in cells:
            one.value = NORA if one.value == MIRA else one.value
    workbook.save(path)
    page.get_by_role("link", name="Bring a workbook").click()
    page.get_by_label("Workbook").set_input_files(path)
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator(".differences .added")).to_contain_text(NORA)
    expect(page.locator(".differences .removed")).to_contain_text(MIRA)
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_role("status")).to_contain_text("The workbook is taken over.")


def edit_and_lock(page: Page, kept: Kept, draft: Version) -> tuple[int, str]:
    """A shift of one person dragged to another's free day and locked there; that day, and whose it is now."""
    told = page.locator("#month a.why").evaluate_all("links => links.map((link) => link.ariaLabel.split(', '))")
    # Somebody's shift on a day that a colleague has off.
    name, words, other = next(
        (one, words, free[0])
        for one, words, *shifts in told
        if shifts and (free := [colleague for colleague, *rest in told if rest == [words]])
    )
    day = int(re.findall(r"\d+", words)[0])
    source = cell(page, name, day)
    drag(page, source.locator(".chip").first, cell(page, other, day))
    expect(cell(page, other, day).locator(".chip")).to_have_count(1)
    expect(page.locator("#told")).to_contain_text(other)
    assert (kept.cell(draft, name, day), kept.cell(draft, other, day)) == (set(), {("D", False)})
    page.keyboard.press("Shift+L")
    expect(cell(page, other, day).locator(".chip.locked")).to_have_count(1)
    expect(page.locator("body[aria-busy]")).to_have_count(0)
    assert kept.cell(draft, other, day) == {("D", True)}
    return day, other


def drag(page: Page, source: Locator, target: Locator) -> None:
    source.hover()
    page.mouse.down()
    box = target.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()


def change_ones_mind(page: Page, kept: Kept, person: str, day: int) -> None:
    """Unlock and take away on a new draft, then undo both; what is published stays all the while."""
    page.get_by_role("link", name="Roster", exact=True).click()
    expect(page.locator(".edit-bar .state")).to_have_text("Published")
    # Cells are links until the grid's script has run.
    expect(page.get_by_role("grid")).to_be_visible()
    published = kept.versions()[-1]
    cell(page, person, day).click()
    page.keyboard.press("Shift+L")
    expect(cell(page, person, day).locator(".chip.locked")).to_have_count(0)
    page.keyboard.press("Delete")
    expect(cell(page, person, day).locator(".chip")).to_have_count(0)
    expect(page.locator("body[aria-busy]")).to_have_count(0)
    expect(page.locator(".edit-bar .state")).to_have_text("Draft")
    draft = kept.versions()[-1]
    assert (draft.state, kept.cell(draft, person, day)) == ("draft", set())
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#told")).to_contain_text("Taken back")
    expect(cell(page, person, day).locator(".chip")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(cell(page, person, day).locator(".chip.locked")).to_have_count(1)
    expect(page.locator("body[aria-busy]")).to_have_count(0)
    assert kept.cell(draft, person, day) == kept.cell(published, person, day) == {("D", True)}
