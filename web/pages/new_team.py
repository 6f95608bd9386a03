"""A new team, for owners: step by step to a first month, or from a workbook."""

from dataclasses import replace

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.domain.job import Asked
from planner.problems import InputProblem, InputProblems
from planner.services.new_team import Judged, Step, balance_of, holidays_in, place_name, places
from planner.services.new_team_answers import Answers, read, written
from planner.services.new_team_shifts import Template, fitting, shifts_of, uncovered
from planner.services.plan_jobs import PlanJobs
from planner.services.shelf import HeldKind
from web.auth import the_visitor
from web.i18n import language
from web.pages.import_steps import add_import_steps
from web.set_up import the_set_up
from web.uploads import WORKBOOK_MB, takes
from web.view.importing import by_name, same_people
from web.view.new_team import (
    COUNTRY_NAMES,
    KIND_NAMES,
    MOST_SHOWN,
    STEP_NAMES,
    TEMPLATE_NAMES,
    answered,
    channel_rows,
    kinds,
    people_table,
    shift_rows,
)

bp = Blueprint("new_team", __name__, url_prefix="/new-team")

_STEPS = list(Step)


@bp.get("/")
def index() -> Response:
    """The first step, or the one where somebody left off."""
    answers = _answers()
    judged = the_set_up().new_teams.judge(answers, language())
    todo = next((step for step in _STEPS if not judged.is_done(step)), Step.REVIEW)
    return redirect(url_for("new_team.step", step=todo.value), 303)


add_import_steps(bp, lambda: None, lambda number: url_for("facts.index", team_id=number, done="taken-over"))


@bp.get("/<step>")
def step(step: str) -> str:
    """A step with what was answered so far."""
    answers, step = _answers(), _step(step)
    if step is Step.SHIFTS and not answers.shifts and answers.channels:
        answers = _hold(_with_shifts(answers, fitting(answers)))
    return _page(step, answers, the_set_up().new_teams.judge(answers, language()), told=False)


@bp.post("/<step>")
@takes(WORKBOOK_MB)
def save(step: str) -> Response | tuple[str, int] | str:
    """Keep what was typed, then go where the pressed button leads: on only when nothing of the step is wrong.

    A team that is pasted may be as large as one that comes in a workbook.
    """
    here, go = _step(step), request.form.get("go", "next")
    answers = answered(here, request.form, _answers())
    if "X-Check" in request.headers:
        # Not kept: it might arrive after what was typed later.
        return _page(here, answers, the_set_up().new_teams.judge(answers, language()), told=True)
    _hold(answers)
    if go.startswith("fill:") and go[5:] in set(Template):
        _hold(_with_shifts(answers, Template(go[5:])))
        return redirect(url_for("new_team.step", step=here.value), 303)
    if go in set(Step):
        return redirect(url_for("new_team.step", step=go), 303)
    if go == "more":
        return redirect(url_for("new_team.step", step=here.value, more=1) + "#more", 303)
    judged = the_set_up().new_teams.judge(answers, language())
    if here is Step.REVIEW:
        return _make(answers, judged, plan=go == "plan")
    if not judged.is_done(here):
        return _page(here, answers, judged, told=True), 422
    return redirect(url_for("new_team.step", step=_STEPS[_STEPS.index(here) + 1].value), 303)


@bp.post("/begin-again")
def begin_again() -> Response:
    """Forget what was answered."""
    the_set_up().shelf.drop(_user_id(), HeldKind.NEW_TEAM, None)
    return redirect(url_for("new_team.index"), 303)


def _make(answers: Answers, judged: Judged, *, plan: bool) -> Response | tuple[str, int]:
    """Make the team in one go, and have its month planned."""
    if judged.team is None or judged.team.month is None:
        return _page(Step.REVIEW, answers, judged, told=True), 422
    teams, me = the_set_up().new_teams, the_visitor().user.person_id
    try:
        number = teams.make(judged.team, me, same_people(teams.namesakes(judged.team), request.form))
    except InputProblems as refused:
        return _page(Step.REVIEW, answers, judged, told=True, refused=refused.problems), 422
    the_set_up().shelf.drop(_user_id(), HeldKind.NEW_TEAM, None)
    plans: PlanJobs | None = current_app.extensions.get("plans")
    if not plan or plans is None:
        return redirect(url_for("facts.index", team_id=number), 303)
    plans.ask(number, *judged.team.month, Asked(), me)
    return redirect(url_for("plan.index", team_id=number, of_month=judged.team.month), 303)


def _page(
    step: Step, answers: Answers, judged: Judged, *, told: bool, refused: tuple[InputProblem, ...] = ()
) -> str:
    """told: whether what is wrong stands at the fields."""
    teams, more = the_set_up().new_teams, int("more" in request.args)
    errors = judged.of_step(step) if told else {}
    return render_template(
        f"new_team/{step.value}.html",
        here=step, steps=STEP_NAMES, answers=answers, judged=judged, errors=errors, refused=refused, Step=Step,
        locations=places(), countries=COUNTRY_NAMES, place_name=place_name(answers),
        months=teams.months(), holidays=holidays_in(answers, language()),
        kinds=kinds(), kind_names=KIND_NAMES, channels=channel_rows(answers, more), shifts=shift_rows(answers, more),
        templates=TEMPLATE_NAMES, uncovered=uncovered(answers), people=people_table(judged), most_shown=MOST_SHOWN,
        balance=balance_of(judged.team) if judged.team and step is Step.REVIEW else None,
        namesakes=by_name(teams.namesakes(judged.team)) if judged.team and step is Step.REVIEW else {},
    )  # fmt: skip


def _with_shifts(answers: Answers, template: Template) -> Answers:
    return replace(answers, shifts=shifts_of(template, answers, language()))


def _answers() -> Answers:
    held = the_set_up().shelf.get(_user_id(), HeldKind.NEW_TEAM, None)
    return Answers() if held is None else read(held.content)


def _hold(answers: Answers) -> Answers:
    the_set_up().shelf.put(_user_id(), HeldKind.NEW_TEAM, None, written(answers))
    return answers


def _user_id() -> int:
    return the_visitor().user.user_id


def _step(text: str) -> Step:
    """A step by its name. 404 for another."""
    if text not in set(Step):
        abort(404)
    return Step(text)
