"""Feeds in the database: written with what they follow or not at all, and ended with the account."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from planner.accounts.model import Role
from planner.exchange.calendar_feed import calendar_file
from planner.feeds.changes import FeedTable
from planner.feeds.links import Link, make_link
from planner.feeds.model import FeedKey, FeedKind
from planner.feeds.store import FeedBody, Fetch, Publication, Served
from planner.services.drafts import Drafts
from planner.services.publishing import Publishing
from planner.services.team_feeds import TeamFeeds
from planner.storage.database import Database
from planner.storage.feed_rows import DatabaseFetches, FeedRows, feed_rows
from planner.storage.records import DatabaseVault
from planner.tokens import hash_of
from tests.planner.account_cases import AccountCase
from tests.planner.feeds.feed_cases import FULL, JAN, MARA, TEAM, ZOE, StandingClock, with_people, without
from tests.planner.feeds.feed_house import DatabaseHouse, database_house
from tests.planner.feeds.ical_lint import events

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MARAS, ALL = FeedKey(FeedKind.PERSON, MARA.name), FeedKey(FeedKind.TEAM)


@pytest.fixture
def house(database: Database) -> DatabaseHouse:
    return database_house(database, StandingClock())


def written(house: DatabaseHouse, change: FeedTable, *keys: FeedKey, text: bytes = b"1", at: datetime = NOW) -> None:
    """A publication of a table as it stands."""
    bodies = {key: FeedBody.of(text + key.kind.encode()) for key in keys}
    with DatabaseVault(house.database).writing() as records:
        feed_rows(records, house.team).publish(lambda _: Publication(change, bodies, frozenset(keys), at))


def in_rows(house: DatabaseHouse) -> FeedTable:
    with house.database.read() as connection:
        rows = FeedRows(connection, house.team)
        found, outline = rows.table(), rows.outline()
    assert found is not None
    assert outline == replace(found, feeds=tuple(replace(feed, rows=()) for feed in found.feeds))
    return found


def made(house: DatabaseHouse, key: FeedKey) -> Link:
    token, link = make_link(key, "iPhone", NOW)
    with house.database.write() as connection:
        FeedRows(connection, house.team).add_link(link)
    assert link.token_hash == hash_of(token)
    return link


def test_everything_comes_back_as_it_went_in(house: DatabaseHouse) -> None:
    house.publish(TEAM, FULL, "de")
    house.clock.pass_time(days=1)
    leaving = with_people(TEAM, replace(MARA, leaves_on=date(2027, 1, 31)), JAN, ZOE)
    house.publish(leaving, without(FULL, FULL.assignments[:1]), "de")
    table = in_rows(house)
    assert [(feed.key, feed.closes_on) for feed in table.feeds[:2]] == [
        (MARAS, date(2027, 1, 31)),
        (FeedKey(FeedKind.PERSON, JAN.name), None),
    ]
    [grave] = [row for row in table.feeds[0].rows if row.removed]
    assert (grave.item.uid, grave.sequence, grave.removed) == (FULL.assignments[0].uid, 1, house.clock.at)
    changed = replace(table, feeds=tuple(reversed(table.feeds)), base_url="https://else.example")
    written(house, changed, *(feed.key for feed in table.feeds))
    assert in_rows(house) == changed
    link = made(house, MARAS)
    fetches = DatabaseFetches(house.database)
    fetches.record_fetches({link.link_id: Fetch(NOW, "Google"), "other": Fetch(NOW, "curl")})
    seen = replace(link, last_fetch=NOW, client="Google")
    assert house.links() == [seen]
    assert fetches.served(link.token_hash) == Served(seen, FeedBody.of(b"1person"))
    assert fetches.served("unknown") is None


def test_links_to_feeds_that_are_no_longer_open_end_once_and_give_what_is_empty(house: DatabaseHouse) -> None:
    house.publish(TEAM, FULL, "en")
    maras, alls = made(house, MARAS), made(house, ALL)
    table = in_rows(house)
    fewer = replace(table, feeds=tuple(feed for feed in table.feeds if feed.key != MARAS))
    written(house, fewer, ALL, FeedKey(FeedKind.CLOSED))
    written(house, fewer, ALL, FeedKey(FeedKind.CLOSED), at=NOW.replace(year=2027))
    assert house.links() == [replace(maras, revoked=NOW), alls]
    served = DatabaseFetches(house.database).served(maras.token_hash)
    assert served == Served(replace(maras, revoked=NOW), FeedBody.of(b"1closed"))
    assert in_rows(house) == fewer
    with house.database.read() as connection:
        assert FeedRows(connection, house.team).body(MARAS) is None


def test_a_fetch_is_one_read(house: DatabaseHouse) -> None:
    house.publish(TEAM, FULL, "en")
    token = house.new_link("person", MARA.name, "iPhone")
    house.fetch(token, "curl")
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", hear)
    assert house.fetch(token, "curl") is not None
    event.remove(house.database.engine, "before_cursor_execute", hear)
    assert [words.split()[0] for words in said if not words.startswith("BEGIN")] == ["SELECT"]


def test_publishing_brings_the_roster_into_the_feeds_or_does_nothing(
    house: DatabaseHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    vaults = [
        DatabaseVault(house.database, replace(house.follower, write_calendar=write).follow)
        for write in (broken, calendar_file)
    ]
    drafts = [Drafts(vault, house.clock) for vault in vaults]
    draft = drafts[0].keep(house.team, FULL, None)
    refused, publishing = (Publishing(vault, house.clock, "https://team.example") for vault in vaults)
    with pytest.raises(OSError, match="No space left"):
        refused.publish(draft.id, 0, None, None)
    with vaults[0].reading() as records:
        assert [version.id for version in records.versions(house.team, 2026, 12)] == [draft.id]
    assert house.feeds.language() is None
    publishing.publish(draft.id, 0, None, None)
    assert len(events(house.body("person", MARA.name))) == 2


def test_facts_that_calendars_show_change_them_in_the_same_transaction(house: DatabaseHouse) -> None:
    house.publish(TEAM, FULL, "en")
    before = house.body("person", MARA.name)
    vault = DatabaseVault(house.database, house.follower.follow)
    house.clock.pass_time(seconds=5)
    for team, changes in (
        (replace(TEAM, first_weekday=6), False),
        (with_people(TEAM, replace(MARA, site="Graz"), JAN, ZOE), True),
    ):
        with vault.writing() as records:
            records.save_facts(team, house.team, records.people(house.team))
        assert (house.body("person", MARA.name) != before) is changes


def test_a_renamed_person_keeps_their_links(house: DatabaseHouse) -> None:
    house.publish(TEAM, FULL, "en")
    token = house.new_link("person", MARA.name, "iPhone")
    vault = DatabaseVault(house.database, house.follower.follow)
    with vault.writing() as records:
        known = dict(records.people(house.team))
        known["Mara Novak"] = known.pop(MARA.name)
        renamed = replace(with_people(TEAM, replace(MARA, name="Mara Novak"), JAN, ZOE), topics=())
        records.save_facts(renamed, house.team, known)
    body = house.fetch(token, "")
    assert body is not None
    assert len(events(body.data)) == 2
    assert [link.key.subject for link in house.links()] == ["Mara Novak"]


def test_each_person_reads_their_own_language(house: DatabaseHouse) -> None:
    case = AccountCase(house.database)
    with DatabaseVault(house.database).reading() as records:
        numbers = records.people(house.team)
    case.invited(case.owner(), "mara@example.com", Role.MANAGER, house.team, numbers[MARA.name], language="de")
    house.publish(TEAM, FULL, "en")
    house.publish(TEAM, without(FULL, FULL.assignments), "en")
    assert "SUMMARY:Entfällt: Early" in house.body("person", MARA.name).decode()
    assert "SUMMARY:Cancelled: Early" in house.body("person", JAN.name).decode()
    assert "NAME:Roster Brand" in house.body("team", "").decode()


@pytest.mark.parametrize("ended", ["disabled", "out of the team", "no owner any more"])
def test_links_end_with_the_account(house: DatabaseHouse, ended: str) -> None:
    """Those to one's own shifts whoever made them, and those to shared calendars that one made oneself."""
    case = AccountCase(house.database)
    owner = case.owner()
    with DatabaseVault(house.database).reading() as records:
        numbers = records.people(house.team)
    mara = case.visitor(case.invited(owner, "mara@example.com", Role.LEAD, house.team, numbers[MARA.name]))
    house.publish(TEAM, FULL, "en")
    hers = replace(house, feeds=house.follower.feeds(house.feeds._store, house.team, numbers[MARA.name]))
    own, jans, shared = (hers.new_link(*key, "") for key in (("person", MARA.name), ("person", JAN.name), ("team", "")))
    others = house.new_link("team", "", "")
    by = case.visitor(owner)
    if ended == "no owner any more":
        case.users.set_owner(by, mara.user.user_id, True)
        case.users.set_role(by, mara.user.user_id, house.team, None)
        assert all(link.revoked is None for link in house.links()), "an owner sees all teams"
        case.users.set_owner(by, mara.user.user_id, False)
    elif ended == "disabled":
        case.users.disable(by, mara.user.user_id)
    else:
        case.users.set_role(by, mara.user.user_id, house.team, None)
    empty = {token: not events(body.data) for token in (own, jans, shared, others) if (body := house.fetch(token, ""))}
    assert empty == {own: True, jans: False, shared: True, others: False}
    house.clock.at = case.clock.moment + timedelta(days=30)
    assert house.fetch(own, "") is None


def test_the_windows_of_all_teams_that_have_published_move(house: DatabaseHouse) -> None:
    with DatabaseVault(house.database).writing() as records:
        records.save_facts(replace(TEAM, name="Never published"), None, {})
    house.publish(TEAM, FULL, "en")
    house.clock.pass_time(days=90)
    assert events(house.body("team", "")) != {}
    TeamFeeds(DatabaseVault(house.database), house.follower).move_windows()
    assert events(house.body("team", "")) == {}
