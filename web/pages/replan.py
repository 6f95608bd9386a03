"""When life happens: what is changed after an event, old beside new, and taken over if it pleases."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.changing.event_words import event_message, event_of
from planner.domain.team import Team
from planner.messages import Message
from planner.problems import InputProblem, InputProblems
from planner.reporting.report import Report
from planner.rules.catalogue import rule
from planner.services.desk import signature_of
from planner.services.replanning import Replanned
from web.desk import the_desk, the_report
from web.view.replan_form import GOALS, KINDS, ReplanForm, read_form
from web.view.shifts import shift_looks
from web.view.waiting import answer_address, answers_now

bp = Blueprint("replan", __name__, url_prefix="/replan")

#: Rules whose cost changes most, as shown.
RULES_SHOWN = 8
#: People named once a change was taken over; the notice travels in a cookie.
PEOPLE_NAMED = 20


@bp.get("/")
def index() -> str:
    """The form, and below it what the events in the address would change."""
    report, form = the_report(), read_form(request.args)
    found: Replanned | None = None
    problems: tuple[InputProblem, ...] = ()
    if form.asked and answers_now():
        try:
            found = the_desk().replan(form.events, form.since, form.goal)
        except InputProblems as refused:
            problems = refused.problems
    return _page(report, form, found, problems)


@bp.post("/")
def take_over() -> Response:
    """Save the changed roster that was looked at."""
    changes = the_desk().take_over(request.form.get("signature", "")).changes
    people = list(changes.people)
    notice = {
        "changed": len(changes.shifts),
        "published": changes.published,
        "people": people if len(people) <= PEOPLE_NAMED else [],
        "told": len(people),
    }
    flash(notice, "replanned")  # type: ignore[arg-type]  # kept in the cookie as JSON, any plain data will do
    return redirect(url_for("roster.month"))


def _page(report: Report, form: ReplanForm, found: Replanned | None, problems: tuple[InputProblem, ...]) -> str:
    return render_template(
        "replan.html",
        report=report,
        form=form,
        found=found,
        said={text: _said(text, report.board.team) for text in form.events},
        problems=problems,
        kinds=KINDS,
        goals=GOALS,
        looks=shift_looks(report.board.shift_types),
        costs=_costs(found) if found else [],
        signature=signature_of(found) if found else "",
        waits_for=answer_address() if form.asked and not answers_now() else "",
    )


def _said(text: str, team: Team) -> Message | str:
    """An event in words; as it is written when the planner does not know it, or not without those before it."""
    try:
        return event_message(event_of(text, team), team)
    except InputProblems:
        return text


def _costs(found: Replanned) -> list[tuple[str, int, int]]:
    """(label, points before, after) of the rules whose cost changes most."""
    before, after = found.before.cost_by_rule, found.after.cost_by_rule
    moved = {code: after.get(code, 0) - before.get(code, 0) for code in before.keys() | after.keys()}
    most = sorted((code for code in moved if moved[code]), key=lambda code: (-abs(moved[code]), code))[:RULES_SHOWN]
    return [(rule(code).label, before.get(code, 0), after.get(code, 0)) for code in most]
