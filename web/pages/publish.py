"""Publish the month: what would change, for whom, and what speaks against it; older versions, and the way back."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.domain.drafts import Seen
from planner.fair_measures import WEEKENDS
from planner.problems import InputProblem, InputProblems
from planner.telling.comparison_json import figure_json
from web.desk import the_editable_desk, the_report
from web.i18n import language
from web.view.figures import sections_of
from web.view.letters import told_groups
from web.view.shifts import shift_looks

bp = Blueprint("publish", __name__, url_prefix="/publish")


@bp.get("/")
def index() -> str:
    """What is waiting to be published, and all versions."""
    return _page()


@bp.post("/")
def publish() -> Response | tuple[str, int]:
    """Publish the draft that was looked at."""
    try:
        seen = Seen(_number("version"), _number("revision"))
        the_editable_desk().publish(seen, _number("over") or None)
    except InputProblems as refused:
        return _page(refused.problems), 409
    return redirect(url_for("publish.index"), 303)


@bp.post("/return")
def return_to() -> Response | tuple[str, int]:
    """Publish an older version again."""
    try:
        the_editable_desk().return_to(_number("version"), _number("over"))
    except InputProblems as refused:
        return _page(refused.problems), 409
    return redirect(url_for("publish.index"), 303)


@bp.get("/compare")
def compare() -> str | tuple[str, int]:
    """Two versions side by side; without numbers, the newest beside the one before it."""
    desk, report = the_editable_desk(), the_report()
    versions = desk.versions()
    new = request.args.get("new", versions[0].number, type=int)
    old = request.args.get("old", versions[min(1, len(versions) - 1)].number, type=int)
    try:
        found = desk.compare(old, new)
    except InputProblems as refused:
        return _page(refused.problems), 404
    return render_template(
        "compare.html",
        report=report,
        versions=versions,
        old=old,
        new=new,
        found=found,
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
        letters=told_groups(desk.letters(), report.board.team.zone),
        mail_server=desk.has_mail_server(),
        in_force=published[0] if published else None,
        looks=shift_looks(report.board.shift_types),
        problems=problems,
    )
