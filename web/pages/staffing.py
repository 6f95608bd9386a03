"""How many people: five figures in, an estimate with its reasons out."""

from functools import lru_cache

from flask import Blueprint, render_template, request

from planner.messages import Message
from planner.staffing.case import StaffingInputs
from planner.staffing.headcount import HeadcountEstimate, estimate
from planner.staffing.parameters import country_parameters
from planner.staffing.wording import UNREACHABLE, note_messages, range_message
from web.view.staffing import BOUNDS, EXTRAS
from web.view.staffing_form import read_form

bp = Blueprint("staffing", __name__, url_prefix="/staffing")


@bp.get("/")
def index() -> str:
    """The form, and below it the estimate for what it holds."""
    form = read_form(request.args)
    found, problem = _estimate(form.inputs, form.country) if form.inputs else (None, None)
    return render_template(
        "staffing.html",
        form=form,
        found=found,
        problem=problem,
        country=country_parameters(form.country),
        bounds=BOUNDS,
        extras=EXTRAS,
        notes=note_messages(found) if found else [],
        range_words=range_message(found) if found else None,
    )


@lru_cache(maxsize=64)
def _estimate(inputs: StaffingInputs, country: str) -> tuple[HeadcountEstimate | None, Message | None]:
    """The estimate, kept for a while: it takes a second, and going back and forth asks for the same again."""
    try:
        return estimate(inputs, country_parameters(country)), None
    except ValueError:
        return None, UNREACHABLE
