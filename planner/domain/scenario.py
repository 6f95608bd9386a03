"""What if: changes of a team that are tried out beside the present, under a name, and kept with the team."""

from dataclasses import dataclass
from datetime import date

from planner.domain.days import DayKind


@dataclass(frozen=True, slots=True)
class Hire:
    """One more person, with the site, skills, channels, languages, limits and availability of `like`.

    name: "" = one is made up of the name of `like`. contract_min_week: paid minutes a week.
    since: first day with the team; None = the whole month.
    """

    name: str
    contract_min_week: int
    like: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """A person is with the team no more. since: first day without them; None = the whole month."""

    person: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class ContractChange:
    """A person is paid for another number of minutes a week."""

    person: str
    contract_min_week: int


@dataclass(frozen=True, slots=True)
class OpeningChange:
    """A channel is open at other hours on a kind of day or on a date; all its hours of that day are replaced.

    start_min, end_min: minutes of the day; both 0 = closed. As many people stay present as before.
    """

    channel: str
    when: DayKind | date
    start_min: int
    end_min: int


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule gets another value, another price, or both. None = as the team has it; else as in RuleSetting."""

    rule: str
    value: int | None = None
    price: int | None = None


@dataclass(frozen=True, slots=True)
class DemandChange:
    """Expected volume, and the people wanted, become so many per cent of what they are. channel: "" = all of it."""

    channel: str
    percent: int


Change = Hire | Leave | ContractChange | OpeningChange | RuleChange | DemandChange


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes that are tried out together, in this order. name: unique in the team, however it is written."""

    name: str
    note: str = ""
    changes: tuple[Change, ...] = ()
