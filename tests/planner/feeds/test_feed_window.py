"""How far feeds reach, and that they never grow too large."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exchange.calendar_feed import calendar_file
from planner.feeds.model import FeedEvent, FeedItem, FeedKind, clean
from planner.feeds.window import MAX_BYTES, MAX_EVENTS, fit, size_bound, window_of
from tests.planner.feeds.ical_lint import events, lint

VIENNA = ZoneInfo("Europe/Vienna")
LATEST = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)


def item(number: int, **fields: str) -> FeedItem:
    start = datetime(2026, 12, 1, 8, tzinfo=UTC) + timedelta(hours=12 * number)
    texts = {"summary": "Shift", "category": "Shift"} | fields
    return FeedItem(UUID(int=number), start.date(), start, start + timedelta(hours=8), **texts, busy=True)


def written(items: list[FeedItem]) -> bytes:
    return calendar_file("Roster", VIENNA, [FeedEvent(it, 123, LATEST) for it in items])


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (FeedKind.PERSON, date(2026, 9, 24), date(2027, 11, 23)),
        (FeedKind.TEAM, date(2026, 11, 9), date(2027, 1, 22)),
        (FeedKind.CHANNEL, date(2026, 11, 9), date(2027, 1, 22)),
        (FeedKind.DUTY, date(2026, 11, 9), date(2027, 1, 22)),
    ],
)
def test_windows(kind: FeedKind, first: date, last: date) -> None:
    assert window_of(kind, date(2026, 11, 23)) == (first, last)


def test_a_feed_within_the_limits_stays_as_it_is() -> None:
    items = [item(n, description="ü" * 100) for n in range(100)]
    assert fit(items[::-1]) == items


def test_a_thousand_shifts_with_two_thousand_umlauts_each() -> None:
    items = fit([item(n, description="ü" * 2000) for n in range(1000)])
    data = written(items)
    assert lint(data) == []
    assert len(data) < 900_000
    assert len(events(data)) == 1000
    assert {it.description for it in items} == {"ü" * 119 + "…"}


def test_past_a_thousand_the_far_end_goes() -> None:
    items = [item(n) for n in range(MAX_EVENTS + 1)]
    assert fit(items[:-1]) == items[:-1]
    assert fit(items) == items[:-1]


def test_when_no_description_is_left_the_far_end_goes() -> None:
    items = [item(n, summary="ü" * 250, location="ü" * 250, description="x" * 2000) for n in range(1000)]
    kept = fit(items)
    assert [it.uid for it in kept] == [it.uid for it in items[: len(kept)]]
    assert {it.description for it in kept} == {""}
    data = written(kept)
    assert lint(data) == []
    # Not shorter than it had to be: one more entry would pass the limit.
    assert sum(map(size_bound, kept)) <= MAX_BYTES < sum(map(size_bound, kept)) + 2 * size_bound(kept[0])


# Lone surrogates too: a spreadsheet can hold them.
TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
PAGES = st.sampled_from(["", "https://planner.example/day/2026-12-01", "https://x/" + "y" * 500])


@given(TEXT, TEXT, TEXT, TEXT, PAGES)
def test_the_bound_holds_and_the_lint_passes_for_any_text(
    summary: str, location: str, description: str, category: str, url: str
) -> None:
    any_item = item(
        1,
        summary=clean(summary, 250) or "-",
        location=clean(location, 250),
        description=clean(description, 2000, lines=True),
        category=clean(category, 60) or "-",
        url=url,
    )
    calendar = len(written([item(1)])) - len(written([item(1), item(2)])) + len(written([item(1)]))
    for shown in (any_item, replace(any_item, busy=False, cancelled=True)):
        data = written([shown])
        assert lint(data) == []
        assert len(data) - calendar <= size_bound(shown)
