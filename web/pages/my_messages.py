"""My messages: what I was told, newest first, and how I want to be told."""

from datetime import time

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.domain.habits import HOURS_BEFORE, Habits, ReminderTime
from planner.messages import Message, _l
from planner.problems import InputProblem, InputProblems
from web.auth import the_visitor
from web.desk import the_desks
from web.forms import optional_number

bp = Blueprint("my_messages", __name__, url_prefix="/my/messages")

REMINDERS = {
    ReminderTime.NEVER: _l("Not at all"),
    ReminderTime.EVENING_BEFORE: _l("On the evening before, at 18:00"),
    ReminderTime.HOURS_BEFORE: _l("Hours before it begins"),
}


@bp.get("/")
def index() -> str:
    """The newest, or those before one; what is shown counts as seen from then on."""
    before = optional_number("before")
    box = the_desks().message_box.read(the_visitor().user.person_id, before)
    return render_template(
        "my_messages.html", box=box, before=before, keep_days=the_desks().message_box.keep_days
    )  # fmt: skip


@bp.get("/settings/")
def settings() -> str:
    """How I am told, and what comes next of it."""
    return _settings()


@bp.post("/settings/")
def choose() -> Response | tuple[str, int]:
    """Change how I am told."""
    try:
        the_desks().message_box.choose(the_visitor().user.person_id, _habits())
    except InputProblems as refused:
        return _settings(refused.problems), 422
    return redirect(url_for("my_messages.settings", saved="yes"), 303)


def _habits() -> Habits:
    """The form's choice; numbers and times that are none as such that are refused."""
    form = request.form
    if form.get("reminder") not in set(ReminderTime):
        abort(400)
    hours = form.get("hours_before", "").strip()
    return Habits(
        ReminderTime(form["reminder"]),
        int(hours) if hours.isascii() and hours.isdigit() and len(hours) < 5 else 0,
        "weekly" in form,
        form.get("by_mail") == "yes",
        _minute(form.get("quiet_from", "")),
        _minute(form.get("quiet_to", "")),
        wishes="wishes" in form,
    )


def _minute(text: str) -> int:
    try:
        found = time.fromisoformat(text)
    except ValueError:
        return -1
    return found.hour * 60 + found.minute


def _settings(problems: tuple[InputProblem, ...] = ()) -> str:
    known = the_desks().message_box.foretell(the_visitor().user.person_id)
    return render_template(
        "message_settings.html",
        known=known,
        shown=_habits() if problems else known.habits,
        form=request.form,
        reminders=REMINDERS,
        most_hours=max(HOURS_BEFORE),
        errors={one.column: Message("{reason} {mend}", reason=one.reason, mend=one.mend) for one in problems},
        saved="saved" in request.args and not problems,
    )
