"""Forms about offers, read; and the days that a sick call can end on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from flask import abort, request

from planner.board import Place
from planner.services.sick_calls import MOST_DAYS
from planner.services.swapping import Wanted


def date_in(field: str) -> date:
    """A date of a form. 400 for anything else."""
    try:
        return date.fromisoformat(request.form.get(field, ""))
    except ValueError:
        abort(400)


def shift_to_offer(person: str, on: str, shift: str) -> Place:
    """The place that an address names. 404 for what is no date."""
    try:
        return person, date.fromisoformat(on), shift
    except ValueError:
        abort(404)


def wanted_in(texts: Iterable[str], names: Mapping[int, str]) -> Sequence[Wanted]:
    """Whom a form asks, each as '2026-12-05/E/7', or '//7' for nothing in return. 400 for anything else.

    names: of people by number, which is all that the page says of them; "" for others.
    """
    found: list[Wanted] = []
    for text in texts:
        day, _, rest = text.partition("/")
        code, _, number = rest.partition("/")
        try:
            found.append((names.get(int(number), ""), (date.fromisoformat(day), code) if day else None))
        except ValueError:
            abort(400)
    return found


def last_days(today: date) -> Sequence[date]:
    """The last days that can be called in sick for."""
    return [today + timedelta(days=n) for n in range(MOST_DAYS + 1)]
