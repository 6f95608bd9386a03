"""The program of the child process that reads a calendar file: `python -I -m planner.exchange.busy_child`.

A calendar from outside may be made to take for ever or all memory, so it is read by a process that may do neither, and
that knows nothing worth having. What it says is numbers only.

Argument: JSON of what `Asked` holds. Input: the file. Output: JSON, {"blocks": [[start, end], ...], "skipped": n} in
seconds since 1970, UTC, or {"refused": a key of busy_import.REFUSALS}.
"""

import json
import re
import resource
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar
from icalendar.prop import vRecur

MOST_EVENTS = 5_000
#: Of all entries together, dates that are added to series or left out of them.
MOST_DATES = 1_000
MOST_BLOCKS = 5_000
#: 18 months.
_AHEAD_MONTHS = 18

_DAILY_OR_RARER = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
#: Several of these a day are a series below daily by another name.
_WITHIN_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
_EVENT = re.compile(r"^BEGIN:VEVENT\s*$", re.IGNORECASE | re.MULTILINE)
#: What a series or an entry that makes no sense raises.
_NONSENSE = (ValueError, OverflowError, TypeError, KeyError, AttributeError, IndexError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class Asked:
    """zone: of times that name none. now: seconds since 1970. cpu_s, memory_bytes: what the process may take."""

    zone: str
    now: float
    cpu_s: int
    memory_bytes: int


class Refused(Exception):
    """The file cannot be used; the argument is a key of busy_import.REFUSALS."""


def main() -> None:
    """Read, and say what was found."""
    asked = Asked(**json.loads(sys.argv[1]))
    resource.setrlimit(resource.RLIMIT_CPU, (asked.cpu_s, asked.cpu_s))
    resource.setrlimit(resource.RLIMIT_AS, (asked.memory_bytes, asked.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found = read(sys.stdin.buffer.read(), ZoneInfo(asked.zone), datetime.fromtimestamp(asked.now, UTC))
    except Refused as refused:
        found = {"refused": refused.args[0]}
    except MemoryError:
        found = {"refused": "too much"}
    except (RecursionError, *_NONSENSE):
        found = {"refused": "no calendar"}
    json.dump(found, sys.stdout)


def read(content: bytes, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """What the process says. Refused for a file that cannot be used."""
    calendars = _calendars(content)
    for calendar in calendars:
        _refuse_excess(calendar)
    today = now.astimezone(zone).date()
    first, last = (datetime.combine(day, time(), zone) for day in (today, _months_later(today, _AHEAD_MONTHS)))
    skipped = 0
    spans: list[tuple[int, int]] = []
    for calendar in calendars:
        events, bad = _occurrences(calendar, first, last)
        skipped += bad
        for event in events:
            try:
                span = _span(event, zone)
            except _NONSENSE:
                skipped += 1
                continue
            if span is not None and span[0] < last.timestamp() and span[1] > first.timestamp():
                spans.append((max(span[0], int(first.timestamp())), min(span[1], int(last.timestamp()))))
    blocks = _merged(spans)
    if len(blocks) > MOST_BLOCKS:
        raise Refused("blocks")
    return {"blocks": blocks, "skipped": skipped}


def _calendars(content: bytes) -> list[Any]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "BEGIN:VCALENDAR" not in text.upper():
        raise Refused("no calendar")
    # Before they are read, which takes longer than counting.
    if sum(1 for _ in _EVENT.finditer(text)) > MOST_EVENTS:
        raise Refused("events")
    found: list[Any] = [part for part in Calendar.from_ical(text, multiple=True) if part.name == "VCALENDAR"]
    if not found:
        raise Refused("no calendar")
    return found


def _refuse_excess(calendar: Any) -> None:
    """What would take too long to lay out is refused before it is: series below daily, and too many dates."""
    dates = 0
    for component in calendar.walk():
        for name in ("RRULE", "EXRULE"):
            for rule in _listed(component, name):
                _refuse_below_daily(rule)
        for name in ("RDATE", "EXDATE"):
            dates += sum(len(getattr(entry, "dts", ())) for entry in _listed(component, name))
    if dates > MOST_DATES:
        raise Refused("dates")


def _refuse_below_daily(rule: Any) -> None:
    if not isinstance(rule, vRecur):
        return
    often = {str(one).upper() for one in rule.get("FREQ", [])}
    at_once = any(not isinstance(step, int) or step < 1 for step in rule.get("INTERVAL", []))
    if often - _DAILY_OR_RARER or at_once or any(len(rule.get(name, [])) > 1 for name in _WITHIN_DAY):
        raise Refused("below daily")


def _listed(component: Any, name: str) -> list[Any]:
    found = component.get(name, [])
    return found if isinstance(found, list) and not isinstance(found, vRecur) else [found]


def _occurrences(calendar: Any, first: datetime, last: datetime) -> tuple[list[Any], int]:
    """The entries of a calendar between two moments, series laid out; and how many made no sense."""
    try:
        return list(_between(calendar, first, last)), 0
    except _NONSENSE:
        pass
    # One that makes no sense spoils all, so they are read apart: each with all that bears its name.
    groups: dict[str, list[Any]] = defaultdict(list)
    others = [part for part in calendar.subcomponents if part.name != "VEVENT"]
    for number, event in enumerate(calendar.events):
        groups[str(event.get("UID", f"no name {number}"))].append(event)
    found: list[Any] = []
    skipped = 0
    for group in groups.values():
        alone = Calendar()
        alone.subcomponents = [*others, *group]
        try:
            found += _between(alone, first, last)
        except _NONSENSE:
            skipped += len(group)
    return found, skipped


def _between(calendar: Any, first: datetime, last: datetime) -> Iterator[Any]:
    laid_out = recurring_ical_events.of(calendar, skip_bad_series=True, components=["VEVENT"])
    # A day more on both sides, for times without a zone.
    yield from laid_out.between(first - timedelta(days=1), last + timedelta(days=1))


def _span(event: Any, zone: ZoneInfo) -> tuple[int, int] | None:
    """From when to when somebody is busy by an entry, laid out; None when they are not.

    One that ends before it begins comes the other way round from the library.
    """
    free = {
        "STATUS": "CANCELLED",
        "TRANSP": "TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS": "FREE",
    }
    if any(str(event.get(name, "")).strip().upper() == value for name, value in free.items()):
        return None
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else None
    if end is None and "DURATION" in event:
        end = start + event["DURATION"].dt
    if not isinstance(start, datetime):
        last = end if isinstance(end, date) and not isinstance(end, datetime) else start
        # All day: the end is the day after; some programs write the day itself.
        end = max(last, start + timedelta(days=1))
    if end is None:
        return None
    begins, ends = _moment(start, zone), _moment(end, zone)
    if ends <= begins and (on_the_clock := _naive(end) - _naive(start)) > timedelta():
        # It begins in the hour that is skipped in spring, so an hour later than it says; it takes no less for that.
        ends = begins + int(on_the_clock.total_seconds())
    return (begins, ends) if begins < ends else None


def _moment(when: date | datetime, zone: ZoneInfo) -> int:
    if not isinstance(when, datetime):
        when = datetime.combine(when, time())
    return int((when if when.tzinfo else when.replace(tzinfo=zone)).timestamp())


def _naive(when: date | datetime) -> datetime:
    """What a clock on the wall shows."""
    return when.replace(tzinfo=None) if isinstance(when, datetime) else datetime.combine(when, time())


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """By start, those that touch or overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


if __name__ == "__main__":
    main()
