"""Calendar links: make one, see it once, revoke it. The token is in no address of these pages and in no log."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.feeds.model import FeedKind, NoSuchFeed
from web.desk import the_desk, the_report
from web.security import LOOPBACK_HOSTS
from web.view.qr import qr_svg

bp = Blueprint("calendars", __name__, url_prefix="/calendars")

LABEL_CHARACTERS = 60


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
    https = feeds.https_address(token)
    return _page(made={"https": https, "webcal": feeds.webcal_address(token), "label": label, "qr": qr_svg(https)})


@bp.post("/revoke")
def revoke() -> Response:
    """End one link."""
    try:
        the_desk().feeds.revoke(request.form.get("link", ""))
    except LookupError:
        abort(404)
    return redirect(url_for("calendars.index"), 303)


def _page(*, made: dict[str, str] | None, refused: bool = False) -> str:
    report = the_report()
    links = sorted(the_desk().feeds.links(), key=lambda link: (link.revoked is not None, link.key.subject, link.label))
    return render_template(
        "calendars.html",
        report=report,
        links=links,
        kinds=FeedKind,
        made=made,
        only_here=urlsplit(the_desk().base_url).hostname in LOOPBACK_HOSTS,
        refused=refused,
        zone=report.board.team.zone,
        chosen=request.values.get("whose", ""),
        label_characters=LABEL_CHARACTERS,
    )
