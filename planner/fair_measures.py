"""Fairness measures: what counts as a weekend, a holiday, a late or an unpleasant hour, and how much demand needs.

What counts is said here once, as weighted atoms of each person: the fairness rules limit their sum, and report and
ledger add it up (planner.fair_share).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, pairwise

from planner.board import Board
from planner.domain.days import FREE_KINDS, DayKind
from planner.domain.slot import Slot
from planner.domain.time import MINUTES_A_DAY, moment
from planner.messages import _l
from planner.slots import slots_of

#: Work after 20:00 and before 6:00 wall time is late.
LATE_FROM_MIN, LATE_TO_MIN = 20 * 60, 6 * 60
#: Unpleasant time is counted in quarters of an hour; a unit of it is a shift of eight hours.
GRAIN_MIN = 15
UNPLEASANT_UNIT_MIN = 480

#: (start, end) as moments.
Span = tuple[int, int]
#: Atoms of one person and the grains that each of them weighs.
Counted = tuple[list[int], list[int]]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to be shared fairly. key: its name in the ledger. label: on screen. unit: grains that make one unit.

    counted: what counts, for each person. load: hundredths of a unit that the demand of each date needs.
    counts: whether a date counts where the person is employed.
    """

    key: str
    label: str
    unit: int
    counted: Callable[[Board], list[Counted]]
    load: Callable[[Board], Mapping[date, float]]
    counts: Callable[[Board, int, date], bool]


# ---- what demand needs


@dataclass(frozen=True, slots=True)
class _Need:
    """What the demand of one date takes: fewest people with their minutes, fewest on a late shift with their late
    ones.
    """

    people: int
    work_min: int
    lates: int
    late_min: int


def late_minutes(nights: Iterable[Span], start: int, end: int) -> int:
    """Minutes of [start, end) that lie in one of the nights."""
    return sum(max(0, min(end, morning) - max(start, evening)) for evening, morning in nights)


def nights_around(board: Board, day: date) -> list[Span]:
    """20:00 to 6:00 wall time, as moments, of the nights that begin the day before, on `day` and the day after."""
    return [
        (
            moment(board.team.zone, on, LATE_FROM_MIN),
            moment(board.team.zone, on, MINUTES_A_DAY + LATE_TO_MIN),
        )
        for on in (day - timedelta(days=1), day, day + timedelta(days=1))
    ]


def _needs(board: Board) -> dict[date, _Need]:
    """The need of each date, in one pass over the slots."""
    by_day: dict[date, list[Slot]] = {day: [] for day in board.days}
    for slot in slots_of(board):
        if not slot.on_call:
            by_day[slot.day].append(slot)
    return {day: _need(board, day, slots) for day, slots in by_day.items()}


def _need(board: Board, day: date, slots: list[Slot]) -> _Need:
    """Shifts asked for by name are filled first; what bands want beyond them is covered by as few people as can be:
    whenever somebody is missing, the shift that lasts longest from then on is taken, which is the best choice for
    spans. Demands for different channels and skills at one time are mostly met by the same people: the widest counts.
    """
    named: dict[str, tuple[int, int, int]] = {}
    for slot in slots:
        if slot.shift and slot.target > named.get(slot.shift, (0, 0, 0))[2]:
            named[slot.shift] = slot.start, slot.end, slot.target
    bands = [slot for slot in slots if not slot.shift]
    spans, nights = _spans(board, day), nights_around(board, day)
    evening = nights[1][0]
    everyone, late_ones = list(named.values()), [asked for asked in named.values() if asked[1] > evening]
    for start, end in pairwise(sorted({edge for s in slots for edge in (s.start, s.end)} | {*chain(*spans)})):
        wanted = max((slot.target for slot in bands if slot.start <= start and end <= slot.end), default=0)
        able = [span for span in spans if span[0] <= start and end <= span[1]]
        _fill(everyone, able, wanted, start, end)
        if all(span[1] > evening for span in able):
            _fill(late_ones, able, wanted, start, end)
    return _Need(
        people=sum(count for _, _, count in everyone),
        work_min=sum(count * (last - first) for first, last, count in everyone),
        lates=sum(count for _, _, count in late_ones),
        late_min=sum(count * late_minutes(nights, first, last) for first, last, count in late_ones),
    )


def _there(present: list[tuple[int, int, int]], start: int, end: int) -> int:
    return sum(count for first, last, count in present if first <= start and end <= last)


def _fill(present: list[tuple[int, int, int]], able: list[Span], wanted: int, start: int, end: int) -> None:
    """Add the people missing in a stretch, on the shift that lasts longest."""
    missing = wanted - _there(present, start, end)
    if able and missing > 0:
        present.append((*max(able, key=lambda span: (span[1], span[0])), missing))


def _spans(board: Board, day: date) -> set[Span]:
    """(start, end) of the shift types at work that `day` offers."""
    work = (n for n in board.cells_of_day[day] if not board.shift_of(n).on_call)
    return {(board.cells[n].start, board.cells[n].end) for n in work}


def _people_load(board: Board) -> dict[date, float]:
    return {day: 100.0 * need.people for day, need in _needs(board).items()}


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
    people = _people_load(board)
    fullest = [max((day for day in weekend if day in people), key=people.__getitem__) for weekend in board.weekends]
    return {day: people[day] for day in fullest}


def _is_weekend(board: Board, person: int, day: date) -> bool:
    return day.weekday() >= 5


def _holidays(board: Board) -> list[Counted]:
    return [
        _each_once([board.works(person, [day]) for day in board.days if is_holiday(board, person, day)])
        for person in range(len(board.people))
    ]


def is_holiday(board: Board, person: int, day: date) -> bool:
    """Whether a date counts as a holiday for the person: a public or a half holiday where they are employed."""
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
    return {day: 100.0 * need.lates for day, need in _needs(board).items()}


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
            found += end - start if free else late_minutes(nights_around(board, day), start, end)
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
        day: 100 * (need.work_min if board.kind(day) in FREE_KINDS else need.late_min) / UNPLEASANT_UNIT_MIN
        for day, need in _needs(board).items()
    }


#: Weekends on which somebody works; holidays and half holidays worked; shifts that end after 20:00; unpleasant time.
WEEKENDS = Measure("weekends", _l("Weekends"), 1, _weekends, _weekend_load, _is_weekend)
HOLIDAYS = Measure("holidays", _l("Holidays"), 1, _holidays, _people_load, is_holiday)
LATES = Measure("lates", _l("Lates"), 1, _lates, _late_load, _any_day)
UNPLEASANT = Measure(
    "unpleasant", _l("Unpleasant hours"), UNPLEASANT_UNIT_MIN // GRAIN_MIN, _unpleasant, _unpleasant_load, _any_day
)

MEASURES = (WEEKENDS, HOLIDAYS, LATES, UNPLEASANT)


def measure_label(key: str) -> str:
    """What a measure is called (a msgid); the key itself for one that is not known."""
    return next((measure.label for measure in MEASURES if measure.key == key), key)
