"""What if: scenarios planned beside the present, in the background where a database keeps them, and compared."""

from collections.abc import Sequence
from datetime import UTC

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from planner.domain.job import Job, JobKind
from planner.domain.scenario import Scenario
from planner.problems import InputProblem, InputProblems
from planner.scenarios.scenario_words import scenario_words
from web.auth import visitor
from web.desk import the_desk
from web.i18n import language
from web.pages.plan import has_plans, the_month, the_plans
from web.view.figures import sections_of

bp = Blueprint("whatif", __name__, url_prefix="/whatif")

#: While plans are made, a page looks again after so many seconds.
_AGAIN_S = 3


@bp.get("/")
def index() -> Response:
    """The comparison made last, and what can be compared; or how to make one."""
    return _page()


@bp.post("/")
def ask() -> AnyResponse:
    """Have the chosen scenarios planned beside the present; a comparison that is under way is shown instead."""
    _refuse_viewers()
    found = visitor()
    try:
        person = found.user.person_id if found else None
        the_plans().compare(*the_month(), request.form.getlist("scenario"), person)
    except InputProblems as refused:
        return _page(refused.problems, 422)
    return redirect(url_for("whatif.index"), 303)


@bp.post("/stop")
def stop() -> AnyResponse:
    """End the comparison under way; the one before it stays."""
    _refuse_viewers()
    the_plans().stop(*the_month(), JobKind.WHATIF)
    return redirect(url_for("whatif.index"), 303)


def _refuse_viewers() -> None:
    if not has_plans():
        abort(404)


def _page(problems: tuple[InputProblem, ...] = (), status: int = 200) -> Response:
    found, report = the_desk().what_if(language()), the_desk().report()
    scenarios: Sequence[Scenario] = the_plans().scenarios(*the_month()) if has_plans() else ()
    job: Job | None = the_plans().look(*the_month(), JobKind.WHATIF) if has_plans() else None
    page = render_template(
        "whatif.html",
        found=found,
        sections=sections_of(found["figures"] if found else []),
        zone=report.board.team.zone if report else UTC,
        scenarios=[(scenario, list(scenario_words(scenario))) for scenario in scenarios],
        chosen=request.form.getlist("scenario") if problems else [scenario.name for scenario in scenarios],
        job=job,
        problems=problems,
    )
    response = make_response(page, status)
    if job is not None and job.state.active:
        # So that it goes on by itself without a script, too.
        response.headers["Refresh"] = str(_AGAIN_S)
    return response
