"""Calendar links: make one, see it once, revoke it. The token is in no address of these pages and in no log."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.feeds.links import LABEL_CHARACTERS
from planner.feeds.model import FeedKind, NoSuchFeed
from web.desk import the_desk, the_report
from web.view.made_link import MadeLink, made_link

bp = Blueprint("calendars", __name__, url_prefix="/calendars")


@bp.get("/")
def index() -> str:
    """All links, and the form for a new one."""
    return _page(made=None)


@bp.post("/")
def make() -> str | tuple[str, int]:
    """A new link, shown once: the answer to the form itself, so that reloading or going back never shows it again."""
    kind, _, subject = request.form.get("whose", "").partition(":")
    label = request.form.get("label", "").strip()[:LABEL_CHARACTERS]
    feeds = the_desk().feeds
    try:
        token = feeds.new_link(kind, subject, label)
    except NoSuchFeed:
        return _page(made=None, refused=True), 404
    return _page(made=made_link(feeds, token, label))


@bp.post("/revoke")
def revoke() -> Response:
    """End one link."""
    try:
        the_desk().feeds.revoke(request.form.get("link", ""))
    except LookupError:
        abort(404)
    return redirect(url_for("calendars.index"), 303)


def _page(*, made: MadeLink | None, refused: bool = False) -> str:
    report = the_report()
    feeds = the_desk().feeds
    links = sorted(feeds.links(), key=lambda link: (link.revoked is not None, link.key.subject, link.label))
    return render_template(
        "calendars.html",
        report=report,
        links=links,
        kinds=FeedKind,
        made=made,
        old=[standing for standing in feeds.standings() if standing.old],
        refused=refused,
        zone=report.board.team.zone,
        chosen=request.values.get("whose", ""),
        label_characters=LABEL_CHARACTERS,
    )
