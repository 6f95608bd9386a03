"""My leave: what I asked for and what was answered; ask for some, and take back what is not answered yet."""

from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.domain.leave import MOST_CHARACTERS
from planner.messages import Message
from planner.problems import InputProblem, InputProblems
from web.desk import the_desks
from web.forms import number_of
from web.pages.my_shifts import my_teams

bp = Blueprint("my_leave", __name__, url_prefix="/my/leave")


@bp.get("/")
def index() -> str:
    """The page."""
    return _page()


@bp.post("/")
def ask() -> Response | tuple[str, int]:
    """Ask for leave in one of my teams."""
    team, name = _my_team()
    form = request.form
    # What is no date is refused, as every day that is over.
    first, last = _date(form.get("first", "")), _date(form.get("last", "") or form.get("first", ""))
    try:
        the_desks().leave.ask(team, name, first, last, form.get("note", ""))
    except InputProblems as refused:
        return _page(refused.problems), 422
    return redirect(url_for("my_leave.index", done="asked"), 303)


@bp.post("/withdraw")
def withdraw() -> Response | tuple[str, int]:
    """Take a request back."""
    team, name = _my_team()
    try:
        the_desks().leave.withdraw(team, name, number_of("request"))
    except KeyError:
        abort(404)
    except InputProblems as refused:
        return _page(refused.problems), 409
    return redirect(url_for("my_leave.index", done="withdrawn"), 303)


def _my_team() -> tuple[int, str]:
    """The team of the form, and my name there. 404 for a team that I am not in."""
    team = number_of("team")
    return team, my_teams().get(team) or abort(404)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def _page(problems: tuple[InputProblem, ...] = ()) -> str:
    return render_template(
        "my_leave.html",
        teams=the_desks().leave.own(my_teams()),
        form=request.form if problems else {},
        errors={one.column: Message("{reason} {mend}", reason=one.reason, mend=one.mend) for one in problems},
        most=MOST_CHARACTERS,
        done=request.args.get("done", ""),
    )
