"""Headers, hosts, forms and errors."""

from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

from planner.messages import Message
from planner.problems import InputProblem, InputProblems
from planner.reporting.report import Report
from tests.web.sample_desk import MID_MONTH, SampleDesk, sample_desk
from web import create_app


@pytest.mark.parametrize("path", ["/", "/nothing", "/static/css/tokens.css", "/files/shifts.csv"])
def test_every_answer_is_guarded(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_pages_are_not_kept_by_shared_caches(client: FlaskClient) -> None:
    assert client.get("/").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1:8000", 200),
        ("team.example", 200),
        ("rebound.example:8000", 400),
        ("localhost.evil.example", 400),
    ],
)
def test_only_known_hosts_are_served(report: Report, tmp_path: Path, host: str, status: int) -> None:
    desk = replace(sample_desk(report, tmp_path, MID_MONTH), base_url="https://team.example")
    answer = create_app(desk).test_client().get("/list", headers={"Host": host})
    assert answer.status_code == status
    assert (report.board.people[0].name in answer.get_data(as_text=True)) == (status == 200)


def test_forms_from_elsewhere_are_refused(client: FlaskClient) -> None:
    answer = client.post("/calendars/", data={"whose": "team:", "label": "x"}, headers={"Accept-Language": "de"})
    assert answer.status_code == 400
    assert "zu lange offen" in answer.get_data(as_text=True)


class BrokenDesk(SampleDesk):
    """A desk that fails as told."""

    failure: Exception

    def report(self) -> Report:
        raise self.failure


def broken(app_desk: SampleDesk, failure: Exception) -> FlaskClient:
    desk = BrokenDesk(None, app_desk.feeds, app_desk.fetches, app_desk.folder, app_desk.moment)
    desk.failure = failure
    return create_app(desk).test_client()


def test_a_failure_is_logged_and_not_shown(app: Flask) -> None:
    client = broken(app.extensions["desk"], RuntimeError("secret detail"))
    with structlog.testing.capture_logs() as logs:
        answer = client.get("/", headers={"Accept-Language": "de"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "schiefgegangen" in html
    assert "secret detail" not in html
    assert "Traceback" not in html
    assert [log["path"] for log in logs] == ["/"]


def test_unreadable_files_are_named_place_by_place(app: Flask) -> None:
    problem = InputProblem("team.xlsx", Message("No such site."), Message("Use Wien."), "Wein", "Managers", 4, "Site")
    answer = broken(app.extensions["desk"], InputProblems([problem])).get("/")
    assert answer.status_code == 503
    assert "Wein" in answer.get_data(as_text=True)


def test_pages_set_no_cookie_unless_asked(client: FlaskClient) -> None:
    for path in ("/", "/people/", "/staffing/", "/nothing"):
        assert "Set-Cookie" not in client.get(path).headers
