"""The start: my teams and their months."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from planner.accounts.model import Role
from web.auth import leads_anywhere, the_visitor
from web.desk import the_desks
from web.pages.my_shifts import my_teams

bp = Blueprint("teams", __name__)


@bp.get("/")
def index() -> str | Response:
    """The teams that the visitor has a role in, with links to their months; who leads none sees their own shifts."""
    visitor = the_visitor()
    if my_teams() and not leads_anywhere(visitor):
        return redirect(url_for("my_shifts.index"), 303)
    roles = [(team, visitor.role_in(team.team_id)) for team in the_desks().teams()]
    return render_template("teams.html", teams=[(team, role) for team, role in roles if role is not None], Role=Role)
