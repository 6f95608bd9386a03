"""What changed in a feed, and since when: a row an entry with content hash, sequence, stamp and tombstone.

Clients take an edit only when sequence and stamps rise, and keep an unchanged entry only when they don't. So both
follow from the content that was shown, never from the moment of a request.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from planner.feeds.model import SUMMARY_CHARACTERS, FeedEvent, FeedItem, FeedKey, clean
from planner.messages import Message, _l, render

#: A removed entry is shown as cancelled at least so long.
TOMBSTONE_DAYS = 14


@dataclass(frozen=True, slots=True)
class FeedRow:
    """An entry's history. content_hash: of what was last shown, "" = nothing yet. modified: when that changed, UTC.

    item: the entry as the roster has it, or last had it. removed: when the roster lost it, UTC; None = it is there.
    """

    item: FeedItem
    content_hash: str
    sequence: int
    modified: datetime
    removed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed with the history of its entries. language: it speaks, "" = the table's.

    closes_on: the last date on which its links work, None = open.
    """

    key: FeedKey
    name: str
    rows: tuple[FeedRow, ...] = ()
    closes_on: date | None = None
    language: str = ""

    @property
    def changed(self) -> datetime | None:
        """When something that was shown changed last; None while nothing was shown."""
        return max((row.modified for row in self.rows if row.content_hash), default=None)


@dataclass(frozen=True, slots=True)
class FeedTable:
    """All feeds of a team. namespace: of the entries' identities. zone, language: the team's, from the last roster.

    base_url: where the pages were when it was published, "" = unknown.
    """

    namespace: UUID
    zone: ZoneInfo
    language: str
    feeds: tuple[Feed, ...] = ()
    base_url: str = ""

    def feed(self, key: FeedKey) -> Feed | None:
        """The feed of a key, None when no roster made it."""
        return next((feed for feed in self.feeds if feed.key == key), None)


def content_hash(item: FeedItem) -> str:
    """A hash of everything a calendar shows of an item."""
    shown = (
        item.start.isoformat(),
        item.end.isoformat(),
        item.summary,
        item.category,
        item.location,
        item.description,
        item.url,
        item.whole_day,
        item.busy,
        item.cancelled,
    )
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def merge(
    rows: Iterable[FeedRow], items: Iterable[FeedItem], first: date, last: date, now: datetime
) -> tuple[FeedRow, ...]:
    """The rows after a roster for `first` to `last` was published with these items.

    Entries of other dates stay; entries of these dates that are no longer among the items become tombstones.
    """
    before = {row.item.uid: row for row in rows}
    wanted = {item.uid: item for item in items}
    after: list[FeedRow] = []
    for uid, row in before.items():
        gone = uid not in wanted and row.item.day <= last and first <= row.item.last_day
        after.append(replace(row, removed=row.removed or now) if gone else row)
    kept = {row.item.uid: row for row in after}
    for uid, item in wanted.items():
        old = kept.get(uid)
        kept[uid] = replace(old, item=item, removed=None) if old else FeedRow(item, "", 0, now)
    return tuple(sorted(kept.values(), key=lambda row: row.item.order))


def shown_item(row: FeedRow, now: datetime, language: str) -> FeedItem | None:
    """What the feed shows of a row now: the entry, its tombstone, or nothing."""
    if row.removed is None:
        return row.item
    until = max(row.item.end, row.removed + timedelta(days=TOMBSTONE_DAYS))
    if not row.content_hash or now >= until:
        return None
    title = render(Message(_l("Cancelled: {what}"), what=row.item.summary), language)
    return replace(
        row.item, summary=clean(title, SUMMARY_CHARACTERS), description="", busy=False, cancelled=True
    )


def stamp(
    rows: Iterable[FeedRow], shown: Mapping[UUID, FeedItem], now: datetime
) -> tuple[tuple[FeedRow, ...], tuple[FeedEvent, ...]]:
    """Rows and events after these items were shown: a difference raises sequence and stamp."""
    after: list[FeedRow] = []
    events: list[FeedEvent] = []
    for row in rows:
        item = shown.get(row.item.uid)
        if item is not None:
            row = _bumped(row, content_hash(item), now)
            events.append(FeedEvent(item, row.sequence, row.modified))
        after.append(row)
    return tuple(after), tuple(sorted(events, key=lambda event: event.item.order))


def _bumped(row: FeedRow, shown_hash: str, now: datetime) -> FeedRow:
    if row.content_hash == shown_hash:
        return row
    second = now.replace(microsecond=0)
    if not row.content_hash:
        return replace(row, content_hash=shown_hash, modified=second)
    # Two edits within a second, or a clock set back: the stamp still has to rise, or clients ignore the edit.
    later = max(second, row.modified + timedelta(seconds=1))
    return replace(row, content_hash=shown_hash, sequence=row.sequence + 1, modified=later)
