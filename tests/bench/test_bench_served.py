"""An app served for benchmarks and tests ends without leaving anything open, whatever its callers do."""

import http.client
import io
import socket
import time
from collections.abc import Callable

from flask import Flask, Response, send_file

from bench.served import serving

# More than a connection's both ends keep, so that some of it is still to be sent when the server is ended.
_SENT_BYTES = 64_000_000


class _Watched(io.BytesIO):
    """A file that says when it was begun to be sent."""

    begun = False

    def read(self, size: int | None = -1, /) -> bytes:
        self.begun = True
        return super().read(size)


def _app(file: io.BytesIO) -> Flask:
    app = Flask(__name__)

    @app.get("/")
    def answer() -> Response:
        return send_file(file, "application/octet-stream")

    return app


def _wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until, "waited for a minute"
        time.sleep(0.01)


def test_what_is_asked_for_is_sent() -> None:
    with serving(_app(io.BytesIO(b"whole"))) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"whole"
        connection.close()


def test_a_file_half_sent_when_the_server_ends_is_closed() -> None:
    file = _Watched(bytes(_SENT_BYTES))
    with socket.socket() as caller:
        with serving(_app(file)) as port:
            caller.connect(("127.0.0.1", port))
            caller.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
            _wait_until(lambda: file.begun)
        assert file.closed
