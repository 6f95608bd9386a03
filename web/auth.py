"""Who asks: the session cookie, the visitor it stands for, and the addresses that may follow a sign-in."""

from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request, session
from werkzeug.wrappers import Response as AnyResponse

from planner.accounts.model import SESSION_LIFE, Role, Visitor
from planner.services.users import Accounts
from web.i18n import LANGUAGE_COOKIE

_COOKIE = "sid"
_YEAR_S = 365 * 24 * 3600


def init_auth(app: Flask, accounts: Accounts, private: frozenset[str]) -> None:
    """Let the pages of a house know their accounts. private: the blueprints whose pages no cache keeps."""
    app.extensions["accounts"] = accounts
    # A form lives as long as the session in which it was opened, which sign-in and sign-out begin anew.
    app.config["WTF_CSRF_TIME_LIMIT"] = None

    @app.after_request
    def _keep_nowhere(response: Response) -> Response:
        if request.blueprint in private:
            response.headers["Cache-Control"] = "no-store"
        return response


def accounts() -> Accounts:
    """The accounts of the house."""
    return cast(Accounts, current_app.extensions["accounts"])


def has_accounts() -> bool:
    """Whether these pages ask who somebody is; those of one folder on this machine do not."""
    return "accounts" in current_app.extensions


def visitor() -> Visitor | None:
    """Who asks; None for somebody who is not signed in. Looked up once a request, so what ends, ends at once."""
    if "visitor" not in g:
        token = request.cookies.get(_cookie_name(), "") if has_accounts() else ""
        g.visitor = accounts().sign_in.visitor(token) if token else None
    return cast("Visitor | None", g.visitor)


def the_visitor() -> Visitor:
    """Who asks, on pages that only the signed-in see."""
    found = visitor()
    assert found is not None, "web.access lets nobody else in"
    return found


def the_team_id() -> int:
    """The number of the team that the address names."""
    return int(g.place["team_id"])


def role_here() -> Role | None:
    """The visitor's role in the team that the address names; None for somebody without one."""
    found = visitor()
    return found.role_in(the_team_id()) if found else None


def leads_anywhere(found: Visitor) -> bool:
    """Whether somebody leads a team, or owns all of them."""
    return found.user.is_owner or Role.LEAD in found.roles.values()


def address() -> str:
    """Where the request comes from, for the throttle."""
    return request.remote_addr or ""


def client() -> str:
    """What the browser calls itself."""
    return request.headers.get("User-Agent", "")


def let_in(response: AnyResponse, token: str) -> AnyResponse:
    """Sign in by an answer: a cookie that no script reads, with a secret that was never used before."""
    session.clear()
    response.set_cookie(
        _cookie_name(),
        token,
        max_age=int(SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=_secure(),
    )
    # Whoever sat here before may have left shifts for times without a network.
    response.headers["Clear-Site-Data"] = '"storage"'
    found = accounts().sign_in.visitor(token)
    if found is not None:
        speak(response, found.user.language)
    return response


def let_out(response: AnyResponse) -> AnyResponse:
    """Sign out by an answer, which also clears what the browser remembers of the pages."""
    session.clear()
    response.delete_cookie(_cookie_name(), httponly=True, samesite="Lax", secure=_secure())
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def speak(response: AnyResponse, language: str) -> None:
    """Show the pages in a language from this answer on."""
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=_YEAR_S, httponly=True, samesite="Lax", secure=_secure())


def present_token() -> str:
    """The secret in the cookie of the request, "" = none."""
    return request.cookies.get(_cookie_name(), "")


def safe_next(text: str) -> str:
    """Where to go after a sign-in: a path of these pages, and nowhere else; "/" in place of anything else."""
    clean = text.isascii() and text.isprintable() and "\\" not in text
    if not clean or not text.startswith("/") or text.startswith("//"):
        return "/"
    parts = urlsplit(text)
    return text if not parts.scheme and not parts.netloc else "/"


def _secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def _cookie_name() -> str:
    """On https a name that browsers take from this very host alone."""
    return f"__Host-{_COOKIE}" if _secure() else _COOKIE
