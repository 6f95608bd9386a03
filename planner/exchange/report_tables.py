"""The tables of a report: what the workbook's sheets and the CSV files say."""

from collections.abc import Callable, Iterator, Mapping

from planner.cost_words import dearer_words
from planner.domain.people import Manager
from planner.domain.time import from_moment
from planner.exchange.month_end_table import month_end_table
from planner.exchange.report_columns import day_columns, hours_columns, missing_columns, person_column
from planner.exchange.table_shape import Column, Kind, Table, Value, decimal_hours, weekday_word
from planner.exchange.words import WANTS, YES_NO
from planner.fair_measures import measure_label
from planner.messages import Message, _l, render, translate, words
from planner.reporting.report import Report, WishOutcome
from planner.rules.catalogue import rule


def _span_columns(language: str) -> tuple[Column, ...]:
    return (
        *day_columns(language),
        Column(translate(_l("Start"), language), 8, Kind.TIME),
        Column(translate(_l("End"), language), 8, Kind.TIME),
    )


def gaps_table(report: Report, language: str) -> Table:
    """Each gap with, person by person, the closest shift and what stops it."""

    def say(text: str) -> str:
        return translate(text, language)

    names = {shift.code: shift.name for shift in report.board.shift_types}
    rows: list[tuple[Value, ...]] = []
    for gap in report.gaps:
        start: tuple[Value, ...] = (
            gap.day,
            weekday_word(gap.day, language),
            gap.start.time(),
            gap.end.time(),
            render(gap.what, language),
            gap.present,
            gap.wanted,
            decimal_hours(gap.missing_min),
            YES_NO.word(gap.below_minimum, language),
        )
        rows += [
            (*start, o.person, names.get(o.shift, o.shift), _obstacle(o.reasons, o.cost_change, language))
            for o in gap.obstacles
        ] or [(*start, "", "", render(gap.nobody, language))]
    return Table(
        say(_l("Gaps")),
        say(_l("Gaps and reasons, person by person")),
        (
            *_span_columns(language),
            *missing_columns(language, 30),
            Column(say(_l("Below minimum")), 11),
            Column(say(_l("Person")), 20),
            Column(say(_l("Closest shift")), 13),
            Column(say(_l("Why not")), 58, wrap=True),
        ),
        tuple(rows),
        say(_l("No gaps: every stretch of time has the people it wants.")),
        group=9,
    )


def _obstacle(reasons: tuple[Message, ...], cost_change: int, language: str) -> str:
    if reasons:
        return " · ".join(render(reason, language) for reason in reasons)
    return render(Message(_l("Allowed; the roster would be {dearer}."), dearer=dearer_words(cost_change)), language)


def hours_table(report: Report, language: str) -> Table:
    """Everybody's hours against the contract, and the team's sum."""

    def say(text: str) -> str:
        return translate(text, language)

    people: dict[str, Manager] = {manager.name: manager for manager in report.board.people}
    rows: list[tuple[Value, ...]] = [
        (
            row.person,
            people[row.person].site,
            decimal_hours(people[row.person].contract_min_week),
            decimal_hours(row.planned_min),
            decimal_hours(row.absent_min),
            decimal_hours(row.contract_min),
            decimal_hours(row.balance_min),
            row.shifts,
            decimal_hours(row.proactive_min),
        )
        for row in report.hours
    ]
    if rows:
        sums = [sum(getattr(row, name) for row in report.hours) for name in _SUMMED]
        planned, absent, contract, balance, shifts, proactive = sums
        rows.append(
            (
                say(_l("Team")),
                "",
                None,
                *map(decimal_hours, (planned, absent, contract, balance)),
                shifts,
                decimal_hours(proactive),
            )
        )
    return Table(
        say(_l("Hours")),
        say(_l("Hours against contract")),
        (
            person_column(language),
            Column(say(_l("Site")), 16),
            Column(say(_l("Contract h a week")), 12, Kind.HOURS),
            *hours_columns(language, _l("Contract h in the month")),
            Column(say(_l("Proactive h")), 12, Kind.HOURS),
        ),
        tuple(rows),
        total=True,
    )


_SUMMED = ("planned_min", "absent_min", "contract_min", "balance_min", "shifts", "proactive_min")


def fairness_table(report: Report, language: str) -> Table:
    """What each person carries of each measure, the fair share of it, what the plan aimed at, and the ledger."""

    def say(text: str) -> str:
        return translate(text, language)

    return Table(
        say(_l("Fairness")),
        say(_l("Fairness: carried and fair share")),
        (
            Column(say(_l("Measure")), 20),
            person_column(language),
            Column(say(_l("Carried")), 12, Kind.UNITS),
            Column(say(_l("Fair share")), 12, Kind.UNITS),
            Column(say(_l("Difference")), 12, Kind.SIGNED_UNITS),
            Column(say(_l("Target")), 12, Kind.UNITS),
            Column(say(_l("Ledger before")), 14, Kind.SIGNED_UNITS),
            Column(say(_l("Ledger after")), 14, Kind.SIGNED_UNITS),
        ),
        tuple(
            (
                say(measure_label(row.measure)),
                row.person,
                *(
                    hundredths / 100
                    for hundredths in (
                        row.carried, row.share, row.carried - row.share, max(0, row.target), row.ledger_before,
                        row.ledger_after,
                    )
                ),
            )
            for row in report.fairness
        ),
        say(_l("Nothing is shared out in this team.")),
        group=1,
    )  # fmt: skip


def shifts_table(report: Report, language: str) -> Table:
    """All assignments by date and start, in the team's wall time."""

    def say(text: str) -> str:
        return translate(text, language)

    return Table(
        say(_l("Shifts")),
        say(_l("List of shifts")),
        (
            *_span_columns(language),
            person_column(language),
            Column(say(_l("Shift")), 9),
            Column(say(_l("Name")), 24),
            Column(say(_l("Paid minutes")), 12, Kind.COUNT),
            Column(say(_l("Locked")), 9),
        ),
        tuple(_shift_rows(report, language)),
        say(_l("No shifts are planned.")),
        group=2,
    )


def _shift_rows(report: Report, language: str) -> Iterator[tuple[Value, ...]]:
    board = report.board
    numbered = [(board.number(a.place), a) for a in report.roster.assignments]
    found = [(n, a) for n, a in numbered if n is not None]
    for number, assignment in sorted(found, key=lambda pair: (board.cells[pair[0]].start, pair[0])):
        cell = board.cells[number]
        yield (
            cell.day,
            weekday_word(cell.day, language),
            from_moment(cell.start, board.team.zone).time(),
            from_moment(cell.end, board.team.zone).time(),
            assignment.person,
            assignment.shift,
            board.shift_of(number).name,
            cell.paid_min,
            YES_NO.word(True, language) if assignment.locked else "",
        )


def rules_table(report: Report, language: str) -> Table:
    """Every limit that the roster breaks, hard ones first, with what was measured."""

    def say(text: str) -> str:
        return translate(text, language)

    return Table(
        say(_l("Rules")),
        say(_l("Rule report")),
        (
            Column(say(_l("Rule")), 30),
            Column(say(_l("Must hold")), 10),
            Column(say(_l("Person")), 22),
            Column(say(_l("Date")), 12, Kind.DATE),
            Column(say(_l("Measured")), 12),
            Column(say(_l("Limit")), 12),
            Column(say(_l("Points")), 9, Kind.COUNT),
            Column(say(_l("In words")), 62, wrap=True),
        ),
        tuple(
            (
                say(rule(f.rule).label),
                YES_NO.word(f.hard, language),
                f.person or "",
                f.day,
                *(words(figure, language) for figure in f.figures),
                f.cost,
                render(f.message, language),
            )
            for f in report.check.findings
        ),
        say(_l("All rules are kept.")),
    )


def costs_table(report: Report, language: str) -> Table:
    """Points by rule and person: dearest rule first, dearest person first."""

    def say(text: str) -> str:
        return translate(text, language)

    rows: list[tuple[Value, ...]] = [
        (
            say(rule(share.rule).label),
            report.cost_by_rule[share.rule],
            share.person or say(_l("Team")),
            share.points,
        )
        for share in report.cost_shares
    ]
    if rows:
        total = sum(share.points for share in report.cost_shares)
        rows.append((say(_l("Sum")), total, "", total))
    return Table(
        say(_l("Costs")),
        say(_l("What the rules cost, and whose costs these are")),
        (
            Column(say(_l("Rule")), 40),
            Column(say(_l("Points of the rule")), 14, Kind.COUNT),
            person_column(language),
            Column(say(_l("Points")), 14, Kind.COUNT),
        ),
        tuple(rows),
        say(_l("No rule costs anything.")),
        group=2,
        total=True,
    )


def wishes_table(report: Report, language: str) -> Table:
    """Every wish of the month and whether it is granted."""

    def say(text: str) -> str:
        return translate(text, language)

    names = {shift.code: shift.name for shift in report.board.shift_types}
    return Table(
        say(_l("Wishes")),
        say(_l("Wishes and what became of them")),
        (
            person_column(language),
            Column(say(_l("From")), 11, Kind.DATE),
            Column(say(_l("To")), 11, Kind.DATE),
            Column(say(_l("Wish")), 20),
            Column(say(_l("Shift")), 24),
            Column(say(_l("Weight")), 9, Kind.COUNT),
            Column(say(_l("Granted")), 26),
        ),
        tuple(
            (
                wish.person,
                wish.first,
                wish.last,
                WANTS.word(wish.wants, language),
                names.get(wish.shift, "") or say(_l("any shift")),
                wish.weight,
                _outcome_words(wish, language),
            )
            for wish in report.wishes
        ),
        say(_l("Nobody has a wish for this month.")),
    )


def _outcome_words(wish: WishOutcome, language: str) -> str:
    if wish.idle:
        return translate(_l("shift not offered, or away"), language)
    if wish.partly:
        return render(Message(_l("{n} of {all} days"), n=len(wish.granted_days), all=wish.days), language)
    return YES_NO.word(wish.granted, language)


#: Sheets that are plain tables, in reading order; the first ones go into CSV files of these names as well.
CSV_TABLES: Mapping[str, Callable[[Report, str], Table]] = {
    "gaps": gaps_table,
    "hours": hours_table,
    "fairness": fairness_table,
    "shifts": shifts_table,
    "month_end": month_end_table,
}
SHEET_TABLES = (*CSV_TABLES.values(), wishes_table, rules_table, costs_table)
