"""Who opened pages about a person, and who changed what is kept of them: for the person, and for leads."""

from dataclasses import replace

from flask import Blueprint, abort, render_template

from web.access_log import the_access_log
from web.auth import the_team_id
from web.desk import the_desks
from web.sight import sight_here
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
    if not sight_here().rules.full_names:
        # Of colleagues, with whom shifts were exchanged; whoever looks leads.
        called = the_desks().colleagues.public_names(the_team_id())
        changes = [replace(one, reader=called.get(one.reader, one.reader)) for one in changes]
    return render_template(
        "opened.html", name=name, looks=looks, changes=changes, names=NAMES, keep_days=log.keep_days
    )
