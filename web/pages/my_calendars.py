"""My calendar links: make one, see it once, revoke it. The token is in no address of these pages and in no log."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.feeds.links import LABEL_CHARACTERS
from planner.feeds.model import FeedKey, FeedKind, NoSuchFeed
from planner.services.feeds import Feeds
from web.auth import the_visitor
from web.desk import the_desks
from web.forms import number_of
from web.pages.my_shifts import my_teams
from web.view.made_link import MadeLink, made_link

bp = Blueprint("my_calendars", __name__, url_prefix="/my/calendars")


@bp.get("/")
def index() -> str:
    """My links, and the form for a new one."""
    return _page()


@bp.post("/")
def make() -> str | tuple[str, int]:
    """A new link, shown once: the answer to the form itself, so that reloading or going back never shows it again."""
    feeds, key = _mine(number_of("team"))
    label = request.form.get("label", "").strip()[:LABEL_CHARACTERS]
    try:
        token = feeds.new_link(key.kind, key.subject, label)
    except NoSuchFeed:
        return _page(refused=True), 404
    return _page(made=made_link(feeds, token, label))


@bp.post("/revoke")
def revoke() -> Response:
    """End one of my links."""
    feeds, key = _mine(number_of("team"))
    try:
        feeds.revoke(request.form.get("link", ""), key)
    except LookupError:
        abort(404)
    return redirect(url_for("my_calendars.index"), 303)


def _mine(team: int) -> tuple[Feeds, FeedKey]:
    """The feeds of a team of mine, and which of them is mine. 404 for another team."""
    name = my_teams().get(team)
    if name is None:
        abort(404)
    return the_desks().feeds(team, the_visitor().user.person_id), FeedKey(FeedKind.PERSON, name)


def _page(*, made: MadeLink | None = None, refused: bool = False) -> str:
    desks, teams = the_desks(), my_teams()
    mine = [team for team in desks.teams() if team.team_id in teams]
    links = []
    for team in mine:
        feeds, key = _mine(team.team_id)
        links += [(team, link) for link in feeds.links(key)]
    return render_template(
        "my_calendars.html",
        teams=mine,
        links=sorted(links, key=lambda pair: (pair[1].revoked is not None, pair[1].created)),
        made=made,
        refused=refused,
        label_characters=LABEL_CHARACTERS,
    )
