"""The tables of a report of one month or more: what its workbook says."""

from collections.abc import Iterator, Sequence

from planner.exchange.report_columns import day_columns, hours_columns, missing_columns, person_column
from planner.exchange.table_shape import Column, Kind, Table, Value, decimal_hours, weekday_word
from planner.messages import Message, _l, month_words, render, translate
from planner.reporting.period import Period
from planner.scenarios.figures import Figure, Unit, plain_figures


def period_tables(period: Period, language: str) -> Iterator[Table]:
    """All tables in reading order."""

    def say(text: str) -> str:
        return translate(text, language)

    months = [month_words(month, language) for month in period.months]
    yield _side_by_side(period, language)
    yield Table(
        say(_l("Coverage")),
        say(_l("Coverage day by day")),
        (
            *day_columns(language),
            Column(say(_l("Wanted h")), 12, Kind.HOURS),
            Column(say(_l("Covered h")), 12, Kind.HOURS),
            Column(say(_l("Missing h")), 12, Kind.HOURS),
            Column(say(_l("Below minimum h")), 14, Kind.HOURS),
        ),
        tuple(
            (
                day.day,
                weekday_word(day.day, language),
                *map(decimal_hours, (day.wanted_min, day.covered_min, day.wanted_min - day.covered_min)),
                decimal_hours(day.minimum_short_min),
            )
            for day in period.coverage
        ),
    )
    yield Table(
        say(_l("Gaps")),
        say(_l("Gaps")),
        (
            *day_columns(language),
            *missing_columns(language, 44),
        ),
        tuple(
            (
                gap.day,
                weekday_word(gap.day, language),
                render(gap.what, language),
                gap.present,
                gap.wanted,
                decimal_hours(gap.missing_min),
            )
            for gap in period.gaps
        ),
        say(_l("No gaps: every stretch of time has the people it wants.")),
    )
    yield Table(
        say(_l("Hours")),
        say(_l("Hours against contract")),
        (
            person_column(language),
            *hours_columns(language, _l("Contract h")),
        ),
        tuple(
            (
                row.person,
                *map(decimal_hours, (row.planned_min, row.absent_min, row.contract_min, row.balance_min)),
                row.shifts,
            )
            for row in period.hours
        ),
    )
    yield _ledgers(period, language)
    yield Table(
        say(_l("Wishes")),
        say(_l("Wish days and how many were granted")),
        (
            person_column(language),
            Column(say(_l("Granted")), 12, Kind.COUNT),
            Column(say(_l("Wish days")), 12, Kind.COUNT),
        ),
        tuple((row.person, row.granted, row.days) for row in period.wishes),
        say(_l("Nobody has a wish for this month.")),
    )
    yield Table(
        say(_l("Costs")),
        say(_l("What the rules cost, in points")),
        (
            Column(say(_l("Rule")), 40),
            *(Column(month, 16, Kind.COUNT) for month in months),
            Column(say(_l("Sum")), 14, Kind.COUNT),
        ),
        tuple((say(cost.label), *cost.points, cost.total) for cost in period.costs),
        say(_l("No rule costs anything.")),
    )


#: What a figure's numbers are, and what they are divided by.
_NUMBERS = {
    Unit.PER_MILLE: (Kind.SHARE, 1000),
    Unit.MINUTES: (Kind.HOURS, 60),
    Unit.COUNT: (Kind.COUNT, 1),
    Unit.POINTS: (Kind.COUNT, 1),
    Unit.HUNDREDTHS: (Kind.UNITS, 100),
}


def _side_by_side(period: Period, language: str) -> Table:
    """The months' figures as numbers; what a figure is a part of stands below it."""
    rows: list[tuple[Value, ...]] = []
    kinds: list[Kind] = []

    def add(figure: Figure, label: Message, values: Sequence[int]) -> None:
        kind, divisor = _NUMBERS[figure.unit]
        numbers = values if divisor == 1 else [round(value / divisor, 4) for value in values]
        rows.append((translate(figure.section, language), render(label, language), *numbers))
        kinds.append(kind)

    for figure in plain_figures(period.reports):
        add(figure, figure.label, figure.values)
        if figure.of:
            add(figure, Message(_l("out of")), figure.of)
    return Table(
        translate(_l("Months"), language),
        translate(_l("The months side by side"), language),
        (
            Column("", 16),
            Column(translate(_l("Figure"), language), 34),
            # Each row says what its numbers are.
            *(Column(month_words(month, language), 16, Kind.COUNT) for month in period.months),
        ),
        tuple(rows),
        group=1,
        kinds=tuple(kinds),
    )


def _ledgers(period: Period, language: str) -> Table:
    def say(text: str) -> str:
        return translate(text, language)

    rows: list[tuple[Value, ...]] = []
    for measure in period.measures:
        for person in period.last.board.person_index:
            carried = (ledger.by_person.get(person, {}).get(measure.key) for ledger in period.ledgers)
            rows.append((say(measure.label), person, *(None if n is None else n / 100 for n in carried)))
    return Table(
        say(_l("Fairness")),
        say(_l("Fairness: above (+) or below (-) the fair share after each month")),
        (
            Column(say(_l("Measure")), 20),
            person_column(language),
            *(Column(month_words(ledger.month, language), 16, Kind.SIGNED_UNITS) for ledger in period.ledgers),
        ),
        tuple(rows),
        group=1,
    )
