"""Use cases of calendar feeds: publish a roster into them, hand out and end links, fetch.

A fetch reads a finished body; everything else about a feed is worked out when a roster is published, and once a day
when the window moves on.
"""

from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.domain.time import month_days
from planner.feeds.changes import Feed, FeedTable, merge, shown_item, stamp
from planner.feeds.items import FeedContent, feeds_of
from planner.feeds.links import CLIENT_CHARACTERS, Link, https_address, make_link, webcal_address
from planner.feeds.model import FeedKey, FeedKind, NoSuchFeed, Render, clean
from planner.feeds.store import FeedBody, FeedStore, Publication
from planner.feeds.window import fit, window_of
from planner.messages import Message, _l, render
from planner.ports import Clock
from planner.tokens import hash_of

_CLOSED = FeedKey(FeedKind.CLOSED)


class Feeds:
    """The calendar feeds of one team.

    base_url: where the product is reached; "" = where it was at the last publication. write_calendar: writes a feed's
    events as a calendar file.
    """

    def __init__(self, store: FeedStore, clock: Clock, base_url: str, write_calendar: Render) -> None:
        self._store = store
        self._clock = clock
        self._base_url = base_url.rstrip("/")
        self._write_calendar = write_calendar

    def publish(self, team: Team, roster: Roster, language: str) -> None:
        """Bring a published roster into every feed, in one write; never call it with a draft.

        Entries of other months stay as they are. Links of people who have left end.
        """
        now = self._clock.now()
        self._store.publish(
            lambda before: self._publication(self._merged(before, team, roster, language, now), now)
        )

    def month_files(self, team: Team, roster: Roster, language: str) -> dict[FeedKey, bytes]:
        """Each feed's entries of the roster's month as a calendar file to import once, however far away the month is.

        Nothing is published; sequences and stamps are those that publishing would give.
        """
        now = self._clock.now()
        days = month_days(roster.year, roster.month)
        table = self._merged(self._store.table(), team, roster, language, now)
        found = {}
        for feed in table.feeds:
            rows = [row for row in feed.rows if row.item.day <= days[-1] and days[0] <= row.item.last_day]
            _, events = stamp(rows, {row.item.uid: row.item for row in rows if row.removed is None}, now)
            found[feed.key] = self._write_calendar(feed.name, table.zone, events)
        return found

    def _merged(
        self, before: FeedTable | None, team: Team, roster: Roster, language: str, now: datetime
    ) -> FeedTable:
        """The table after a roster's entries came in; what of it is shown is yet to be stamped."""
        days = month_days(roster.year, roster.month)
        # The command line does not know where the pages are served, so it keeps the address that they were served at.
        base_url = self._base_url or (before.base_url if before else "")
        namespace = before.namespace if before else uuid5(NAMESPACE_URL, f"{base_url}#{team.name!a}")
        contents = feeds_of(team, roster, language, base_url=base_url, namespace=namespace)
        old = {feed.key: feed for feed in before.feeds} if before else {}
        # A channel that has no hours this month may have them in the next: its links go on.
        resting = old.keys() - {content.key for content in contents}
        contents += tuple(
            FeedContent(key, old[key].name, ()) for key in sorted(resting) if key.kind is FeedKind.CHANNEL
        )
        feeds = []
        for content in contents:
            rows = old[content.key].rows if content.key in old else ()
            rows = merge(rows, content.items, days[0], days[-1], now)
            feeds.append(Feed(content.key, content.name, rows, content.closes_on))
        return FeedTable(namespace, team.zone, language, tuple(feeds), base_url)

    def language(self) -> str | None:
        """The language that the feeds speak; None before the first publication."""
        table = self._store.table()
        return table.language if table else None

    def move_window(self) -> None:
        """Let every feed's window follow today: once a day. Leavers lose their links. NoSuchFeed before the first."""
        now = self._clock.now()

        def change(before: FeedTable | None) -> Publication:
            if before is None:
                raise NoSuchFeed("no feeds to move. Maybe publish a roster first.")
            return self._publication(before, now)

        self._store.publish(change)

    def _publication(self, table: FeedTable, now: datetime) -> Publication:
        """Finished bodies of a table's feeds and the table with what they show noted."""
        today = now.astimezone(table.zone).date()
        closed_name = render(Message(_l("Roster")), table.language)
        bodies = {_CLOSED: FeedBody.of(self._write_calendar(closed_name, table.zone, ()))}
        feeds: list[Feed] = []
        for feed in table.feeds:
            first, last = window_of(feed.key.kind, today)
            rows = tuple(row for row in feed.rows if row.item.last_day >= first)
            shown = [shown_item(row, now, table.language) for row in rows if row.item.day <= last]
            fitting = fit([item for item in shown if item is not None])
            rows, events = stamp(rows, {item.uid: item for item in fitting}, now)
            bodies[feed.key] = FeedBody.of(self._write_calendar(feed.name, table.zone, events))
            feeds.append(Feed(feed.key, feed.name, rows, feed.closes_on))
        after = replace(table, feeds=tuple(feeds))
        still_open = frozenset(f.key for f in feeds if f.closes_on is None or today <= f.closes_on)
        return Publication(after, bodies, still_open, now)

    def new_link(self, kind: str, subject: str, label: str) -> str:
        """A new link's token, never shown again. NoSuchFeed when no roster made the feed, or its person left."""
        key = FeedKey.of(kind, subject)
        now = self._clock.now()
        table = self._store.table()
        feed = table.feed(key) if table else None
        if table is None or feed is None:
            raise NoSuchFeed(f"no feed for {kind} {subject!r}. Maybe publish a roster first.")
        if feed.closes_on is not None and feed.closes_on < now.astimezone(table.zone).date():
            raise NoSuchFeed(f"{subject!r} left on {feed.closes_on}, so there is no feed to link to.")
        token, link = make_link(key, label, now)
        self._store.add_link(link)
        return token

    def https_address(self, token: str) -> str:
        """The address of a link to paste into a calendar."""
        return https_address(self._base_url, token)

    def webcal_address(self, token: str) -> str:
        """The address of a link that opens the reader's calendar program."""
        return webcal_address(self._base_url, token)

    def links(self) -> list[Link]:
        """All links, revoked ones included, oldest first."""
        return list(self._store.links())

    def revoke(self, link_id: str) -> None:
        """End one link: it gives an empty feed for 30 days, then nothing. LookupError when there is none of this id."""
        self._store.revoke_link(link_id, self._clock.now())

    def fetch(self, token: str, client: str) -> FeedBody | None:
        """What a link gives now; None when it is unknown. client: the program that asks, noted at most once an hour."""
        now = self._clock.now()
        link = self._store.link(hash_of(token))
        if link is None or link.gone(now):
            return None
        if link.revoked is not None:
            return self._store.body(_CLOSED)
        body = self._store.body(link.key)
        if link.fetch_is_news(now):
            self._store.record_fetch(link.link_id, now, clean(client, CLIENT_CHARACTERS))
        return body

    def body(self, kind: str, subject: str) -> bytes:
        """A feed as a file to hand out. NoSuchFeed when no roster made it."""
        found = self._store.body(FeedKey.of(kind, subject))
        if found is None:
            raise NoSuchFeed(f"no feed for {kind} {subject!r}. Maybe publish a roster first.")
        return found.data
