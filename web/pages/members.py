"""Who may see and change a team's rosters: members and their roles, invitations."""

from collections.abc import Sequence

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.accounts.model import Refused, Role
from planner.domain.colleagues import ColleagueRules
from planner.services.guests import Guest
from planner.services.one_time_links import Invited
from web.auth import accounts, role_here, the_visitor
from web.desk import the_desks
from web.forms import errors_of, number_of, status_of
from web.i18n import language
from web.places import the_team
from web.view.roles import ROLES

bp = Blueprint("members", __name__, url_prefix="/members")


@bp.get("/")
def index() -> str:
    """The page."""
    return _page()[0]


@bp.post("/")
def invite() -> tuple[str, int]:
    """Invite somebody; the link is shown once, in the answer to the form itself."""
    team, form = the_team(the_desks()), request.form
    role = _role(form.get("role", ""))
    if role is None:
        abort(400)
    person_id = number_of("person") if form.get("person") else None
    try:
        made = accounts().links.invite(
            the_visitor(), form.get("email", ""), role, team.team_id, team.name, person_id, language()
        )
    except Refused as refused:
        return _page(refused=refused)
    return _page(made=made)


@bp.get("/several")
def several() -> str:
    """Where several people are invited at once."""
    return _several("")


@bp.post("/several")
def invite_several() -> tuple[str, int] | str:
    """Invite who stands in lines that are right; the others stay to be mended. The links are shown once."""
    team, text = the_team(the_desks()), request.form.get("guests", "")
    if "X-Check" in request.headers:
        return _several(text)
    guests = accounts().guests.invite(the_visitor(), team.team_id, team.name, text, language())
    left = "\n".join(guest.text for guest in guests if guest.made is None)
    made = [guest for guest in guests if guest.made is not None]
    return _several(left, made, told=True), 200 if made else 422


@bp.post("/withdraw")
def withdraw() -> Response:
    """Take an invitation back."""
    accounts().links.withdraw(the_visitor(), the_team(the_desks()).team_id, number_of("link"))
    return redirect(url_for("members.index"), 303)


@bp.post("/again")
def invite_again() -> Response | tuple[str, int]:
    """Make a new link for an open invitation; it is shown once, in the answer to the form itself."""
    team = the_team(the_desks())
    try:
        made = accounts().links.invite_again(the_visitor(), team.team_id, team.name, number_of("link"), language())
    except Refused as refused:
        return _page(refused=refused)
    return _page(made=made) if made else redirect(url_for("members.index"), 303)


@bp.post("/role")
def set_role() -> Response:
    """Give a member another role, or none."""
    role = _role(request.form.get("role", ""))
    accounts().users.set_role(the_visitor(), number_of("user"), the_team(the_desks()).team_id, role)
    return redirect(url_for("members.index"), 303)


@bp.post("/colleagues")
def decide() -> Response:
    """What colleagues see of each other."""
    form = request.form
    rules = ColleagueRules(form.get("names") == "full", form.get("shifts") == "all", form.get("hours") == "all")
    the_desks().colleagues.decide(the_team(the_desks()).team_id, rules, the_visitor().user.person_id)
    return redirect(url_for("members.index"), 303)


def _page(made: Invited | None = None, refused: Refused | None = None) -> tuple[str, int]:
    team = the_team(the_desks())
    page = render_template(
        "members.html",
        team=team,
        members=accounts().users.members(team.team_id),
        people=accounts().users.unclaimed(team.team_id),
        invitations=accounts().links.invitations(team.team_id),
        letters=accounts().links.letters(team.team_id),
        zone=the_desks().message_box.zone(the_visitor().user.person_id),
        mail_server=accounts().links.has_mail_server,
        rules=the_desks().colleagues.rules(team.team_id),
        roles=ROLES,
        is_owner=role_here() is Role.OWNER,
        made=made,
        errors=errors_of(refused),
        email=request.form.get("email", ""),
    )
    return page, status_of(refused)


def _several(text: str, made: Sequence[Guest] = (), *, told: bool = False) -> str:
    """text: the lines that nobody was invited by. told: whether that there are none is told."""
    team = the_team(the_desks())
    return render_template(
        "members_several.html",
        team=team,
        text=text,
        guests=accounts().guests.judge(the_visitor(), team.team_id, text),
        made=made,
        mail_server=accounts().links.has_mail_server,
        nobody=told and not text and not made,
        people=accounts().users.unclaimed(team.team_id),
        roles=ROLES,
        is_owner=role_here() is Role.OWNER,
    )


def _role(text: str) -> Role | None:
    """A role from a form; "" = none. 400 for anything else, and for owners, who are so in every team."""
    if text not in ("", Role.MANAGER, Role.LEAD):
        abort(400)
    return Role(text) if text else None
