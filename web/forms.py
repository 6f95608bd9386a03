"""What pages with forms share: numbers from fields, and what is wrong with a field."""

from collections.abc import Mapping

from flask import abort, request

from planner.accounts.model import Refused
from planner.accounts.throttle import TooManyTries
from planner.messages import Message

#: The largest number that a row can have in either database.
MOST_ID = 2**31 - 1


def number_of(field: str) -> int:
    """A row's number from a form. 400 for anything else."""
    text = request.form.get(field, "")
    # The length first: Python itself refuses to read numbers of thousands of digits.
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(MOST_ID)) or int(text) > MOST_ID:
        abort(400)
    return int(text)


def optional_number(argument: str) -> int | None:
    """A row's number from the address; None where there is none. 404 for anything else."""
    text = request.args.get(argument)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(MOST_ID)) or int(text) > MOST_ID:
        abort(404)
    return int(text)


def errors_of(refused: Refused | None) -> Mapping[str, Message]:
    """What is wrong, by field; under "" what is wrong with none of them."""
    return {refused.field: refused.message} if refused else {}


def status_of(refused: Refused | None) -> int:
    """The status of a page with this on it."""
    return 200 if refused is None else 429 if isinstance(refused, TooManyTries) else 400
