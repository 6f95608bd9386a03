"""How far a feed reaches and how large it may grow: clients stop reading near 1 MB.

Over the limits descriptions are shortened first, for all entries alike, then the far end of the window is left out.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner.feeds.model import DESCRIPTION_CHARACTERS, FeedItem, FeedKind, shorten

MAX_EVENTS = 1_000
MAX_BYTES = 899_999

# Steps rather than a sliding limit: one more shift seldom changes the text, and with it the stamp, of all the others.
_DESCRIPTION_STEPS = (DESCRIPTION_CHARACTERS, 1000, 500, 250, 120, 60, 0)

# At most: the rest of an entry (property names, times, identity, sequence), and the calendar round the entries.
_ENTRY_BYTES = 520
_CALENDAR_BYTES = 1_000

#: A folded line holds 75 octets; its break and indent take 3 more, a character of 4 octets may leave 3 unused.
_FOLDED_PAYLOAD = 71
_FOLD_BYTES = 3


def window_of(kind: FeedKind, today: date) -> tuple[date, date]:
    """First and last date that a feed shows: own shifts for planning a year, shared ones for the weeks around."""
    if kind is FeedKind.PERSON:
        return today - timedelta(days=60), today + timedelta(days=365)
    return today - timedelta(days=14), today + timedelta(days=60)


def size_bound(item: FeedItem) -> int:
    """Octets that an entry takes at most in a calendar file."""
    octets = 0
    for text in (item.summary, item.category, item.location, item.description, item.url):
        octets += len(text.encode()) + sum(text.count(escaped) for escaped in "\\;,\n")
    return _ENTRY_BYTES + octets + _FOLD_BYTES * (octets // _FOLDED_PAYLOAD + 1)


def fit(items: Sequence[FeedItem]) -> list[FeedItem]:
    """The items by start, as many and as long as a feed may hold."""
    kept = sorted(items, key=lambda item: item.order)[:MAX_EVENTS]
    for characters in _DESCRIPTION_STEPS:
        kept = [replace(item, description=shorten(item.description, characters)) for item in kept]
        sizes = [size_bound(item) for item in kept]
        if sum(sizes) + _CALENDAR_BYTES <= MAX_BYTES:
            return kept
    total = sum(sizes) + _CALENDAR_BYTES
    while total > MAX_BYTES:
        total -= sizes.pop()
    return kept[: len(sizes)]
