"""Who opened pages about a person, and who changed what is kept of them: for the person, and for leads."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, abort, render_template

from planner.domain.access import Look
from planner.messages import _l
from web.access_log import the_access_log
from web.auth import the_team_id
from web.desk import the_desks
from web.i18n import language, say
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
        called = the_desks().colleagues.called(the_team_id())
        looks, changes = _called(looks, called), _called(changes, called)
    return render_template(
        "opened.html", name=name, looks=looks, changes=changes, names=NAMES, keep_days=log.keep_days
    )


def _called(found: Sequence[Look], called: Mapping[str, str]) -> list[Look]:
    """With the names that colleagues see; of who has left the team none, and "" stays."""
    left = say(_l("somebody who has left the team"), language())
    return [replace(one, reader=called.get(one.reader, left) if one.reader else "") for one in found]
