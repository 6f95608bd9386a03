"""My shifts: now and next, the month, my hours and fair share; in all my teams, as published."""

from flask import Blueprint, abort, current_app, render_template
from werkzeug.wrappers import Response

from planner.fair_measures import measure_named
from planner.problems import InputProblem
from planner.services.own_shifts import YearMonth
from web.auth import the_visitor
from web.desk import the_desks
from web.view.offers import last_days
from web.view.own_shifts import month_weeks, shift_card

bp = Blueprint("my_shifts", __name__, url_prefix="/my")


def my_teams() -> dict[int, str]:
    """My name in each of my teams, by the team's number."""
    visitor = the_visitor()
    return {team: name for team, name in visitor.persons.items() if visitor.role_in(team) is not None}


@bp.get("/")
def index() -> str:
    """The month that matters now."""
    return my_page(None)


@bp.get("/<month:shown>")
def month(shown: YearMonth) -> str:
    """Another month."""
    return my_page(shown)


@bp.get("/worker.js")
def worker() -> Response:
    """The script that keeps what was seen last for times without a network: it may look after what lies beside it."""
    return current_app.send_static_file("js/my-shifts-worker.js")


def my_page(shown: YearMonth | None, problems: tuple[InputProblem, ...] = ()) -> str:
    """The page of a month, None = the one that matters now. problems: why something could not be done."""
    teams = my_teams()
    try:
        roster = the_desks().own_shifts(teams, shown)
    except KeyError:
        abort(404)
    offers = the_desks().offers.views.own(teams)
    common = {"offers": offers, "problems": problems, "last_days": last_days(offers.today) if offers else ()}
    if roster is None:
        return render_template("my_shifts_none.html", **common)
    place = roster.months.index(roster.month)
    return render_template(
        "my_shifts.html",
        roster=roster,
        next=shift_card(roster, roster.next) if roster.next else None,
        cards=[shift_card(roster, shift) for shift in roster.shifts],
        weeks=month_weeks(roster),
        before=roster.months[place - 1] if place else None,
        after=roster.months[place + 1] if place + 1 < len(roster.months) else None,
        several=len(roster.teams) > 1,
        unit_of=measure_named,
        **common,
    )
