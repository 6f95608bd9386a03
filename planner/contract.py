"""What a contract asks in a month, and what absences count towards it."""

from datetime import date

from planner.board import Board
from planner.domain.days import DayKind
from planner.domain.people import AbsenceKind

#: Monday to Friday: the days a weekly contract is spread over.
WORKDAYS_A_WEEK = 5


def _workdays(board: Board, person: int) -> list[tuple[date, int]]:
    """(date, share in halves) of the Mondays to Fridays the person is employed: 2 = a whole day, 1 = a half holiday."""
    manager = board.people[person]
    found: list[tuple[date, int]] = []
    for day in board.days:
        kind = board.kind_for(person, day)
        if day.weekday() < WORKDAYS_A_WEEK and kind is not DayKind.HOLIDAY and manager.employed(day):
            found.append((day, 1 if kind is DayKind.HALF_HOLIDAY else 2))
    return found


def month_contract_min(board: Board, person: int) -> int:
    """Paid minutes the contract asks in the month: a fifth of the week for each working day, half on half holidays."""
    halves = sum(share for _, share in _workdays(board, person))
    return board.people[person].contract_min_week * halves // (2 * WORKDAYS_A_WEEK)


def absent_credit_min(board: Board, person: int) -> int:
    """Minutes of the month's contract that absences account for; absences are paid."""
    return sum(absent_credits_min(board, person).values())


def absent_credits_min(board: Board, person: int) -> dict[AbsenceKind, int]:
    """The same by kind of absence, adding up exactly."""
    kinds = board.absence_kinds(person)
    found = dict.fromkeys(AbsenceKind, 0)
    halves = counted = 0
    for day, share in _workdays(board, person):
        if day in kinds:
            halves += share
            so_far = board.people[person].contract_min_week * halves // (2 * WORKDAYS_A_WEEK)
            found[kinds[day]] += so_far - counted
            counted = so_far
    return found
