"""Pages whose answer takes seconds: they come at once, say what is being worked out, and fetch the answer.

The answer stands at the same address with `now`. A script fetches it into the page; without one the browser goes there
by itself and shows the page until it answers.
"""

from flask import request

from web.preferences import with_args


def answers_now() -> bool:
    """Whether this request waits for the answer itself."""
    return "now" in request.args


def answer_address(**args: str) -> str:
    """The address that answers what this page asks, with further arguments."""
    return with_args(now="1", **args)
