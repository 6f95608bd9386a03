"""The calendar file itself, read by our lint and by two parsers that share no code with its writer."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from planner.domain.time import to_moment, utc_of, wall
from planner.exchange.calendar_feed import calendar_file
from planner.feeds.model import FeedEvent, FeedItem, midnight
from tests.planner.feeds.ical_lint import events, lint, read

VIENNA = ZoneInfo("Europe/Vienna")
STAMP = datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)

SHIFT = FeedItem(
    UUID(int=1),
    date(2026, 12, 1),
    datetime(2026, 12, 1, 5, tzinfo=UTC),
    datetime(2026, 12, 1, 13, tzinfo=UTC),
    "Früh 👩‍🚒; Wien, Graz",
    "Schicht",
    "Mariahilfer Straße 1",
    "Kanäle: Instagram\nBereitschaft: Zoë \\ Jan",
    "https://planner.example/day/2026-12-01",
    busy=True,
)
LEAVE = FeedItem(
    UUID(int=2),
    date(2026, 12, 21),
    midnight(date(2026, 12, 21)),
    midnight(date(2026, 12, 26)),
    "Urlaub",
    "Abwesenheit",
    whole_day=True,
)
GONE = FeedItem(
    UUID(int=3), date(2026, 12, 2), SHIFT.end, SHIFT.end + timedelta(hours=1), "Entfällt: Spät", "Schicht",
    cancelled=True,
)  # fmt: skip

FULL = [FeedEvent(SHIFT, 2, STAMP), FeedEvent(GONE, 1, STAMP), FeedEvent(LEAVE, 0, STAMP)]


def test_a_full_and_an_empty_calendar_pass_the_lint() -> None:
    for shown in (FULL, []):
        assert lint(calendar_file("Dienstplan Mara; Wien, 👩‍🚒", VIENNA, shown)) == []


def test_texts_survive() -> None:
    data = calendar_file("Dienstplan Mara; Wien, 👩‍🚒", VIENNA, FULL)
    assert read(data).text("NAME") == read(data).text("X-WR-CALNAME") == "Dienstplan Mara; Wien, 👩‍🚒"
    shown = events(data)[str(SHIFT.uid)]
    assert shown.text("SUMMARY") == SHIFT.summary
    assert shown.text("LOCATION") == SHIFT.location
    assert shown.text("DESCRIPTION") == SHIFT.description
    assert shown.value("URL") == SHIFT.url


def test_what_a_shift_an_absence_and_a_tombstone_say() -> None:
    found = events(calendar_file("Dienstplan", VIENNA, FULL))
    says = {
        uid[-1]: (part.value("DTSTART"), part.value("DTEND"), part.value("STATUS"), part.value("TRANSP"),
                  part.value("X-MICROSOFT-CDO-BUSYSTATUS"), part.value("SEQUENCE"))
        for uid, part in found.items()
    }  # fmt: skip
    assert says == {
        "1": ("20261201T050000Z", "20261201T130000Z", "CONFIRMED", "OPAQUE", "BUSY", "2"),
        "2": ("20261221", "20261226", "CONFIRMED", "TRANSPARENT", "FREE", "0"),
        "3": ("20261201T130000Z", "20261201T140000Z", "CANCELLED", "TRANSPARENT", "FREE", "1"),
    }


def test_an_empty_calendar_declares_its_zone() -> None:
    zone = read(calendar_file("Dienstplan", VIENNA, [])).parts[0]
    assert (zone.kind, zone.value("TZID")) == ("VTIMEZONE", "Europe/Vienna")


@pytest.mark.parametrize(("fold", "expected"), [(0, "20261025T003000Z"), (1, "20261025T013000Z")])
def test_the_first_and_the_second_half_past_two(fold: int, expected: str) -> None:
    start = utc_of(to_moment(wall(VIENNA, date(2026, 10, 24), 22 * 60)))
    end = utc_of(to_moment(wall(VIENNA, date(2026, 10, 25), 150, fold=fold)))
    night = FeedItem(UUID(int=4), date(2026, 10, 24), start, end, "Nacht", "Schicht")
    found = events(calendar_file("Dienstplan", VIENNA, [FeedEvent(night, 0, STAMP)]))[str(night.uid)]
    assert (found.value("DTSTART"), found.value("DTEND")) == ("20261024T200000Z", expected)


def test_another_process_writes_the_same_bytes() -> None:
    """Neither the order of a hash table nor the machine's own zone shows."""
    program = (
        "import sys; from tests.planner.feeds.test_calendar_file import *;"
        "sys.stdout.buffer.write(calendar_file('D', VIENNA, FULL) + calendar_file('D', VIENNA, []))"
    )
    here = calendar_file("D", VIENNA, FULL) + calendar_file("D", VIENNA, [])
    there = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"},
        capture_output=True,
        check=True,
    )
    assert there.stdout == here


def test_ical_from_pypi_reads_it() -> None:
    calendar = IcsCalendarStream.calendar_from_ics(calendar_file("Dienstplan", VIENNA, FULL).decode())
    read_events = {event.uid[-1]: event for event in calendar.events}
    assert read_events.keys() == {"1", "2", "3"}
    assert (read_events["1"].dtstart, read_events["1"].dtend) == (SHIFT.start, SHIFT.end)
    assert (read_events["2"].dtstart, read_events["2"].dtend) == (date(2026, 12, 21), date(2026, 12, 26))
    assert (read_events["1"].summary, read_events["1"].description) == (SHIFT.summary, SHIFT.description)
    assert IcsCalendarStream.calendar_from_ics(calendar_file("D", VIENNA, []).decode()).events == []


def test_vobject_validates_it() -> None:
    calendar = vobject.readOne(calendar_file("Dienstplan", VIENNA, FULL).decode())
    assert calendar.validate(raiseException=True)
    read_events = {event.uid.value[-1]: event for event in calendar.vevent_list}
    assert read_events.keys() == {"1", "2", "3"}
    assert (read_events["1"].dtstart.value, read_events["1"].dtend.value) == (SHIFT.start, SHIFT.end)
    assert (read_events["2"].dtstart.value, read_events["2"].dtend.value) == (date(2026, 12, 21), date(2026, 12, 26))
    assert read_events["1"].summary.value == SHIFT.summary
    assert vobject.readOne(calendar_file("D", VIENNA, []).decode()).validate(raiseException=True)
