"""Who looked at whose data, or changed it: a row a reader or author, kind, person and day."""

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


class Changed(StrEnum):
    """What of a person's data somebody changed. HOURS: what they worked otherwise than planned.

    ROLE: in the team, or as owner. ACCOUNT: let in or no more, which ends their sessions. ERASED: all that names them.
    """

    CONTRACT = "contract"
    AVAILABILITY = "availability"
    ABSENCES = "absences"
    WISHES = "wishes"
    SHIFTS = "shifts"
    HOURS = "hours"
    LEDGER = "ledger"
    ROLE = "role"
    ACCOUNT = "account"
    ERASED = "erased"


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
    """What a person is told of one access, or of one change. reader: who it was, "" = the command line or a job.

    what: the kind of page that was opened, or what was changed. day: in UTC.
    """

    reader: str
    what: PersonalPage | Changed
    whole_team: bool
    day: date

    @property
    def changed(self) -> bool:
        """Whether something was changed, not looked at."""
        return isinstance(self.what, Changed)
