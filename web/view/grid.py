"""The month grid: people by days, with absences, wishes, locks, clashes, hours and counters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from planner.board import Board, Place
from planner.domain.days import DayKind
from planner.domain.people import Manager
from planner.domain.roster import Assignment
from planner.domain.time import days_between
from planner.messages import _l
from planner.reporting.report import PersonHours, Report, WishOutcome
from web.sight import EVERYTHING, Sight
from web.view.days import DayHead, day_heads
from web.view.search import words_of
from web.view.shifts import ShiftLook, shift_looks


@dataclass(frozen=True, slots=True)
class Mark:
    """One assignment in a cell. clash: it takes part in a broken hard rule."""

    look: ShiftLook
    locked: bool
    clash: bool

    @property
    def css(self) -> str:
        """Classes of the mark."""
        return self.look.css + (" locked" if self.locked else "") + (" clash" if self.clash else "")


#: Of an absence whose reason is not shown.
UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Cell:
    """One person on one date.

    absence: kind, UNSAID, or ""; absence_starts, absence_ends: the day is its first or last in the month.
    absence_days: days of the absence in the month, for its label on the first. off: not employed that day.
    wish: "", "granted" or "refused"; a refused one outranks. free_lock: the day is locked to be free.
    """

    day: date
    today: bool
    marks: tuple[Mark, ...] = ()
    absence: str = ""
    absence_starts: bool = False
    absence_ends: bool = False
    absence_days: int = 0
    off: bool = False
    wish: str = ""
    free_lock: bool = False

    @property
    def css(self) -> str:
        """Classes of the cell."""
        found = [
            f"absent {self.absence}" if self.absence else "",
            "from" if self.absence_starts else "",
            "to" if self.absence_ends else "",
            "off" if self.off else "",
            self.wish,
            "t" if self.today else "",
        ]
        return " ".join(filter(None, found))

    @property
    def notes(self) -> tuple[str, ...]:
        """What the small marks of the cell say, as texts."""
        found = {
            _l("locked"): self.free_lock or any(mark.locked for mark in self.marks),
            _l("breaks a rule"): any(mark.clash for mark in self.marks),
            _l("wish granted"): self.wish == "granted",
            _l("wish refused"): self.wish == "refused",
        }
        return tuple(text for text, holds in found.items() if holds)


@dataclass(frozen=True, slots=True)
class Row:
    """One person's month. weekends: weekends with a shift; holidays: public holidays (where employed) with a shift.

    name: as the reader sees it. page: the name that the person's pages go by, "" where the reader may not open them: a
    colleague may be called in public as the reader is in full. words: what a search finds them by. contract_min_week,
    hours: None where they are not the reader's to know, and then no weekend or holiday is counted.
    """

    name: str
    page: str
    words: str
    contract_min_week: int | None
    cells: tuple[Cell, ...]
    hours: PersonHours | None
    weekends: int
    holidays: int


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one site, in the team's order. site: "" when the team has only one."""

    site: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Everything the month grid shows."""

    days: tuple[DayHead, ...]
    groups: tuple[Group, ...]
    looks: Mapping[str, ShiftLook]
    absences: frozenset[str] = field(default_factory=frozenset)

    @property
    def rows(self) -> list[Row]:
        """All people."""
        return [row for group in self.groups for row in group.rows]

    @property
    def clashes(self) -> bool:
        """Whether any shift takes part in a broken hard rule."""
        return any(mark.clash for row in self.rows for cell in row.cells for mark in cell.marks)

    @property
    def off(self) -> bool:
        """Whether anybody is not with the team on some day."""
        return any(cell.off for row in self.rows for cell in row.cells)

    @property
    def holidays(self) -> list[DayHead]:
        """The named days."""
        return [head for head in self.days if head.holiday]


def month_grid(report: Report, today: date, days: Sequence[date] | None = None, sight: Sight = EVERYTHING) -> Grid:
    """The grid of the report's month, or of some of its days, as far as its reader sees it: gaps and coverage only with
    everything.
    """
    board = report.board
    shown = set(board.days if days is None else days)
    heads = tuple(head for head in day_heads(report, today) if head.day in shown)
    if not sight.all:
        heads = tuple(replace(head, gaps=0, coverage=None) for head in heads)
    looks = shift_looks(board.shift_types)
    maker = _Cells(report, looks, today, sight)
    hours = {row.person: row for row in report.hours}
    groups = []
    for site in board.team.sites:
        people = [(i, m) for i, m in enumerate(board.people) if m.site == site.name and sight.shifts_of(m.name)]
        rows = tuple(_row(board, maker, i, manager, heads, hours.get(manager.name)) for i, manager in people)
        if rows:
            groups.append(Group(site.name if len(board.team.sites) > 1 else "", rows))
    absences = frozenset(cell.absence for group in groups for row in group.rows for cell in row.cells if cell.absence)
    return Grid(heads, tuple(groups), looks, absences)


def _row(
    board: Board, maker: "_Cells", person: int, manager: Manager, heads: tuple[DayHead, ...], hours: PersonHours | None
) -> Row:
    worked = {a.day for a in maker.assignments_of(manager.name) if not maker.looks[a.shift].on_call}
    weekends = {day - timedelta(days=day.weekday() - 5) for day in worked if day.weekday() >= 5}
    holidays = {day for day in worked if board.kind_for(person, day) is DayKind.HOLIDAY}
    cells = tuple(maker.cell(manager, head.day) for head in heads)
    name = maker.sight.called(manager)
    page = maker.sight.page_of(manager.name)
    if not maker.sight.hours_of(manager.name):
        return Row(name, page, words_of(manager, name), None, cells, None, 0, 0)
    return Row(
        name, page, words_of(manager, name), manager.contract_min_week, cells, hours, len(weekends), len(holidays)
    )  # fmt: skip


class _Cells:
    """Lookups by person and date, made once a grid."""

    def __init__(self, report: Report, looks: Mapping[str, ShiftLook], today: date, sight: Sight) -> None:
        self.looks, self.today, self.sight = looks, today, sight
        board = report.board
        first, last = board.days[0], board.days[-1]
        self._clashing: set[Place] = {place for finding in report.clashes for place in finding.places}
        self._locks = board.locks
        self._by_person: dict[str, list[Assignment]] = {}
        for assignment in sorted(report.roster.assignments, key=lambda a: (a.day, looks[a.shift].on_call, a.shift)):
            self._by_person.setdefault(assignment.person, []).append(assignment)
        self._on: dict[tuple[str, date], list[Assignment]] = {}
        for row in self._by_person.values():
            for assignment in row:
                self._on.setdefault((assignment.person, assignment.day), []).append(assignment)
        self._absent: dict[tuple[str, date], tuple[str, date, date]] = {}
        for absence in board.team.absences:
            start, end = max(absence.first, first), min(absence.last, last)
            for day in days_between(start, end):
                self._absent[absence.person, day] = (absence.kind.value, start, end)
        self._wishes: dict[tuple[str, date], str] = wish_days(report.wishes)

    def assignments_of(self, person: str) -> list[Assignment]:
        return self._by_person.get(person, [])

    def cell(self, manager: Manager, day: date) -> Cell:
        key, said = (manager.name, day), self.sight.knows(manager.name)
        # What is broken where somebody else works may tell that they were ill.
        locks, clashing = self._locks.get(key, ()), self._clashing if said else ()
        marks = tuple(
            Mark(self.looks[a.shift], a.locked or a.shift in locks, a.place in clashing) for a in self._on.get(key, [])
        )
        kind, start, end = self._absent.get(key, ("", day, day))
        kind = kind if said or not kind else UNSAID
        return Cell(
            day=day,
            today=day == self.today,
            marks=marks,
            absence=kind,
            absence_starts=bool(kind) and day == start,
            absence_ends=bool(kind) and day == end,
            absence_days=(end - start).days + 1 if kind else 0,
            off=not manager.employed(day),
            wish=self._wishes.get(key, "") if said else "",
            free_lock="" in locks and not marks,
        )


def wish_days(wishes: Sequence[WishOutcome]) -> dict[tuple[str, date], str]:
    """(person, date) -> "granted" or "refused"; where several meet, a refused one shows."""
    granted = {(wish.person, day): "granted" for wish in wishes for day in wish.granted_days}
    return granted | {(wish.person, day): "refused" for wish in wishes for day in wish.refused_days}
