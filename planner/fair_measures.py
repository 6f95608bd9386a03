"""Fairness measures: what counts as a weekend, a holiday, a late or an unpleasant hour, and how much demand needs.

What counts is said here once, as weighted atoms of each person: the fairness rules limit their sum, and report and
ledger add it up (planner.fair_share).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.board import Board
from planner.domain.days import FREE_KINDS, DayKind
from planner.domain.time import MINUTES_A_DAY, moment
from planner.slots import slots_of

#: Work after 20:00 and before 6:00 wall time is late.
LATE_FROM_MIN, LATE_TO_MIN = 20 * 60, 6 * 60
#: Unpleasant time is counted in quarters of an hour; a unit of it is a shift of eight hours.
GRAIN_MIN = 15
UNPLEASANT_UNIT_MIN = 480

#: Atoms of one person and the grains that each of them weighs.
Counted = tuple[list[int], list[int]]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to be shared fairly. key: its name in the ledger. unit: grains that make one unit.

    counted: what counts, for each person. load: hundredths of a unit that the demand of each date needs.
    counts: whether a date counts where the person is employed.
    """

    key: str
    unit: int
    counted: Callable[[Board], list[Counted]]
    load: Callable[[Board], Mapping[date, float]]
    counts: Callable[[Board, int, date], bool]


# ---- what demand needs


def late_minutes(board: Board, start: int, end: int, day: date) -> int:
    """Minutes between 20:00 and 6:00 wall time in [start, end), a stretch (moments) that begins on or near `day`."""
    found = 0
    for on in (day - timedelta(days=1), day, day + timedelta(days=1)):
        evening = moment(board.team.zone, on, LATE_FROM_MIN)
        morning = moment(board.team.zone, on, MINUTES_A_DAY + LATE_TO_MIN)
        found += max(0, min(end, morning) - max(start, evening))
    return found


def _wanted_min(board: Board) -> dict[date, tuple[int, int]]:
    """Person-minutes the demand of each date wants, and those of them that are late, in one pass over the slots."""
    sums: dict[date, dict[str, list[int]]] = {day: {} for day in board.days}
    late: dict[tuple[int, int], int] = {}
    for slot in slots_of(board):
        if not slot.on_call:
            span = slot.start, slot.end
            if span not in late:
                late[span] = late_minutes(board, *span, slot.day)
            # Shifts add up; the channels and skills of time bands are often the same people, so the widest counts.
            key = "" if slot.shift else f"{slot.channel}, {slot.skill} {slot.level}"
            total = sums[slot.day].setdefault(key, [0, 0])
            total[0] += slot.target * slot.minutes
            total[1] += slot.target * late[span]
    return {
        day: (max((t[0] for t in by.values()), default=0), max((t[1] for t in by.values()), default=0))
        for day, by in sums.items()
    }


def _spans(board: Board, day: date) -> set[tuple[int, int]]:
    """(start, end) of the shift types at work that `day` offers."""
    work = (n for n in board.cells_of_day[day] if not board.shift_of(n).on_call)
    return {(board.cells[n].start, board.cells[n].end) for n in work}


def _people(wanted_min: int, lengths_min: Sequence[int]) -> float:
    """Hundredths of people that give the wanted minutes in shifts of average length."""
    return 100 * wanted_min * len(lengths_min) / sum(lengths_min) if lengths_min else 0.0


def _people_needed(board: Board) -> dict[date, float]:
    """Hundredths of people at work that the demand of each date takes."""
    return {
        day: _people(all_min, [end - start for start, end in _spans(board, day)])
        for day, (all_min, _) in _wanted_min(board).items()
    }


# ---- the measures


def _each_once(atoms: Sequence[int | None]) -> Counted:
    kept = [atom for atom in atoms if atom is not None]
    return kept, [1] * len(kept)


def _weekends(board: Board) -> list[Counted]:
    first = board.days[0]

    def counted(person: int) -> Counted:
        return _each_once(
            [
                board.works(person, [day for day in weekend if day in board.cells_of_day])
                for weekend in board.weekends
                # A weekend across the border of the month was counted last month if its Saturday was worked.
                if not any(board.work_on(person, day) for day in weekend if day < first)
            ]
        )

    return [counted(person) for person in range(len(board.people))]


def _weekend_load(board: Board) -> dict[date, float]:
    """A weekend takes at least the people of its fuller day, and its load lies on that day."""
    needed = _people_needed(board)
    fullest = [max((day for day in weekend if day in needed), key=needed.__getitem__) for weekend in board.weekends]
    return {day: needed[day] for day in fullest}


def _is_weekend(board: Board, person: int, day: date) -> bool:
    return day.weekday() >= 5


def _holidays(board: Board) -> list[Counted]:
    return [
        _each_once([board.works(person, [day]) for day in board.days if _is_holiday(board, person, day)])
        for person in range(len(board.people))
    ]


def _is_holiday(board: Board, person: int, day: date) -> bool:
    return board.kind_for(person, day) in (DayKind.HOLIDAY, DayKind.HALF_HOLIDAY)


def _lates(board: Board) -> list[Counted]:
    return [
        _each_once(
            [
                number
                for day in board.days
                for number in board.work_on(person, day)
                if board.shift_of(number).end_min > LATE_FROM_MIN
            ]
        )
        for person in range(len(board.people))
    ]


def _late_load(board: Board) -> dict[date, float]:
    """Late minutes wanted, over the late minutes that the day's late shift types give."""
    found: dict[date, float] = {}
    for day, (_, late_min) in _wanted_min(board).items():
        given = (late_minutes(board, start, end, day) for start, end in _spans(board, day))
        found[day] = _people(late_min, [minutes for minutes in given if minutes])
    return found


def _any_day(board: Board, person: int, day: date) -> bool:
    return True


def unpleasant_minutes(board: Board, cell: int) -> int:
    """Minutes of a cell on Saturdays, Sundays and holidays of its person's site, and late ones on other days."""
    it = board.cells[cell]
    found = 0
    for day in (it.day, it.day + timedelta(days=1)):
        start = max(it.start, moment(board.team.zone, day, 0))
        end = min(it.end, moment(board.team.zone, day, MINUTES_A_DAY))
        if start < end:
            free = board.is_free_day(it.person, day)
            found += end - start if free else late_minutes(board, start, end, day)
    return found


def _unpleasant(board: Board) -> list[Counted]:
    grains: dict[tuple[str, date, int], int] = {}
    found: list[Counted] = []
    for person, site in enumerate(board.sites):
        atoms, weights = [], []
        for day in board.days:
            for number in board.work_on(person, day):
                key = site.name, day, board.cells[number].shift
                if key not in grains:
                    grains[key] = round(unpleasant_minutes(board, number) / GRAIN_MIN)
                if grains[key]:
                    atoms.append(number)
                    weights.append(grains[key])
        found.append((atoms, weights))
    return found


def _unpleasant_load(board: Board) -> dict[date, float]:
    """All minutes wanted on the team's Saturdays, Sundays and holidays, the late ones on other days."""
    return {
        day: 100 * (all_min if board.kind(day) in FREE_KINDS else late_min) / UNPLEASANT_UNIT_MIN
        for day, (all_min, late_min) in _wanted_min(board).items()
    }


#: Weekends on which somebody works; holidays and half holidays worked; shifts that end after 20:00; unpleasant time.
WEEKENDS = Measure("weekends", 1, _weekends, _weekend_load, _is_weekend)
HOLIDAYS = Measure("holidays", 1, _holidays, _people_needed, _is_holiday)
LATES = Measure("lates", 1, _lates, _late_load, _any_day)
UNPLEASANT = Measure("unpleasant", UNPLEASANT_UNIT_MIN // GRAIN_MIN, _unpleasant, _unpleasant_load, _any_day)

MEASURES = (WEEKENDS, HOLIDAYS, LATES, UNPLEASANT)
