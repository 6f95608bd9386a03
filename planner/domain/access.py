"""Who looked at whose data: a row a reader, kind of page, person and day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PersonalPage(StrEnum):
    """Kinds of page that show what is known of people. FILE: something downloaded that holds everybody."""

    MONTH = "month"
    RECEIPT = "receipt"
    WHY = "why"
    MONTH_END = "month end"
    FACTS = "facts"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Access:
    """user: the account that looked. person: by name; "" = everybody of the team. day: in UTC."""

    user: int
    team: int
    page: PersonalPage
    person: str
    day: date


@dataclass(frozen=True, slots=True)
class Look:
    """What a person is told of one access. reader: the account's name."""

    reader: str
    page: PersonalPage
    whole_team: bool
    day: date
