"""What may be larger than other forms: more may be sent, and its token is looked for only then."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app, request

from web.security import csrf

#: A team of 200 people with a year of facts is a workbook of one megabyte.
WORKBOOK_MB = 5
_MB = 1024 * 1024
#: Of what stands around a file in a form.
_AROUND_BYTES = 64 * 1024

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


def takes(most_mb: int) -> Callable[[Callable[_Given, _Answer]], Callable[_Given, _Answer]]:
    """For a view whose form brings some megabytes at most, a file for one.

    The guard that checks every form's token reads the form before anybody knows who sends it; here that waits until
    the visitor is known to be allowed.
    """

    def taking(view: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
        @wraps(view)
        def with_more(*args: _Given.args, **given: _Given.kwargs) -> _Answer:
            request.max_content_length = most_mb * _MB + _AROUND_BYTES
            if current_app.config.get("WTF_CSRF_ENABLED", True):
                csrf.protect()
            return view(*args, **given)

        csrf.exempt(with_more)
        return with_more

    return taking
