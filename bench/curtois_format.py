"""The text format of the shift-scheduling instances of Curtois and Qu (2014): read, and rosters written.

An instance is sections of comma-separated lines; `#` begins a comment. A roster is a line an employee, in the file's
order, of a shift id a day; empty = day off. Days are numbered from 0, a Monday.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

#: A roster's rows: employee -> a shift id a day, "" = day off.
Rows = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Shift:
    """A kind of shift. not_next: ids of those that may not follow on the next day."""

    id: str
    minutes: int
    not_next: frozenset[str]


@dataclass(frozen=True, slots=True)
class Employee:
    """What one person may do. most_of: shift id -> at most so often; days_off: numbers of days.

    Runs that touch the first or the last day are exempt from the two least lengths.
    """

    id: str
    most_of: Mapping[str, int]
    most_minutes: int
    least_minutes: int
    most_in_row: int
    least_in_row: int
    least_off: int
    most_weekends: int
    days_off: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Request:
    """A shift that somebody wants, or does not want, on a day; refused it costs the weight."""

    employee: str
    day: int
    shift: str
    weight: int
    wants: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """How many people a shift is to have on a day; each one missing or too many costs its weight."""

    day: int
    shift: str
    people: int
    under: int
    over: int


@dataclass(frozen=True, slots=True)
class Instance:
    """All of one file. days: a multiple of 7."""

    name: str
    days: int
    shifts: tuple[Shift, ...]
    staff: tuple[Employee, ...]
    requests: tuple[Request, ...]
    covers: tuple[Cover, ...]


class FormatError(ValueError):
    """A file that does not follow the format: what, where and what would be right."""


@dataclass(frozen=True, slots=True)
class _Line:
    where: str
    fields: list[str]

    def text(self, at: int) -> str:
        if at >= len(self.fields):
            raise FormatError(f"{self.where}: field {at + 1} is missing. Maybe the line was cut off.")
        return self.fields[at].strip()

    def whole(self, at: int) -> int:
        return _whole(self.text(at), self.where)


def read_instance(path: Path) -> Instance:
    """The instance of a file. FormatError where it does not follow the format, OSError where it can't be read."""
    sections = _sections(path)
    if len(sections.get("HORIZON", [])) != 1:
        raise FormatError(f"{path.name}: SECTION_HORIZON has no single number of days. Maybe it is another format.")
    days = sections["HORIZON"][0].whole(0)
    if days % 7:
        raise FormatError(f"{path.name}: a horizon of {days} days. It must be whole weeks.")
    shifts = tuple(Shift(line.text(0), line.whole(1), _ids(line)) for line in sections.get("SHIFTS", []))
    off: dict[str, frozenset[int]] = {}
    for line in sections.get("DAYS_OFF", []):
        given = (line.whole(at) for at in range(1, len(line.fields)) if line.text(at))
        off[line.text(0)] = off.get(line.text(0), frozenset()) | frozenset(given)
    found = Instance(
        path.stem,
        days,
        shifts,
        tuple(_employee(line, off) for line in sections.get("STAFF", [])),
        tuple(
            Request(line.text(0), line.whole(1), line.text(2), line.whole(3), wants)
            for section, wants in (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False))
            for line in sections.get(section, [])
        ),
        tuple(
            Cover(line.whole(0), line.text(1), line.whole(2), line.whole(3), line.whole(4))
            for line in sections.get("COVER", [])
        ),
    )
    _check(found, off)
    return found


def _sections(path: Path) -> dict[str, list[_Line]]:
    found: dict[str, list[_Line]] = {}
    section = ""
    for number, raw in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("SECTION_"):
            section = line.removeprefix("SECTION_")
        elif section:
            found.setdefault(section, []).append(_Line(f"{path.name}, line {number}", line.split(",")))
        else:
            raise FormatError(f"{path.name}, line {number}: {line!r} stands before any SECTION_ line.")
    return found


def _ids(line: _Line) -> frozenset[str]:
    given = line.text(2) if len(line.fields) > 2 else ""
    return frozenset(part for part in given.split("|") if part)


def _employee(line: _Line, off: Mapping[str, frozenset[int]]) -> Employee:
    most_of = {}
    for part in line.text(1).split("|"):
        shift, equals, most = part.partition("=")
        if not equals:
            raise FormatError(f"{line.where}: {part!r} is no limit. Write it as D=14, several divided by |.")
        most_of[shift] = _whole(most, line.where)
    return Employee(
        line.text(0),
        most_of,
        most_minutes=line.whole(2),
        least_minutes=line.whole(3),
        most_in_row=line.whole(4),
        least_in_row=line.whole(5),
        least_off=line.whole(6),
        most_weekends=line.whole(7),
        days_off=off.get(line.text(0), frozenset()),
    )


def _whole(text: str, where: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise FormatError(f"{where}: {text!r} is no whole number.") from None


def _check(instance: Instance, off: Mapping[str, frozenset[int]]) -> None:
    """Whether all names are those of the file, all days within it, and nothing said twice."""
    shifts, staff = {shift.id for shift in instance.shifts}, {person.id for person in instance.staff}
    placed: tuple[Request | Cover, ...] = (*instance.requests, *instance.covers)
    named_shifts = chain(
        *(shift.not_next for shift in instance.shifts),
        *(person.most_of for person in instance.staff),
        (one.shift for one in placed),
    )
    named_days = chain((one.day for one in placed), *off.values())
    unknown = [
        *(f"shift {name!r} is not in SECTION_SHIFTS" for name in named_shifts if name not in shifts),
        *(f"{name!r} is not in SECTION_STAFF" for name in off if name not in staff),
        *(f"{one.employee!r} is not in SECTION_STAFF" for one in instance.requests if one.employee not in staff),
        *(f"there is no day {day}" for day in named_days if day not in range(instance.days)),
        *_twice("shift", (shift.id for shift in instance.shifts)),
        *_twice("employee", (person.id for person in instance.staff)),
        *_twice("cover of", ((cover.day, cover.shift) for cover in instance.covers)),
    ]
    if unknown:
        raise FormatError(f"{instance.name}: {unknown[0]}. Maybe the file was changed or cut off.")


def _twice(what: str, names: Iterable[object]) -> Iterator[str]:
    seen = set()
    for name in names:
        if name in seen:
            yield f"{what} {name!r} stands in it twice"
        seen.add(name)


def roster_text(instance: Instance, rows: Rows) -> str:
    """A roster as the scorer reads it."""
    return "".join(",".join(rows[person.id]) + "\n" for person in instance.staff)
