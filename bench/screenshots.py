"""Pictures of every page: `python -m bench.screenshots`.

The samples are planned first (a minute in all), into a database of their own. Both languages, three widths, light and
dark: every page of a team of 12 as its lead sees it, and the month, its gaps and plots of one that is full (60 people),
one that cannot be covered and one of which nothing is planned. They go into out/screenshots/ (not kept in the
repository); the picture in README.md goes into docs/. Needs Chromium on this machine.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.resources import as_file, files
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from bench import ROOT
from bench.chromium import OPTIONS, required_chromium
from bench.served import serving
from planner import bootstrap, bootstrap_jobs
from planner.reporting.report import Report
from planner.services.planning import PlanRequest
from solver.search import Options
from tests.planner.account_cases import token_of
from tests.web.database_desk import DatabaseMonth, database_month, settings_in
from tests.web.every_page import page_addresses
from web import create_house

PICTURES = ROOT / "out" / "screenshots"
README_PICTURE = ROOT / "docs" / "month.png"
WIDTHS = (1440, 1024, 390)
#: Pages of months that are only looked at for what is special about them.
OF_FULL = ("roster.month", "roster.as_list", "gaps.index", "fairness.index")
OF_NOTHING = ("roster.month", "files.index")


@contextmanager
def house(report: Report, folder: Path, *, planned: bool) -> Iterator[tuple[str, DatabaseMonth, Flask]]:
    """A house with the report's team: its address, its month with a draft (or with nothing), and the app."""
    settings = settings_in(folder)
    with bootstrap.open_database(settings) as database, bootstrap_jobs.plan_jobs(settings, database) as plans:
        month = database_month(report, settings, database)
        if not planned:
            with month.cases.vault.writing() as records:
                month.team = records.save_facts(report.board.team, None, {})
        parts = month.desks, month.accounts.accounts, month.cases.access_log, month.set_up
        app = create_house(*parts, b"k" * 32, 0, plans)
        with serving(app) as port:
            yield f"http://127.0.0.1:{port}", month, app


def planned(sample: str, seconds: float) -> Report:
    """A sample's month, planned now."""
    with as_file(files("data").joinpath("samples", f"{sample}.xlsx")) as path:
        return bootstrap.planning("en").plan(PlanRequest(str(path)), Options(seconds=seconds))


def take(browser: Browser, address: str, session: str, month: str, paths: Mapping[str, str]) -> None:
    """Pictures of some pages as they first show, as tall as a window, in every width, language and theme.

    session: of who looks, "" = nobody who is known. paths: endpoint -> address.
    """
    for language, theme in product(("de", "en"), ("light", "dark")):
        context = browser.new_context(locale=language, color_scheme="dark" if theme == "dark" else "light")
        if session:
            context.add_cookies([{"name": "sid", "value": session, "url": address}])
        page = context.new_page()
        for (endpoint, path), width in product(paths.items(), WIDTHS):
            page.set_viewport_size({"width": width, "height": 900})
            if width == WIDTHS[0]:
                page.goto(address + path)
            page.screenshot(path=PICTURES / f"{month}-{endpoint}-{width}-{language}-{theme}.png")
        context.close()


def main() -> None:
    """Take all pictures."""
    chromium = required_chromium()
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    team = planned("1-brand-team-vienna", 15)
    months: dict[str, tuple[Report, tuple[str, ...] | None]] = {
        "full": (planned("3-round-the-clock", 30), OF_FULL),
        "short": (planned("4-short-team", 5), OF_FULL),
        "none": (team, OF_NOTHING),
        "team": (team, None),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(OPTIONS))
        for name, (report, endpoints) in months.items():
            with TemporaryDirectory() as folder, house(report, Path(folder), planned=name != "none") as found:
                address, month, app = found
                away = datetime.now(UTC).date() + timedelta(days=200)
                asked = month.desks.leave.ask(month.team, report.board.people[0].name, away, away, "")
                filling = {
                    "team_id": month.team, "of_month": (report.board.year, report.board.month), "day": "2026-12-24",
                    "name": report.board.people[0].name, "index": "0",
                    "sheet": "managers", "ref": "new", "code": "rest", "step": "shifts",
                    "shown": (report.board.year, report.board.month), "number": asked, "person": "1",
                    "token": token_of(month.accounts.links.owner_link()),
                }  # fmt: skip
                inside = page_addresses(app, filling, signed_in=True)
                chosen = {endpoint: inside[endpoint] for endpoint in endpoints or inside}
                take(browser, address, month.session, name, chosen)
                if endpoints is None:
                    take(browser, address, "", name, page_addresses(app, filling, signed_in=False))
        browser.close()
    shutil.copyfile(PICTURES / "team-roster.month-1440-en-light.png", README_PICTURE)
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES}, one in {README_PICTURE}")


if __name__ == "__main__":
    main()
