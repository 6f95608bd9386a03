"""My wishes for a month: what I can't, would rather not, or would like, and afterwards what was granted."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.domain.time import month_days
from planner.domain.wishing import WEIGHTS
from planner.messages import Message
from planner.problems import InputProblem, InputProblems
from web.auth import the_team_id, the_visitor
from web.desk import the_wishing
from web.view.wishes import MARKS, outcome_days, read_marks, weeks_of

bp = Blueprint("my_wishes", __name__, url_prefix="/my-wishes")


@bp.get("/")
def index() -> str | Response:
    """The month to mark, or what came of it; for who does not work in this team, their own months."""
    if the_team_id() not in the_visitor().persons:
        return redirect(url_for("wish_windows.index"), 303)
    return _page()


@bp.post("/")
def send() -> Response | tuple[str, int]:
    """Send all marks; what was chosen stays on the page when they cannot be."""
    wishing, me = the_wishing(), _me()
    try:
        wishing.send(me, read_marks(request.form, month_days(*wishing.month)), request.form.get("seen", ""))
    except InputProblems as refused:
        return _page(refused.problems), 422
    return redirect(url_for("my_wishes.index", sent="yes"), 303)


def _me() -> str:
    """Who I am in this team. 404 for who does not work in it."""
    return the_visitor().persons.get(the_team_id()) or abort(404)


def _page(problems: tuple[InputProblem, ...] = ()) -> str:
    wishing = the_wishing()
    own, days = wishing.own(_me()), month_days(*wishing.month)
    by_day = read_marks(request.form, days) if request.method == "POST" else own.marks.by_day
    points = sum(mark.points for mark in by_day.values()) + sum(wish.weight for wish in own.marks.others)
    return render_template(
        "my_wishes.html",
        own=own,
        me=_me(),
        by_day=by_day,
        points=points,
        problems=[Message("{reason} {mend}", reason=one.reason, mend=one.mend) for one in problems],
        days=days,
        weeks=weeks_of(days, own.team.first_weekday),
        kinds=MARKS,
        weights=WEIGHTS,
        outcomes=outcome_days(own),
        sent="sent" in request.args,
    )
