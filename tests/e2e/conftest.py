"""The pages in a real Chromium: served from a thread, on the invented roster of tests/web."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bench import served
from bench.chromium import OPTIONS
from tests.web.compiled_once import keep_compiled
from tests.web.database_desk import DatabaseMonth, KeptMonth, keep_month, month_in
from tests.web.sample_desk import MID_MONTH, publish, sample_desk
from tests.web.sample_report import sample_report
from web import create_app

keep_compiled()
# No test depends on how fast the machine is; nothing takes longer by this that comes at all.
expect.set_options(timeout=30_000)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address where an app is served meanwhile."""
    with served.serving(app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages are served."""
    desk = publish(sample_desk(sample_report(), tmp_path_factory.mktemp("desk"), MID_MONTH))
    with serving(create_app(desk)) as found:
        yield found


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=list(OPTIONS))
        yield started
        started.close()


@dataclass
class Visit:
    """Opens pages and keeps what the browser complains about: errors, blocked styles and scripts.

    session: of who is signed in, "" = nobody.
    """

    browser: Browser
    address: str
    session: str = ""
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self,
        path: str,
        *,
        width: int = 1440,
        height: int = 900,
        language: str = "en",
        script: bool = True,
        touch: bool = False,
    ) -> Page:
        """A page in a fresh browser window. touch: as on a phone."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            locale=language,
            java_script_enabled=script,
            has_touch=touch,
            is_mobile=touch,
        )
        self.contexts.append(context)
        if self.session:
            context.add_cookies([{"name": "sid", "value": self.session, "url": self.address}])
        page = context.new_page()
        page.on("console", lambda message: self._hear(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.address + path)
        return page

    def _hear(self, text: str) -> None:
        # Signing in and out clears what the browser keeps, which it says.
        if not text.startswith("Clear-Site-Data header on"):
            self.complaints.append(text)

    def during_test(self) -> Iterator["Visit"]:
        """Itself for the time of a test; then nothing may have been complained about."""
        yield self
        for context in self.contexts:
            context.close()
        assert self.complaints == []


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    yield from Visit(browser, address).during_test()


@contextmanager
def lead_pages(month: DatabaseMonth) -> Iterator[str]:
    """Where a lead's pages are served; their forms need a token, as ever."""
    app = month.app()
    app.config["WTF_CSRF_ENABLED"] = True
    with serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptMonth:
    """A database with the sample's month, for months to begin with."""
    return keep_month(sample_report(), tmp_path_factory.mktemp("kept"))


@pytest.fixture
def month(kept: KeptMonth, tmp_path: Path) -> Iterator[DatabaseMonth]:
    with month_in(tmp_path, kept) as found:
        yield found


@pytest.fixture
def windows(browser: Browser, month: DatabaseMonth) -> Iterator[Visit]:
    """Windows of a lead of the month; they close before the server does, so that none complains of it."""
    with lead_pages(month) as address:
        yield from Visit(browser, address, session=month.session).during_test()
