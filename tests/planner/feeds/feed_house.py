"""A team's feeds on files or in a database, used in the same way: what a test says holds for both."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planner.domain.drafts import VersionState
from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.exchange.calendar_feed import calendar_file
from planner.exchange.feed_files import FileFeedStore, file_feeds, file_fetches
from planner.feeds.links import Link
from planner.feeds.store import FeedBody
from planner.services.feed_fetches import Fetches
from planner.services.feeds import Feeds
from planner.services.month_facts import still_here
from planner.services.team_feeds import FeedFollower, TeamFeeds
from planner.storage.database import Database
from planner.storage.feed_rows import DatabaseFetches, feed_rows
from planner.storage.records import DatabaseVault
from tests.planner.feeds.feed_cases import BASE, TEAM, StandingClock


@dataclass
class FeedHouse(ABC):
    """fetched: the class that answers fetches."""

    clock: StandingClock
    feeds: Feeds
    fetches: Fetches
    fetched: type

    @abstractmethod
    def publish(self, team: Team, roster: Roster, language: str) -> None:
        """A lead publishes a roster."""

    @abstractmethod
    def kept(self) -> bytes:
        """All that is kept, as bytes."""

    @abstractmethod
    def day_page(self, day: str) -> str:
        """Where an entry of a date leads to."""

    def body(self, kind: str, subject: str) -> bytes:
        return self.feeds.body(kind, subject)

    def new_link(self, kind: str, subject: str, label: str) -> str:
        return self.feeds.new_link(kind, subject, label)

    def links(self) -> list[Link]:
        return self.feeds.links()

    def revoke(self, link_id: str) -> None:
        self.feeds.revoke(link_id)

    def fetch(self, token: str, client: str) -> FeedBody | None:
        return self.fetches.fetch(token, client)

    def move_window(self) -> None:
        self.feeds.move_window()


@dataclass
class FolderHouse(FeedHouse):
    """The viewer of one folder."""

    folder: Path

    def publish(self, team: Team, roster: Roster, language: str) -> None:
        self.feeds.publish(team, roster, language)

    def kept(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.folder.iterdir())

    def day_page(self, day: str) -> str:
        return f"{BASE}/day/{day}"


@dataclass
class DatabaseHouse(FeedHouse):
    """A team in a database."""

    database: Database
    follower: FeedFollower
    team: int

    def publish(self, team: Team, roster: Roster, language: str) -> None:
        """A lead publishes a roster."""
        self.publish_all(team, [roster], language)

    def publish_all(self, team: Team, rosters: Sequence[Roster], language: str) -> None:
        """Facts and rosters change in one transaction; whoever has left is in no roster any more."""
        vault = DatabaseVault(self.database, replace(self.follower, language=language).follow)
        with vault.writing() as records:
            team = about_its_people(team)
            records.save_facts(team, self.team, records.people(self.team))
            for roster in rosters:
                there, _ = still_here(roster, team)
                records.add_version(
                    self.team, there, VersionState.PUBLISHED, based_on=None, actor=None, at=self.clock.now()
                )

    def kept(self) -> bytes:
        path = self.database.path
        assert path is not None
        return b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))

    def day_page(self, day: str) -> str:
        return f"{BASE}/teams/{self.team}/{day[:7]}/day/{day}"


def about_its_people(team: Team) -> Team:
    """Facts about nobody else, as forms and workbooks let them in."""
    here = {manager.name for manager in team.managers}
    return replace(
        team,
        absences=tuple(row for row in team.absences if row.person in here),
        topics=tuple(
            replace(topic, experts=topic.experts & here, deputies=topic.deputies & here) for topic in team.topics
        ),
    )


def folder_house(folder: Path, clock: StandingClock) -> FolderHouse:
    """The feeds of a folder."""
    folder = folder / "feeds"
    return FolderHouse(clock, file_feeds(folder, clock, BASE), file_fetches(folder, clock), FileFeedStore, folder)


def database_house(database: Database, clock: StandingClock) -> DatabaseHouse:
    """The feeds of a new team in a database."""
    follower = FeedFollower(feed_rows, clock, BASE, calendar_file, "en")
    vault = DatabaseVault(database, follower.follow)
    with vault.writing() as records:
        team = records.save_facts(TEAM, None, {})
    feeds, fetches = TeamFeeds(vault, follower).of(team), Fetches(DatabaseFetches(database), clock)
    return DatabaseHouse(clock, feeds, fetches, DatabaseFetches, database, follower, team)


#: Where feeds are kept -> what makes them.
HOUSES: dict[str, Callable[[Path, Database, StandingClock], FeedHouse]] = {
    "files": lambda folder, _database, clock: folder_house(folder, clock),
    "database": lambda _folder, database, clock: database_house(database, clock),
}
