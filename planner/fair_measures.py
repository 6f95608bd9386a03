"""Fairness measures: what counts as a weekend, a holiday, a late, an unpleasant hour or a day of on-call duty, and how
much demand needs.

What counts is said here once, as weighted atoms of each person: the fairness rules limit their sum, and report and
ledger add it up (planner.fair_share).
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, pairwise

from planner.availability import unavailable
from planner.board import Board
from planner.domain.days import FREE_KINDS, DayKind
from planner.domain.slot import Need, Slot
from planner.domain.time import MINUTES_A_DAY, moment
from planner.messages import Minutes, _l
from planner.slots import slots_of

#: Work after 20:00 and before 6:00 wall time is late.
LATE_FROM_MIN, LATE_TO_MIN = 20 * 60, 6 * 60
#: Unpleasant time is counted in quarters of an hour; a shift of eight hours of it weighs like one late or weekend.
GRAIN_MIN, HOUR_MIN, SHIFT_MIN = 15, 60, 480

#: (start, end) as moments.
Span = tuple[int, int]
#: Atoms of one person and the grains that each of them weighs.
Counted = tuple[list[int], list[int]]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to be shared fairly. key: its name in the ledger. label: on screen.

    unit: grains that make one unit, in which people read and the ledger keeps it: a weekend, or an hour.
    step: grains above the target at which a full-time person's next grain gets dearer.
    count: what counts, for each person. load: hundredths of a unit that the demand of each date needs.
    counts: whether a date counts where the person is employed. cells: what of a person's date would count.
    """

    key: str
    label: str
    unit: int
    step: int
    count: Callable[[Board], list[Counted]]
    load: Callable[[Board], Mapping[date, float]]
    counts: Callable[[Board, int, date], bool]
    cells: Callable[[Board, int, date], Iterable[int]]

    @property
    def in_hours(self) -> bool:
        """Whether a unit is an hour."""
        return self.unit > 1

    def counted(self, board: Board) -> Sequence[Counted]:
        """What counts, for each person; found once a board."""
        if self.key not in board.counted:
            board.counted[self.key] = self.count(board)
        return board.counted[self.key]

    def able(self, board: Board, person: int, day: date) -> bool:
        """Whether the person can carry anything of it on a date, by weekly availability and the shift types' skills."""
        gone, skills = unavailable(board), board.people[person].skills
        wanted = (board.shift_of(number).skills for number in self.cells(board, person, day) if number not in gone)
        return any(all(skills.get(skill, 0) >= max(level, 1) for skill, level in least.items()) for least in wanted)

    def words(self, hundredths: int) -> object:
        """An amount for words: a duration, or a number of weekends, holidays, shifts or days."""
        return Minutes(round(hundredths * HOUR_MIN / 100)) if self.in_hours else hundredths / 100


# ---- what demand needs


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


def _needs(board: Board) -> Mapping[date, Need]:
    """The need of each date, in one pass over the slots. Computed once a board."""
    if board.needs is None:
        board.needs = _needs_of(board)
    return board.needs


def _needs_of(board: Board) -> dict[date, Need]:
    by_day: dict[date, list[Slot]] = {day: [] for day in board.days}
    for slot in slots_of(board):
        if not slot.on_call:
            by_day[slot.day].append(slot)
    return {day: _need(board, day, slots) for day, slots in by_day.items()}


def _need(board: Board, day: date, slots: list[Slot]) -> Need:
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
    return Need(
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
    """A weekend takes at least the people of its fuller day, and its load lies on that day.

    Who worked on the Saturday before the month can work on the Sunday too, and that weekend was counted then.
    """
    people = _people_load(board)
    for saturday, sunday in board.weekends:
        if saturday < board.days[0]:
            there = sum(1 for person in range(len(board.people)) if board.work_on(person, saturday))
            people[sunday] = max(0.0, people[sunday] - 100 * there)
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
        _each_once([number for day in board.days for number in _late_cells(board, person, day)])
        for person in range(len(board.people))
    ]


def _is_late(board: Board, cell: int) -> bool:
    return board.shift_of(cell).end_min > LATE_FROM_MIN


def _late_by_choice(board: Board, person: int, day: date) -> bool:
    """Whether the person's own availability leaves nothing but late shifts of all that the date offers: such a late is
    no burden that others could have taken off them, and counts for nothing.
    """
    gone = unavailable(board)
    if gone.isdisjoint(board.work_on(person, day)):
        return False
    earlier = [number for number in board.work_on(person, day) if not _is_late(board, number)]
    return bool(earlier) and gone.issuperset(earlier)


def _late_cells(board: Board, person: int, day: date) -> list[int]:
    if _late_by_choice(board, person, day):
        return []
    return [number for number in board.work_on(person, day) if _is_late(board, number)]


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


def _unpleasant_grains(board: Board, cell: int) -> int:
    it = board.cells[cell]
    key = board.sites[it.person].name, it.day, it.shift
    if key not in board.unpleasant_grains:
        board.unpleasant_grains[key] = round(unpleasant_minutes(board, cell) / GRAIN_MIN)
    return board.unpleasant_grains[key]


def _unpleasant(board: Board) -> list[Counted]:
    found: list[Counted] = []
    for person in range(len(board.people)):
        atoms, weights = [], []
        for day in board.days:
            for number in _unpleasant_cells(board, person, day):
                atoms.append(number)
                weights.append(_unpleasant_grains(board, number))
        found.append((atoms, weights))
    return found


def _unpleasant_cells(board: Board, person: int, day: date) -> list[int]:
    if not board.is_free_day(person, day) and _late_by_choice(board, person, day):
        return []
    return [number for number in board.work_on(person, day) if _unpleasant_grains(board, number)]


def _unpleasant_load(board: Board) -> dict[date, float]:
    """All minutes wanted on the team's Saturdays, Sundays and holidays, the late ones on other days."""
    return {
        day: 100 * (need.work_min if board.kind(day) in FREE_KINDS else need.late_min) / HOUR_MIN
        for day, need in _needs(board).items()
    }


def _on_call_days(board: Board) -> list[Counted]:
    return [
        _each_once([board.derived.any_of(board.on_call_on(person, day)) for day in board.days])
        for person in range(len(board.people))
    ]


def _on_call_slots(board: Board, day: date) -> list[Slot]:
    slots = slots_of(board)
    first, after = (bisect_left(slots, on, key=lambda slot: slot.day) for on in (day, day + timedelta(days=1)))
    return [slot for slot in slots[first:after] if slot.on_call and slot.target > 0]


def _on_call_load(board: Board) -> dict[date, float]:
    """The most people wanted on call at one moment of each date: one person has one duty at a time.

    Demands for one duty that differ in whom they want are met by the same people: the widest counts.
    """
    found = {}
    for day in board.days:
        duties: dict[str, tuple[int, int, int]] = {}
        for slot in _on_call_slots(board, day):
            if slot.target > duties.get(slot.shift, (0, 0, 0))[2]:
                duties[slot.shift] = slot.start, slot.end, slot.target
        found[day] = 100.0 * max((_there(list(duties.values()), start, start + 1) for start, _, _ in duties.values()),
                                 default=0)  # fmt: skip
    return found


def _wanted_on_call(board: Board, person: int, day: date) -> list[int]:
    """The person's duties of a date for which they are one of those wanted."""
    own = board.on_call_on(person, day)
    wanted = {number for slot in _on_call_slots(board, day) for number in slot.cells}
    return [number for number in own if number in wanted]


#: Weekends on which somebody works; holidays and half holidays worked; shifts that end after 20:00; unpleasant time;
#: days of on-call duty.
WEEKENDS = Measure("weekends", _l("Weekends"), 1, 1, _weekends, _weekend_load, _is_weekend, Board.work_on)
HOLIDAYS = Measure("holidays", _l("Holidays"), 1, 1, _holidays, _people_load, is_holiday, Board.work_on)
LATES = Measure("lates", _l("Lates"), 1, 1, _lates, _late_load, _any_day, _late_cells)
UNPLEASANT = Measure(
    "unpleasant", _l("Unpleasant hours"), HOUR_MIN // GRAIN_MIN, SHIFT_MIN // GRAIN_MIN,
    _unpleasant, _unpleasant_load, _any_day, _unpleasant_cells,
)  # fmt: skip
ON_CALL = Measure("on_call", _l("On-call days"), 1, 1, _on_call_days, _on_call_load, _any_day, _wanted_on_call)

MEASURES = (WEEKENDS, HOLIDAYS, LATES, UNPLEASANT, ON_CALL)


def measures_of(board: Board) -> tuple[Measure, ...]:
    """The measures that a team shares out; on-call duty only where it has such a shift type."""
    has_duty = any(shift.on_call for shift in board.shift_types)
    return tuple(measure for measure in MEASURES if measure is not ON_CALL or has_duty)


def measure_named(key: str) -> Measure:
    """The measure with this key. KeyError when there is none."""
    found = {measure.key: measure for measure in MEASURES}
    if key not in found:
        raise KeyError(f"no measure {key!r}. Known: {', '.join(found)}.")
    return found[key]


def measure_label(key: str) -> str:
    """What a measure is called (a msgid); the key itself for one that is not known."""
    return next((measure.label for measure in MEASURES if measure.key == key), key)
