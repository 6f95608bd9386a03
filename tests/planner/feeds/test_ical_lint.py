"""The lint itself: it accepts a right calendar and names each fault put into it."""

import pytest

from tests.planner.feeds.ical_lint import lint, read, unescape

RIGHT = b"\r\n".join(
    [
        b"BEGIN:VCALENDAR", b"PRODID:x", b"VERSION:2.0", b"NAME:a", b"X-WR-CALNAME:a",
        b"REFRESH-INTERVAL;VALUE=DURATION:PT1H", b"X-PUBLISHED-TTL:PT1H",
        b"BEGIN:VEVENT", b"UID:1", b"DTSTAMP:20261201T080000Z", b"LAST-MODIFIED:20261201T080000Z", b"SEQUENCE:0",
        b"DTSTART:20261201T080000Z", b"DTEND:20261201T090000Z", b"SUMMARY:Fr\xc3\xbch\\, sp\xc3\xa4t", b"CLASS:PRIVATE",
        b"CATEGORIES:Shift", b"STATUS:CONFIRMED", b"TRANSP:OPAQUE", b"X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        b"END:VEVENT", b"END:VCALENDAR", b"",
    ]
)  # fmt: skip

EVENT = RIGHT[RIGHT.index(b"BEGIN:VEVENT") : RIGHT.index(b"END:VCALENDAR")]


def test_a_right_calendar_passes() -> None:
    assert lint(RIGHT) == []
    assert read(RIGHT).parts[0].text("SUMMARY") == "Früh, spät"
    assert unescape(r"a\nb\;c\\n") == "a\nb;c\\n"


@pytest.mark.parametrize(
    ("right", "wrong", "breach"),
    [
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR", "does not end with CRLF"),
        (b"UID:1\r\n", b"UID:1\n", "holds"),
        (b"SUMMARY:", b"SUMMARY:" + b"x" * 68, "octets"),
        (b"Fr\xc3\xbch", b"Fr\xc3\r\n \xbch", "no UTF-8 by itself"),
        (b"Fr\xc3\xbch", b"Fr\x00h", "holds"),
        (b"\\, ", b", ", "not escaped"),
        (b"\\, ", b"\\x ", "not escaped"),
        (b"UID:1\r\n", b"", "lacks UID"),
        (b"UID:1\r\n", b"UID:1\r\nUID:2\r\n", "UID occurs 2 times"),
        (EVENT, EVENT + EVENT, "UID 1 occurs 2 times"),
        (EVENT, b"", "needs a component"),
        (b"SUMMARY:", b"METHOD:PUBLISH\r\nSUMMARY:", "METHOD may not stand"),
        (b"NAME:a", b"NAME:b", "differ"),
        (b"NAME:a", b"NAME:" + b"a" * 61, "61 characters"),
        (b"DTEND:20261201T090000Z", b"DTEND:20261201T080000Z", "does not lie after"),
        (b"DTEND:20261201T090000Z", b"DTEND:20261201T090000", "DTEND of VEVENT"),
        (b"DTEND:", b"DTEND;TZID=Europe/Vienna:", "two kinds"),
        (b"DTEND:20261201T090000Z", b"DTEND;TZID=Europe/Vienna:20261201T090000", "not declared"),
        (b"LAST-MODIFIED:20261201", b"LAST-MODIFIED:20261202", "LAST-MODIFIED differ"),
        (b"VALUE=DURATION:PT1H", b"VALUE=DURATION:P1H", "no duration"),
        (b";VALUE=DURATION", b"", "does not say"),
        (b"TRANSP:OPAQUE", b"TRANSP:TRANSPARENT", "BUSYSTATUS differ"),
        (b"STATUS:CONFIRMED", b"STATUS:GONE", "STATUS is GONE"),
        (b"END:VEVENT\r\n", b"", "ends nothing"),
        (b"UID:1\r\n", b"UID:1\r\n\r\n", "is empty"),
        (b"UID:1\r\n", b"UID:1\r\nloose words\r\n", "no property"),
    ],
)
def test_each_fault_is_named(right: bytes, wrong: bytes, breach: str) -> None:
    assert right in RIGHT
    assert breach in "\n".join(lint(RIGHT.replace(right, wrong, 1)))


def test_size_limits() -> None:
    many = b"".join(EVENT.replace(b"UID:1", b"UID:%d" % n) for n in range(1001))
    assert "1001 events are too many" in lint(RIGHT.replace(EVENT, many))
    assert "900000 bytes are too many" in lint(RIGHT + b" " * (900_000 - len(RIGHT)))
