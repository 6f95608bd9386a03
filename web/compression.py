"""Answers compressed for whoever takes them so: a month's page shrinks to a tenth, and no proxy need stand in front.

Left as they are: what is short, what is compressed already (pictures, workbooks), parts of files, and answers whose
length nobody knows yet, such as streams, which would be held back.
"""

import gzip
import secrets
from io import BytesIO

from flask import Flask, Response, request

_TYPES = frozenset(
    {
        "text/html", "text/css", "text/plain", "text/csv", "text/calendar", "text/javascript",
        "application/javascript", "application/json", "application/manifest+json", "image/svg+xml",
    }
)  # fmt: skip
#: Less than this travels in one packet anyway.
LEAST_BYTES = 1000
#: Of zlib: about as small as the highest, in a third of the time.
_LEVEL = 5
#: A page that repeats what was sent to it must not tell by its length whether that is like a secret on it (BREACH):
#: each answer gets so many bytes at most that mean nothing (“Heal the BREACH”: IEEE Access 10, 2022).
_MOST_PADDING_BYTES = 100


def init_compression(app: Flask) -> None:
    """Compress the app's answers. What is registered after it is done before, so it sees whole answers."""

    @app.after_request
    def _compress(response: Response) -> Response:
        if response.mimetype in _TYPES or response.status_code == 304:
            # Also where it is not compressed: whoever keeps the answer must ask anew for a reader of another kind.
            response.vary.add("Accept-Encoding")
        if _worth_it(response) and _taken():
            _make_small(response)
        return response


def _taken() -> bool:
    """Whether the reader takes gzip; "*" stands for all that is not named."""
    taken = dict(request.accept_encodings)
    return taken.get("gzip", taken.get("*", 0)) > 0


def _worth_it(response: Response) -> bool:
    return (
        response.status_code not in (204, 206, 304)
        and response.mimetype in _TYPES
        and "Content-Encoding" not in response.headers
        and (response.content_length or 0) >= LEAST_BYTES
    )


def _make_small(response: Response) -> None:
    response.headers["Content-Encoding"] = "gzip"
    # Parts are of the file as it is.
    response.headers.pop("Accept-Ranges", None)
    etag, _ = response.get_etag()
    if etag is not None:
        # Equal in meaning, not byte by byte.
        response.set_etag(etag, weak=True)
    if request.method == "HEAD":
        # How long it would be is not worked out.
        response.headers.pop("Content-Length", None)
        return
    response.direct_passthrough = False
    response.set_data(_zipped(response.get_data()))


def _zipped(data: bytes) -> bytes:
    padding = "x" * secrets.randbelow(_MOST_PADDING_BYTES)
    made = BytesIO()
    # A name of a file is what stands in front of the content and means nothing to browsers.
    with gzip.GzipFile(filename=padding, mode="wb", compresslevel=_LEVEL, fileobj=made, mtime=0) as file:
        file.write(data)
    return made.getvalue()
