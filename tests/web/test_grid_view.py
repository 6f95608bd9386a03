"""The views made from a report: grid, person, day, figures."""

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from planner.board import Board
from planner.domain.colleagues import ColleagueRules
from planner.domain.roster import Roster
from planner.domain.team import Lock, PastShift
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from tests.web.page_reading import read_page
from tests.web.sample_desk import MID_MONTH
from tests.web.sample_report import sample_report, sample_team
from web.sight import EVERYTHING, Sight
from web.view.day_chart import HOUR_W, day_chart
from web.view.days import day_heads
from web.view.grid import UNSAID, Cell, Row, month_grid
from web.view.person import person_month
from web.view.shifts import shift_looks
from web.view.summary import summary

TODAY = date(2026, 12, 10)


@pytest.fixture(scope="module")
def rows(report: Report) -> dict[str, Row]:
    return {row.name: row for row in month_grid(report, TODAY).rows}


def cell(row: Row, day: int) -> Cell:
    return row.cells[day - 1]


def test_grid_holds_every_assignment_once(report: Report, rows: dict[str, Row]) -> None:
    shown = sorted((row.name, c.day, mark.look.code) for row in rows.values() for c in row.cells for mark in c.marks)
    assert shown == sorted(report.roster.places())


def test_days_are_told_apart(report: Report) -> None:
    kinds = {head.day.day: head.kind for head in day_heads(report, TODAY)}
    assert (kinds[4], kinds[5], kinds[6], kinds[8], kinds[24], kinds[26]) == (
        "",
        "saturday",
        "sunday",
        "holiday",
        "half_holiday",
        "holiday",
    )
    assert [head.day for head in day_heads(report, TODAY) if head.today] == [TODAY]
    assert sum(head.gaps for head in day_heads(report, TODAY)) == len(report.gaps)


def test_absence_is_one_bar_cut_at_the_month(rows: dict[str, Row]) -> None:
    leave = [c for c in rows["Clara Winkler-Brandstätter"].cells if c.absence == "leave"]
    assert [c.day.day for c in leave] == list(range(21, 32))
    assert [c.day.day for c in leave if c.absence_starts] == [21]
    assert [c.day.day for c in leave if c.absence_ends] == [31]
    assert leave[0].absence_days == 11


def test_who_has_not_joined_is_off_until_the_day(rows: dict[str, Row]) -> None:
    assert cell(rows["Jakob Hofer"], 8).off
    assert not cell(rows["Jakob Hofer"], 9).off


def test_locks_show_on_shifts_and_on_free_days(rows: dict[str, Row]) -> None:
    assert [mark.locked for mark in cell(rows["Ben Moser"], 25).marks if mark.look.code == "W"] == [True]
    free = cell(rows["Anna Berger"], 24)
    assert free.free_lock == (not free.marks)


def test_small_marks_are_said_in_words(rows: dict[str, Row], client: FlaskClient) -> None:
    noted = {note for row in rows.values() for c in row.cells for note in c.notes}
    assert noted == {"locked", "breaks a rule", "wish granted", "wish refused"}
    assert "locked" in cell(rows["Ben Moser"], 25).notes
    assert Cell(TODAY, today=False).notes == ()
    assert Cell(TODAY, today=False, wish="refused", free_lock=True).notes == ("locked", "wish refused")
    titles = {cell["title"] for cell in read_page(client.get("/").get_data(as_text=True)).all("td") if "title" in cell}
    assert {"locked", "wish granted", "wish refused"} <= {part for title in titles for part in title.split(", ")}


def test_key_explains_the_marks_there_are(report: Report) -> None:
    grid = month_grid(report, TODAY)
    assert (grid.clashes, grid.off) == (True, True)
    calm = month_grid(replace(report, check=replace(report.check, findings=())), TODAY, [date(2026, 12, 24)])
    assert (calm.clashes, calm.off) == (False, False)


def test_clashes_mark_both_shifts(report: Report, rows: dict[str, Row]) -> None:
    rest = next(finding for finding in report.clashes if finding.rule == "rest")
    marks = [m for name, day, _ in rest.places for m in cell(rows[name], day.day).marks if not m.look.on_call]
    assert len(marks) == 2
    assert all(mark.clash for mark in marks)


def test_refused_wish_outranks_a_granted_one(report: Report) -> None:
    wish = report.wishes[0]
    day = frozenset({wish.first})
    granted, refused = replace(wish, granted_days=day), replace(wish, granted_days=frozenset(), refused_days=day)
    both = replace(report, wishes=(granted, refused, granted))
    shown = {row.name: row for row in month_grid(both, TODAY).rows}
    assert cell(shown[wish.person], wish.first.day).wish == "refused"


def test_a_wish_with_nothing_to_grant_leaves_no_mark(report: Report) -> None:
    idle = replace(report.wishes[0], granted_days=frozenset(), refused_days=frozenset())
    shown = {row.name: row for row in month_grid(replace(report, wishes=(idle,)), TODAY).rows}
    assert cell(shown[idle.person], idle.first.day).wish == ""


def test_counters_count_weekends_and_holidays_once(report: Report) -> None:
    person = report.board.people[0].name
    kept = tuple(a for a in report.roster.assignments if a.person != person)
    sample = next(a for a in report.roster.assignments if a.shift == "W")
    # Saturday and Sunday of one weekend, one Sunday more, and 25 December, a Friday.
    days = (5, 6, 13, 25)
    added = tuple(replace(sample, person=person, day=date(2026, 12, day)) for day in days)
    board = Board(report.board.team, 2026, 12)
    changed = make_report(board, Roster("", 2026, 12, kept + added))
    row = next(row for row in month_grid(changed, TODAY).rows if row.name == person)
    assert (row.weekends, row.holidays) == (2, 1)


def test_sites_become_groups_only_when_there_are_several(report: Report) -> None:
    assert [group.site for group in month_grid(report, TODAY).groups] == [""]
    team = sample_team(12, 3)
    grid = month_grid(sample_report(team), TODAY)
    assert [group.site for group in grid.groups] == ["Wien", "München", "Zürich"]
    assert len(grid.rows) == 12


def test_ninth_shift_type_reuses_the_first_colour_in_another_way() -> None:
    shift = sample_team().shift_types[0]
    looks = shift_looks([replace(shift, code=str(n)) for n in range(10)])
    assert looks["7"].css == "s8"
    assert looks["8"].css == "s1 again"


def test_next_shift_is_the_running_one_until_it_ends(report: Report) -> None:
    month = person_month(report, "Luca Demir", MID_MONTH)
    assert month is not None
    duty = month.duties[3]
    running = person_month(report, "Luca Demir", duty.start)
    ended = person_month(report, "Luca Demir", duty.end)
    assert running is not None
    assert running.next is not None
    assert running.next.start == duty.start
    assert running.next_in_days == 0
    assert ended is not None
    assert ended.next is not None
    assert ended.next.start == month.duties[4].start
    assert person_month(report, "Nobody", MID_MONTH) is None


def test_weeks_of_the_small_calendar_are_whole(report: Report) -> None:
    month = person_month(report, "Luca Demir", MID_MONTH)
    assert month is not None
    assert {len(week) for week in month.weeks} == {7}
    assert [c.day.day for week in month.weeks for c in week if c] == list(range(1, 32))


def test_day_chart_shows_the_tail_of_the_night_before(report: Report) -> None:
    chart = day_chart(report, date(2026, 12, 10), TODAY, EVERYTHING)
    tails = [bar for row in chart.rows for bar in row.bars if bar.look.code == "B" and bar.x == 0]
    assert [bar.width for bar in tails] == [8 * HOUR_W]
    assert all(bar.x + bar.width <= chart.width for row in chart.rows for bar in row.bars)
    assert [(bar.day, bar.look.code) for _, bar in chart.from_before] == [(date(2026, 12, 9), "B")]


def test_day_chart_of_the_first_shows_the_last_night_of_the_month_before(report: Report) -> None:
    person = report.board.people[0].name
    team = replace(report.board.team, past_shifts=(PastShift(person, date(2026, 11, 30), "B"),))
    chart = day_chart(make_report(Board(team, 2026, 12), report.roster), date(2026, 12, 1), TODAY, EVERYTHING)
    assert [(name, bar.day) for name, bar in chart.from_before] == [(person, date(2026, 11, 30))]
    assert date(2026, 11, 30) not in chart.month


def test_whoever_is_called_in_public_as_the_reader_in_full_is_not_linked_as_them(report: Report) -> None:
    me, other, *rest = report.board.team.managers
    team = replace(report.board.team, managers=(me, replace(other, public_name=me.name), *rest))
    shown = make_report(Board(team, 2026, 12), report.roster)
    sight = Sight(me.name, ColleagueRules(full_names=False))
    first, second, *_ = month_grid(shown, TODAY, sight=sight).rows
    assert (first.name, first.page) == (me.name, me.name)
    assert (second.name, second.page) == (me.name, "")
    pages = {row.page for day in report.board.days for row in day_chart(shown, day, TODAY, sight).rows}
    assert pages == {me.name, ""}
    assert [row.page for row in month_grid(shown, TODAY).rows] == [row.name for row in month_grid(shown, TODAY).rows]


def test_summary_adds_up(report: Report) -> None:
    figures = summary(report)
    assert figures.planned_min == sum(row.planned_min for row in report.hours)
    assert figures.uncovered_min == report.uncovered_min > 0
    assert 0 < figures.covered_share < 1
    assert figures.below_minimum <= figures.gaps == len(report.gaps)


def test_a_free_day_that_is_locked_and_worked_shows_the_work(report: Report) -> None:
    assignment = next(a for a in report.roster.assignments if not a.locked)
    team = replace(report.board.team, locks=(Lock(assignment.person, assignment.day, ""),))
    shown = make_report(Board(team, 2026, 12), report.roster)
    row = next(row for row in month_grid(shown, TODAY).rows if row.name == assignment.person)
    assert not cell(row, assignment.day.day).free_lock
    assert cell(row, assignment.day.day).marks


def test_of_others_only_that_they_are_away_is_shown(report: Report) -> None:
    """Whose reasons and wishes are not to be known: no kind, no dot; one's own are there."""
    seen = Sight(report.board.people[0].name, ColleagueRules(hours=True))
    whole, own = month_grid(report, TODAY), month_grid(report, TODAY, sight=seen)
    known = {cell.absence for row in whole.rows for cell in row.cells} - {""}
    assert known - {UNSAID} == known
    for before, after in zip(whole.rows, own.rows, strict=True):
        if before.name == report.board.people[0].name:
            assert after == before
        else:
            assert {cell.absence for cell in after.cells} <= {"", UNSAID}
            assert {cell.wish for cell in after.cells} == {""}
            assert [bool(cell.absence) for cell in after.cells] == [bool(cell.absence) for cell in before.cells]
