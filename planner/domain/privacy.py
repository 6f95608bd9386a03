"""What is kept of a person, for the person; and people as an owner sees them who erases one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class PersonalData:
    """All that is kept of a person. rows: plain values, by table. teams: names by number. calendars: finished calendar
    files of their own shifts, by team.
    """

    name: str
    teams: Mapping[int, str]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    calendars: Mapping[int, bytes]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who is in a team or has an account. asked_at: when they asked to be erased. owns: is an owner."""

    person: int
    name: str
    teams: tuple[str, ...]
    emails: tuple[str, ...]
    asked_at: datetime | None
    owns: bool
