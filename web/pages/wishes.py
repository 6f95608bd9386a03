"""The team's wishes for a month, for its lead: opened until a deadline, who is missing, and all of them day by day."""

from datetime import UTC, date, datetime, time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.domain.time import month_days, wall
from planner.messages import Message
from planner.problems import InputProblem, InputProblems
from web.desk import the_wishing
from web.forms import number_of
from web.view.wishes import all_by_day

bp = Blueprint("wishes", __name__, url_prefix="/wishes")


@bp.get("/")
def index() -> str:
    """The page."""
    return _page()


@bp.post("/")
def open_until() -> Response | tuple[str, int]:
    """Open the window, or move its deadline."""
    form, wishing = request.form, the_wishing()
    zone = wishing.look().team.zone
    try:
        day, at = date.fromisoformat(form.get("day", "")), time.fromisoformat(form.get("time", ""))
        deadline = wall(zone, day, at.hour * 60 + at.minute)
    except ValueError:
        # Refused, as every moment that is over.
        deadline = datetime.fromtimestamp(0, UTC)
    points = form.get("budget", "").strip()
    budget = int(points) if points.isascii() and points.isdigit() and len(points) < 5 else 0
    try:
        wishing.open(deadline, budget, number_of("seen"))
    except InputProblems as refused:
        return _page(refused.problems), 422
    return redirect(url_for("wishes.index"), 303)


@bp.post("/close")
def close() -> Response | tuple[str, int]:
    """End the window now."""
    try:
        the_wishing().close(number_of("seen"))
    except InputProblems as refused:
        return _page(refused.problems), 409
    return redirect(url_for("wishes.index"), 303)


@bp.post("/remind")
def remind() -> Response | tuple[str, int]:
    """Write to who is missing."""
    try:
        flash(str(the_wishing().remind(number_of("seen"))))
    except InputProblems as refused:
        return _page(refused.problems), 409
    return redirect(url_for("wishes.index"), 303)


def _page(problems: tuple[InputProblem, ...] = ()) -> str:
    now = the_wishing().look()
    errors = {one.column: Message("{reason} {mend}", reason=one.reason, mend=one.mend) for one in problems}
    typed = request.form if "day" in request.form else None
    return render_template(
        "wishes.html",
        now=now,
        errors=errors,
        day=typed["day"] if typed else now.deadline.strftime("%Y-%m-%d"),
        time=typed.get("time", "") if typed else now.deadline.strftime("%H:%M"),
        budget=typed.get("budget", "") if typed else now.budget,
        days=all_by_day(now.wishers, month_days(*now.month)),
    )
