"""Kinds of day: what a date is for opening hours, demand and labour law."""

from enum import StrEnum


class DayKind(StrEnum):
    """The kind of a date in one holiday calendar. A public holiday outranks the weekday it falls on."""

    WEEKDAY = "weekday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    HALF_HOLIDAY = "half_holiday"


#: Days on which most people are off: what fairness calls a weekend or a holiday.
FREE_KINDS = frozenset({DayKind.SATURDAY, DayKind.SUNDAY, DayKind.HOLIDAY})
