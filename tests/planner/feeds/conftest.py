"""Feeds under a standing clock, for the tests of their use cases: on files, and in a database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.storage.database import Database
from tests.planner.feeds.feed_cases import StandingClock
from tests.planner.feeds.feed_house import HOUSES, FeedHouse
from tests.planner.storage.conftest import NewUrl


@pytest.fixture(scope="session")
def new_sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> NewUrl:
    return NewUrl("sqlite", tmp_path_factory.mktemp("feed-databases"))


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture(params=HOUSES)
def feeds(
    request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock, new_sqlite_url: NewUrl
) -> Iterator[FeedHouse]:
    database = Database(new_sqlite_url.with_tables())
    yield HOUSES[request.param](tmp_path, database, clock)
    database.close()
