"""What every test shares: in CI a skip is a failure, and there is one fixed "now"."""

import gc
import logging
import os
from collections.abc import Generator, Iterator
from datetime import datetime
from logging.handlers import BufferingHandler
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, settings

from bench.chromium import MISSING, find_chromium

MAY_SKIP_IN_CI = "shared_data"

# No test depends on how fast the machine is; CI tries the same examples every time, other runs new ones.
settings.register_profile(
    "house",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")

#: New objects that the garbage collector waits for: a report makes many times more, and keeps most of them.
YOUNG_OBJECTS = 10_000

# A Monday morning in the month before the one the samples plan.
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=ZoneInfo("Europe/Vienna"))


def _fail_if_skipped_in_ci(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that gives the skip's reason, since CI has every optional part."""
    if os.environ.get("CI") != "true" or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid} may not skip in CI: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if item.get_closest_marker(MAY_SKIP_IN_CI) is None:
        _fail_if_skipped_in_ci(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A module skipped as a whole never reaches its tests' markers, so it fails too."""
    report = yield
    _fail_if_skipped_in_ci(report)
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: at the end one worker would be at it alone."""
    items.sort(key=lambda item: item.get_closest_marker("begins_first") is None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Modules and tests are nearly a million objects, which stay: the garbage collector walks through them neither as
    they come in, which took a quarter of the time, nor later, but only through what tests make.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
        gc.enable()


@pytest.fixture(autouse=True)
def failed_searches() -> Iterator[list[logging.LogRecord]]:
    """What searches log of threads that failed: a plan that was found until then hides it. A test that wants one takes
    it off the list.
    """
    handler, log = BufferingHandler(1_000), logging.getLogger("solver.search")
    handler.setLevel(logging.ERROR)
    log.addHandler(handler)
    yield handler.buffer
    log.removeHandler(handler)
    assert [record.getMessage() for record in handler.buffer] == []


@pytest.fixture
def fixed_now() -> Iterator[datetime]:
    """Stop every clock at NOW for one test and return it."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture(scope="module")
def from_now_on() -> Iterator[None]:
    """Let every clock of this process go on from NOW for a module whose months are those after it: they would be over
    on most days that tests run.
    """
    with time_machine.travel(NOW):
        yield


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium, for Playwright's `executable_path`."""
    return find_chromium() or pytest.skip(MISSING)
