"""What a one-time link opens: set a name and a password, or accept with the password one has."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from planner.accounts.model import LinkGone, Refused
from planner.accounts.passwords import LEAST_CHARACTERS
from planner.services.one_time_links import WELCOME
from web.auth import accounts, address, client, let_in, safe_next, visitor
from web.forms import errors_of, status_of
from web.i18n import language

bp = Blueprint("welcome", __name__, url_prefix=WELCOME.rstrip("/"))


@bp.get("/<token>")
def index(token: str) -> tuple[str, int]:
    """The form. Nothing is used up by looking, since mail programs look too."""
    return _page(token, None)


@bp.post("/<token>")
def accept(token: str) -> Response | tuple[str, int]:
    """Use the link and go in."""
    form = request.form
    try:
        opened = accounts().links.accept(
            token,
            form.get("password", ""),
            address(),
            client(),
            name=form.get("name", ""),
            email=form.get("email", ""),
            language=language(),
        )
    except LinkGone:
        return render_template("link_gone.html"), 404
    except Refused as refused:
        return _page(token, refused)
    if found := visitor():
        accounts().sign_in.sign_out(found)
    return let_in(redirect(safe_next(form.get("next", "")), 303), opened)


def _page(token: str, refused: Refused | None) -> tuple[str, int]:
    try:
        looked = accounts().links.look(token)
    except LinkGone:
        return render_template("link_gone.html"), 404
    page = render_template(
        "welcome.html",
        link=looked.link,
        known=looked.known,
        errors=errors_of(refused),
        name=request.form.get("name", ""),
        email=looked.link.email or request.form.get("email", ""),
        least=LEAST_CHARACTERS,
        next=safe_next(request.values.get("next", "")),
    )
    return page, status_of(refused)
