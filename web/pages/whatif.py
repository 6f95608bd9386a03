"""What if: the plans last compared, side by side."""

from datetime import UTC
from itertools import groupby

from flask import Blueprint, render_template

from web.desk import the_desk
from web.i18n import language

bp = Blueprint("whatif", __name__, url_prefix="/whatif")


@bp.get("/")
def index() -> str:
    """The comparison kept beside the roster, or how to make one."""
    found, report = the_desk().what_if(language()), the_desk().report()
    zone = report.board.team.zone if report else UTC
    figures = found["figures"] if found else []
    sections = [(name, list(rows)) for name, rows in groupby(figures, key=lambda figure: figure["section"])]
    return render_template("whatif.html", found=found, sections=sections, zone=zone)
