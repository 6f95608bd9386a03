"""The steps of taking a workbook over, for a team and for a new one: upload, look at the differences, take over."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from planner.messages import Message, _l
from planner.problems import InputProblem, InputProblems
from planner.services.importing import ImportPreview
from planner.services.shelf import Held, HeldKind
from web.auth import the_visitor
from web.i18n import language
from web.set_up import the_set_up
from web.uploads import WORKBOOK_MB, takes
from web.view.importing import by_name, by_sheet, same_people

_Answer = str | Response | tuple[str, int]

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NO_FILE = (_l("No workbook was chosen."), _l("Choose one, then press the button."))
_OTHER_FILE = (
    _l("This is not the workbook any more whose differences were shown."),
    _l("Look at the differences again. Nothing was changed."),
)


def add_import_steps(bp: Blueprint, team_id: Callable[[], int | None], afterwards: Callable[[int], str]) -> None:
    """Give a blueprint the steps. team_id: None = a new team. afterwards: where to go with the team's number."""

    @bp.get("/workbook")
    def workbook() -> str:
        """The form."""
        return _page([])

    @bp.post("/workbook")
    @_names_the_limit
    @takes(WORKBOOK_MB)
    def upload() -> _Answer:
        """Hold a workbook, and look at it."""
        file = request.files.get("workbook")
        content = file.read() if file is not None else b""
        if file is None or not content:
            return _page([_problem("", *_NO_FILE)]), 422
        the_set_up().shelf.put(_user_id(), HeldKind.WORKBOOK, team_id(), content, file.filename or "")
        return redirect(url_for(".differences"), 303)

    @bp.get("/differences")
    def differences() -> _Answer:
        """What the workbook that was uploaded would change, or everything that is wrong with it."""
        held = _held(team_id())
        return redirect(url_for(".workbook"), 303) if held is None else _differences(held, team_id(), [])

    @bp.post("/differences")
    def take_over() -> _Answer:
        """Take the workbook over as it was looked at."""
        held, importing = _held(team_id()), the_set_up().importing
        if held is None:
            return _page([_problem("", *_OTHER_FILE)]), 422
        if held.mark != request.form.get("held"):
            return _differences(held, team_id(), [_problem(held.name, *_OTHER_FILE)])
        seen = request.form.get("revision", "")
        try:
            found = importing.preview_upload(held.name, held.content, team_id(), language())
            looked_at = replace(found, revision=int(seen) if seen.isdecimal() else -1)
            people = same_people(found.namesakes, request.form)
            number = importing.take_over(looked_at, the_visitor().user.person_id, people)
        except InputProblems as refused:
            return _differences(held, team_id(), refused.problems)
        the_set_up().shelf.drop(_user_id(), HeldKind.WORKBOOK, team_id())
        return redirect(afterwards(number), 303)

    @bp.get("/template.xlsx")
    def template() -> Response:
        """A workbook to fill in."""
        return as_workbook("template" if language() == "en" else "vorlage", the_set_up().importing.template(language()))


def _names_the_limit(upload: Callable[[], _Answer]) -> Callable[[], _Answer]:
    """An upload that answers on its own page when the file is larger than is taken."""

    @wraps(upload)
    def limited() -> _Answer:
        try:
            return upload()
        except RequestEntityTooLarge:
            # What was sent is not read, so nothing of the form is known.
            text = _l("Up to {n} MB are taken. Leave out pictures, and sheets that are not needed.")
            mend = Message(text, n=WORKBOOK_MB)
            problem = InputProblem("", Message(_l("This workbook is too large.")), mend)
            return render_template("import.html", problems=[problem], sheets=[], form={}, most_mb=WORKBOOK_MB), 413

    return limited


def as_workbook(name: str, content: bytes) -> Response:
    """A workbook to download."""
    return send_file(BytesIO(content), _XLSX, as_attachment=True, download_name=f"{name}.xlsx")


def _differences(held: Held, team: int | None, problems: Sequence[InputProblem]) -> _Answer:
    try:
        found = the_set_up().importing.preview_upload(held.name, held.content, team, language())
    except InputProblems as refused:
        return _page(refused.problems), 422
    return _page(problems, held, found), 422 if problems else 200


def _page(problems: Sequence[InputProblem], held: Held | None = None, found: ImportPreview | None = None) -> str:
    return render_template(
        "import.html",
        problems=problems,
        held=held,
        found=found,
        sheets=by_sheet(found.differences) if found else [],
        namesakes=by_name(found.namesakes) if found else {},
        form=request.form,
        most_mb=WORKBOOK_MB,
    )


def _held(team: int | None) -> Held | None:
    return the_set_up().shelf.get(_user_id(), HeldKind.WORKBOOK, team)


def _user_id() -> int:
    return the_visitor().user.user_id


def _problem(file: str, reason: str, mend: str) -> InputProblem:
    return InputProblem(file, Message(reason), Message(mend))
