"""Sequence, stamps and tombstones of a feed's entries."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from planner.feeds.changes import FeedRow, content_hash, merge, shown_item, stamp
from planner.feeds.model import FeedEvent, FeedItem, midnight
from planner.messages import translate

NOW = datetime(2026, 11, 23, 9, 30, 15, 250_000, tzinfo=UTC)
SECOND = NOW.replace(microsecond=0)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)

EARLY = FeedItem(
    UUID(int=1),
    date(2026, 12, 1),
    datetime(2026, 12, 1, 5, tzinfo=UTC),
    datetime(2026, 12, 1, 13, tzinfo=UTC),
    "Early",
    "Shift",
    "Vienna",
    "Channels: all",
    "https://planner.example/day/2026-12-01",
    busy=True,
)


def published(rows: Iterable[FeedRow], items: Iterable[FeedItem], now: datetime) -> tuple[FeedRow, ...]:
    """The rows after a publication of December that showed everything there is to show."""
    return shown(merge(rows, items, FIRST, LAST, now), now)[0]


def shown(rows: Iterable[FeedRow], now: datetime) -> tuple[tuple[FeedRow, ...], tuple[FeedEvent, ...]]:
    rows = tuple(rows)
    found = [shown_item(row, now, "en") for row in rows]
    return stamp(rows, {item.uid: item for item in found if item is not None}, now)


def test_a_new_entry_starts_at_zero_in_whole_seconds() -> None:
    _rows, events = shown(merge((), [EARLY], FIRST, LAST, NOW), NOW)
    assert events == (FeedEvent(EARLY, 0, SECOND),)


def test_nothing_changes_when_the_same_is_published_again() -> None:
    before = published((), [EARLY], NOW)
    assert published(before, [EARLY], NOW + timedelta(days=3)) == before


CHANGED = {
    "start": EARLY.start - timedelta(hours=1),
    "end": EARLY.end + timedelta(hours=1),
    "summary": "Early 2",
    "category": "Duty",
    "location": "Wien",
    "description": "Channels: Instagram",
    "url": "https://planner.example/day/2026-12-02",
    "whole_day": True,
    "busy": False,
    "cancelled": True,
}


def test_every_shown_field_counts_as_content() -> None:
    """The identity and the local date are not shown; whatever else an item ever gets has to be in the hash."""
    assert CHANGED.keys() | {"uid", "day"} == {f.name for f in fields(FeedItem)}


@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_field_raises_sequence_and_stamp(name: str) -> None:
    before = published((), [EARLY], NOW)
    later = NOW + timedelta(hours=2)
    after = published(before, [replace(EARLY, **{name: CHANGED[name]})], later)
    assert (after[0].sequence, after[0].modified) == (1, later.replace(microsecond=0))


def test_two_edits_within_a_second_still_raise_the_stamp() -> None:
    rows = published((), [EARLY], NOW)
    for number in (1, 2, 3):
        rows = published(rows, [replace(EARLY, summary=f"Early {number}")], NOW)
        assert (rows[0].sequence, rows[0].modified) == (number, SECOND + timedelta(seconds=number))


def test_a_removed_shift_becomes_a_tombstone() -> None:
    rows = published((), [EARLY], NOW)
    later = NOW + timedelta(hours=1)
    _rows, events = shown(merge(rows, [], FIRST, LAST, later), later)
    grave = events[0]
    assert grave.item.summary == "Cancelled: Early"
    assert (grave.item.cancelled, grave.item.busy, grave.item.description) == (True, False, "")
    assert (grave.item.uid, grave.item.start, grave.item.end) == (EARLY.uid, EARLY.start, EARLY.end)
    assert (grave.sequence, grave.modified) == (1, later.replace(microsecond=0))


@pytest.mark.parametrize(
    ("removed", "until"),
    [
        # Removed long before its end: until it would have ended.
        (datetime(2026, 11, 2, 12, tzinfo=UTC), EARLY.end),
        # Removed shortly before its end: 14 days from the removal.
        (datetime(2026, 11, 30, 12, tzinfo=UTC), datetime(2026, 12, 14, 12, tzinfo=UTC)),
    ],
)
def test_a_tombstone_goes_on_time(removed: datetime, until: datetime) -> None:
    rows = published(published((), [EARLY], NOW - timedelta(days=90)), [], removed)
    assert shown(rows, until - timedelta(seconds=1))[1] != ()
    assert shown(rows, until)[1] == ()


def test_publishing_again_does_not_prolong_a_tombstone() -> None:
    rows = published(published((), [EARLY], NOW), [], NOW + timedelta(hours=1))
    assert published(rows, [], NOW + timedelta(days=2)) == rows


def test_a_shift_that_comes_back_lives_on_with_its_history() -> None:
    rows = published((), [EARLY], NOW)
    rows = published(rows, [], NOW + timedelta(hours=1))
    rows = published(rows, [EARLY], NOW + timedelta(hours=2))
    _rows, events = shown(rows, NOW + timedelta(hours=2))
    assert events == (FeedEvent(EARLY, 2, SECOND + timedelta(hours=2)),)


def test_what_was_never_shown_leaves_no_tombstone() -> None:
    unseen = merge((), [EARLY], FIRST, LAST, NOW)
    assert shown(merge(unseen, [], FIRST, LAST, NOW), NOW)[1] == ()


@pytest.mark.parametrize(
    ("first", "last", "stays"),
    [
        (date(2026, 11, 29), date(2026, 11, 30), True),
        (date(2026, 11, 29), date(2026, 12, 1), False),
        (date(2026, 12, 31), date(2027, 1, 6), False),
        (date(2027, 1, 1), date(2027, 1, 6), True),
    ],
)
def test_a_publication_only_removes_what_touches_its_month(first: date, last: date, stays: bool) -> None:
    start, end = midnight(first), midnight(last + timedelta(days=1))
    absence = FeedItem(UUID(int=2), first, start, end, "Leave", "Absence", whole_day=True)
    rows = published((), [absence], NOW)
    assert (published(rows, [], NOW)[0].removed is None) is stays


def test_the_order_of_rows_makes_no_difference() -> None:
    twin = replace(EARLY, uid=UUID(int=9))
    assert published((), [EARLY, twin], NOW) == published((), [twin, EARLY], NOW)
    rows = published((), [EARLY, twin], NOW)
    assert shown(rows, NOW)[1] == shown(reversed(rows), NOW)[1]


def test_a_tombstones_text_is_in_the_feeds_language() -> None:
    row = published((), [EARLY], NOW)[0]
    item = shown_item(replace(row, removed=NOW), NOW, "de")
    assert item is not None
    assert item.summary == translate("Cancelled: {what}", "de").format(what="Early")
    assert content_hash(item) != row.content_hash
