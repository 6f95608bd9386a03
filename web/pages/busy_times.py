"""Busy times out of my own calendar: by file or address, looked at, then kept; mine alone."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.calendar_ports import MOST_BYTES
from planner.domain.busy import ReadAs
from planner.messages import Message, _l
from planner.problems import InputProblems
from planner.services.busy_times import FAILURES_TOLD, LABEL_CHARACTERS
from web.auth import the_visitor
from web.desk import the_desks
from web.forms import number_of
from web.uploads import takes
from web.view.busy_times import calendar_row, days_of

bp = Blueprint("busy_times", __name__, url_prefix="/my/busy")

MOST_MB = MOST_BYTES // (1024 * 1024)
_NO_FILE = _l("No file was chosen. Choose one, then press the button.")
_NOT_CHOSEN = _l("Choose what these times mean for the plan.")

_Answer = str | Response | tuple[str, int]


@bp.get("/")
def index() -> str:
    """My calendars, and the two ways to add one."""
    return _page(())


@bp.post("/file")
@takes(MOST_MB)
def look_at_file() -> _Answer:
    """Read a file, to be looked at."""
    file = request.files.get("calendar")
    content = file.read() if file is not None else b""
    if file is None or not content:
        return _page((Message(_NO_FILE),)), 422
    try:
        the_desks().busy.look_at_file(*_me(), file.filename or "", content)
    except InputProblems as refused:
        return _page(_words(refused)), 422
    return redirect(url_for("busy_times.looked_at"), 303)


@bp.post("/address")
def look_at_address() -> _Answer:
    """Read what an address gives, to be looked at."""
    try:
        the_desks().busy.look_at_address(*_me(), request.form.get("address", ""))
    except InputProblems as refused:
        return _page(_words(refused), request.form.get("address", "")), 422
    return redirect(url_for("busy_times.looked_at"), 303)


@bp.get("/new")
def looked_at() -> _Answer:
    """What was read, before any of it counts."""
    return _preview(())


@bp.post("/new")
def keep() -> _Answer:
    """Keep what was looked at."""
    form = request.form
    if form.get("read_as") not in set(ReadAs):
        return _preview((Message(_NOT_CHOSEN),))
    try:
        read_as = ReadAs(form["read_as"])
        the_desks().busy.keep(*_me(), form.get("mark", ""), form.get("label", ""), read_as)
    except InputProblems as refused:
        return _preview(_words(refused))
    return redirect(url_for("busy_times.index", done="kept"), 303)


@bp.post("/remove")
def remove() -> Response:
    """Remove a calendar of mine, with all its times."""
    try:
        the_desks().busy.remove(_me()[0], number_of("calendar"))
    except KeyError:
        abort(404)
    return redirect(url_for("busy_times.index", done="removed"), 303)


def _me() -> tuple[int, int]:
    """My number among the people, and that of my account."""
    user = the_visitor().user
    return user.person_id, user.user_id


def _words(refused: InputProblems) -> tuple[Message, ...]:
    return tuple(Message("{reason} {mend}", reason=one.reason, mend=one.mend) for one in refused.problems)


def _page(problems: tuple[Message, ...], address: str = "") -> str:
    own = the_desks().busy.own(_me()[0])
    return render_template(
        "busy_times.html",
        own=own,
        calendars=[calendar_row(one, own.zone) for one in own.calendars] if own.zone else [],
        problems=problems,
        address=address,
        most_mb=MOST_MB,
        failures_told=FAILURES_TOLD,
        done=request.args.get("done", ""),
        ReadAs=ReadAs,
    )


def _preview(problems: tuple[Message, ...]) -> _Answer:
    shown = the_desks().busy.looked_at(*_me())
    if shown is None:
        # It is too old by now, or was kept in another window; whoever only opens the page begins anew.
        return (_page(problems), 422) if problems else redirect(url_for("busy_times.index"), 303)
    page = render_template(
        "busy_preview.html",
        shown=shown,
        days=days_of(shown.counting, shown.zone),
        problems=problems,
        label=request.form.get("label", shown.name.rpartition(".ics")[0] or shown.name)[:LABEL_CHARACTERS],
        read_as=request.form.get("read_as", ""),
        label_characters=LABEL_CHARACTERS,
        ReadAs=ReadAs,
    )
    return (page, 422) if problems else page
