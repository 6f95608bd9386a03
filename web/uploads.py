"""Forms that bring a file: more may be sent, and the form's token is looked for only then."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app, request

from web.security import csrf

#: A team of 200 people with a year of facts is a workbook of one megabyte.
MOST_MB = 5

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


def takes_file(view: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """A view whose form may be as large as a workbook.

    The guard that checks every form's token reads the form before anybody knows who sends it; here that waits until
    the visitor is known to be allowed.
    """

    @wraps(view)
    def with_file(*args: _Given.args, **given: _Given.kwargs) -> _Answer:
        request.max_content_length = MOST_MB * 1024 * 1024
        if current_app.config.get("WTF_CSRF_ENABLED", True):
            csrf.protect()
        return view(*args, **given)

    csrf.exempt(with_file)
    return with_file
