"""Busy times beside a second parser (`ical`, which shares no code with ours) in both weeks in which clocks change, and
by hand where the two could be wrong alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from planner.exchange.busy_child import read

VIENNA = ZoneInfo("Europe/Vienna")
#: Clocks are set forward on 29 March and back on 25 October; in New York three weeks before, and one after.
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STARTS = (*(date(2026, 3, 23) + timedelta(days=n) for n in range(9)),
          *(date(2026, 10, 19) + timedelta(days=n) for n in range(15)))  # fmt: skip

#: What begins later lies beyond the 18 months that are read; a series each third month goes on for longer.
SEEN = int((NOW + timedelta(days=540)).timestamp())

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Entry:
    """zone: a TZID, "Z" for UTC, "" for none, "all day". left_out, added: days after the start.

    moved: a single event of the series that is at another time: which, in days after the start, and by how long. None =
    none.
    """

    zone: str
    start: datetime
    lasts: timedelta
    rule: str
    left_out: frozenset[int]
    added: tuple[int, ...]
    moved: tuple[int, timedelta] | None = None

    def lines(self, number: int) -> Iterator[str]:
        yield from ("BEGIN:VEVENT", f"UID:{number}@x", "DTSTAMP:20260101T000000Z")
        yield self._when("DTSTART", self.start)
        yield self._when("DTEND", self.start + self.lasts)
        if self.rule:
            yield f"RRULE:{self.rule}"
        for n in sorted(self.left_out):
            yield self._when("EXDATE", self.start + timedelta(days=n))
        for n in self.added:
            yield self._when("RDATE", self.start + timedelta(days=n))
        yield "END:VEVENT"
        if self.moved is not None:
            which, by = self.start + timedelta(days=self.moved[0]), self.moved[1]
            yield from ("BEGIN:VEVENT", f"UID:{number}@x", "DTSTAMP:20260101T000000Z")
            yield self._when("RECURRENCE-ID", which)
            yield self._when("DTSTART", which + by)
            yield self._when("DTEND", which + by + self.lasts)
            yield "END:VEVENT"

    def apart(self) -> "list[Entry]":
        """The same, said without a single event that moves: the series leaves it out, and it is an entry of its own."""
        if self.moved is None:
            return [self]
        which, by = self.moved
        series = replace(self, left_out=self.left_out | {which}, moved=None)
        return [series, Entry(self.zone, self.start + timedelta(days=which) + by, self.lasts, "", frozenset(), ())]

    def _when(self, name: str, at: datetime) -> str:
        if self.zone == "all day":
            return f"{name};VALUE=DATE:{at:%Y%m%d}"
        if self.zone in ("", "Z"):
            return f"{name}:{at:%Y%m%dT%H%M%S}{self.zone}"
        return f"{name};TZID={self.zone}:{at:%Y%m%dT%H%M%S}"


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    zone = draw(st.sampled_from(["Europe/Vienna", "America/New_York", "Z", "", "all day"]))
    day = draw(st.sampled_from(STARTS))
    # What begins within the hour that is skipped or comes twice is below, by hand.
    start = datetime.combine(day, time(draw(st.integers(4, 22)), draw(st.sampled_from([0, 15, 30]))))
    lasts = timedelta(days=draw(st.integers(1, 3))) if zone == "all day" else (
        timedelta(minutes=15 * draw(st.integers(1, 26 * 4))))  # fmt: skip
    # A series whose first day does not fit its own rule is undefined.
    days = sorted({DAYS[start.weekday()], draw(st.sampled_from(DAYS))})
    often = draw(st.sampled_from(["", "DAILY", "WEEKLY", f"WEEKLY;BYDAY={','.join(days)}", "MONTHLY"]))
    ends = draw(st.sampled_from(["COUNT=1", "COUNT=4", "UNTIL"]))
    until = start + timedelta(days=20)
    last = f"{until:%Y%m%d}" if zone == "all day" else f"{until:%Y%m%dT%H%M%S}" + ("" if zone == "" else "Z")
    rule = f"FREQ={often};INTERVAL={draw(st.integers(1, 3))};" if often else ""
    rule += (f"UNTIL={last}" if ends == "UNTIL" else ends) if often else ""
    left_out = draw(st.frozensets(st.integers(1, 14), max_size=3)) if often else frozenset()
    added = (draw(st.integers(15, 19)),) if often and draw(st.booleans()) else ()
    # Each day, so that the event that moves is there.
    moved = None
    if often == "DAILY" and draw(st.booleans()):
        rule, left_out = "FREQ=DAILY;COUNT=8;INTERVAL=1", left_out - {2}
        by = [timedelta(days=n) for n in (-1, 1, 9)]
        by += [timedelta(hours=n) for n in (-1, 1)] if zone != "all day" else []
        moved = 2, draw(st.sampled_from(by))
    return Entry(zone, start, lasts, rule, left_out, added, moved)


def text_of(*made: Entry) -> str:
    lines = [line for number, one in enumerate(made) for line in one.lines(number)]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *lines, "END:VCALENDAR", ""])


def quarters(spans: list[tuple[int, int]]) -> set[int]:
    """All quarters of an hour that lie in one of the spans in sight, in seconds since 1970."""
    return {at for start, end in spans if start < SEEN for at in range(start // 900, -(-end // 900))}


def by_ical(text: str) -> list[tuple[int, int]]:
    found = []
    for event in IcsCalendarStream.calendar_from_ics(text).timeline_tz(VIENNA):
        moments = []
        for at in (event.start, event.end):
            whole = at if isinstance(at, datetime) else datetime.combine(at, time())
            aware = whole if whole.tzinfo else whole.replace(tzinfo=VIENNA)
            moments.append(int(aware.timestamp()))
        found.append((moments[0], moments[1]))
    return found


@settings(max_examples=100, deadline=None)
@given(st.lists(entries(), min_size=1, max_size=3))
def test_the_second_parser_finds_the_same_quarters_busy(made: list[Entry]) -> None:
    text = text_of(*made)
    # It keeps the time that a single event has left as busy, so it is told of that in another way.
    other = text_of(*(part for one in made for part in one.apart()))
    assert quarters(read(text.encode(), VIENNA, NOW)["blocks"]) == quarters(by_ical(other)), text


def test_a_single_event_that_moves_leaves_its_old_time_free() -> None:
    start, moved = datetime.combine(date(2026, 3, 27), time(9)), (2, timedelta(hours=3))
    rule = "FREQ=DAILY;COUNT=4"
    made = Entry("Europe/Vienna", start, timedelta(hours=1), rule, frozenset(), (), moved)
    found = read(text_of(made).encode(), VIENNA, NOW)["blocks"]
    assert [f"{datetime.fromtimestamp(at, UTC):%d %H}" for at, _ in found] == ["27 08", "28 08", "29 10", "30 07"]


#: By hand: in March 02:00 to 03:00 is skipped, in October it comes twice. UTC.
@pytest.mark.parametrize(
    ("start", "end", "blocks"),
    [
        # 22:00 to 06:00 on the clock: 7 h and 9 h.
        ("TZID=Europe/Vienna:20260328T220000", "TZID=Europe/Vienna:20260329T060000", "28 21:00 - 29 04:00"),
        ("TZID=Europe/Vienna:20261024T220000", "TZID=Europe/Vienna:20261025T060000", "24 20:00 - 25 05:00"),
        # A time that is skipped is the one an hour later on the clock; it takes no less for that.
        ("TZID=Europe/Vienna:20260329T023000", "TZID=Europe/Vienna:20260329T033000", "29 01:30 - 29 02:30"),
        ("TZID=Europe/Vienna:20260329T021500", "TZID=Europe/Vienna:20260329T024500", "29 01:15 - 29 01:45"),
        # A time that comes twice is the first of the two.
        ("TZID=Europe/Vienna:20261025T023000", "TZID=Europe/Vienna:20261025T033000", "25 00:30 - 25 02:30"),
        # Without a zone as in the person's own.
        (":20260329T023000", ":20260329T033000", "29 01:30 - 29 02:30"),
        (":20261025T013000", ":20261025T043000", "24 23:30 - 25 03:30"),
        # UTC knows no clock change: both half hours that are called 02:30.
        (":20261025T003000Z", ":20261025T013000Z", "25 00:30 - 25 01:30"),
        # Whole days: 23 h and 25 h.
        ("VALUE=DATE:20260329", "VALUE=DATE:20260330", "28 23:00 - 29 22:00"),
        ("VALUE=DATE:20261025", "VALUE=DATE:20261026", "24 22:00 - 25 23:00"),
    ],
)
@pytest.mark.parametrize("series", [False, True])
def test_the_nights_in_which_clocks_change(start: str, end: str, blocks: str, *, series: bool) -> None:
    """Once by itself, and once as the second occurrence of a series whose first is left out."""
    def named(name: str, when: str, back: int) -> str:
        params, _, value = when.rpartition(":")
        at = date.fromisoformat(value[:8]) - timedelta(days=back)
        return f"{name}{';' if params else ''}{params}:{at:%Y%m%d}{value[8:]}"

    lines = ["BEGIN:VEVENT", "UID:1@x", named("DTSTART", start, 7 * series), named("DTEND", end, 7 * series)]
    if series:
        lines += ["RRULE:FREQ=WEEKLY;COUNT=2", named("EXDATE", start, 7)]
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VEVENT", "END:VCALENDAR", ""])
    [(begins, ends)] = read(text.encode(), VIENNA, NOW)["blocks"]
    assert " - ".join(f"{datetime.fromtimestamp(at, UTC):%d %H:%M}" for at in (begins, ends)) == blocks
