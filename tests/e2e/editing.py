"""A month that can be edited, in a browser window; what the server then holds is asked of the desk itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visit
from tests.web.database_desk import PLACE, DatabaseMonth

ANNA, BEN, DAVID, GRETA = "Anna Berger", "Ben Moser", "David Wagner", "Greta Steiner"


@dataclass
class Lead:
    """One lead's window. clicks, keys: how many it took so far."""

    page: Page
    month: DatabaseMonth
    clicks: int = 0
    keys: int = 0

    def cell(self, person: str, day: int) -> Locator:
        """The cell of a person and a day of December."""
        row = self.page.locator("#month tbody tr", has=self.page.locator("th.name span", has_text=person))
        return row.locator("td.c").nth(day - 1)

    def click(self, target: Locator, **options: object) -> None:
        target.click(**options)  # type: ignore[arg-type]
        self.clicks += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)

    def shifts(self, person: str, day: int) -> set[str]:
        """What the server holds."""
        return {shift for name, when, shift in self.month.places() if (name, when) == (person, date(2026, 12, day))}

    def locked(self, person: str, day: int) -> frozenset[str]:
        """What is locked on the server; "" = a free day."""
        return self.month.standing().report.board.locks.get((person, date(2026, 12, day)), frozenset())

    def settled(self, edits: int) -> None:
        """Wait until the page shows the roster after so many edits."""
        expect(self.page.locator(".month-frame")).to_have_attribute("data-revision", str(edits))
        assert len(self.month.edits()) == edits

    def drag(self, source: Locator, target: Locator, *, before_drop: Callable[[], None] = lambda: None) -> None:
        """Press on the first shift of a cell, go to another cell, and let go."""
        source.locator(".chip").first.hover()
        self.page.mouse.down()
        box = target.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
        before_drop()
        self.page.mouse.up()
        self.clicks += 1


def enter(visit: Visit, month: DatabaseMonth, **options: object) -> Lead:
    """A fresh window on the month."""
    return Lead(visit.open(f"{PLACE}/", **options), month)  # type: ignore[arg-type]


def refused(visit: Visit, status: int) -> None:
    """The browser's console tells of the answer too, and of nothing else."""
    assert [line for line in visit.complaints if f"status of {status}" not in line] == []
    assert visit.complaints
    visit.complaints.clear()
