"""A team's facts in the browser: what there is, workbooks in and out, and each row in a form."""

from dataclasses import dataclass, field

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.problems import InputProblem, InputProblems
from planner.services.importing import Namesake
from planner.services.team_facts import FactsNow, IsSomebody, RowChange, RowGone, RowRefused, Verdict
from planner.sheet_ports import Texts
from web.auth import the_team_id, the_visitor
from web.desk import the_desks
from web.i18n import language
from web.pages.import_steps import add_import_steps, as_workbook
from web.places import the_team
from web.set_up import the_set_up
from web.view.facts import GROUPS, SHOWN, SINGLE, fields_of, matching, shown, shown_columns, typed
from web.view.importing import by_name, same_people

bp = Blueprint("facts", __name__, url_prefix="/facts")

#: In the address of a row that is not there yet.
NEW = "new"


@dataclass(frozen=True, slots=True)
class Told:
    """What a row's page says besides its fields.

    gone: somebody else has changed or removed the row. theirs: what it says now, if it is there. namesakes: to be
    asked for. problems: that are none of a row.
    """

    verdict: Verdict = field(default_factory=Verdict)
    gone: bool = False
    theirs: Texts | None = None
    namesakes: tuple[Namesake, ...] = ()
    problems: tuple[InputProblem, ...] = ()


@bp.get("/")
def index() -> str:
    """The sheets of the team's facts, with the ways in and out."""
    return render_template("facts.html", team=the_team(the_desks()), now=_now(), groups=GROUPS, single=SINGLE)


@bp.get("/team.xlsx")
def download() -> Response:
    """The team's workbook, which can be taken over again without loss."""
    return as_workbook(*the_set_up().importing.workbook(the_team_id(), language()))


add_import_steps(bp, the_team_id, lambda number: url_for("facts.index", done="taken-over"))


@bp.get("/<sheet>/")
def sheet(sheet: str) -> str | Response:
    """A sheet's rows; the one row of a sheet that has no more at once in its form."""
    now, query = _now(sheet), request.args.get("q", "")
    if sheet in SINGLE:
        return redirect(url_for("facts.row", sheet=sheet, ref=now.rows[sheet][0].ref), 303)
    rows = now.rows[sheet]
    return render_template(
        "facts_sheet.html", now=now, form=now.forms[sheet], columns=shown_columns(now.forms[sheet], rows), rows=rows,
        matching=matching(rows, query), query=query, shown=shown,
    )  # fmt: skip


@bp.get("/<sheet>/<ref>")
def row(sheet: str, ref: str) -> tuple[str, int]:
    """A row in its form."""
    now = _now(sheet)
    found = now.row(sheet, ref)
    if ref == NEW:
        return _row_page(now, sheet, ref, {k: v for k, v in request.args.items() if k != "done"}, Told())
    if found is None:
        return _row_page(now, sheet, NEW, {}, Told(gone=True))
    return _row_page(now, sheet, ref, found.texts, Told())


@bp.post("/<sheet>/<ref>")
def save(sheet: str, ref: str) -> Response | tuple[str, int]:
    """Save a row, or have what is typed looked at only."""
    now, facts = _now(sheet), the_set_up().facts
    texts = typed(now.forms[sheet], request.form)
    change = RowChange(sheet, "" if ref == NEW else ref, texts)
    try:
        if "X-Check" in request.headers:
            return _row_page(now, sheet, ref, texts, Told(facts.judge(the_team_id(), change, language())))
        _save(change)
    except RowGone:
        return _gone(now, sheet, texts)
    except RowRefused as refused:
        return _row_page(now, sheet, ref, texts, Told(refused.verdict))
    except IsSomebody as somebody:
        return _row_page(now, sheet, ref, texts, Told(namesakes=somebody.namesakes))
    except InputProblems as refused:
        return _row_page(now, sheet, ref, texts, Told(problems=refused.problems))
    return redirect(url_for("facts.index" if sheet in SINGLE else "facts.sheet", sheet=sheet, done="saved"), 303)


@bp.post("/<sheet>/<ref>/remove")
def remove(sheet: str, ref: str) -> Response | tuple[str, int]:
    """Remove a row."""
    now = _now(sheet)
    found = now.row(sheet, ref)
    try:
        the_set_up().facts.save(the_team_id(), RowChange(sheet, ref, None), the_visitor().user.person_id, language())
    except RowGone:
        return _row_page(now, sheet, NEW, {}, Told(gone=True))
    except RowRefused as refused:
        return _row_page(now, sheet, ref, found.texts if found else {}, Told(refused.verdict))
    return redirect(url_for("facts.sheet", sheet=sheet, done="removed"), 303)


def _save(change: RowChange) -> None:
    """Save a row. Whether somebody new is a person of another team was asked for if the form says so."""
    facts, me = the_set_up().facts, the_visitor().user.person_id
    try:
        facts.save(the_team_id(), change, me, language())
    except IsSomebody as somebody:
        if "same-0" not in request.form:
            raise
        facts.save(the_team_id(), change, me, language(), same_people(somebody.namesakes, request.form))


def _gone(now: FactsNow, sheet: str, texts: Texts) -> tuple[str, int]:
    """What was typed into a row that is not there any more: beside the row as it is now, or as a new one."""
    first = now.forms[sheet].columns[0].key
    alike = [row for row in now.rows[sheet] if row.texts.get(first) == request.form.get("was")]
    if len(alike) != 1:
        return _row_page(now, sheet, NEW, texts, Told(gone=True))
    return _row_page(now, sheet, alike[0].ref, texts, Told(gone=True, theirs=alike[0].texts))


def _row_page(now: FactsNow, sheet: str, ref: str, texts: Texts, told: Told) -> tuple[str, int]:
    form, found = now.forms[sheet], None if ref == NEW else now.row(sheet, ref)
    along = the_set_up().facts.along(the_team_id(), RowChange(sheet, ref, None)) if found else {}
    page = render_template(
        "facts_row.html", now=now, form=form, ref=ref, told=told, along=along, namesakes=by_name(told.namesakes),
        fields=fields_of(now, sheet, texts, told.verdict.here, told.theirs),
        was=found.texts.get(form.columns[0].key, "") if found else "",
        can_go=found is not None and sheet not in SINGLE and not (form.needed and len(now.rows[sheet]) == 1),
    )  # fmt: skip
    checked = "X-Check" in request.headers
    return page, 200 if told == Told() or checked else 409 if told.gone or told.namesakes else 422


def _now(sheet: str | None = None) -> FactsNow:
    """The facts as they stand. 404 for a sheet that has no page."""
    if sheet is not None and sheet not in SHOWN:
        abort(404)
    return the_set_up().facts.look(the_team_id(), language())
