"""What if: the plans last compared, side by side."""

from datetime import UTC

from flask import Blueprint, render_template

from web.desk import the_desk
from web.i18n import language
from web.view.figures import sections_of

bp = Blueprint("whatif", __name__, url_prefix="/whatif")


@bp.get("/")
def index() -> str:
    """The comparison kept beside the roster, or how to make one."""
    found, report = the_desk().what_if(language()), the_desk().report()
    zone = report.board.team.zone if report else UTC
    sections = sections_of(found["figures"] if found else [])
    return render_template("whatif.html", found=found, sections=sections, zone=zone)
