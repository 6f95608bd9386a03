"""Feeds kept in files: an index in JSON that names content files, so that replacing the index is the whole commit.

The change table and the bodies are written under the hash of their content before the index names them, and cleared
away after it no longer does. A reader therefore sees one publication or the next, never a mixture.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from planner.exchange.calendar_feed import calendar_file
from planner.feeds.changes import FeedTable
from planner.feeds.links import Link
from planner.feeds.model import FeedKey
from planner.feeds.store import FeedBody, Fetch, Publication, Served, served_key
from planner.ports import Clock
from planner.private_file import write_private
from planner.services.feed_fetches import Fetches
from planner.services.feeds import Feeds

_INDEX = "index.json"
_LOCK = "lock"

# A reader whose file was cleared away meanwhile looks into the new index; twice in a row means something is broken.
_READ_ATTEMPTS = 3

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Index:
    """What the index file holds. bodies: (feed, etag). table: the name of the change table's file, "" = none yet."""

    links: tuple[Link, ...] = ()
    bodies: tuple[tuple[FeedKey, str], ...] = ()
    table: str = ""


_INDEX_TYPE = TypeAdapter(_Index)
_TABLE_TYPE = TypeAdapter(FeedTable)


def file_feeds(folder: Path, clock: Clock, base_url: str) -> Feeds:
    """The feeds of one team, kept in a folder that is made when it is needed."""
    return Feeds(FileFeedStore(folder), clock, base_url, calendar_file)


def file_fetches(folder: Path, clock: Clock) -> Fetches:
    """Answers calendar programs from such a folder."""
    return Fetches(FileFeedStore(folder), clock)


class FileFeedStore:
    """A FeedStore and FetchStore in a folder. Files are readable by their owner only, since bodies are personal."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def outline(self) -> FeedTable | None:
        """The change table without the feeds' rows; None before the first publication."""
        table = self.table()
        return table and replace(table, feeds=tuple(replace(feed, rows=()) for feed in table.feeds))

    def table(self) -> FeedTable | None:
        """The change table; None before the first publication."""
        return self._read_consistently(self._table_of)

    def body(self, key: FeedKey) -> FeedBody | None:
        """A feed's finished body; None when no publication made it."""
        return self._read_consistently(lambda index: self._body_of(index, key))

    def links(self) -> tuple[Link, ...]:
        """All links, revoked ones included, oldest first."""
        return self._index().links

    def served(self, token_hash: str) -> Served | None:
        """What the link of a token's hash gives; None when there is no such link."""

        def read(index: _Index) -> Served | None:
            link = next((link for link in index.links if link.token_hash == token_hash), None)
            return None if link is None else Served(link, self._body_of(index, served_key(link)))

        return self._read_consistently(read)

    def add_link(self, link: Link) -> None:
        """Keep a new link."""
        with self._locked():
            index = self._index()
            self._write_index(replace(index, links=(*index.links, link)))

    def revoke_link(self, link_id: str, at: datetime) -> None:
        """End a link, once. LookupError when there is none of this id."""
        with self._locked():
            index = self._index()
            if all(link.link_id != link_id for link in index.links):
                raise LookupError(f"no feed link with id {link_id!r}. Maybe it belongs to another team.")
            links = tuple(
                replace(link, revoked=link.revoked or at) if link.link_id == link_id else link for link in index.links
            )
            self._write_index(replace(index, links=links))

    def record_fetches(self, fetches: Mapping[str, Fetch]) -> None:
        """Note when and by what programs links, by id, were last used."""
        with self._locked():
            index = self._index()
            links = tuple(
                replace(link, last_fetch=used.at, client=used.client) if (used := fetches.get(link.link_id)) else link
                for link in index.links
            )
            self._write_index(replace(index, links=links))

    def publish(self, change: Callable[[FeedTable | None], Publication]) -> None:
        """Make a publication from the present table and write it, and nobody else writes in between."""
        with self._locked():
            index = self._index()
            publication = change(self._table_of(index))
            for body in publication.bodies.values():
                self._write_content(f"{body.etag}.ics", body.data)
            table = _json_bytes(_TABLE_TYPE, publication.table)
            table_name = f"{sha256(table).hexdigest()}.json"
            self._write_content(table_name, table)
            links = tuple(
                link
                if link.key in publication.open_feeds
                else replace(link, revoked=link.revoked or publication.closed_at)
                for link in index.links
            )
            bodies = tuple((key, body.etag) for key, body in sorted(publication.bodies.items()))
            self._write_index(_Index(links, bodies, table_name))
            self._clear({table_name, *(f"{etag}.ics" for _key, etag in bodies)})

    # ---- files

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer at a time, among threads and among processes."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _index(self) -> _Index:
        try:
            content = (self._folder / _INDEX).read_bytes()
        except FileNotFoundError:
            return _Index()
        return _INDEX_TYPE.validate_python(json.loads(content))

    def _body_of(self, index: _Index, key: FeedKey) -> FeedBody | None:
        etag = dict(index.bodies).get(key)
        return FeedBody((self._folder / f"{etag}.ics").read_bytes(), etag) if etag else None

    def _table_of(self, index: _Index) -> FeedTable | None:
        if not index.table:
            return None
        return _TABLE_TYPE.validate_python(json.loads((self._folder / index.table).read_bytes()))

    def _read_consistently(self, read: Callable[[_Index], _Value]) -> _Value:
        for _attempt in range(_READ_ATTEMPTS - 1):
            try:
                return read(self._index())
            except FileNotFoundError:
                continue
        return read(self._index())

    def _write_index(self, index: _Index) -> None:
        self._write(_INDEX, _json_bytes(_INDEX_TYPE, index))

    def _write_content(self, name: str, content: bytes) -> None:
        """Write a file named by its content's hash; one that is there already holds the same."""
        if not (self._folder / name).exists():
            self._write(name, content)

    def _write(self, name: str, content: bytes) -> None:
        write_private(self._folder / name, content)

    def _clear(self, kept: set[str]) -> None:
        """Remove content files that the index no longer names, and what an interrupted write left behind."""
        for path in self._folder.iterdir():
            if path.name not in kept | {_INDEX, _LOCK} and path.suffix in (".ics", ".json", ".tmp"):
                path.unlink(missing_ok=True)


def _json_bytes(kind: TypeAdapter[_Value], value: _Value) -> bytes:
    # json rather than pydantic's own writer: it escapes the lone surrogates that a name may hold.
    return json.dumps(kind.dump_python(value, mode="json"), separators=(",", ":")).encode()
