"""Leave that people of the team ask for: what it does to the roster, and the lead's answer."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.domain.leave import MOST_CHARACTERS, LeaveState
from planner.messages import Message
from planner.problems import InputProblem, InputProblems
from planner.services.leave_effects import LeaveEffect, leave_event
from planner.services.leave_requests import LeaveNow
from web.auth import the_team_id, the_visitor
from web.desk import the_desks
from web.forms import MOST_ID
from web.view.shifts import shift_looks
from web.view.waiting import answer_address, answers_now

bp = Blueprint("leave", __name__, url_prefix="/leave")

_REQUEST = f"/<int(max={MOST_ID}):number>/"


@bp.get("/")
def index() -> str:
    """All requests, open ones first."""
    return render_template("leave.html", requests=the_desks().leave.look(the_team_id()))


@bp.get(_REQUEST)
def show(number: int) -> str:
    """One request: what it does to what is published comes some seconds later."""
    return _page(_found(number))


@bp.post(_REQUEST)
def answer(number: int) -> Response | tuple[str, int]:
    """Approve or decline; where shifts of these days are published, on to changing them."""
    team, words = the_team_id(), request.form.get("words", "")
    found = _found(number)
    try:
        match request.form.get("answer"):
            case "approve":
                the_desks().leave.approve(team, number, words, the_visitor().user.person_id)
            case "decline":
                the_desks().leave.decline(team, number, words)
            case "revoke":
                the_desks().leave.revoke(team, number, words, the_visitor().user.person_id)
            case _:
                abort(400)
    except InputProblems as refused:
        return _page(_found(number), refused.problems), 422
    if request.form["answer"] == "approve" and found.shifts:
        return redirect(_change_address(found, found.shifts[0][0].year, found.shifts[0][0].month), 303)
    return redirect(url_for("leave.show", number=number), 303)


def _found(number: int) -> LeaveNow:
    try:
        return the_desks().leave.request(the_team_id(), number)
    except KeyError:
        abort(404)


def _change_address(now: LeaveNow, year: int, month: int) -> str:
    """Where the month is changed, with this leave filled in."""
    return url_for("replan.index", of_month=(year, month), event=leave_event(now.request))


def _page(now: LeaveNow, problems: tuple[InputProblem, ...] = ()) -> str:
    waits = bool(now.shifts) and now.request.state is LeaveState.OPEN and not answers_now()
    effects: list[LeaveEffect] = []
    if now.shifts and now.request.state is LeaveState.OPEN and not waits:
        found = (the_desks().leave_effects.of(now.request, month) for month in now.months)
        effects = [effect for effect in found if effect is not None]
    today = the_desks().offers.views.now().astimezone(now.team.zone).date()
    to_revoke = now.request.state is LeaveState.APPROVED and now.request.last >= today
    missing = [
        found for month in now.months for found in the_desks().leave_effects.missing(now.request, month, today)
    ] if to_revoke else []  # fmt: skip
    looks = shift_looks(now.team.shift_types)
    return render_template(
        "leave_request.html",
        now=now,
        waits_for=answer_address() if waits else "",
        effects=effects,
        to_revoke=to_revoke,
        missing=missing,
        looks=looks,
        change={month: _change_address(now, *month) for month in sorted({(d.year, d.month) for d, _ in now.shifts})},
        errors={one.column: Message("{reason} {mend}", reason=one.reason, mend=one.mend) for one in problems},
        words=request.form.get("words", ""),
        most=MOST_CHARACTERS,
    )
