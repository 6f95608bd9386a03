"""What is in force: a rule's value for a person, and the prices and tiers that rules have by default."""

from dataclasses import dataclass
from enum import IntEnum

from tests.oracle.month import Month

HARD, OFF = -1, 0


class Tier(IntEnum):
    """What is settled first: work that must be done, coverage, few changes of what was published, then the rest."""

    MUST = 0
    COVERAGE = 1
    CHANGE = 2
    COMFORT = 3


@dataclass(frozen=True)
class Default:
    """A rule as it stands when a team says nothing about it. high_is_strict: whether the larger value is stricter."""

    price: int = HARD
    tier: Tier = Tier.COMFORT
    value: int | None = None
    law: str = ""
    high_is_strict: bool = False


DEFAULTS = {
    "availability": Default(),
    "absence": Default(),
    "employment": Default(),
    "skill": Default(),
    "channel": Default(),
    "overlap": Default(),
    "lock": Default(),
    "rest": Default(value=660, law="daily_rest_min", high_is_strict=True),
    "weekly_rest": Default(law="weekly_rest_min", high_is_strict=True),
    "break": Default(),
    "max_day": Default(law="max_day_min"),
    "day_span": Default(law="day_span_min"),
    "max_week": Default(law="max_week_min"),
    "average_week": Default(law="average_week_min"),
    "overtime": Default(value=10),
    "max_month": Default(),
    "night": Default(),
    "max_days_in_row": Default(value=6, law="max_consecutive_days_with_sunday"),
    "max_weekends": Default(),
    "weekends_in_row": Default(),
    "succession": Default(),
    "max_of_shift": Default(),
    "on_call_days": Default(value=10, law="oncall_days_month"),
    "sunday_basis": Default(),
    "holiday_basis": Default(),
    "free_sundays": Default(law="free_sundays_year", high_is_strict=True),
    "coverage_minimum": Default(20, Tier.COVERAGE),
    "coverage_target": Default(2, Tier.COVERAGE),
    "mix": Default(2, Tier.COVERAGE),
    "duty": Default(10, Tier.COVERAGE),
    "topic_contact": Default(5, Tier.COVERAGE),
    "coverage_maximum": Default(2),
    "spread_surplus": Default(5),
    "holiday_surplus": Default(2),
    "contract": Default(1),
    "extra_minutes": Default(1),
    "min_month": Default(2, high_is_strict=True),
    "wishes": Default(30),
    "fair_weekends": Default(600),
    "fair_holidays": Default(300),
    "fair_lates": Default(50),
    "fair_unpleasant": Default(3),
    "fair_on_call": Default(100),
    "min_days_in_row": Default(20, value=2, high_is_strict=True),
    "min_days_off": Default(20, value=2, high_is_strict=True),
    "isolated_days": Default(OFF),
    "whole_weekends": Default(60),
    "continuity": Default(20),
    "pairs": Default(40),
    "change": Default(1, Tier.CHANGE),
    "notice": Default(200, value=14, law="notice_days", high_is_strict=True),
}


IN_TENTHS = frozenset({"fair_weekends", "fair_holidays", "fair_lates", "fair_on_call"})


def price_of(month: Month, code: str) -> int:
    """Points a unit, HARD or OFF. One shift at a time, and what is locked, is hard whatever a team says."""
    setting = month.team.rules.get(code)
    if code in ("overlap", "lock") or setting is None or setting.price is None:
        price = DEFAULTS[code].price
    else:
        price = setting.price
    # What is counted one by one is shared out to a tenth.
    return max(1, round(price / 10)) if code in IN_TENTHS and price not in (HARD, OFF) else price


def chosen(month: Month, code: str, person: str | None = None) -> int | None:
    """What people chose: for the person, else for the team, else by default."""
    if person is not None and code in month.people[person].limits:
        return month.people[person].limits[code]
    setting = month.team.rules.get(code)
    return DEFAULTS[code].value if setting is None or setting.value is None else setting.value


def noted(month: Month, code: str) -> bool:
    """Whether the team put its own value in the law's place, with a note that says why."""
    setting = month.team.rules.get(code)
    return setting is not None and setting.value is not None and setting.note != ""


def value_of(month: Month, code: str, person: str) -> int | None:
    """The stricter of what was chosen and the law; None = no limit."""
    picked, default = chosen(month, code, person), DEFAULTS[code]
    law = month.law(month.people[person], default.law) if default.law and not noted(month, code) else None
    candidates = [value for value in (picked, law) if isinstance(value, int)]
    if not candidates:
        return None
    return max(candidates) if default.high_is_strict else min(candidates)
