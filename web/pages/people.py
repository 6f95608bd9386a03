"""All people, and one person's month."""

from flask import Blueprint, abort, render_template, request

from web.desk import the_desk, the_report
from web.pages.roster import today_of
from web.view.fairness import measure_name
from web.view.grid import month_grid
from web.view.person import person_month

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("/")
def index() -> str:
    """Everybody with hours and counters."""
    report = the_report()
    query = request.args.get("q", "").strip()
    return render_template("people.html", report=report, grid=month_grid(report, today_of(report)), query=query)


@bp.get("/<path:name>")
def person(name: str) -> str:
    """One person's shifts, hours, fairness and wishes."""
    report = the_report()
    view = person_month(report, name, the_desk().now())
    if view is None:
        abort(404)
    return render_template("person.html", report=report, view=view, measure_text=measure_name)
