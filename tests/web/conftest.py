"""The app on an invented roster; nothing here searches for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from planner.reporting.report import Report
from tests.conftest import NOW
from tests.web.compiled_once import keep_compiled
from tests.web.database_desk import DatabaseMonth, KeptMonth, keep_month, month_in
from tests.web.sample_desk import MID_MONTH, publish, sample_desk
from tests.web.sample_report import sample_report
from web import create_app

keep_compiled()


@pytest.fixture(scope="session")
def report() -> Report:
    return sample_report()


@pytest.fixture(scope="session")
def app(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(publish(sample_desk(report, tmp_path_factory.mktemp("desk"), MID_MONTH)))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def empty_client(tmp_path: Path) -> FlaskClient:
    """The pages before any month was planned."""
    return create_app(sample_desk(None, tmp_path, MID_MONTH)).test_client()


@pytest.fixture(scope="session")
def kept(report: Report, tmp_path_factory: pytest.TempPathFactory) -> KeptMonth:
    """A database with the roster as a draft, for months to begin with."""
    return keep_month(report, tmp_path_factory.mktemp("kept"))


@pytest.fixture
def month(kept: KeptMonth, tmp_path: Path) -> Iterator[DatabaseMonth]:
    """The month in a database of its own, in the middle of November."""
    # Calendars are written once for all tests, as their entries are the same to the second.
    with time_machine.travel(NOW, tick=False), month_in(tmp_path, kept) as found:
        yield found
