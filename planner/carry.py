"""From one month to the next: what a finished month hands over, and a team that starts where it ended."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from planner.board import Board
from planner.domain.roster import Roster
from planner.domain.team import CarryOver, PastShift, Team
from planner.domain.time import week_start_of
from planner.report import Report

#: Weeks of paid minutes kept for averages: the longest averaging period in the laws known here.
WEEKS_KEPT = 26


def carry_over_of(report: Report) -> tuple[CarryOver, ...]:
    """Everyone's counters after the report's month."""
    board = report.board
    ledger: dict[str, dict[str, int]] = {manager.name: {} for manager in board.people}
    for row in report.fairness:
        ledger[row.person][row.measure] = row.ledger_after
    worked = _minutes_by_week(board, report.roster)
    following = board.days[-1] + timedelta(days=1)
    return tuple(
        CarryOver(
            manager.name,
            weekends_in_row=_weekends_running(board, person, report.roster),
            week_minutes=_week_minutes(board, person, worked[manager.name], following),
            sundays_worked=_sundays(board, person, report.roster, following),
            ledger=ledger[manager.name],
        )
        for person, manager in enumerate(board.people)
    )


def with_previous(team: Team, previous: Roster) -> Team:
    """The team's facts with last month's roster as its past shifts and counters, instead of what the file says."""
    past = tuple(PastShift(a.person, a.day, a.shift) for a in previous.assignments)
    known = {manager.name for manager in team.managers}
    codes = {shift.code for shift in team.shift_types}
    return replace(
        team,
        past_shifts=tuple(p for p in past if p.person in known and p.shift in codes),
        carry_over=tuple(row for row in previous.carry_over if row.person in known),
    )


def _work_days(board: Board, roster: Roster, person: str) -> Iterable[tuple[date, int]]:
    for assignment in roster.of(person):
        number = board.number(assignment.place)
        if number is not None and not board.shift_of(number).on_call:
            yield assignment.day, board.cells[number].paid_min


def _minutes_by_week(board: Board, roster: Roster) -> dict[str, dict[date, int]]:
    found: dict[str, dict[date, int]] = {manager.name: {} for manager in board.people}
    history = [board.cells[n] for n in range(board.free, len(board.cells))]
    rows = [(board.people[cell.person].name, cell.day, cell.paid_min) for cell in history]
    rows += [(m.name, *row) for m in board.people for row in _work_days(board, roster, m.name)]
    for name, day, minutes in rows:
        week = week_start_of(day, board.team.first_weekday)
        found[name][week] = found[name].get(week, 0) + minutes
    return found


def _week_minutes(board: Board, person: int, worked: dict[date, int], following: date) -> tuple[int, ...]:
    """Earlier weeks as carried over, then the month's weeks that end before the next month."""
    whole = [week for week in board.weeks if week[-1] < following]
    return (*board.carry(person).week_minutes, *(worked.get(week[0], 0) for week in whole))[-WEEKS_KEPT:]


def _weekends_running(board: Board, person: int, roster: Roster) -> int:
    """Weekends worked in a row up to the month's end; a weekend cut by the border counts with what is known of it."""
    name = board.people[person].name
    days = {day for day, _ in _work_days(board, roster, name)}
    days |= {cell.day for cell in board.cells[board.free :] if cell.person == person}
    running = 0
    for weekend in reversed(board.weekends):
        if not days.intersection(weekend):
            return running
        running += 1
    return running + board.carry(person).weekends_in_row


def _sundays(board: Board, person: int, roster: Roster, following: date) -> int:
    name = board.people[person].name
    worked = sum(1 for day, _ in _work_days(board, roster, name) if day.weekday() == 6)
    if following.month == 1:
        return 0
    return board.carry(person).sundays_worked + worked
