"""Every token and part in every state, in the theme that is on."""

from flask import Blueprint, render_template

from web.view.shifts import COLOURS
from web.view.tokens import read_tokens

bp = Blueprint("components", __name__, url_prefix="/components")


@bp.get("/")
def index() -> str:
    """The parts the pages are made of."""
    colours = [name for name, value in read_tokens().items() if value.startswith(("#", "light-dark(#"))]
    return render_template("components.html", colours=colours, shift_colours=range(1, COLOURS + 1))
