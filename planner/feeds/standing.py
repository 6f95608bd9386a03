"""Whose calendar still shows an old plan: what changed last, beside who read it when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from planner.feeds.changes import FeedTable
from planner.feeds.links import Link
from planner.feeds.model import FeedKind


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's own feed. changed: when an entry changed last. latest: of their links in use the one that was read
    last, or any if none was; None = they have none.
    """

    person: str
    changed: datetime
    latest: Link | None

    @property
    def read(self) -> datetime | None:
        """When some calendar last read it."""
        return self.latest.last_fetch if self.latest else None

    @property
    def old(self) -> bool:
        """Whether no calendar has read the last change."""
        return self.read is None or self.read < self.changed


def standings(table: FeedTable, links: Iterable[Link]) -> list[Standing]:
    """Of each person who has or had entries, in the order of the table."""
    latest: dict[str, Link] = {}
    for link in links:
        if link.key.kind is FeedKind.PERSON and link.revoked is None:
            other = latest.get(link.key.subject)
            if other is None or _read(other) <= _read(link):
                latest[link.key.subject] = link
    return [
        Standing(feed.key.subject, feed.changed, latest.get(feed.key.subject))
        for feed in table.feeds
        if feed.key.kind is FeedKind.PERSON and feed.changed is not None
    ]


def _read(link: Link) -> float:
    return link.last_fetch.timestamp() if link.last_fetch else 0.0
