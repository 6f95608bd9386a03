"""How many people: five figures in, an estimate with its reasons out."""

from flask import Blueprint, render_template, request

from planner.messages import Message, _l
from planner.staffing.headcount import HeadcountEstimate, estimate
from planner.staffing.parameters import country_parameters
from web.view.staffing import BOUNDS, EXTRAS, NOTES
from web.view.staffing_form import StaffingForm, read_form

bp = Blueprint("staffing", __name__, url_prefix="/staffing")


@bp.get("/")
def index() -> str:
    """The form, and below it the estimate for what it holds."""
    form = read_form(request.args)
    found, problem = _estimate(form)
    return render_template(
        "staffing.html",
        form=form,
        found=found,
        problem=problem,
        country=country_parameters(form.country),
        bounds=BOUNDS,
        extras=EXTRAS,
        notes=NOTES,
    )


def _estimate(form: StaffingForm) -> tuple[HeadcountEstimate | None, Message | None]:
    if form.inputs is None:
        return None, None
    try:
        return estimate(form.inputs, country_parameters(form.country)), None
    except ValueError:
        # Each figure is in range, so what cannot be reached is the target within these opening hours.
        return None, Message(_l("No team can reach this target in these opening hours. Open longer, or ask for less."))
