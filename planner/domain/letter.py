"""Letters by which people are told by mail, as rows of the outbox: written with what they tell of, sent by a worker."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LetterState(StrEnum):
    """Where a letter is. NO_ADDRESS: the person has no account, so nothing is sent. GIVEN_UP: after many tries."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given up"
    NO_ADDRESS = "no address"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where a person reads letters, and in which language."""

    address: str
    language: str


@dataclass(frozen=True, slots=True)
class LetterStanding:
    """A letter as it stands. person: by name, or by address who is only invited. tries: that failed. next_try: None =
    it is not tried any more.
    """

    person: str
    state: LetterState
    tries: int
    next_try: datetime | None
