"""The file store: whole publications or nothing, owner's eyes only, and safe under several writers."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from planner.exchange.feed_files import FileFeedStore
from planner.feeds.changes import Feed, FeedRow, FeedTable
from planner.feeds.links import Link, make_link
from planner.feeds.model import FeedItem, FeedKey, FeedKind, midnight
from planner.feeds.store import FeedBody, FeedStore, Fetch, Publication, Served

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MARA = FeedKey(FeedKind.PERSON, "Mara \ud800 Maier")
TEAM = FeedKey(FeedKind.TEAM)

SHIFT = FeedItem(UUID(int=1), date(2026, 12, 1), NOW, NOW.replace(hour=12), "Früh\nN", "S", busy=True)
FIRST, SECOND = date(2026, 12, 1), date(2026, 12, 2)
LEAVE = FeedItem(UUID(int=2), FIRST, midnight(FIRST), midnight(SECOND), "Urlaub", "A", whole_day=True)
TABLE = FeedTable(
    UUID(int=9),
    ZoneInfo("Europe/Zurich"),
    "de",
    (
        Feed(MARA, "Dienstplan", (FeedRow(SHIFT, "ab", 3, NOW), FeedRow(LEAVE, "", 0, NOW, NOW)), date(2027, 1, 1)),
        Feed(TEAM, "Team"),
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> FileFeedStore:
    return FileFeedStore(tmp_path / "feeds")


def publication(text: bytes, *keys: FeedKey, table: FeedTable = TABLE) -> Callable[[FeedTable | None], Publication]:
    bodies = {key: FeedBody.of(text + key.kind.encode()) for key in keys}
    return lambda _before: Publication(table, bodies, frozenset(keys), NOW)


def make(store: FeedStore, key: FeedKey, label: str = "iPhone") -> Link:
    link = make_link(key, label, NOW)[1]
    store.add_link(link)
    return link


def test_an_empty_store_has_nothing(store: FileFeedStore) -> None:
    assert (store.table(), store.body(TEAM), store.links(), store.served("ab")) == (None, None, (), None)
    assert store.outline() is None


def test_everything_comes_back_as_it_went_in(store: FileFeedStore, tmp_path: Path) -> None:
    link = make(store, MARA)
    store.publish(publication(b"1", MARA, TEAM))
    store.record_fetches({link.link_id: Fetch(NOW, "Google"), "other": Fetch(NOW, "curl")})
    again = FileFeedStore(tmp_path / "feeds")
    assert again.table() == TABLE
    assert again.outline() == replace(TABLE, feeds=tuple(replace(feed, rows=()) for feed in TABLE.feeds))
    assert again.body(MARA) == FeedBody.of(b"1person")
    assert again.body(TEAM) == FeedBody.of(b"1team")
    assert again.links() == (replace(link, last_fetch=NOW, client="Google"),)
    assert again.served(link.token_hash) == Served(again.links()[0], FeedBody.of(b"1person"))


def test_the_next_publication_sees_the_last_and_replaces_it(store: FileFeedStore, tmp_path: Path) -> None:
    store.publish(publication(b"1", MARA, TEAM))
    seen: list[FeedTable | None] = []

    def second(before: FeedTable | None) -> Publication:
        seen.append(before)
        return publication(b"2", TEAM)(before)

    store.publish(second)
    assert seen == [TABLE]
    assert (store.body(MARA), store.body(TEAM)) == (None, FeedBody.of(b"2team"))
    assert len(list((tmp_path / "feeds").glob("*.ics"))) == 1, "bodies of the last publication are cleared away"
    assert len(list((tmp_path / "feeds").glob("*.json"))) == 2


def test_links_to_feeds_that_are_no_longer_open_end_once(store: FileFeedStore) -> None:
    mara, team = make(store, MARA), make(store, TEAM)
    store.publish(publication(b"1", TEAM))
    store.publish(lambda _before: replace(publication(b"2", TEAM)(None), closed_at=NOW.replace(year=2027)))
    assert store.links() == (replace(mara, revoked=NOW), team)


def test_revoking_keeps_the_first_moment(store: FileFeedStore) -> None:
    link = make(store, TEAM)
    store.revoke_link(link.link_id, NOW)
    store.revoke_link(link.link_id, NOW.replace(year=2027))
    assert store.links() == (replace(link, revoked=NOW),)
    with pytest.raises(LookupError, match="no feed link with id 'other'"):
        store.revoke_link("other", NOW)


def test_a_publication_that_fails_half_way_changes_nothing(
    store: FileFeedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.publish(publication(b"1", MARA, TEAM))
    before = (tmp_path / "feeds" / "index.json").read_bytes()
    real_replace = Path.replace

    def full_disk(self: Path, target: Path) -> Path:
        if target.name == "index.json":
            raise OSError(28, "No space left on device")
        return real_replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full_disk)
        with pytest.raises(OSError, match="No space left"):
            store.publish(publication(b"2", TEAM))
    assert (tmp_path / "feeds" / "index.json").read_bytes() == before
    assert store.body(MARA) == FeedBody.of(b"1person")
    assert list((tmp_path / "feeds").glob("*.tmp")) == []
    store.publish(publication(b"3", TEAM))
    assert store.body(TEAM) == FeedBody.of(b"3team")


def test_only_the_owner_may_read(store: FileFeedStore, tmp_path: Path) -> None:
    make(store, TEAM)
    store.publish(publication(b"1", MARA, TEAM))
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "feeds").iterdir()}
    assert set(modes.values()) == {0o600}
    assert (tmp_path / "feeds").stat().st_mode & 0o777 == 0o700


def test_writers_do_not_lose_each_others_links(tmp_path: Path) -> None:
    def add(number: int) -> None:
        make(FileFeedStore(tmp_path / "feeds"), TEAM, f"link {number}")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {link.label for link in FileFeedStore(tmp_path / "feeds").links()} == {f"link {n}" for n in range(8)}


def test_a_reader_overtaken_by_a_publication_takes_the_new_body(
    store: FileFeedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.publish(publication(b"1", TEAM))
    real_read = Path.read_bytes
    overtaken: list[Path] = []

    def overtake(self: Path) -> bytes:
        if self.suffix == ".ics" and not overtaken:
            overtaken.append(self)
            store.publish(publication(b"2", TEAM))
        return real_read(self)

    monkeypatch.setattr(Path, "read_bytes", overtake)
    assert store.body(TEAM) == FeedBody.of(b"2team")


def test_a_missing_body_is_an_error_and_not_an_empty_feed(store: FileFeedStore, tmp_path: Path) -> None:
    store.publish(publication(b"1", TEAM))
    next((tmp_path / "feeds").glob("*.ics")).unlink()
    with pytest.raises(FileNotFoundError):
        store.body(TEAM)


def test_the_index_holds_hashes_of_tokens_only(store: FileFeedStore, tmp_path: Path) -> None:
    token, link = make_link(TEAM, "iPhone", NOW)
    store.add_link(link)
    kept = (tmp_path / "feeds" / "index.json").read_text()
    assert token not in kept
    assert json.loads(kept)["links"][0]["token_hash"] == link.token_hash != token
