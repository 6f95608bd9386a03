"""The start: my teams and their months."""

from typing import cast

from flask import Blueprint, current_app, render_template

from planner.accounts.model import Role
from web.auth import the_visitor
from web.desk import Desks

bp = Blueprint("teams", __name__)


@bp.get("/")
def index() -> str:
    """The teams that the visitor has a role in, with links to their months."""
    visitor, desks = the_visitor(), cast(Desks, current_app.extensions["desks"])
    roles = [(team, visitor.role_in(team.team_id)) for team in desks.teams()]
    return render_template("teams.html", teams=[(team, role) for team, role in roles if role is not None], Role=Role)
