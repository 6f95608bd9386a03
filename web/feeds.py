"""Calendar feeds over HTTP, answered before the pages are asked: a calendar program shows no page, sends no cookie and
must get none, so nothing that pages do to a request or an answer touches a feed. It is cheaper, too.

A broken answer with status 200 would wipe somebody's calendar: a body is finished before anything is sent, and what
goes wrong is a 503.
"""

import logging
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from werkzeug.wrappers import Request, Response

from planner.feeds.store import FeedBody

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_FEED = re.compile(r"/ical/(.+)\.ics", re.DOTALL)
_TOKEN_IN_PATH = re.compile(r"/(?:ical|(welcome))/[^/?#\s]+")
_ASKED_BY = ("GET", "HEAD")

_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}

log = logging.getLogger(__name__)


class Fetched(Protocol):
    """What answers a calendar program: a desk, or all desks."""

    def fetch(self, token: str, client: str) -> FeedBody | None:
        """What a link gives now; None when it is unknown. client: the program that asks."""
        ...


def mask_token(path: str) -> str:
    """A path or address as it may stand in a log: '/ical/***.ics', '/welcome/***' instead of the token, a secret."""
    return _TOKEN_IN_PATH.sub(lambda found: "/welcome/***" if found[1] else "/ical/***.ics", path)


def _without_tokens(record: logging.LogRecord) -> bool:
    record.msg, record.args = mask_token(record.getMessage()), ()
    return True


class FeedGate:
    """A WSGI application that answers for feeds and hands all else to the pages."""

    def __init__(self, pages: "WSGIApplication", fetched: Fetched) -> None:
        self._pages, self._fetched = pages, fetched
        # The server names the path of a reader that hangs up; its log gets no token either.
        logging.getLogger("waitress").addFilter(_without_tokens)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """One answer."""
        found = _FEED.fullmatch(environ.get("PATH_INFO", ""))
        if found is None:
            return self._pages(environ, start_response)
        return self._answer(found[1], Request(environ))(environ, start_response)

    def _answer(self, token: str, request: Request) -> Response:
        """The feed of a link; HEAD is answered too. 304 when the reader has it, 404 for an unknown link."""
        if request.method not in _ASKED_BY:
            refused = _plain("A calendar can only be read.", 405)
            refused.headers["Allow"] = ", ".join(_ASKED_BY)
            return refused
        try:
            body = self._fetched.fetch(token, request.headers.get("User-Agent", ""))
        except Exception:
            log.exception("a calendar feed could not be read")
            return _plain("The calendar cannot be read at the moment. It will be there again later.", 503)
        if body is None:
            return _plain("There is no calendar at this address. Ask for a new link.", 404)
        if request.if_none_match.contains_weak(body.etag):
            response = Response(status=304, headers=_HEADERS)
        else:
            response = Response(body.data, content_type="text/calendar; charset=utf-8", headers=_HEADERS)
            response.headers["Content-Disposition"] = 'inline; filename="roster.ics"'
        response.headers["ETag"] = f'"{body.etag}"'
        response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
        return response


def _plain(text: str, status: int) -> Response:
    response = Response(text, status=status, content_type="text/plain; charset=utf-8", headers=_HEADERS)
    response.headers["Cache-Control"] = "no-store"
    return response
