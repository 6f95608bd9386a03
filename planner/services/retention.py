"""What may not be kept for ever: deleted when its period is over."""

from dataclasses import dataclass
from datetime import timedelta

from planner.ports import Clock, Vault


@dataclass(frozen=True, slots=True)
class Periods:
    """Days that things are kept: sick notes after their last day, texts of events after the event, letters after they
    were written, accesses after their day.
    """

    sick_notes_days: int
    event_texts_days: int
    letters_days: int
    accesses_days: int


@dataclass(frozen=True, slots=True)
class Removed:
    """How many of each were deleted."""

    sick_notes: int
    event_texts: int
    letters: int
    accesses: int


class Retention:
    """Holds the periods; to be called once a day."""

    def __init__(self, vault: Vault, clock: Clock, periods: Periods) -> None:
        self._vault, self._clock, self._periods = vault, clock, periods

    def enforce(self) -> Removed:
        """Delete what is older than its period. A period's last day is still kept."""
        now = self._clock.now()
        with self._vault.writing() as records:
            return Removed(
                records.remove_sick_notes(now.date() - timedelta(days=self._periods.sick_notes_days)),
                records.remove_event_texts(now - timedelta(days=self._periods.event_texts_days)),
                records.remove_letters(now - timedelta(days=self._periods.letters_days)),
                records.remove_accesses(now.date() - timedelta(days=self._periods.accesses_days)),
            )
