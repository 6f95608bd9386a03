"""From one month to the next: what a finished month hands over, and a team that starts where it ended."""

from collections.abc import Iterable
from dataclasses import replace

from planner.board import Board
from planner.domain.roster import Roster
from planner.domain.team import CarryOver, PastShift, Team
from planner.messages import Message, _l
from planner.reporting.report import FairShare
from planner.rules.banned_days import cells_in
from planner.rules.sunday_basis import SUNDAY
from planner.rules.weekends_in_row import weekends_before

#: Weeks of paid minutes kept for averages: the longest averaging period in the laws known here.
WEEKS_KEPT = 26


def carry_over_of(board: Board, roster: Roster, shares: Iterable[FairShare]) -> tuple[CarryOver, ...]:
    """Everyone's counters after the month of a roster. shares: as its report gives them."""
    on = {number for place in roster.places() if (number := board.number(place)) is not None}
    on.update(range(board.free, len(board.cells)))
    ledger: dict[str, dict[str, int]] = {manager.name: {} for manager in board.people}
    for row in shares:
        ledger[row.person][row.measure] = row.ledger_after
    return tuple(
        CarryOver(
            manager.name,
            weekends_in_row=_weekends_running(board, person, on),
            week_minutes=_week_minutes(board, person, on),
            sundays_worked=_sundays(board, person, on),
            ledger=ledger[manager.name],
        )
        for person, manager in enumerate(board.people)
    )


def with_previous(team: Team, previous: Roster) -> Team:
    """The team with last month's roster as its past shifts and counters, instead of what its own file says.

    Of people whom that roster does not know, the file's own facts stay.
    """
    told = {row.person for row in previous.carry_over} | {a.person for a in previous.assignments}
    past, counters = _taken(team, previous)
    return replace(
        team,
        past_shifts=(*(row for row in team.past_shifts if row.person not in told), *past),
        carry_over=(*(row for row in team.carry_over if row.person not in told), *counters),
    )


def taken_words(team: Team, previous: Roster, file: str, *, counted: bool) -> Message:
    """What `with_previous` takes from a roster, and from where.

    counted: its counters were made anew from its grid; else they are those that were saved with it.
    """
    past, counters = _taken(team, previous)
    text = (
        _l("Taken over from {file}: {shifts} shifts, and the counters of {people} people, counted from its grid.")
        if counted
        else _l(
            "Taken over from {file}: {shifts} shifts, and the counters of {people} people as they were saved in it. "
            "Its team's file is not beside it, so what was edited by hand is not in these counters."
        )
    )
    return Message(text, file=file, shifts=len(past), people=len(counters))


def _taken(team: Team, previous: Roster) -> tuple[list[PastShift], list[CarryOver]]:
    """Of a roster, what is about people and shift types that the team still has."""
    here = {manager.name for manager in team.managers}
    codes = {shift.code for shift in team.shift_types}
    past = [PastShift(*a.place) for a in previous.assignments if a.person in here and a.shift in codes]
    return past, [row for row in previous.carry_over if row.person in here]


def _week_minutes(board: Board, person: int, on: set[int]) -> tuple[int, ...]:
    """Earlier weeks as carried over, then those that end within the month: a later one is the next month's first."""
    ended = [week for week in board.weeks if week[-1] <= board.days[-1]]
    worked = [sum(board.cells[n].paid_min for day in week for n in on.intersection(board.busy_on(person, day)))
              for week in ended]  # fmt: skip
    return (*board.carry(person).week_minutes, *worked)[-WEEKS_KEPT:]


def _weekends_running(board: Board, person: int, on: set[int]) -> int:
    """Weekends worked in a row up to the next month's first: one that the border cuts is that month's own."""
    running = 0
    for saturday, sunday in reversed(board.weekends):
        if sunday > board.days[-1]:
            continue
        if on.isdisjoint([*board.busy_on(person, saturday), *board.busy_on(person, sunday)]):
            return running
        running += 1
    return running + weekends_before(board, person)


def _sundays(board: Board, person: int, on: set[int]) -> int:
    """Sundays worked this year; none any more after December."""
    if board.month == 12:
        return 0
    sundays = [day for day in board.days if day.weekday() == SUNDAY]
    worked = sum(1 for day in sundays if not on.isdisjoint(cells_in(board, person, day)))
    return board.carry(person).sundays_worked + worked
