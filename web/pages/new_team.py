"""A new team, for owners: from a workbook, or step by step."""

from flask import Blueprint, render_template, url_for

from web.pages.import_steps import add_import_steps

bp = Blueprint("new_team", __name__, url_prefix="/new-team")


@bp.get("/")
def index() -> str:
    """The two ways to begin."""
    return render_template("new_team.html")


add_import_steps(bp, lambda: None, lambda number: url_for("facts.index", team_id=number, done="taken-over"))
