"""A report of several months out of the database: which months are in it, and how the ledgers went."""

from pathlib import Path

import pytest

from planner import bootstrap
from planner.messages import Month
from planner.reporting.period import Period, months_before
from planner.services.month_view import MonthView
from planner.settings import Settings
from planner.storage.database import Database
from tests.planner.storage.desk import ANA, BEN, EARLY, LATE, Desk, desk_on, roster

#: Nothing of September was ever published. Ana works every Saturday, Ben one.
SATURDAYS = {10: (3, 10, 17, 24, 31), 11: (7, 14, 21, 28), 12: (5, 12, 19, 26)}


@pytest.fixture(scope="module")
def desk(shared_database: Database) -> Desk:
    made = desk_on(shared_database)
    for month, days in SATURDAYS.items():
        draft = made.drafts.keep(
            made.team, roster(*((ANA, day, EARLY) for day in days), (BEN, days[0], LATE), month=month), None
        )
        if month < 12:
            made.publishing.publish(draft.id, 0, None, None)
    return made


def period(desk: Desk, database: Database, folder: Path, months: int, *, leads: bool = True) -> Period | None:
    settings = Settings.of({"DATA_FOLDER": str(folder)})
    found = bootstrap.desks(settings, bootstrap.use_cases(settings, database, "en"), "en").desk(
        desk.team, (2026, 12), None, leads=leads
    )
    assert isinstance(found, MonthView)
    return found.period(months)


def test_three_months_are_one_report(desk: Desk, shared_database: Database, tmp_path: Path) -> None:
    found = period(desk, shared_database, tmp_path, 3)
    assert found is not None
    assert found.months == (Month(2026, 10), Month(2026, 11), Month(2026, 12))
    [ana] = [row for row in found.hours if row.person == ANA]
    each = [next(row for row in report.hours if row.person == ANA) for report in found.reports]
    assert ana.shifts == sum(map(len, SATURDAYS.values()))
    assert ana.balance_min == sum(row.balance_min for row in each)
    assert [day.day.month for day in found.coverage] == [10] * 31 + [11] * 30 + [12] * 31
    assert found.uncovered_min == sum(report.uncovered_min for report in found.reports)
    assert {cost.code: cost.total for cost in found.costs} == {
        code: sum(report.cost_by_rule.get(code, 0) for report in found.reports) for code in
        {code for report in found.reports for code, points in report.cost_by_rule.items() if points}
    }  # fmt: skip


def test_the_ledger_is_told_month_by_month_whatever_is_reported(
    desk: Desk, shared_database: Database, tmp_path: Path
) -> None:
    wide, narrow = (period(desk, shared_database, tmp_path, months) for months in (3, 1))
    assert wide is not None
    assert narrow is not None
    assert narrow.months == (Month(2026, 12),)
    # The month before the first is how October began.
    assert [ledger.month for ledger in wide.ledgers] == [Month(2026, month) for month in (9, 10, 11, 12)]
    assert narrow.ledgers == wide.ledgers[1:]
    weekends = [ledger.by_person[ANA]["weekends"] for ledger in wide.ledgers]
    # Her file brings half a weekend too little; then she carries above her share each month.
    assert weekends[0] == -50
    assert sorted(weekends) == weekends
    december = next(row for row in wide.last.fairness if (row.person, row.measure) == (ANA, "weekends"))
    assert (december.ledger_before, december.ledger_after) == tuple(weekends[-2:])


def test_a_reader_who_sees_no_draft_gets_no_report_of_one(
    desk: Desk, shared_database: Database, tmp_path: Path
) -> None:
    assert period(desk, shared_database, tmp_path, 3, leads=False) is None


def test_months_before_a_month_over_the_turn_of_the_year() -> None:
    assert list(months_before(Month(2027, 2), 3)) == [Month(2027, 1), Month(2026, 12), Month(2026, 11)]
