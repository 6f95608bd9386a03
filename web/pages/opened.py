"""Who opened pages about a person, and who changed what is kept of them: for the person, and for leads."""

from flask import Blueprint, abort, render_template

from web.access_log import the_access_log
from web.auth import the_team_id
from web.view.opened import NAMES

bp = Blueprint("opened", __name__, url_prefix="/opened")


@bp.get("/<path:name>")
def index(name: str) -> str:
    """Both lists, newest first."""
    log = the_access_log()
    try:
        looks, changes = log.looks(the_team_id(), name), log.changes(the_team_id(), name)
    except KeyError:
        abort(404)
    return render_template(
        "opened.html", name=name, looks=looks, changes=changes, names=NAMES, keep_days=log.keep_days
    )
