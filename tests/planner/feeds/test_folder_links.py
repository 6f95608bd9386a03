"""Links of a folder come into the database as they were: same address, ended ones ended, nothing twice."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from planner import bootstrap
from planner.exchange.calendar_feed import calendar_file
from planner.feeds.changes import Feed, FeedRow, FeedTable
from planner.feeds.model import FeedEvent, FeedItem, FeedKey, FeedKind
from planner.feeds.store import FeedBody, Publication
from planner.settings import Settings
from planner.storage.database import Database
from planner.storage.feed_rows import feed_rows
from planner.storage.records import DatabaseVault
from tests.planner.feeds.feed_cases import (
    BASE,
    FULL,
    IDS,
    JAN,
    MARA,
    TEAM,
    VIENNA,
    StandingClock,
    make_feeds,
    with_people,
)
from tests.planner.feeds.feed_house import DatabaseHouse, about_its_people, database_house
from tests.planner.feeds.ical_lint import events
from tests.planner.storage.conftest import NewUrl


@pytest.fixture
def house(new_sqlite_url: NewUrl, clock: StandingClock) -> Iterator[DatabaseHouse]:
    database = Database(new_sqlite_url.with_tables())
    yield database_house(database, clock)
    database.close()


def test_links_work_under_their_addresses(house: DatabaseHouse, clock: StandingClock, tmp_path: Path) -> None:
    folder = tmp_path / "teams" / str(house.team)
    before = make_feeds(folder, clock)
    before.publish(TEAM, FULL, "en")
    tokens = {kind: before.new_link(kind, JAN.name if kind == "person" else "", f"my {kind}")
              for kind in ("person", "team", "duty")}  # fmt: skip
    ended = before.new_link("person", JAN.name, "lost phone")
    before.revoke(next(link.link_id for link in before.links() if link.label == "lost phone"))
    house.publish(TEAM, FULL, "en")
    vault, settings = DatabaseVault(house.database), Settings.of({"DATA_FOLDER": str(tmp_path)})
    assert bootstrap.take_over_links(settings, vault) == 4
    for kind, token in tokens.items():
        body = house.fetch(token, "Thunderbird")
        assert body is not None
        assert body.data == house.body(kind, JAN.name)
    empty = house.fetch(ended, "Thunderbird")
    assert empty is not None
    assert b"VEVENT" not in empty.data
    assert {link.label for link in house.links()} == {"my person", "my team", "my duty", "lost phone"}
    # What the folder held of people is gone with it, and the next start finds nothing.
    assert not (folder / "feeds").exists()
    assert bootstrap.take_over_links(settings, vault) == 0


def test_what_is_there_already_or_of_no_team_is_not_taken(
    house: DatabaseHouse, clock: StandingClock, tmp_path: Path
) -> None:
    folders = [tmp_path / "teams" / str(number) for number in (house.team, house.team + 1)]
    feeds = [make_feeds(folder, clock) for folder in folders]
    for each in feeds:
        each.publish(TEAM, FULL, "en")
        each.new_link("team", "", "wall")
    feeds[0].new_link("person", JAN.name, "phone")
    wall = next(link for link in feeds[0].links() if link.label == "wall")
    vault = DatabaseVault(house.database)
    with vault.writing() as records:
        records.save_facts(about_its_people(with_people(TEAM, MARA)), house.team, records.people(house.team))
        feed_rows(records, house.team).add_link(wall)
    assert bootstrap.take_over_links(Settings.of({"DATA_FOLDER": str(tmp_path)}), vault) == 0
    assert [link.token_hash for link in house.links()] == [wall.token_hash]
    # Of a team that is not there nothing is thrown away.
    assert [(folder / "feeds").exists() for folder in folders] == [False, True]


@pytest.mark.parametrize(("end", "expected"), [((0, 30), "20261025T003000Z"), ((1, 30), "20261025T013000Z")])
def test_rows_tell_the_first_and_the_second_half_past_two_apart(
    house: DatabaseHouse, end: tuple[int, int], expected: str
) -> None:
    """No shift type says so, but a feed's entries may: in the night of the 25th of October 02:30 comes twice."""
    key, ends = FeedKey(FeedKind.PERSON, JAN.name), datetime(2026, 10, 25, *end, tzinfo=UTC)
    began = datetime(2026, 10, 24, 20, tzinfo=UTC)
    night = FeedItem(UUID(int=4), date(2026, 10, 24), began, ends, "Nacht", "Schicht")
    row = FeedRow(night, "hash", 0, began, None)
    table = FeedTable(IDS, VIENNA, "de", (Feed(key, "Dienstplan", (row,)),), BASE)
    with DatabaseVault(house.database).writing() as records:
        made = Publication(table, {key: FeedBody.of(b"x")}, frozenset({key}), began)
        feed_rows(records, house.team).publish(lambda _before: made)
    kept = house.feeds._store.table()
    assert kept is not None
    [feed] = kept.feeds
    assert feed.rows == (row,)
    event = FeedEvent(feed.rows[0].item, 0, began)
    [shown] = events(calendar_file("Dienstplan", VIENNA, [event])).values()
    assert (shown.value("DTSTART"), shown.value("DTEND")) == ("20261024T200000Z", expected)
