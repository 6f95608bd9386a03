"""Signing in and out, and the way back in for a forgotten password."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.accounts.model import LINK_LIFE, Purpose, Refused
from planner.accounts.throttle import TooManyTries
from web.auth import accounts, address, client, let_in, let_out, present_token, safe_next, visitor
from web.forms import errors_of, status_of

bp = Blueprint("sign_in", __name__)


@bp.get("/sign-in")
def index() -> str | Response:
    """The form; who is signed in goes on at once."""
    if visitor() is not None:
        return redirect(safe_next(request.args.get("next", "")), 303)
    return _page(None)[0]


@bp.post("/sign-in")
def enter() -> Response | tuple[str, int]:
    """Sign in, then go where the visitor wanted to."""
    form = request.form
    try:
        token = accounts().sign_in.sign_in(
            form.get("email", ""), form.get("password", ""), address(), client(), present_token()
        )
    except Refused as refused:
        return _page(refused)
    return let_in(redirect(safe_next(form.get("next", "")), 303), token)


@bp.post("/sign-out")
def leave() -> Response:
    """Sign out here."""
    if found := visitor():
        accounts().sign_in.sign_out(found)
    return let_out(redirect(url_for("sign_in.index"), 303))


@bp.get("/forgotten")
def forgotten() -> str:
    """The form that asks for a link."""
    return render_template("forgotten.html", errors={}, sent="", life=LINK_LIFE[Purpose.PASSWORD])


@bp.post("/forgotten")
def send_link() -> tuple[str, int]:
    """Send a link, if there is such an account; the page says the same if there is none."""
    refused: Refused | None = None
    email = request.form.get("email", "")
    try:
        accounts().links.forgotten(email, address())
    except (Refused, TooManyTries) as failure:
        refused = failure
    page = render_template(
        "forgotten.html",
        errors=errors_of(refused),
        sent="" if refused else email.strip(),
        life=LINK_LIFE[Purpose.PASSWORD],
    )
    return page, status_of(refused)


def _page(refused: Refused | None) -> tuple[str, int]:
    page = render_template(
        "sign_in.html", errors=errors_of(refused), email=request.form.get("email", ""),
        next=safe_next(request.values.get("next", "")),
    )  # fmt: skip
    return page, status_of(refused)
