"""A clock that tests move on."""

from datetime import datetime, timedelta

from tests.conftest import NOW


class MovingClock:
    """Stands at NOW until it is moved."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    def move(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
