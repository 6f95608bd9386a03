"""Answers as they travel: small for who takes gzip, untouched for who does not, and for what would not gain."""

import gzip
from collections.abc import Iterator

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from web.compression import LEAST_BYTES, init_compression

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
STYLE = "/static/css/tokens.css"


def test_a_month_travels_in_a_fraction_of_its_bytes(client: FlaskClient) -> None:
    plain, small = client.get("/"), client.get("/", headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.content_length == len(small.data) < len(plain.data) / 6
    # The token of its forms is another one each second.
    assert len(gzip.decompress(small.data)) == len(plain.data)
    assert {*plain.vary} == {*small.vary} == {"Accept-Language", "Cookie", "Accept-Encoding"}


def test_no_two_answers_tell_by_their_length_what_is_on_them(client: FlaskClient) -> None:
    assert len({len(_body(client, STYLE)) for _ in range(20)}) > 5


def _body(client: FlaskClient, path: str) -> bytes:
    with client.get(path, headers=GZIP) as answer:
        return answer.data


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("gzip;q=0.1, br", "gzip"),
        ("*", "gzip"),
        ("br, *;q=0.5", "gzip"),
        ("", None),
        ("identity", None),
        ("br", None),
        ("gzip;q=0", None),
        ("gzip;q=0, *", None),
        ("*;q=0", None),
    ],
)
def test_only_who_takes_gzip_gets_it(client: FlaskClient, accepted: str, encoding: str | None) -> None:
    with client.get(STYLE, headers={"Accept-Encoding": accepted}) as answer:
        assert answer.headers.get("Content-Encoding") == encoding


def test_who_has_it_already_is_told_so_in_either_form(client: FlaskClient) -> None:
    with client.get(STYLE) as answer:
        plain, tag = answer.data, answer.headers["ETag"]
    with client.get(STYLE, headers=GZIP) as answer:
        assert gzip.decompress(answer.data) == plain
        assert answer.headers["ETag"] == f"W/{tag}"
        assert "Accept-Ranges" not in answer.headers
    for known in (tag, f"W/{tag}"):
        with client.get(STYLE, headers={**GZIP, "If-None-Match": known}) as answer:
            assert (answer.status_code, answer.data) == (304, b"")
            assert "Accept-Encoding" in answer.vary
            assert "Content-Encoding" not in answer.headers


def test_a_part_of_a_file_is_of_the_file_as_it_is(client: FlaskClient) -> None:
    with client.get(STYLE) as answer:
        plain = answer.data
    with client.get(STYLE, headers={**GZIP, "Range": "bytes=10-2000"}) as answer:
        assert (answer.status_code, answer.data) == (206, plain[10:2001])
        assert "Content-Encoding" not in answer.headers


def test_heads_say_what_the_answer_would(client: FlaskClient) -> None:
    with client.head(STYLE, headers=GZIP) as answer:
        assert (answer.status_code, answer.data) == (200, b"")
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "Content-Length" not in answer.headers


@pytest.fixture
def other() -> FlaskClient:
    """Answers of kinds that the pages hardly have."""
    app = Flask(__name__)
    init_compression(app)

    @app.get("/short")
    def short() -> str:
        return "x" * (LEAST_BYTES - 1)

    @app.get("/picture")
    def picture() -> Response:
        return Response(b"x" * LEAST_BYTES, mimetype="image/png")

    @app.get("/packed")
    def packed() -> Response:
        return Response(b"x" * LEAST_BYTES, mimetype="text/plain", headers={"Content-Encoding": "br"})

    @app.get("/events")
    def events() -> Response:
        def told() -> Iterator[str]:
            yield from ("data: x\n\n" * LEAST_BYTES, "data: y\n\n")

        return Response(told(), mimetype="text/plain")

    return app.test_client()


@pytest.mark.parametrize("path", ["/short", "/picture", "/packed", "/events"])
def test_what_would_not_gain_is_left_alone(other: FlaskClient, path: str) -> None:
    plain, asked = other.get(path), other.get(path, headers=GZIP)
    assert asked.data == plain.data
    assert asked.headers.get("Content-Encoding") == plain.headers.get("Content-Encoding")


def test_a_stream_is_not_held_back(other: FlaskClient) -> None:
    with other.get("/events", headers=GZIP, buffered=False) as answer:
        assert next(answer.iter_encoded()) == b"data: x\n\n" * LEAST_BYTES
