"""All people, and one person's month."""

from flask import Blueprint, abort, render_template, request

from planner.fair_measures import measure_named
from planner.reporting.receipt import receipt as receipt_of
from web.auth import the_team_id, visitor
from web.desk import the_desk, the_report
from web.pages.roster import today_of
from web.view.grid import month_grid
from web.view.person import person_month
from web.view.receipt import strip
from web.view.search import suggestions

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("/")
def index() -> str:
    """Everybody with hours and counters."""
    report = the_report()
    query = request.args.get("q", "").strip()
    return render_template(
        "people.html",
        report=report,
        grid=month_grid(report, today_of(report)),
        query=query,
        suggestions=suggestions(report.board.team),
    )


@bp.get("/<path:name>")
def person(name: str) -> str:
    """One person's shifts, hours, fairness and wishes."""
    report = the_report()
    view = person_month(report, name, the_desk().now())
    if view is None:
        abort(404)
    return render_template("person.html", report=report, view=view, unit_of=measure_named, mine=_is_me(name))


def _is_me(name: str) -> bool:
    """Whether the reader is the person, where anybody knows who reads."""
    found = visitor()
    return found is not None and found.persons.get(the_team_id()) == name


@bp.get("/<path:name>/receipt")
def receipt(name: str) -> str:
    """What one person carried, what others carried, and why."""
    report = the_report()
    if name not in report.board.person_index:
        abort(404)
    return render_template("receipt.html", report=report, made=receipt_of(report, name), strip=strip)
