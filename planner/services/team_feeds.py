"""The calendar feeds of all teams in the records. They follow what is in force, in the transaction that changes it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.drafts import Version
from planner.feeds.changes import FeedTable
from planner.feeds.links import Link
from planner.feeds.model import FeedKey, FeedKind, Render
from planner.feeds.store import FeedBody, FeedStore, Publication
from planner.feeds.window import window_of
from planner.ports import Clock, Records, Vault
from planner.services.feeds import Feeds, Published
from planner.services.month_facts import in_force, still_here

#: The feeds of a team within a transaction.
FeedRowsOf = Callable[[Records, int], FeedStore]


@dataclass(frozen=True, slots=True)
class FeedFollower:
    """Keeps feeds as what is in force says. language: of shared feeds where nobody is known who published."""

    rows_of: FeedRowsOf
    clock: Clock
    base_url: str
    write_calendar: Render
    language: str

    def feeds(self, store: FeedStore, team: int, actor: int | None = None) -> Feeds:
        """A team's feeds on a store of its own."""
        path = f"/teams/{team}/{{month}}"
        return Feeds(store, self.clock, self.base_url, self.write_calendar, path, actor)

    def follow(self, records: Records, team: int) -> None:
        """Bring all that is in force around today into a team's feeds; nothing before its first publication."""
        facts = records.facts(team)
        today = self.clock.now().astimezone(facts.zone).date()
        first, last = window_of(FeedKind.PERSON, today)
        versions = [
            version
            for year, month in sorted(records.months(team))
            if (first.year, first.month) <= (year, month) <= (last.year, last.month)
            if (version := in_force(records.versions(team, year, month))) is not None
        ]
        feeds = self.feeds(self.rows_of(records, team), team)
        language = feeds.language()
        if not versions and language is None:
            return
        rosters = [still_here(records.roster(version.id), facts)[0] for version in versions]
        assignments = tuple(row for roster in rosters for row in roster.assignments)
        spoken = _languages(records, versions)
        shared = language or self._publisher_speaks(records, versions)
        feeds.bring(Published(facts, assignments, date(first.year, first.month, 1), last, shared, spoken))

    def _publisher_speaks(self, records: Records, versions: list[Version]) -> str:
        made_by = max(versions, key=lambda version: version.made_at).made_by
        return (records.language_of(made_by) if made_by is not None else None) or self.language


def _languages(records: Records, versions: list[Version]) -> Mapping[str, str]:
    """The languages of people with accounts, by name."""
    if not versions:
        return {}
    return {name: accounts[0].language for name, accounts in records.addressees(versions[-1]).items()}


class TeamFeeds:
    """Use cases on the feeds of any team, one transaction each."""

    def __init__(self, vault: Vault, follower: FeedFollower) -> None:
        self._vault, self._follower = vault, follower

    def of(self, team: int, actor: int | None = None) -> Feeds:
        """A team's feeds. actor: who makes links, by number."""
        return self._follower.feeds(_OneByOne(self._vault, self._follower.rows_of, team), team, actor)

    def move_windows(self) -> None:
        """Let the feeds of all teams follow the date. Teams that never published have none."""
        with self._vault.reading() as records:
            teams = list(records.teams())
        for team in teams:
            feeds = self.of(team)
            if feeds.language() is not None:
                feeds.move_window()


@dataclass(frozen=True, slots=True)
class _OneByOne:
    """A FeedStore whose methods are a transaction each."""

    vault: Vault
    rows_of: FeedRowsOf
    team: int

    @contextmanager
    def _reading(self) -> Iterator[FeedStore]:
        with self.vault.reading() as records:
            yield self.rows_of(records, self.team)

    @contextmanager
    def _writing(self) -> Iterator[FeedStore]:
        with self.vault.writing() as records:
            # Whoever else changes the team's feeds waits.
            records.revision(self.team)
            yield self.rows_of(records, self.team)

    def outline(self) -> FeedTable | None:
        """As FeedStore says, and so all others."""
        with self._reading() as rows:
            return rows.outline()

    def table(self) -> FeedTable | None:
        """The change table."""
        with self._reading() as rows:
            return rows.table()

    def body(self, key: FeedKey) -> FeedBody | None:
        """A feed's finished body."""
        with self._reading() as rows:
            return rows.body(key)

    def links(self) -> tuple[Link, ...]:
        """All links."""
        with self._reading() as rows:
            return rows.links()

    def add_link(self, link: Link) -> None:
        """Keep a new link."""
        with self._writing() as rows:
            rows.add_link(link)

    def revoke_link(self, link_id: str, at: datetime) -> None:
        """End a link, once."""
        with self._writing() as rows:
            rows.revoke_link(link_id, at)

    def publish(self, change: Callable[[FeedTable | None], Publication]) -> None:
        """Make a publication."""
        with self._writing() as rows:
            rows.publish(change)
