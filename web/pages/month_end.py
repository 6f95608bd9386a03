"""The month-end sheet: planned and actual hours for the payroll, corrected shift by shift, closed by the lead."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from planner.domain.month_end import Correction, Instead
from planner.messages import Message
from planner.problems import InputProblem, InputProblems
from planner.reporting.month_sheet import DayLine, MonthSheet
from planner.reporting.period import month_of
from planner.services.month_ending import REASON_CHARACTERS, MonthEnding, choices
from web.desk import NoRoster, the_editable_desk
from web.i18n import language
from web.pages.report import XLSX
from web.view.correction_form import (
    INSTEAD_LABELS,
    ON_CALL_LABELS,
    UNPLANNED_LABELS,
    CorrectionForm,
    read_form,
)
from web.view.shifts import shift_looks

bp = Blueprint("month_end", __name__, url_prefix="/month-end")


def _ending() -> MonthEnding:
    return the_editable_desk().ending


class Unpublished(Exception):
    """The month has a roster, but none that is published."""


@bp.errorhandler(Unpublished)
def _unpublished(_error: Unpublished) -> str:
    return render_template("unpublished.html")


def _sheet() -> MonthSheet:
    sheet = _ending().sheet()
    if sheet is None:
        raise Unpublished if the_editable_desk().standing() else NoRoster
    return sheet


@bp.get("/")
def index() -> str:
    """Everybody, planned beside actual."""
    return _index()


@bp.post("/close")
def close() -> AnyResponse | tuple[str, int]:
    """Close the month as it was looked at."""
    try:
        _ending().close(_number("seen"), _number("version"))
    except InputProblems as refused:
        return _index(refused.problems), 409
    return redirect(url_for("month_end.index"), 303)


@bp.post("/reopen")
def reopen() -> AnyResponse | tuple[str, int]:
    """Open a closed month again, with a reason."""
    try:
        _ending().reopen(request.form.get("reason", ""))
    except InputProblems as refused:
        return _index(refused.problems), 409
    return redirect(url_for("month_end.index"), 303)


@bp.get("/workbook")
def workbook() -> Response:
    """The sheet as a workbook, with its corrections."""
    sheet = _sheet()
    return _download(_ending().workbook(sheet, language()), sheet, "xlsx", XLSX)


@bp.get("/csv")
def csv() -> Response:
    """The sheet as CSV."""
    sheet = _sheet()
    return _download(_ending().csv(sheet, language()), sheet, "csv", "text/csv")


@bp.get("/<path:name>")
def person(name: str) -> str:
    """One person's month, shift by shift."""
    return _person(name)


@bp.post("/<path:name>")
def correct(name: str) -> AnyResponse | tuple[str, int]:
    """Write down what was in place of a shift; what was typed stays on the page when it cannot be."""
    form = read_form(request.form, name)
    if form.correction is None:
        return _person(name, form), 422
    try:
        _ending().correct(form.correction, form.seen, form.reason, form.surely_min)
    except InputProblems as refused:
        return _person(name, form, refused.problems), 409
    return redirect(url_for("month_end.person", name=name), 303)


def _index(problems: tuple[InputProblem, ...] = ()) -> str:
    sheet = _sheet()
    return render_template(
        "month_end.html",
        sheet=sheet,
        month=month_of(sheet.report),
        closes_on=_ending().closes_on(sheet),
        hours={row.person: row for row in sheet.report.hours},
        problems=problems,
    )


def _person(name: str, form: CorrectionForm | None = None, problems: tuple[InputProblem, ...] = ()) -> str:
    sheet = _sheet()
    board = sheet.report.board
    if name not in board.person_index:
        abort(404)
    errors = dict(form.errors) if form else {}
    for problem in problems:
        errors[problem.column] = Message("{reason} {mend}", reason=problem.reason, mend=problem.mend)
    lines = sheet.lines(name)
    labels = {(line.day.isoformat(), line.code): _labels(sheet, name, line) for line in lines}
    return render_template(
        "month_end_person.html",
        sheet=sheet,
        month=month_of(sheet.report),
        name=name,
        row=next(row for row in sheet.rows if row.person == name),
        lines=lines,
        history=[one for one in sheet.made if one.correction.person == name],
        labels=labels,
        unplanned=UNPLANNED_LABELS,
        all_labels=INSTEAD_LABELS,
        typed=form.values if form else None,
        length_min=form.length_min if form else 0,
        typed_at=(form.values["day"], form.values["shift"]) if form else None,
        errors=errors,
        looks=shift_looks(board.shift_types),
        most=REASON_CHARACTERS,
    )


def _labels(sheet: MonthSheet, name: str, line: DayLine) -> dict[Instead, str]:
    """What can be chosen for a line; "as planned" only where it is not so now."""
    allowed = choices(sheet, Correction(name, line.day, line.code, Instead.WORKED))
    on_call = line.shift is not None and line.shift.on_call
    words = UNPLANNED_LABELS if not line.code else ON_CALL_LABELS if on_call else INSTEAD_LABELS
    return {key: text for key, text in words.items() if key in allowed and (line.made or key is not Instead.PLANNED)}


def _download(content: bytes, sheet: MonthSheet, suffix: str, mimetype: str) -> Response:
    month = month_of(sheet.report)
    name = f"month-end-{month.year}-{month.month:02d}.{suffix}"
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": f"attachment; filename={name}"})


def _number(name: str) -> int:
    return request.form.get(name, 0, type=int)
