"""All accounts, for owners: who is an owner, who is let in, and invitations to become an owner."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.accounts.model import Refused, Role, Visitor
from planner.services.one_time_links import Invited
from planner.services.users import Users
from web.auth import accounts, the_visitor
from web.desk import the_desks
from web.forms import errors_of, number_of, status_of
from web.i18n import language

bp = Blueprint("users", __name__, url_prefix="/accounts")

_CHANGES: dict[str, Callable[[Users, Visitor, int], None]] = {
    "owner": lambda users, by, user_id: users.set_owner(by, user_id, True),
    "no-owner": lambda users, by, user_id: users.set_owner(by, user_id, False),
    "disable": lambda users, by, user_id: users.disable(by, user_id),
    "enable": lambda users, by, user_id: users.enable(by, user_id),
}


@bp.get("/")
def index() -> str:
    """The page."""
    return _page()[0]


@bp.post("/")
def invite() -> tuple[str, int]:
    """Invite an owner; the link is shown once, in the answer to the form itself."""
    try:
        made = accounts().links.invite(
            the_visitor(), request.form.get("email", ""), Role.OWNER, None, "", None, language()
        )
    except Refused as refused:
        return _page(refused=refused)
    return _page(made=made)


@bp.post("/withdraw")
def withdraw() -> Response:
    """Take an invitation back."""
    accounts().links.withdraw(the_visitor(), None, number_of("link"))
    return redirect(url_for("users.index"), 303)


@bp.post("/again")
def invite_again() -> Response | tuple[str, int]:
    """Make a new link for an open invitation; it is shown once, in the answer to the form itself."""
    try:
        made = accounts().links.invite_again(the_visitor(), None, "", number_of("link"), language())
    except Refused as refused:
        return _page(refused=refused)
    return _page(made=made) if made else redirect(url_for("users.index"), 303)


@bp.post("/change")
def change() -> Response | tuple[str, int]:
    """Make somebody an owner or no longer, let somebody in no more or again."""
    made = _CHANGES.get(request.form.get("change", ""))
    if made is None:
        abort(400)
    try:
        made(accounts().users, the_visitor(), number_of("user"))
    except Refused as refused:
        return _page(refused=refused)
    return redirect(url_for("users.index"), 303)


def _page(made: Invited | None = None, refused: Refused | None = None) -> tuple[str, int]:
    page = render_template(
        "users.html",
        users=accounts().users.everybody(the_visitor()),
        invitations=accounts().links.invitations(None),
        letters=accounts().links.letters(None),
        zone=the_desks().message_box.zone(the_visitor().user.person_id),
        mail_server=accounts().links.has_mail_server,
        me=the_visitor().user,
        made=made,
        errors=errors_of(refused),
        email=request.form.get("email", ""),
    )
    return page, status_of(refused)
