"""Publish the month: what would change, for whom, and what speaks against it; older versions, and the way back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.domain.drafts import Seen
from planner.fair_measures import WEEKENDS
from planner.messages import day_words
from planner.problems import InputProblem, InputProblems
from planner.services.issuing import Publication
from planner.telling.comparison_json import figure_json
from web.desk import the_editable_desk, the_report, the_standing
from web.i18n import language
from web.view.compare_grid import compared_rows
from web.view.figures import sections_of
from web.view.letters import told_groups
from web.view.shifts import shift_looks
from web.view.summary import summary

bp = Blueprint("publish", __name__, url_prefix="/publish")

#: Gaps that are named before a month is published.
GAPS_NAMED = 6
#: Shifts that a notice names which stayed out.
LEFT_OUT_NAMED = 20


@bp.get("/")
def index() -> str:
    """What is waiting to be published, and all versions."""
    return _page()


@bp.post("/")
def publish() -> Response | tuple[str, int]:
    """Publish the draft that was looked at."""
    try:
        seen = Seen(_number("version"), _number("revision"))
        made = the_editable_desk().publish(seen, _number("over") or None)
    except InputProblems as refused:
        return _page(refused.problems), 409
    return _done(made)


@bp.post("/return")
def return_to() -> Response | tuple[str, int]:
    """Publish an older version again."""
    try:
        made = the_editable_desk().return_to(_number("version"), _number("over"))
    except InputProblems as refused:
        return _page(refused.problems), 409
    return _done(made)


@bp.get("/return")
def returning() -> Response | str | tuple[str, int]:
    """What returning to an older version would change, and for whom."""
    if "version" not in request.args:
        return redirect(url_for("publish.index"), 303)
    desk, report = the_editable_desk(), the_report()
    try:
        version, publication = desk.returning(request.args.get("version", 0, type=int))
    except InputProblems as refused:
        return _page(refused.problems), 404
    newest = desk.versions()[0]
    return render_template(
        "return.html",
        report=report,
        version=version,
        publication=publication,
        open_draft=newest if newest.state == "draft" else None,
        mail_server=desk.has_mail_server(),
        looks=shift_looks(report.board.shift_types),
    )


@bp.post("/go-on")
def go_on() -> Response | tuple[str, int]:
    """Begin a draft that is what a version was."""
    try:
        made = the_editable_desk().go_on(_number("version"))
    except InputProblems as refused:
        return _page(refused.problems), 409
    flash({"version": made.number, "source": made.based_on}, "gone_on")  # type: ignore[arg-type]  # as below
    return redirect(url_for("roster.month"), 303)


def _done(made: Publication) -> Response:
    """Back to the page, with what was published and what of it nobody works any more; the notice travels in a cookie.
    """
    left_out = [f"{row.person}, {day_words(row.day, language())}" for row in made.left_out]
    notice = {
        "version": made.version.number,
        "people": len(made.changes),
        "letters": len(made.told),
        "left_out": left_out[:LEFT_OUT_NAMED],
        "more": len(left_out[LEFT_OUT_NAMED:]),
    }
    flash(notice, "published")  # type: ignore[arg-type]  # kept in the cookie as JSON, any plain data will do
    return redirect(url_for("publish.index"), 303)


@bp.get("/compare")
def compare() -> str | tuple[str, int]:
    """Two versions side by side; without numbers, the newest beside the one before it, if there is one."""
    desk, report = the_editable_desk(), the_report()
    versions = desk.versions()
    new = request.args.get("new", versions[0].number, type=int)
    old = request.args.get("old", versions[min(1, len(versions) - 1)].number, type=int)
    try:
        found = desk.compare(old, new)
    except InputProblems as refused:
        return _page(refused.problems), 404
    common = {"report": report, "versions": versions, "old": old, "new": new, "makers": desk.makers()}
    if old == new:
        return render_template("compare_none.html", **common)
    return render_template(
        "compare.html",
        **common,
        found=found,
        rows=compared_rows(found, report.board.days),
        sections=sections_of([figure_json(figure, language()) for figure in found.figures]),
        looks=shift_looks(report.board.shift_types),
        unit=WEEKENDS,
    )


def _number(name: str) -> int:
    return request.form.get(name, 0, type=int)


def _page(problems: tuple[InputProblem, ...] = ()) -> str:
    desk, report = the_editable_desk(), the_report()
    versions = desk.versions()
    published = [version for version in versions if version.state == "published"]
    return render_template(
        "publish.html",
        report=report,
        pending=desk.pending(),
        versions=versions,
        makers=desk.makers(),
        letters=told_groups(desk.letters(), report.board.team.zone),
        mail_server=desk.has_mail_server(),
        summary=summary(report),
        most_named=GAPS_NAMED,
        closed=the_standing().closed,
        in_force=published[0] if published else None,
        looks=shift_looks(report.board.shift_types),
        problems=problems,
    )
