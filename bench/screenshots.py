"""Pictures of every page: `python -m bench.screenshots`.

The samples are planned first (a minute in all). Both languages, three widths, light and dark, of a month that is full
(60 people), one of a team of 12, one that cannot be covered and none at all, go into out/screenshots/ (not kept in the
repository); the picture in README.md goes into docs/. Needs Chromium on this machine.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from planner import bootstrap
from planner.reporting.report import Report
from planner.services.planning import PlanRequest
from solver.search import Options
from tests.e2e.conftest import CHROMIUM_OPTIONS
from tests.web.conftest import MID_MONTH
from tests.web.sample_desk import publish, sample_desk
from web import create_app

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "out" / "screenshots"
README_PICTURE = ROOT / "docs" / "month.png"
WIDTHS = (1440, 1024, 390)
PATHS = {
    "month": "/",
    "week": "/week/2026-12-09",
    "day": "/day/2026-12-05",
    "list": "/list",
    "people": "/people/",
    "person": "/people/{person}",
    "gaps": "/gaps/",
    "report": "/report/",
    "fairness": "/fairness/",
    "rules": "/rules/",
    "staffing": "/staffing/",
    "calendars": "/calendars/",
    "files": "/files/",
    "components": "/components/",
    "missing": "/missing",
}


@contextmanager
def served(report: Report | None) -> Iterator[str]:
    """The address of the pages showing a report, None = no roster yet."""
    with TemporaryDirectory() as folder:
        desk = sample_desk(report, Path(folder), MID_MONTH)
        server = make_server("127.0.0.1", 0, create_app(publish(desk) if report else desk), threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def planned(sample: str, seconds: float) -> Report:
    """A sample's month, planned now."""
    with as_file(files("data").joinpath("samples", f"{sample}.xlsx")) as path:
        return bootstrap.planning("en").plan(PlanRequest(str(path)), Options(seconds=seconds))


def take(browser: Browser, address: str, month: str, names: tuple[str, ...], person: str) -> None:
    """Pictures of some pages as they first show, as tall as a window, in every width, language and theme."""
    for language, theme in product(("de", "en"), ("light", "dark")):
        context = browser.new_context(locale=language, color_scheme="dark" if theme == "dark" else "light")
        page = context.new_page()
        for name, width in product(names, WIDTHS):
            page.set_viewport_size({"width": width, "height": 900})
            if width == WIDTHS[0]:
                page.goto(address + PATHS[name].format(person=person))
            page.screenshot(path=PICTURES / f"{month}-{name}-{width}-{language}-{theme}.png")
        context.close()


def main() -> None:
    """Take all pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No Chromium on this machine (Debian: apt install chromium).")
    PICTURES.mkdir(parents=True, exist_ok=True)
    months: dict[str, tuple[Report | None, tuple[str, ...]]] = {
        "full": (planned("3-round-the-clock", 30), ("month", "list", "gaps")),
        "short": (planned("4-short-team", 5), ("month", "gaps", "fairness")),
        "none": (None, ("month", "files")),
        "team": (planned("1-brand-team-vienna", 15), tuple(PATHS)),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_OPTIONS))
        for month, (report, names) in months.items():
            with served(report) as address:
                take(browser, address, month, names, report.board.people[0].name if report else "")
        browser.close()
    shutil.copyfile(PICTURES / "team-month-1440-en-light.png", README_PICTURE)
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES}, one in {README_PICTURE}")


if __name__ == "__main__":
    main()
