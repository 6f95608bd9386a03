"""What the figures of an estimate may be: wide enough for any team, close enough that a slip of the keyboard does not
keep the machine busy.
"""

from typing import NamedTuple


class Range(NamedTuple):
    """The least and the most that is taken."""

    least: float
    most: float

    def __contains__(self, value: object) -> bool:
        """Whether a number lies in it; nan does not."""
        return isinstance(value, int | float) and self.least <= value <= self.most


MESSAGES_A_DAY = Range(0, 50_000)
HANDLE_TIME_MIN = Range(0.1, 240)
TARGET_PERCENT = Range(0.1, 100)
TARGET_MIN = Range(0.1, 10_080)
CONTRACT_HOURS_A_WEEK = Range(1, 60)
PRESENCE = Range(0, 50)
