"""Calendar feeds over HTTP. A calendar program sends no cookie and shows no page, so every answer stands by itself.

A broken answer with status 200 would wipe somebody's calendar: a body is finished before anything is sent, and what
goes wrong is a 503.
"""

import logging
import re
from typing import Protocol, cast

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from planner.feeds.store import FeedBody

bp = Blueprint("feeds", __name__)

_TOKEN_IN_PATH = re.compile(r"/(?:ical|(welcome))/[^/?#\s]+")


class Fetched(Protocol):
    """What answers a calendar program: a desk, or its feeds alone."""

    def fetch(self, token: str, client: str) -> FeedBody | None:
        """What a link gives now; None when it is unknown. client: the program that asks."""
        ...


class CookielessResponse(Response):
    """An answer that cannot set a cookie: whoever reads a feed is no visitor with a session."""

    def set_cookie(self, *_args: object, **_kwargs: object) -> None:
        """Nothing, whatever a session or an extension wants."""

    def delete_cookie(self, *_args: object, **_kwargs: object) -> None:
        """Nothing, as for `set_cookie`."""


def mask_token(path: str) -> str:
    """A path or address as it may stand in a log: '/ical/***.ics', '/welcome/***' instead of the token, a secret."""
    return _TOKEN_IN_PATH.sub(lambda found: "/welcome/***" if found[1] else "/ical/***.ics", path)


def _without_tokens(record: logging.LogRecord) -> bool:
    record.msg, record.args = mask_token(record.getMessage()), ()
    return True


@bp.record_once
def _guard_server_log(_state: BlueprintSetupState) -> None:
    """The server names the path of a reader that hangs up; its log gets no token either."""
    logging.getLogger("waitress").addFilter(_without_tokens)


@bp.get("/ical/<token>.ics")
def feed(token: str) -> Response:
    """The feed of a link; HEAD is answered too. 304 when the reader has it, 404 for an unknown link."""
    feeds = cast(Fetched, current_app.extensions["feeds"])
    try:
        body = feeds.fetch(token, request.headers.get("User-Agent", ""))
    except Exception:  # Flask's own handler would log the path, and with it the token
        current_app.logger.exception("a calendar feed could not be read")
        return _plain("The calendar cannot be read at the moment. It will be there again later.", 503)
    if body is None:
        return _plain("There is no calendar at this address. Ask for a new link.", 404)
    if request.if_none_match.contains_weak(body.etag):
        response = CookielessResponse(status=304)
    else:
        response = CookielessResponse(body.data, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="roster.ics"'
    response.set_etag(body.etag)
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _plain(text: str, status: int) -> Response:
    response = CookielessResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
