"""What may not be kept for ever: deleted when its period is over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from planner.ports import Clock, LetterFiles, Vault

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Periods:
    """Days that things are kept: sick notes after their last day, texts of events and requests for leave after these,
    messages and letters after they were written, accesses after their day.
    """

    sick_notes_days: int
    event_texts_days: int
    letters_days: int
    accesses_days: int


@dataclass(frozen=True, slots=True)
class Removed:
    """How many of each were deleted. event_texts: also of requests for leave. letters: messages to people with their
    letters, letters with one-time links, and files where no mail server takes them.
    """

    sick_notes: int
    event_texts: int
    letters: int
    accesses: int


class Retention:
    """Holds the periods; to be called once a day. files: the letters' files. scour: leaves nothing in the database's
    file of what was deleted, now or before; whether it could.
    """

    def __init__(
        self, vault: Vault, clock: Clock, periods: Periods, files: LetterFiles, scour: Callable[[], bool]
    ) -> None:
        self._vault, self._clock, self._periods, self._files, self._scour = vault, clock, periods, files, scour

    def enforce(self) -> Removed:
        """Delete what is older than its period. A period's last day is still kept."""
        now = self._clock.now()
        letters_from = now - timedelta(days=self._periods.letters_days)
        texts_from = now - timedelta(days=self._periods.event_texts_days)
        files = self._files.remove_before(letters_from)
        with self._vault.writing() as records:
            removed = Removed(
                records.remove_sick_notes(now.date() - timedelta(days=self._periods.sick_notes_days)),
                records.remove_event_texts(texts_from) + records.remove_leave_texts(texts_from),
                records.remove_notices(letters_from) + files,
                records.remove_accesses(now.date() - timedelta(days=self._periods.accesses_days)),
            )
        if not self._scour():
            log.warning("what was deleted still stands in the database's file, since others are at it")
        return removed
