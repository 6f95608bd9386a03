"""Have the month planned, watch it come about, stop it; the same job for every lead of the team."""

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.problems import InputProblem, InputProblems
from planner.services.plan_jobs import PlanJobs
from web.auth import visitor
from web.desk import the_desk
from web.view.plan import HEIGHT, WIDTH, plan_view, sketch
from web.view.plan_form import GOALS, read_form

bp = Blueprint("plan", __name__, url_prefix="/plan")

#: Cells that are named which were edited while a plan was made.
CARRIED_NAMED = 8


def has_plans() -> bool:
    """Whether months can be planned here: where a database keeps them."""
    return "plans" in current_app.extensions


def the_plans() -> PlanJobs:
    """The planning of the house."""
    plans: PlanJobs = current_app.extensions["plans"]
    return plans


def the_month() -> tuple[int, int, int]:
    """Team, year, month of the address."""
    return g.place["team_id"], *g.place["of_month"]


def plan_under_way() -> bool:
    """Whether the month of the address is being planned just now."""
    job = the_plans().look(*the_month()) if has_plans() else None
    return job is not None and job.state.active


@bp.get("/")
def index() -> str:
    """The button with its choices, and how the last plan stands."""
    return _page()


@bp.post("/")
def ask() -> Response | tuple[str, int]:
    """Have the month planned; a plan that is under way is shown instead."""
    try:
        found = visitor()
        the_plans().ask(*the_month(), read_form(request.form), found.user.person_id if found else None)
    except InputProblems as refused:
        return _page(refused.problems), 422
    return redirect(url_for("plan.index"), 303)


@bp.post("/stop")
def stop() -> Response:
    """End the plan under way and keep the best so far."""
    the_plans().stop(*the_month())
    return redirect(url_for("plan.index"), 303)


@bp.get("/live")
def live() -> str:
    """How the plan stands, as the page's script asks every half second. seen: of the roster that is shown already."""
    job = the_plans().look(*the_month())
    view = plan_view(job, the_desk().now()) if job else None
    drawn = None
    if job and view and view.seen != request.args.get("seen", ""):
        drawn = sketch(job, the_plans().choices(*the_month()))
    return render_template("parts/plan_live.html", view=view, sketch=drawn, **_SIZES)


_SIZES = {"width": WIDTH, "height": HEIGHT}


def _page(problems: tuple[InputProblem, ...] = ()) -> str:
    choices, job = the_plans().choices(*the_month()), the_plans().look(*the_month())
    return render_template(
        "plan.html",
        month=g.place["of_month"],
        choices=choices,
        view=plan_view(job, the_desk().now()) if job else None,
        sketch=sketch(job, choices) if job else None,
        outcome=the_plans().outcome(job) if job else None,
        away=the_plans().away(job) if job else (),
        most_named=CARRIED_NAMED,
        goals=GOALS,
        form=request.form,
        problems=problems,
        **_SIZES,
    )
