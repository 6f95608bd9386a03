"""Busy times out of calendar files: what counts as busy, each limit on both sides, and files made to do harm."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner.domain.busy import Span
from planner.exchange import busy_child, busy_import
from planner.exchange.busy_child import Refused, read
from planner.exchange.busy_import import CPU_S, MEMORY_BYTES, REFUSALS, ChildReader
from planner.problems import InputProblems

VIENNA = ZoneInfo("Europe/Vienna")
#: Tuesday, 10:00 in Vienna.
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
NINE_TO_TEN = "DTSTART:20261202T080000Z\nDTEND:20261202T090000Z"


def ics(*events: str, head: str = "") -> bytes:
    body = "\n".join(f"BEGIN:VEVENT\nUID:{n}@x\n{event}\nEND:VEVENT" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}\n{body}\nEND:VCALENDAR\n".replace("\n", "\r\n").encode()


def found(content: bytes) -> list[tuple[str, str]]:
    """The blocks on the clock in Vienna."""
    shown = "%m-%d %H:%M"
    return [
        (f"{datetime.fromtimestamp(start, VIENNA):{shown}}", f"{datetime.fromtimestamp(end, VIENNA):{shown}}")
        for start, end in read(content, VIENNA, NOW)["blocks"]
    ]


def why_not(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read(content, VIENNA, NOW)
    return str(caught.value)


@pytest.mark.parametrize(
    ("event", "blocks"),
    [
        (NINE_TO_TEN, [("12-02 09:00", "12-02 10:00")]),
        ("DTSTART;TZID=America/New_York:20261202T080000\nDURATION:PT1H", [("12-02 14:00", "12-02 15:00")]),
        # No zone: the person's own.
        ("DTSTART:20261202T080000\nDTEND:20261202T093000", [("12-02 08:00", "12-02 09:30")]),
        ("DTSTART;VALUE=DATE:20261202\nDTEND;VALUE=DATE:20261204", [("12-02 00:00", "12-04 00:00")]),
        ("DTSTART;VALUE=DATE:20261202\nDTEND;VALUE=DATE:20261202", [("12-02 00:00", "12-03 00:00")]),
        ("DTSTART;VALUE=DATE:20261202", [("12-02 00:00", "12-03 00:00")]),
        ("DTSTART;VALUE=DATE:20261202\nDURATION:P2D", [("12-02 00:00", "12-04 00:00")]),
        # What takes no time, and what ends before it begins: the other way round.
        ("DTSTART:20261202T080000Z", []),
        ("DTSTART:20261202T080000Z\nDTEND:20261202T070000Z", [("12-02 08:00", "12-02 09:00")]),
        ("DTSTART:20261202T080000Z\nDURATION:-PT1H", [("12-02 08:00", "12-02 09:00")]),
        # What says free.
        (NINE_TO_TEN + "\nSTATUS:CANCELLED", []),
        (NINE_TO_TEN + "\nTRANSP:TRANSPARENT", []),
        (NINE_TO_TEN + "\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        (NINE_TO_TEN + "\nSTATUS:TENTATIVE\nTRANSP:OPAQUE", [("12-02 09:00", "12-02 10:00")]),
        # What is over, and what still runs; earlier today counts as today.
        ("DTSTART:20261130T080000Z\nDTEND:20261130T090000Z", []),
        ("DTSTART:20261130T080000Z\nDTEND:20261202T090000Z", [("12-01 00:00", "12-02 10:00")]),
        ("DTSTART:20261201T060000Z\nDTEND:20261201T070000Z", [("12-01 07:00", "12-01 08:00")]),
        ("DTSTART:20261202T080000Z\nDTEND:20261202T090000Z\nRRULE:FREQ=WEEKLY;COUNT=2\nEXDATE:20261209T080000Z",
         [("12-02 09:00", "12-02 10:00")]),
    ],
)  # fmt: skip
def test_what_counts_as_busy(event: str, blocks: list[tuple[str, str]]) -> None:
    assert found(ics(event)) == blocks


def test_series_are_laid_out_and_what_touches_is_one() -> None:
    head = "DTSTART;TZID=Europe/Vienna:20261201T120000\nDTEND;TZID=Europe/Vienna:20261201T130000\n"
    assert found(ics(f"{head}RRULE:FREQ=DAILY;COUNT=3", NINE_TO_TEN,
                     "DTSTART:20261202T090000Z\nDTEND:20261202T110000Z")) == [
        ("12-01 12:00", "12-01 13:00"), ("12-02 09:00", "12-02 13:00"), ("12-03 12:00", "12-03 13:00")
    ]  # fmt: skip


def test_the_window_ends_after_18_months() -> None:
    last = date(2028, 6, 1)
    days = [f"DTSTART;VALUE=DATE:{day:%Y%m%d}" for day in (last - timedelta(days=1), last)]
    assert found(ics(*days)) == [("05-31 00:00", "06-01 00:00")]


def test_other_encodings_and_several_calendars_are_read() -> None:
    event = ics(f"{NINE_TO_TEN}\nSUMMARY:Zähne")
    for content in (event.decode().encode("latin-1"), b"\xef\xbb\xbf" + event, event + ics(NINE_TO_TEN)):
        assert found(content) == [("12-02 09:00", "12-02 10:00")]


@pytest.mark.parametrize(
    "series",
    [
        "DTSTART:20261202T080000Z\nDTEND:20261202T090000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20261302",
        "DTSTART:99991231T235959Z\nDURATION:P99999D\nRRULE:FREQ=DAILY",
        "DTSTART:20261202T080000Z\nDURATION:P999999999D",
        "DTSTART:20261202T080000\nDTEND:20261202T090000Z\nRRULE:FREQ=DAILY;COUNT=3",
        "DTSTART;TZID=Nowhere/Land:20261202T080000\nRRULE:FREQ=DAILY",
        "SUMMARY:no start",
    ],
)
def test_an_entry_that_makes_no_sense_spoils_no_other(series: str) -> None:
    assert ("12-05 09:00", "12-05 10:00") in found(ics(series, NINE_TO_TEN.replace("1202", "1205")))


@pytest.mark.parametrize("content", [b"", b"<html>Sign in</html>", b"BEGIN:VCALENDAR", b"\x00\xff" * 99])
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises((Refused, ValueError), match=r"no calendar|"):
        read(content, VIENNA, NOW)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=HOURLY", "FREQ=MINUTELY;COUNT=2", "FREQ=SECONDLY", "freq=hourly", "FREQ=DAILY;INTERVAL=0",
     "FREQ=DAILY;BYHOUR=9,10", "FREQ=DAILY;BYMINUTE=1,2", "FREQ=DAILY;BYSECOND=1,2"],
)  # fmt: skip
def test_series_below_daily_are_refused(rule: str) -> None:
    assert why_not(ics(f"{NINE_TO_TEN}\nRRULE:{rule}")) == "below daily"
    zone = f"BEGIN:VTIMEZONE\nTZID:Mine\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\n" \
           f"TZOFFSETTO:+0100\nRRULE:{rule}\nEND:STANDARD\nEND:VTIMEZONE"  # fmt: skip
    assert why_not(ics(NINE_TO_TEN, head=zone)) == "below daily"


def test_the_limits_are_those_that_are_told() -> None:
    assert (busy_child.MOST_EVENTS, busy_child.MOST_DATES, busy_child.MOST_BLOCKS) == (5_000, 1_000, 5_000)
    assert (busy_import.MOST_BYTES, CPU_S, MEMORY_BYTES) == (10 * 1024 * 1024, 10, 512 * 1024 * 1024)


def days(count: int) -> bytes:
    """Entries an hour each, all apart."""
    return ics(*(f"DTSTART:202612{day:02d}T080000Z\nDURATION:PT1H" for day in range(2, 2 + count)))


def dates(count: int) -> bytes:
    """Dates that are left out and added, over two entries."""
    out = ",".join(f"202701{day:02d}T080000Z" for day in range(1, count))
    return ics(f"{NINE_TO_TEN}\nEXDATE:{out}", f"{NINE_TO_TEN}\nRDATE:20270202T080000Z")


@pytest.mark.parametrize(
    ("limit", "key", "make"),
    [("MOST_EVENTS", "events", days), ("MOST_BLOCKS", "blocks", days), ("MOST_DATES", "dates", dates)],
)
def test_each_limit_holds_at_one_more(
    limit: str, key: str, make: Callable[[int], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(busy_child, limit, 4)
    for count in (3, 4):
        assert read(make(count), VIENNA, NOW)["blocks"]
    assert why_not(make(5)) == key
    assert key in REFUSALS


# ---- in a process of its own


def refusal(reader: ChildReader, content: bytes) -> str:
    with pytest.raises(InputProblems) as caught:
        reader.read(content, VIENNA, NOW)
    [problem] = caught.value.problems
    return next(key for key, (reason, _) in REFUSALS.items() if reason == problem.reason.text)


def test_a_child_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy_import, "MOST_BYTES", len(ics(NINE_TO_TEN)))
    block = Span(datetime(2026, 12, 2, 8, tzinfo=UTC), datetime(2026, 12, 2, 9, tzinfo=UTC))
    assert ChildReader().read(ics(NINE_TO_TEN), VIENNA, NOW).blocks == (block,)
    assert refusal(ChildReader(), ics(NINE_TO_TEN) + b" ") == "bytes"


def test_a_file_that_takes_for_ever_ends_its_child_alone() -> None:
    """A thousand series of 18 months each: half a million entries."""
    hostile = ics(*[f"{NINE_TO_TEN}\nRRULE:FREQ=DAILY"] * 1_000)
    assert refusal(ChildReader(cpu_s=1), hostile) == "too much"


def test_a_file_that_takes_all_memory_ends_its_child_alone() -> None:
    """With what a child has when it begins, so that the file alone is too much."""
    assert refusal(ChildReader(memory_bytes=16 * 1024 * 1024), ics("SUMMARY:" + "x" * 2_000_000)) == "too much"
