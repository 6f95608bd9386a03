"""The log of the program: lines on stderr, an exception one of them."""

import logging
import sys
import traceback
from pathlib import Path

import structlog

_FRAMES_LOGGED = 8


def log_to_stderr() -> None:
    """Log in lines on stderr, where they do not mix with what a command prints; an exception is one line too. So are
    warnings and errors of libraries and of the search, which log by Python's own means.
    """
    structlog.configure(
        processors=[*_PROCESSORS, _RENDERED],
        logger_factory=lambda *_: _stderr(),
    )
    logging.getLogger().addHandler(_BY_PYTHON)


def _stderr() -> structlog.PrintLogger:
    """The stream of the moment, not the one that was there when logging began."""
    return structlog.PrintLogger(sys.stderr)


def _exception_in_a_line(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    raised = event.pop("exc_info", None)
    error = sys.exc_info()[1] if raised is True else raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES_LOGGED:]
        # The first line says what went wrong; those below it may say with which words of whom.
        event["error"] = "".join(traceback.format_exception_only(error)).strip().partition("\n")[0]
        event["at"] = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return event


def _in_a_line(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    event["event"] = " ".join(str(event["event"]).split())
    event.pop("stack_info", None)
    return event


_PROCESSORS = (structlog.processors.add_log_level, structlog.processors.TimeStamper("iso"), _exception_in_a_line)
_RENDERED = structlog.dev.ConsoleRenderer(colors=False)


class _OnStderr(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            _stderr().msg(self.format(record))
        except Exception:  # noqa: BLE001 - what cannot be logged must not end what logs it
            self.handleError(record)


_BY_PYTHON = _OnStderr(logging.WARNING)
_BY_PYTHON.setFormatter(
    structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _RENDERED],
        foreign_pre_chain=(*_PROCESSORS, structlog.stdlib.add_logger_name, _in_a_line),
    )
)
