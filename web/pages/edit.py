"""Editing the month: what keys, dragging and menus of the grid send, and forms for those who have no script.

The grid's script gets fragments: words of what came of it, and the month as it stands now. Forms get whole pages.
"""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from planner.changing.edit_words import edit_words
from planner.changing.edits import EditRefused
from planner.domain.drafts import Seen
from planner.messages import Message, _l
from planner.services.edited import Standing
from web.desk import EditableDesk, the_editable_desk, the_standing
from web.i18n import language, say
from web.pages.gaps import day_page
from web.pages.roster import day_of, month_page, month_parts, one_day_page
from web.pages.why import cell_page
from web.uploads import takes
from web.view.asked_edit import AskedEdit, edit_of
from web.view.told import Kind, Told, done, told_of

bp = Blueprint("edit", __name__, url_prefix="/edit")

Answer = tuple[str, int] | Response

#: MOST_STEPS cells fit: each takes 60 bytes and its person's name.
MOST_MB = 1


@bp.post("/")
@takes(MOST_MB)
def month() -> Answer:
    """One edit, as JSON."""
    asked = _asked(lambda: AskedEdit.model_validate_json(request.get_data()))
    return _fragment(_edit(asked))


@bp.post("/undo")
def undo() -> Answer:
    """Take back the last edit."""
    return _turn(lambda desk: desk.undo(), the_standing().undo.words, _l("Taken back: {what}"))


@bp.post("/redo")
def redo() -> Answer:
    """Make the last edit again that was taken back."""
    return _turn(lambda desk: desk.redo(), the_standing().redo.words, _l("Made again: {what}"))


@bp.post("/week")
def week() -> Answer:
    """Copy the week before into a week, for everyone."""
    asked = _asked_in_form(verb="copy_week")
    return _answer(_edit(asked), url_for("roster.month"), month_page)


@bp.post("/cell/<day>/<path:name>")
def cell(day: str, name: str) -> Answer:
    """One verb for one cell, from the cell's own page."""
    board = the_standing().report.board
    shown = day_of(the_standing().report, day)
    if name not in board.person_index:
        abort(404)
    asked = _asked_in_form(day=day, person=name)
    back = url_for("why.cell", day=day, name=name)
    return _answer(_edit(asked), back, lambda told: cell_page(shown, name, told))


@bp.post("/day/<day>")
def day(day: str) -> Answer:
    """One verb for somebody's shift of a day, from the day's page; the notice of it travels in a cookie."""
    day_of(the_standing().report, day)
    told = _noted(_edit(_asked_in_form(day=day)), "edited")
    return _answer(told, url_for("roster.one_day", day=day), lambda told: one_day_page(day, told))


@bp.post("/gap/<day>")
def gap(day: str) -> Answer:
    """Have somebody fill a gap, from its day's page; the notice of it travels in a cookie."""
    day_of(the_standing().report, day)
    told = _noted(_edit(_asked_in_form(verb="put")), "filled")
    return _answer(told, url_for("gaps.one_day", day=day), lambda told: day_page(day, told))


def _asked(read: Callable[[], AskedEdit]) -> AskedEdit:
    try:
        return read()
    except ValidationError:
        abort(400)


def _asked_in_form(**given: str) -> AskedEdit:
    """The one step of a form. given: what the form leaves out."""
    fields = {name: value for name, value in request.form.items() if name != "csrf_token"}
    seen = {name: fields.pop(name, "") for name in ("version", "revision")}
    return _asked(lambda: AskedEdit.model_validate({**seen, "steps": [{**fields, **given}]}))


def _edit(asked: AskedEdit) -> Told:
    before = the_standing().report
    edit = edit_of(before, asked.steps)
    what = edit_words(edit, before.board.team)

    def make() -> Told:
        if not edit.steps:
            raise EditRefused([Message(_l("There is nothing to change."))])
        return done(what, before, the_editable_desk().edit(edit, Seen(asked.version, asked.revision)).report)

    return told_of(make, what)


def _noted(told: Told, category: str) -> Told:
    """What was made, to be told on the page that the browser goes on to."""
    if told.kind is Kind.DONE:
        flash({"words": [say(text, language()) for text in told.words], "warns": told.warns}, category)  # type: ignore[arg-type]  # kept in the cookie as JSON
    return told


def _turn(turn: Callable[[EditableDesk], Standing], what: Message, text: str) -> Answer:
    before = the_standing().report

    def make() -> Told:
        return done(Message(text, what=what), before, turn(the_editable_desk()).report)

    told = told_of(make)
    return _fragment(told) if "X-Fragment" in request.headers else _answer(told, url_for("roster.month"), month_page)


def _answer(told: Told, back: str, page: Callable[[Told], str]) -> Answer:
    """For a form: on to the page that it is about, or that page with what stood in the way."""
    return redirect(back, 303) if told.kind is Kind.DONE else (page(told), told.kind.status)


def _fragment(told: Told) -> Answer:
    parts = {} if told.kind is Kind.REFUSED else month_parts()
    return render_template("edited.html", told=told, **parts), told.kind.status
