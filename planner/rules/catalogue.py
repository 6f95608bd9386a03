"""The catalogue: all rules in reading order."""

from planner.rules.absence import AbsenceRule
from planner.rules.availability import AvailabilityRule
from planner.rules.average_week import AverageWeek
from planner.rules.base import Rule
from planner.rules.break_rule import Break
from planner.rules.change import Change
from planner.rules.channel import Channel
from planner.rules.continuity import Continuity
from planner.rules.contract import Contract
from planner.rules.coverage_maximum import CoverageMaximum
from planner.rules.coverage_minimum import CoverageMinimum
from planner.rules.coverage_target import CoverageTarget
from planner.rules.day_span import DaySpan
from planner.rules.duty import Duty
from planner.rules.employment import Employment
from planner.rules.extra_minutes import ExtraMinutes
from planner.rules.fair_holidays import FairHolidays
from planner.rules.fair_lates import FairLates
from planner.rules.fair_on_call import FairOnCall
from planner.rules.fair_unpleasant import FairUnpleasant
from planner.rules.fair_weekends import FairWeekends
from planner.rules.free_sundays import FreeSundays
from planner.rules.holiday_basis import HolidayBasis
from planner.rules.holiday_surplus import HolidaySurplus
from planner.rules.isolated_days import IsolatedDays
from planner.rules.lock import LockRule
from planner.rules.max_day import MaxDay
from planner.rules.max_days_in_row import MaxDaysInRow
from planner.rules.max_month import MaxMonth
from planner.rules.max_of_shift import MaxOfShift
from planner.rules.max_week import MaxWeek
from planner.rules.max_weekends import MaxWeekends
from planner.rules.min_days_in_row import MinDaysInRow
from planner.rules.min_days_off import MinDaysOff
from planner.rules.min_month import MinMonth
from planner.rules.mix import Mix
from planner.rules.night import Night
from planner.rules.notice import Notice
from planner.rules.on_call_days import OnCallDays
from planner.rules.overlap import Overlap
from planner.rules.overtime import Overtime
from planner.rules.pairs import Pairs
from planner.rules.rest import Rest
from planner.rules.skill import Skill
from planner.rules.spread_surplus import SpreadSurplus
from planner.rules.succession import Succession
from planner.rules.sunday_basis import SundayBasis
from planner.rules.topic_contact import TopicContact
from planner.rules.weekends_in_row import WeekendsInRow
from planner.rules.weekly_rest import WeeklyRest
from planner.rules.whole_weekends import WholeWeekends
from planner.rules.wishes import Wishes

RULES: tuple[Rule, ...] = (
    AvailabilityRule(),
    AbsenceRule(),
    Employment(),
    Skill(),
    Channel(),
    LockRule(),
    Overlap(),
    Rest(),
    WeeklyRest(),
    Break(),
    MaxDay(),
    DaySpan(),
    MaxWeek(),
    AverageWeek(),
    Overtime(),
    MaxMonth(),
    Night(),
    MaxDaysInRow(),
    MaxWeekends(),
    WeekendsInRow(),
    Succession(),
    MaxOfShift(),
    OnCallDays(),
    SundayBasis(),
    HolidayBasis(),
    FreeSundays(),
    CoverageMinimum(),
    CoverageTarget(),
    Mix(),
    Duty(),
    TopicContact(),
    CoverageMaximum(),
    SpreadSurplus(),
    HolidaySurplus(),
    Contract(),
    ExtraMinutes(),
    MinMonth(),
    Wishes(),
    FairWeekends(),
    FairHolidays(),
    FairLates(),
    FairUnpleasant(),
    FairOnCall(),
    MinDaysInRow(),
    MinDaysOff(),
    IsolatedDays(),
    WholeWeekends(),
    Continuity(),
    Pairs(),
    Change(),
    Notice(),
)


def rule(code: str) -> Rule:
    """The rule with this code. KeyError when there is none."""
    return next((r for r in RULES if r.code == code), None) or _unknown(code)


def _unknown(code: str) -> Rule:
    raise KeyError(f"no rule {code!r}. Known: {', '.join(r.code for r in RULES)}.")
