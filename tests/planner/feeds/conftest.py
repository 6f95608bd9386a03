"""Feeds on files under a standing clock, for the tests of their use cases."""

from pathlib import Path

import pytest

from planner.services.feeds import Feeds
from tests.planner.feeds.feed_cases import StandingClock, make_feeds


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def feeds(tmp_path: Path, clock: StandingClock) -> Feeds:
    return make_feeds(tmp_path, clock)
