"""What feeds need from a store: links, the change table, finished bodies; files keep them, a database may too."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from planner.feeds.changes import FeedTable
from planner.feeds.links import Link
from planner.feeds.model import FeedKey


@dataclass(frozen=True, slots=True)
class FeedBody:
    """A finished calendar file. etag: the sha256 of its bytes in hex, without quotes."""

    data: bytes
    etag: str

    @classmethod
    def of(cls, data: bytes) -> "FeedBody":
        """A body with its etag."""
        return cls(data, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything a publication writes, all or nothing. bodies: one a feed. closed_at: links to other feeds end then.

    open_feeds: feeds whose links go on working.
    """

    table: FeedTable
    bodies: Mapping[FeedKey, FeedBody]
    open_feeds: frozenset[FeedKey]
    closed_at: datetime


class FeedStore(Protocol):
    """Keeps one team's feeds. Each method is one transaction; errors of the medium are raised, never hidden."""

    def table(self) -> FeedTable | None:
        """The change table; None before the first publication."""
        ...

    def body(self, key: FeedKey) -> FeedBody | None:
        """A feed's finished body; None when no publication made it."""
        ...

    def links(self) -> tuple[Link, ...]:
        """All links, revoked ones included, oldest first."""
        ...

    def link(self, token_hash: str) -> Link | None:
        """The link of a token's hash."""
        ...

    def add_link(self, link: Link) -> None:
        """Keep a new link."""
        ...

    def revoke_link(self, link_id: str, at: datetime) -> None:
        """End a link, once. LookupError when there is none of this id."""
        ...

    def record_fetch(self, link_id: str, at: datetime, client: str) -> None:
        """Note when and by what program a link was last used."""
        ...

    def publish(self, change: Callable[[FeedTable | None], Publication]) -> None:
        """Make a publication from the present table and write it, and nobody else writes in between."""
        ...
