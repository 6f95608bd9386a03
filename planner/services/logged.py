"""Of many that are looked after in turn, one that fails does not stop the others."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

log = structlog.get_logger(__name__)


@contextmanager
def logged(what: str, **about: object) -> Iterator[None]:
    """An error within is logged, and goes no further. what: that it comes to; about: which it is, by numbers."""
    try:
        yield
    except Exception:
        log.exception(what, **about)
