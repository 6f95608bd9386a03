"""What feeds need from a store: links, the change table, finished bodies; files keep them, a database may too."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from planner.feeds.changes import FeedTable
from planner.feeds.links import Link
from planner.feeds.model import CLOSED_FEED, FeedKey


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


@dataclass(frozen=True, slots=True)
class Served:
    """What a link stands for. body: of its feed, or of the empty one where it was revoked; None = never made."""

    link: Link
    body: FeedBody | None


def served_key(link: Link) -> FeedKey:
    """The feed whose body a link gives."""
    return link.key if link.revoked is None else CLOSED_FEED


@dataclass(frozen=True, slots=True)
class Fetch:
    """A link was used. client: by what program."""

    at: datetime
    client: str


class FetchStore(Protocol):
    """Answers fetches. Each method is one transaction; errors of the medium are raised, never hidden."""

    def served(self, token_hash: str) -> Served | None:
        """What the link of a token's hash gives, in one read; None when there is no such link."""
        ...

    def record_fetches(self, fetches: Mapping[str, Fetch]) -> None:
        """Note when and by what programs links, by id, were last used."""
        ...


class FeedStore(Protocol):
    """Keeps one team's feeds. Each method is one transaction; errors of the medium are raised, never hidden."""

    def outline(self) -> FeedTable | None:
        """The change table without the feeds' rows; None before the first publication."""
        ...

    def table(self) -> FeedTable | None:
        """The change table; None before the first publication."""
        ...

    def body(self, key: FeedKey) -> FeedBody | None:
        """A feed's finished body; None when no publication made it."""
        ...

    def links(self) -> tuple[Link, ...]:
        """All links, revoked ones included, oldest first."""
        ...

    def add_link(self, link: Link) -> None:
        """Keep a new link."""
        ...

    def revoke_link(self, link_id: str, at: datetime) -> None:
        """End a link, once. LookupError when there is none of this id."""
        ...

    def publish(self, change: Callable[[FeedTable | None], Publication]) -> None:
        """Make a publication from the present table and write it, and nobody else writes in between."""
        ...
