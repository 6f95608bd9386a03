"""Calendar feeds as rows: a team's feeds within a transaction of its rosters, and fetches by the hash of a token."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from planner.feeds.changes import Feed, FeedRow, FeedTable
from planner.feeds.links import Link
from planner.feeds.model import FeedItem, FeedKey, FeedKind
from planner.feeds.store import FeedBody, Fetch, Publication, Served, served_key
from planner.ports import Records
from planner.storage.database import Database
from planner.storage.records import DatabaseRecords
from planner.storage.schema_feeds import feed_entries, feed_links, feed_tables, feeds
from planner.storage.schema_teams import people
from planner.storage.team_records import people_of

#: Columns of an entry that say what a calendar shows; what is kept is never a cancelled one (see shown_item).
_SHOWN = tuple(field.name for field in fields(FeedItem) if field.name not in ("uid", "cancelled"))
_HISTORY = ("content_hash", "sequence", "modified", "removed")


def feed_rows(records: Records, team: int) -> "FeedRows":
    """The feeds of a team within the records' transaction."""
    assert isinstance(records, DatabaseRecords)
    return FeedRows(records.connection, team)


class FeedRows:
    """A FeedStore over one transaction: its owner ends it."""

    def __init__(self, connection: Connection, team: int) -> None:
        self._connection, self._team = connection, team

    def outline(self) -> FeedTable | None:
        """The change table without the feeds' rows; None before the first publication."""
        return self._table(lambda numbers: {})

    def table(self) -> FeedTable | None:
        """The change table; None before the first publication."""
        return self._table(self._entries)

    def _table(self, rows_of: Callable[[Sequence[int]], Mapping[int, Sequence[FeedRow]]]) -> FeedTable | None:
        query = select(feed_tables).where(feed_tables.c.team_id == self._team)
        own = self._connection.execute(query).mappings().one_or_none()
        if own is None:
            return None
        made = [row for row in self._feeds() if row["position"] is not None and row["kind"] is not FeedKind.CLOSED]
        rows = rows_of([row["id"] for row in made])
        found = tuple(
            Feed(_key(row), row["name"], tuple(rows.get(row["id"], ())), row["closes_on"], row["language"])
            for row in made
        )
        return FeedTable(own["namespace"], own["zone"], own["language"], found, own["base_url"])

    def _feeds(self) -> Sequence[RowMapping]:
        """The team's feeds without their bodies, in their order."""
        columns = [column for column in feeds.c if column.name != "body"]
        query = (
            select(*columns, people.c.name.label("person"))
            .outerjoin(people, people.c.id == feeds.c.person_id)
            .where(feeds.c.team_id == self._team)
            .order_by(feeds.c.position, feeds.c.id)
        )
        return self._connection.execute(query).mappings().all()

    def _entries(self, numbers: Sequence[int]) -> dict[int, list[FeedRow]]:
        found: dict[int, list[FeedRow]] = {}
        query = select(feed_entries).where(feed_entries.c.feed_id.in_(numbers))
        for row in self._connection.execute(query.order_by(feed_entries.c.start, feed_entries.c.uid)).mappings():
            item = FeedItem(row["uid"], **{name: row[name] for name in _SHOWN})
            found.setdefault(row["feed_id"], []).append(FeedRow(item, *(row[name] for name in _HISTORY)))
        return found

    def body(self, key: FeedKey) -> FeedBody | None:
        """A feed's finished body; None when no publication made it."""
        number = self._numbers().get(key)
        if number is None:
            return None
        query = select(feeds.c.body, feeds.c.etag).where(feeds.c.id == number, feeds.c.position.is_not(None))
        row = self._connection.execute(query).one_or_none()
        return FeedBody(row.body, row.etag) if row else None

    def _numbers(self) -> dict[FeedKey, int]:
        return {_key(row): row["id"] for row in self._feeds()}

    def links(self) -> tuple[Link, ...]:
        """All links, revoked ones included, oldest first."""
        query = _links().where(feeds.c.team_id == self._team).order_by(feed_links.c.id)
        return tuple(_link(row) for row in self._connection.execute(query).mappings())

    def add_link(self, link: Link) -> None:
        """Keep a new link."""
        number = self._numbers().get(link.key)
        values = {
            "link_id": link.link_id,
            "feed_id": self._new_feed(link.key, self._people()) if number is None else number,
            "label": link.label,
            "token_hash": link.token_hash,
            "created": link.created,
            "made_by": link.made_by,
            "last_fetch": link.last_fetch,
            "client": link.client,
            "revoked": link.revoked,
        }
        self._connection.execute(insert(feed_links).values(values))

    def revoke_link(self, link_id: str, at: datetime) -> None:
        """End a link, once. LookupError when there is none of this id."""
        if all(link.link_id != link_id for link in self.links()):
            raise LookupError(f"no feed link with id {link_id!r}. Maybe it belongs to another team.")
        still = (feed_links.c.link_id == link_id) & feed_links.c.revoked.is_(None)
        self._connection.execute(update(feed_links).where(still).values(revoked=at))

    def publish(self, change: Callable[[FeedTable | None], Publication]) -> None:
        """Make a publication from the present table and write what it changes."""
        before = self.table()
        made = change(before)
        self._write_table(made.table)
        numbers, known = self._numbers(), self._people()
        old = {feed.key: feed for feed in before.feeds} if before else {}
        etags = dict(self._connection.execute(select(feeds.c.id, feeds.c.etag).where(self._mine())).all())
        self._connection.execute(update(feeds).where(self._mine()).values(position=None))
        # The one without entries is no feed of the table, but has a body like them.
        plain = [Feed(key, "") for key in made.bodies if made.table.feed(key) is None]
        for position, feed in enumerate((*made.table.feeds, *plain)):
            number = numbers[feed.key] if feed.key in numbers else self._new_feed(feed.key, known)
            body = made.bodies.get(feed.key)
            values: dict[str, Any] = {
                "position": position,
                "name": feed.name,
                "language": feed.language,
                "closes_on": feed.closes_on,
            }
            if body is not None and body.etag != etags.get(number):
                values |= {"etag": body.etag, "body": body.data}
            self._connection.execute(update(feeds).where(feeds.c.id == number).values(values))
            self._write_entries(number, old[feed.key].rows if feed.key in old else (), feed.rows)
        for key in old.keys() - {feed.key for feed in made.table.feeds}:
            self._write_entries(numbers[key], old[key].rows, ())
        closed = [number for key, number in self._numbers().items() if key not in made.open_feeds]
        ended = feed_links.c.feed_id.in_(closed) & feed_links.c.revoked.is_(None)
        self._connection.execute(update(feed_links).where(ended).values(revoked=made.closed_at))

    def _mine(self) -> Any:
        return feeds.c.team_id == self._team

    def _write_table(self, table: FeedTable) -> None:
        values = {name: getattr(table, name) for name in ("namespace", "zone", "language", "base_url")}
        own = feed_tables.c.team_id == self._team
        if not self._connection.execute(update(feed_tables).where(own).values(values)).rowcount:
            self._connection.execute(insert(feed_tables).values(team_id=self._team, **values))

    def _new_feed(self, key: FeedKey, known: Mapping[str, int]) -> int:
        values = {
            "team_id": self._team,
            "kind": key.kind,
            "person_id": known[key.subject] if key.kind is FeedKind.PERSON else None,
            "channel": key.subject if key.kind is FeedKind.CHANNEL else "",
            "name": "",
            "language": "",
            "etag": "",
            "body": b"",
        }
        return int(self._connection.execute(insert(feeds).values(values).returning(feeds.c.id)).scalar_one())

    def _people(self) -> dict[str, int]:
        return people_of(self._connection, self._team)

    def _write_entries(self, number: int, before: Sequence[FeedRow], after: Sequence[FeedRow]) -> None:
        """Write what differs; most of a feed stays as it was."""
        old, new = ({row.item.uid: row for row in rows} for rows in (before, after))
        mine = feed_entries.c.feed_id == number
        gone = [uid for uid, row in old.items() if new.get(uid) != row]
        if gone:
            drop = delete(feed_entries).where(mine, feed_entries.c.uid == bindparam("gone"))
            self._connection.execute(drop, [{"gone": uid} for uid in gone])
        added = [_entry(number, row) for uid, row in new.items() if old.get(uid) != row]
        if added:
            self._connection.execute(insert(feed_entries), added)


class DatabaseFetches:
    """A FetchStore over all teams of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._query = _links(feeds.c.etag, feeds.c.body, feeds.c.team_id).where(
            feed_links.c.token_hash == bindparam("token_hash")
        )

    def served(self, token_hash: str) -> Served | None:
        """What the link of a token's hash gives, in one read; None when there is no such link."""
        with self._database.read() as connection:
            row = connection.execute(self._query, {"token_hash": token_hash}).mappings().one_or_none()
            if row is None:
                return None
            link = _link(row)
            if link.revoked is not None:
                return Served(link, FeedRows(connection, row["team_id"]).body(served_key(link)))
        return Served(link, FeedBody(row["body"], row["etag"]) if row["etag"] else None)

    def record_fetches(self, fetches: Mapping[str, Fetch]) -> None:
        """Note when and by what programs links, by id, were last used."""
        query = update(feed_links).where(feed_links.c.link_id == bindparam("used"))
        rows = [{"used": link, "last_fetch": fetch.at, "client": fetch.client} for link, fetch in fetches.items()]
        with self._database.write() as connection:
            connection.execute(query, rows)


def _links(*more: Any) -> Any:
    """A query for links with their feeds' keys."""
    return (
        select(feed_links, feeds.c.kind, feeds.c.channel, people.c.name.label("person"), *more)
        .join(feeds, feeds.c.id == feed_links.c.feed_id)
        .outerjoin(people, people.c.id == feeds.c.person_id)
    )


def _link(row: RowMapping) -> Link:
    named = ("link_id", "label", "token_hash", "created", "last_fetch", "client", "revoked", "made_by")
    return Link(key=_key(row), **{name: row[name] for name in named})


def _key(row: RowMapping) -> FeedKey:
    return FeedKey(row["kind"], row["person"] if row["kind"] is FeedKind.PERSON else row["channel"])


def _entry(number: int, row: FeedRow) -> dict[str, Any]:
    shown = {name: getattr(row.item, name) for name in ("uid", *_SHOWN)}
    return {"feed_id": number, **shown, **{name: getattr(row, name) for name in _HISTORY}}
