"""Wishes as the pages show them: the marks of a form, everybody's by day, and what came of one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import abort

from planner.domain.time import week_start_of
from planner.domain.wishing import WEIGHTS, Mark, MarkKind
from planner.messages import _l
from planner.reporting.report import WishOutcome
from planner.services.wishing import OwnWishes, Wisher

#: What can be said of a day, in the order in which taps go through them: how it is called, and its sign.
MARKS: Mapping[MarkKind, tuple[str, str]] = {
    MarkKind.RATHER_NOT: (_l("rather not"), "−"),
    MarkKind.WANTS: (_l("would like"), "+"),
    MarkKind.CANNOT: (_l("can’t"), "×"),
}


@dataclass(slots=True)
class DayWishes:
    """What all say of a date: by kind, (name, shift's code, weight)."""

    day: date
    by_kind: dict[MarkKind, list[tuple[str, str, int]]] = field(default_factory=lambda: {kind: [] for kind in MARKS})


@dataclass(frozen=True, slots=True)
class OutcomeDay:
    """What became of a wish on a date. granted: None = there was nothing to grant."""

    day: date
    wish: WishOutcome
    granted: bool | None


def read_marks(form: Mapping[str, str], days: Sequence[date]) -> dict[date, Mark]:
    """The marks of a form. 400 for what no form of ours sends."""
    found = {}
    for day in days:
        kind, weight = form.get(f"kind-{day}", ""), form.get(f"weight-{day}", "3")
        if kind not in ("", *MARKS) or weight not in map(str, WEIGHTS):
            abort(400)
        if kind == MarkKind.CANNOT:
            found[day] = Mark(MarkKind.CANNOT)
        elif kind:
            found[day] = Mark(MarkKind(kind), form.get(f"shift-{day}", ""), int(weight))
    return found


def weeks_of(days: Sequence[date], first_weekday: int) -> list[list[date | None]]:
    """A month week by week, seven places each, None outside the month."""
    first, weeks = week_start_of(days[0], first_weekday), []
    while first <= days[-1]:
        week = [first + timedelta(days=n) for n in range(7)]
        weeks.append([day if day in days else None for day in week])
        first += timedelta(days=7)
    return weeks


def all_by_day(wishers: Sequence[Wisher], days: Sequence[date]) -> list[DayWishes]:
    """Everybody's marks and further wishes, of the dates that have any."""
    found = {day: DayWishes(day) for day in days}
    for one in wishers:
        for day, mark in one.marks.by_day.items():
            found[day].by_kind[mark.kind].append((one.name, mark.shift, mark.points))
        for wish in one.marks.others:
            kind = MarkKind.WANTS if wish.wants else MarkKind.RATHER_NOT
            found[wish.first].by_kind[kind].append((one.name, wish.shift, wish.weight))
    return [row for row in found.values() if any(row.by_kind.values())]


def outcome_days(own: OwnWishes) -> list[OutcomeDay] | None:
    """What became of each of one's wishes, day by day; None before anything is published."""
    if own.outcomes is None:
        return None
    found = []
    for day in own.marks.by_day:
        for wish in own.outcomes:
            if wish.first <= day <= wish.last:
                granted = True if day in wish.granted_days else False if day in wish.refused_days else None
                found.append(OutcomeDay(day, wish, granted))
    return found
