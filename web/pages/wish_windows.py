"""The wish windows of all my teams: what is open, until when, and what came of those before."""

from flask import Blueprint, render_template

from web.desk import the_desks
from web.pages.my_shifts import my_teams

bp = Blueprint("wish_windows", __name__, url_prefix="/my/wishes")


@bp.get("/")
def index() -> str:
    """The page."""
    teams = my_teams()
    return render_template("wish_windows.html", windows=the_desks().wish_windows(teams.keys()), names=teams)
