"""A month that can be edited, in a browser window; what the server then holds is asked of the desk itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Thread

from playwright.sync_api import Locator, Page, expect
from werkzeug.serving import make_server

from planner.reporting.report import Report
from tests.e2e.conftest import Visit
from tests.web.conftest import MID_MONTH
from tests.web.editable_desk import EditableSample, editable_desk
from web import create_app


@contextmanager
def editable_pages(report: Report, folder: Path) -> Iterator[tuple[EditableSample, str]]:
    """A desk of its own and the address of its pages."""
    desk = editable_desk(report, folder, MID_MONTH)
    server = make_server("127.0.0.1", 0, create_app(desk), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield desk, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Lead:
    """One lead's window. clicks, keys: how many it took so far."""

    page: Page
    desk: EditableSample
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
        assert self.desk.shown is not None
        return {a.shift for a in self.desk.shown.roster.of(person) if a.day == date(2026, 12, day)}

    def settled(self, edits: int) -> None:
        """Wait until the page shows the roster after so many edits."""
        expect(self.page.locator(".month-frame")).to_have_attribute("data-revision", str(edits))
        assert len(self.desk.made) == edits

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


def enter(visit: Visit, pages: tuple[EditableSample, str], **options: object) -> Lead:
    """A fresh window on the month."""
    desk, visit.address = pages
    return Lead(visit.open("/", **options), desk)  # type: ignore[arg-type]
