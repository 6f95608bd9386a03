"""Rows of all sheets made into the domain's facts. Every row is right by then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from planner.domain.demand import Demand, OpeningHours, ShiftType, Topic, Volume
from planner.domain.people import Absence, Availability, Manager, Pair, Site, Wish, limit_on
from planner.domain.team import CarryOver, LedgerCorrection, Lock, PastShift, RuleSetting, Team
from planner.domain.time import MINUTES_A_DAY
from planner.exchange.columns import Row
from planner.exchange.row_checks import after_start
from planner.exchange.row_reader import Read
from planner.exchange.rows_ledger import CorrectionRow
from planner.exchange.rows_people import AbsenceRow, AvailabilityRow, ManagerRow, PairRow, WishRow
from planner.exchange.rows_scenarios import ScenarioRow, scenarios_of
from planner.exchange.rows_settled import LEDGER_MEASURES, CarryOverRow, LockRow, PastShiftRow
from planner.exchange.rows_team import RuleRow, SiteRow, TeamRow
from planner.exchange.rows_work import DemandRow, OpeningHoursRow, ShiftTypeRow, TopicRow, VolumeRow
from planner.exchange.rule_codes import price_points, rule_named

_Row = TypeVar("_Row", bound=Row)

#: The usual zone of a country's sites.
ZONES = {"AT": ZoneInfo("Europe/Vienna"), "DE": ZoneInfo("Europe/Berlin"), "CH": ZoneInfo("Europe/Zurich")}
#: Rules whose personal limit has a column of its own, which is called as the rule.
NAMED_LIMITS = ("max_days_in_row", "max_weekends", "max_week", "night")
#: The rule about single shift types, whose personal limits have one column for all of them.
OF_SHIFT = "max_of_shift"


class RowsOf(Protocol):
    """Gives the good rows of a sheet."""

    def __call__(self, key: str, row_class: type[_Row]) -> list[Read[_Row]]:
        """The rows of the sheet with this key."""
        ...


@dataclass(frozen=True, slots=True)
class Rows:
    """The good rows of every sheet."""

    team: list[Read[TeamRow]]
    sites: list[Read[SiteRow]]
    rules: list[Read[RuleRow]]
    managers: list[Read[ManagerRow]]
    availability: list[Read[AvailabilityRow]]
    absences: list[Read[AbsenceRow]]
    wishes: list[Read[WishRow]]
    pairs: list[Read[PairRow]]
    shift_types: list[Read[ShiftTypeRow]]
    opening_hours: list[Read[OpeningHoursRow]]
    demand: list[Read[DemandRow]]
    volume: list[Read[VolumeRow]]
    topics: list[Read[TopicRow]]
    locks: list[Read[LockRow]]
    past_shifts: list[Read[PastShiftRow]]
    carry_over: list[Read[CarryOverRow]]
    ledger_corrections: list[Read[CorrectionRow]]
    scenarios: list[Read[ScenarioRow]]

    @classmethod
    def read(cls, rows_of: RowsOf) -> "Rows":
        """All sheets, read by `rows_of`."""
        return cls(
            team=rows_of("team", TeamRow),
            sites=rows_of("sites", SiteRow),
            rules=rows_of("rules", RuleRow),
            managers=rows_of("managers", ManagerRow),
            availability=rows_of("availability", AvailabilityRow),
            absences=rows_of("absences", AbsenceRow),
            wishes=rows_of("wishes", WishRow),
            pairs=rows_of("pairs", PairRow),
            shift_types=rows_of("shift_types", ShiftTypeRow),
            opening_hours=rows_of("opening_hours", OpeningHoursRow),
            demand=rows_of("demand", DemandRow),
            volume=rows_of("volume", VolumeRow),
            topics=rows_of("topics", TopicRow),
            locks=rows_of("locks", LockRow),
            past_shifts=rows_of("past_shifts", PastShiftRow),
            carry_over=rows_of("carry_over", CarryOverRow),
            ledger_corrections=rows_of("ledger_corrections", CorrectionRow),
            scenarios=rows_of("scenarios", ScenarioRow),
        )


def build_team(rows: Rows, month: tuple[int, int] | None) -> Team:
    """The team that checked rows describe. month outranks the file's own."""
    head = rows.team[0].row
    sites = tuple(site_of(read.row) for read in rows.sites)
    settings = [rule_setting(read.row) for read in rows.rules]
    return Team(
        name=head.name,
        zone=head.zone or sites[0].zone,
        first_weekday=head.first_weekday,
        month=month or head.month,
        sites=sites,
        managers=tuple(_manager(read.row, sites) for read in rows.managers),
        shift_types=tuple(_shift_type(read.row) for read in rows.shift_types),
        rules={setting.code: setting for setting in settings},
        availability=tuple(one for read in rows.availability for one in _availability(read.row)),
        absences=tuple(Absence(r.person, r.kind, r.first, r.last or r.first) for r in (x.row for x in rows.absences)),
        wishes=tuple(
            Wish(r.person, r.first, r.last or r.first, r.shift, r.wants, r.weight) for r in (x.row for x in rows.wishes)
        ),
        pairs=tuple(Pair(r.person, r.other, r.together) for r in (x.row for x in rows.pairs)),
        opening_hours=tuple(
            OpeningHours(r.channel, when, *r.span, r.presence)
            for r in (x.row for x in rows.opening_hours)
            for when in r.when
        ),
        demand=tuple(one for read in rows.demand for one in _demand(read.row)),
        volume=tuple(one for read in rows.volume for one in _volume(read.row)),
        topics=tuple(Topic(r.name, r.experts, r.deputies, r.reaction) for r in (x.row for x in rows.topics)),
        locks=tuple(Lock(r.person, r.day, r.shift) for r in (x.row for x in rows.locks)),
        past_shifts=tuple(PastShift(r.person, r.day, r.shift) for r in (x.row for x in rows.past_shifts)),
        carry_over=tuple(_carry_over(read.row) for read in rows.carry_over),
        ledger_corrections=tuple(
            LedgerCorrection(r.person, r.day, r.measure, r.amount, r.note)
            for r in (x.row for x in rows.ledger_corrections)
        ),
        scenarios=scenarios_of(read.row for read in rows.scenarios),
    )


def limits_of(row: ManagerRow) -> Mapping[str, int]:
    """A manager's own limits as in Manager.limits, from their own columns and the column of other limits."""
    named = {code: getattr(row, code) for code in NAMED_LIMITS}
    others = {}
    for written, (figure, _) in row.limits.items():
        rule = rule_named(written)
        others[rule.code if rule else written] = figure
    of_shifts = {limit_on(OF_SHIFT, shift): most for shift, most in row.max_of_shift.items()}
    return {code: value for code, value in named.items() if value is not None} | of_shifts | others


def rule_setting(row: RuleRow) -> RuleSetting:
    """What a row says about a rule that exists."""
    rule = rule_named(row.code)
    assert rule is not None
    value = None if row.value is None else row.value[0]
    return RuleSetting(rule.code, value, price_points(rule, row.price), row.note)


def site_of(row: SiteRow) -> Site:
    """The site of a row; its zone is the country's unless the row says another."""
    return Site(
        row.name, row.zone or ZONES[row.country], row.country, row.subdivision, row.sunday_basis, row.holiday_basis
    )


def _manager(row: ManagerRow, sites: tuple[Site, ...]) -> Manager:
    return Manager(
        name=row.name,
        public_name=row.public_name or row.name.split()[0],
        site=row.site or sites[0].name,
        contract_min_week=row.contract,
        skills=row.skills,
        channels=row.channels,
        languages=row.languages,
        joins_on=row.joins_on,
        leaves_on=row.leaves_on,
        limits=limits_of(row),
        senior_staff=row.senior_staff,
    )


def _availability(row: AvailabilityRow) -> list[Availability]:
    start, end = (
        (0, MINUTES_A_DAY) if row.start is None or row.end is None else (row.start, after_start(row.start, row.end))
    )
    dates = row.valid_from, row.valid_to
    return [Availability(row.person, weekday, start, end, *dates, row.can) for weekday in row.weekdays]


def _shift_type(row: ShiftTypeRow) -> ShiftType:
    return ShiftType(
        code=row.code,
        name=row.name or row.code,
        start_min=row.start,
        end_min=after_start(row.start, row.end),
        break_min=row.break_min,
        channels=row.channels,
        skills=row.skills,
        day_kinds=row.day_kinds,
        proactive_min=row.proactive_min,
        on_call=row.on_call,
        forbidden_next=row.forbidden_next,
        max_month=row.max_month,
    )


def _demand(row: DemandRow) -> list[Demand]:
    start, end = (0, 0) if row.start is None or row.end is None else (row.start, after_start(row.start, row.end))
    target = row.minimum if row.target is None else row.target
    return [
        Demand(when, row.shift, start, end, row.channel, row.skill, row.level, row.minimum, target, row.maximum)
        for when in row.when
    ]


def _volume(row: VolumeRow) -> list[Volume]:
    return [
        Volume(row.channel, when, hour, row.messages, row.handle_time)
        for when in row.when
        for hour in range(row.hour, row.hour + 1 if row.until is None else row.until)
    ]


def _carry_over(row: CarryOverRow) -> CarryOver:
    ledger = {measure: getattr(row, measure) for measure in LEDGER_MEASURES}
    return CarryOver(
        person=row.person,
        weekends_in_row=row.weekends_in_row,
        week_minutes=row.week_hours,
        sundays_worked=row.sundays,
        ledger={measure: value for measure, value in ledger.items() if value is not None},
    )
