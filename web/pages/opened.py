"""Who opened pages about a person: for the person, and for leads."""

from flask import Blueprint, abort, render_template

from web.access_log import the_access_log
from web.auth import the_team_id
from web.view.opened import PAGE_NAMES

bp = Blueprint("opened", __name__, url_prefix="/opened")


@bp.get("/<path:name>")
def index(name: str) -> str:
    """The list, newest first."""
    try:
        looks = the_access_log().looks(the_team_id(), name)
    except KeyError:
        abort(404)
    return render_template("opened.html", name=name, looks=looks, page_names=PAGE_NAMES)
