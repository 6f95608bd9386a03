"""Feeds over HTTP, from files and from a database: validators, headers, no cookies, no tokens in logs, and never a
broken answer with status 200.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, session
from flask.testing import FlaskClient

from planner.storage.database import Database
from tests.planner.feeds.feed_cases import FULL, MARA, TEAM, StandingClock, without
from tests.planner.feeds.feed_house import HOUSES, FeedHouse
from tests.planner.feeds.ical_lint import events, lint
from tests.planner.storage.conftest import NewUrl
from web.feeds import FeedGate, mask_token

HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'inline; filename="roster.ics"',
    "Cache-Control": "private, max-age=0, must-revalidate",
    "Referrer-Policy": "no-referrer",
}


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture(scope="session")
def new_sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> NewUrl:
    return NewUrl("sqlite", tmp_path_factory.mktemp("feed-databases"))


@pytest.fixture(params=HOUSES)
def feeds(
    request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock, new_sqlite_url: NewUrl
) -> Iterator[FeedHouse]:
    database = Database(new_sqlite_url.with_tables())
    found = HOUSES[request.param](tmp_path, database, clock)
    found.publish(TEAM, FULL, "en")
    yield found
    database.close()


@pytest.fixture
def client(feeds: FeedHouse) -> Iterator[FlaskClient]:
    """An app whose every page sets a lasting session, as sign-in and language choice do."""
    app = Flask("feeds", static_folder=None)
    app.secret_key = "only for this test"
    app.wsgi_app = FeedGate(app.wsgi_app, feeds)  # type: ignore[method-assign]

    @app.before_request
    def remember() -> None:
        session.permanent = True
        session["language"] = "de"

    with app.test_client() as found:
        yield found


@pytest.fixture
def token(feeds: FeedHouse) -> str:
    return feeds.new_link("person", "Mara Maier", "iPhone")


@pytest.fixture
def address(token: str) -> str:
    return f"/ical/{token}.ics"


def test_a_feed_with_its_headers(client: FlaskClient, feeds: FeedHouse, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.data == feeds.body("person", "Mara Maier")
    assert lint(answer.data) == []
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["ETag"].strip('"').isalnum()
    for absent in ("Last-Modified", "Set-Cookie", "Content-Encoding", "Location"):
        assert absent not in answer.headers


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"User-Agent": "Google-Calendar-Importer", "Accept-Encoding": "gzip"},
        {"Accept": "text/html"},
        {"If-Modified-Since": "garbage"},
        {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"If-None-Match": '"stale"'},
        {"If-None-Match": "garbage"},
        {"If-Match": '"stale"'},
        {"Range": "bytes=0-9"},
    ],
)
def test_whatever_is_sent_the_whole_feed_comes(sent: dict[str, str], client: FlaskClient, address: str) -> None:
    del client.environ_base["HTTP_USER_AGENT"]
    answer = client.get(address, headers=sent)
    assert answer.status_code == 200
    assert len(events(answer.data)) == 2
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("form", ['"{etag}"', 'W/"{etag}"', '"other", "{etag}"', 'W/"other",W/"{etag}"', "*"])
def test_a_reader_that_has_it_gets_304(form: str, client: FlaskClient, address: str) -> None:
    first = client.get(address)
    answer = client.get(address, headers={"If-None-Match": form.format(etag=first.headers["ETag"].strip('"'))})
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == first.headers["ETag"]
    assert answer.headers["Cache-Control"] == HEADERS["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_after_a_change_the_old_etag_gives_the_new_feed(client: FlaskClient, feeds: FeedHouse, address: str) -> None:
    old = client.get(address).headers["ETag"]
    feeds.publish(TEAM, without(FULL, FULL.assignments[4:]), "en")
    answer = client.get(address, headers={"If-None-Match": old})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != old


def test_head_says_the_same_without_a_body(client: FlaskClient, address: str) -> None:
    got, asked = client.get(address), client.head(address)
    assert (asked.status_code, asked.data) == (200, b"")
    assert dict(asked.headers) == dict(got.headers)
    assert int(asked.headers["Content-Length"]) == len(got.data)


def test_a_revoked_link_clears_the_calendar_and_then_is_unknown(
    client: FlaskClient, feeds: FeedHouse, clock: StandingClock, address: str
) -> None:
    feeds.revoke(feeds.links()[0].link_id)
    answer = client.get(address)
    assert (answer.status_code, lint(answer.data), events(answer.data)) == (200, [], {})
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    clock.pass_time(days=30)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("path", ["/ical/unknown.ics", f"/ical/{'A' * 43}.ics", "/ical/%00%ED%A0%80.ics"])
def test_an_unknown_link_is_a_plain_404(path: str, client: FlaskClient) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    assert b"VCALENDAR" not in answer.data


def test_someone_who_left_gets_an_empty_feed(client: FlaskClient, feeds: FeedHouse, address: str) -> None:
    staying = tuple(manager for manager in TEAM.managers if manager != MARA)
    feeds.publish(replace(TEAM, managers=staying), FULL, "en")
    assert events(client.get(address).data) == {}


def broken(*_args: object) -> None:
    raise OSError(5, "Input/output error")


@pytest.mark.parametrize("method", ["served", "record_fetches"])
def test_a_failing_store_is_a_503_and_no_token_is_logged(
    method: str,
    client: FlaskClient,
    feeds: FeedHouse,
    token: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(feeds.fetched, method, broken)
    with caplog.at_level(logging.DEBUG):
        answer = client.get(f"/ical/{token}.ics")
    assert answer.status_code == 503
    assert b"VCALENDAR" not in answer.data
    assert "Set-Cookie" not in answer.headers
    assert "Input/output error" in caplog.text
    assert token not in caplog.text


def test_no_token_is_logged_when_all_is_well(
    client: FlaskClient, token: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        for path in (f"/ical/{token}.ics", f"/ical/{token}x.ics"):
            client.get(path)
    assert token not in caplog.text + "".join(capfd.readouterr())


@pytest.mark.usefixtures("client")
def test_the_servers_own_log_names_no_token(token: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        logging.getLogger("waitress").info("Client disconnected while serving %s", f"/ical/{token}.ics")
    assert caplog.messages == ["Client disconnected while serving /ical/***.ics"]


@pytest.mark.parametrize(
    ("path", "masked"),
    [
        ("/ical/abc-DEF_1.ics", "/ical/***.ics"),
        ("GET /ical/abc.ics HTTP/1.1", "GET /ical/***.ics HTTP/1.1"),
        ("https://planner.example/x/ical/abc.ics?y=1", "https://planner.example/x/ical/***.ics?y=1"),
        ("/ical/abc", "/ical/***.ics"),
        ("/people/Mara", "/people/Mara"),
    ],
)
def test_tokens_are_masked_for_logs(path: str, masked: str) -> None:
    assert mask_token(path) == masked


def test_mask_covers_every_address_the_planner_hands_out(feeds: FeedHouse, token: str) -> None:
    makers: list[Callable[[str], str]] = [feeds.feeds.https_address, feeds.feeds.webcal_address]
    assert [token in mask_token(make(token)) for make in makers] == [False, False]
