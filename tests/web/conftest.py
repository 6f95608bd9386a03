"""The app on an invented roster; nothing here searches for one."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.reporting.report import Report
from tests.web.sample_desk import publish, sample_desk
from tests.web.sample_report import sample_report
from web import create_app

#: A Thursday in the month that the sample shows.
MID_MONTH = datetime(2026, 12, 10, 9, 30, tzinfo=ZoneInfo("Europe/Vienna"))


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
