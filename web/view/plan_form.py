"""The form that has a month planned: from what was sent into what is asked for."""

from collections.abc import Mapping
from datetime import date

from werkzeug.datastructures import MultiDict

from planner.domain.job import Asked, PlanGoal
from planner.messages import _l

#: How the form calls what a month is planned for, and what that does.
GOALS: Mapping[PlanGoal, tuple[str, str]] = {
    PlanGoal.WHOLE: (_l("Plan it anew"), _l("The best roster, whatever stands there now.")),
    PlanGoal.EMPTY: (_l("Only fill what is empty"), _l("Nobody loses a shift.")),
    PlanGoal.GENTLE: (_l("Change as little as possible"), _l("Cover what is open; the rest stays with who has it.")),
}


def read_form(form: MultiDict[str, str]) -> Asked:
    """What is asked for. No person ticked = all may change, and so with days; a day that is none names no day."""
    goal = form.get("goal", "")
    people = frozenset(form.getlist("person"))
    days = frozenset(_day(text) for text in form.getlist("day"))
    return Asked(
        PlanGoal(goal) if goal in set(PlanGoal) else PlanGoal.WHOLE,
        people or None,
        days or None,
        keep_locked="free_locked" not in form,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        # Outside of every month, so it is refused by name like any day that is not in this one.
        return date.min
