"""Use cases of one team's calendar feeds: bring rosters into them, hand out and end links.

Everything about a feed is worked out when a roster or what it shows changes, and when the window moves on; a fetch
(planner.services.feed_fetches) reads a finished body.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from planner.domain.roster import Assignment, Roster
from planner.domain.team import Team
from planner.domain.time import month_days
from planner.feeds.changes import Feed, FeedTable, merge, shown_item, stamp
from planner.feeds.items import FeedContent, Writing, feeds_of
from planner.feeds.links import Link, https_address, make_link, webcal_address
from planner.feeds.model import CLOSED_FEED, FeedKey, FeedKind, NoSuchFeed, Render
from planner.feeds.standing import Standing, standings
from planner.feeds.store import FeedBody, FeedStore, Publication
from planner.feeds.window import fit, window_of
from planner.messages import Message, _l, render
from planner.ports import Clock


@dataclass(frozen=True, slots=True)
class Published:
    """What of a team's rosters is in force on the dates `first` to `last`.

    language: of feeds that are made for the first time. languages: of people who have chosen one, by name.
    """

    team: Team
    assignments: tuple[Assignment, ...]
    first: date
    last: date
    language: str
    languages: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def month(cls, team: Team, roster: Roster, language: str) -> "Published":
        """One month's roster."""
        days = month_days(roster.year, roster.month)
        return cls(team, roster.assignments, days[0], days[-1], language)


class Feeds:
    """The calendar feeds of one team.

    base_url: where the product is reached; "" = where it was at the last publication. month_path: before pages of a
    month, see Writing. write_calendar: writes a feed's events as a calendar file. actor: who makes links, by number.
    """

    def __init__(
        self,
        store: FeedStore,
        clock: Clock,
        base_url: str,
        write_calendar: Render,
        month_path: str = "",
        actor: int | None = None,
    ) -> None:
        self._store, self._clock, self._write_calendar = store, clock, write_calendar
        self._base_url, self._month_path, self._actor = base_url.rstrip("/"), month_path, actor

    def publish(self, team: Team, roster: Roster, language: str) -> None:
        """Bring a published roster into every feed; never call it with a draft. Other months stay as they are."""
        self.bring(Published.month(team, roster, language))

    def bring(self, published: Published) -> None:
        """Bring what is in force into every feed, in one write. Entries of other dates stay as they are.

        Links of people who have left end.
        """
        now = self._clock.now()
        self._store.publish(lambda before: self._publication(self._merged(before, published, now), now))

    def month_files(self, team: Team, roster: Roster, language: str) -> dict[FeedKey, bytes]:
        """Each feed's entries of the roster's month as a calendar file to import once, however far away the month is.

        Nothing is published; sequences and stamps are those that publishing would give.
        """
        now = self._clock.now()
        days = month_days(roster.year, roster.month)
        table = self._merged(self._store.table(), Published.month(team, roster, language), now)
        found = {}
        for feed in table.feeds:
            rows = [row for row in feed.rows if row.item.day <= days[-1] and days[0] <= row.item.last_day]
            _, events = stamp(rows, {row.item.uid: row.item for row in rows if row.removed is None}, now)
            found[feed.key] = self._write_calendar(feed.name, table.zone, events)
        return found

    def _merged(self, before: FeedTable | None, published: Published, now: datetime) -> FeedTable:
        """The table after what is in force came in; what of it is shown is yet to be stamped."""
        team = published.team
        # The command line does not know where the pages are served, so it keeps the address that they were served at.
        base_url = self._base_url or (before.base_url if before else "")
        seed = f"{base_url}{self._month_path}#{team.name!a}"
        namespace = before.namespace if before else uuid5(NAMESPACE_URL, seed)
        writing = Writing(published.language, base_url, namespace, self._month_path, published.languages)
        contents = feeds_of(team, published.assignments, writing)
        old = {feed.key: feed for feed in before.feeds} if before else {}
        # A channel that has no hours this month may have them in the next: its links go on.
        resting = old.keys() - {content.key for content in contents}
        contents += tuple(
            FeedContent(key, old[key].name, published.language, ())
            for key in sorted(resting)
            if key.kind is FeedKind.CHANNEL
        )
        feeds = []
        for content in contents:
            rows = old[content.key].rows if content.key in old else ()
            rows = merge(rows, content.items, published.first, published.last, now)
            feeds.append(Feed(content.key, content.name, rows, content.closes_on, content.language))
        return FeedTable(namespace, team.zone, published.language, tuple(feeds), base_url)

    def language(self) -> str | None:
        """The language that the feeds speak; None before the first publication."""
        table = self._store.outline()
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
        bodies = {CLOSED_FEED: FeedBody.of(self._write_calendar(closed_name, table.zone, ()))}
        feeds: list[Feed] = []
        for feed in table.feeds:
            first, last = window_of(feed.key.kind, today)
            rows = tuple(row for row in feed.rows if row.item.last_day >= first)
            language = feed.language or table.language
            shown = [shown_item(row, now, language) for row in rows if row.item.day <= last]
            fitting = fit([item for item in shown if item is not None])
            rows, events = stamp(rows, {item.uid: item for item in fitting}, now)
            bodies[feed.key] = FeedBody.of(self._write_calendar(feed.name, table.zone, events))
            feeds.append(replace(feed, rows=rows))
        after = replace(table, feeds=tuple(feeds))
        still_open = frozenset(f.key for f in feeds if f.closes_on is None or today <= f.closes_on)
        return Publication(after, bodies, still_open, now)

    def new_link(self, kind: str, subject: str, label: str) -> str:
        """A new link's token, never shown again. NoSuchFeed when no roster made the feed, or its person left."""
        key = FeedKey.of(kind, subject)
        now = self._clock.now()
        table = self._store.outline()
        feed = table.feed(key) if table else None
        if table is None or feed is None:
            raise NoSuchFeed(f"no feed for {kind} {subject!r}. Maybe publish a roster first.")
        if feed.closes_on is not None and feed.closes_on < now.astimezone(table.zone).date():
            raise NoSuchFeed(f"{subject!r} left on {feed.closes_on}, so there is no feed to link to.")
        token, link = make_link(key, label, now, self._actor)
        self._store.add_link(link)
        return token

    def https_address(self, token: str) -> str:
        """The address of a link to paste into a calendar."""
        return https_address(self._base_url, token)

    def webcal_address(self, token: str) -> str:
        """The address of a link that opens the reader's calendar program."""
        return webcal_address(self._base_url, token)

    def links(self, key: FeedKey | None = None) -> list[Link]:
        """All links, or those to one feed, revoked ones included, oldest first."""
        return [link for link in self._store.links() if key in (None, link.key)]

    def revoke(self, link_id: str, key: FeedKey | None = None) -> None:
        """End one link: it gives an empty feed for 30 days, then nothing.

        LookupError when there is none of this id, or it is not to the feed of `key`.
        """
        if key is not None and all(link.link_id != link_id for link in self.links(key)):
            raise LookupError(f"no link with id {link_id!r} to this feed. Maybe it is another person's.")
        self._store.revoke_link(link_id, self._clock.now())

    def standings(self) -> list[Standing]:
        """How up to date the calendars of each person are who has or had entries, in the team's order."""
        table = self._store.table()
        return standings(table, self._store.links()) if table else []

    def body(self, kind: str, subject: str) -> bytes:
        """A feed as a file to hand out. NoSuchFeed when no roster made it."""
        found = self._store.body(FeedKey.of(kind, subject))
        if found is None:
            raise NoSuchFeed(f"no feed for {kind} {subject!r}. Maybe publish a roster first.")
        return found.data
