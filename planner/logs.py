"""The log of the program: lines on stderr, an exception one of them."""

import sys
import traceback
from pathlib import Path

import structlog

_FRAMES_LOGGED = 8


def log_to_stderr() -> None:
    """Log in lines on stderr, where they do not mix with what a command prints; an exception is one line too."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso"),
            _exception_in_a_line,
            structlog.dev.ConsoleRenderer(colors=False),
        ],
        # The stream of the moment, not the one that was there when this was called.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def _exception_in_a_line(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    raised = event.pop("exc_info", None)
    error = raised if isinstance(raised, BaseException) else sys.exc_info()[1] if raised else None
    if error is not None:
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES_LOGGED:]
        # The first line says what went wrong; those below it may say with which words of whom.
        event["error"] = "".join(traceback.format_exception_only(error)).strip().partition("\n")[0]
        event["at"] = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return event
