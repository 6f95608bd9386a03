"""Servers that are killed while a lead saves: what was answered is kept, and nothing is half there."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.planner.storage.conftest import NewUrl
from tests.web.killed_saves import SavingHouse, kill_servers

#: About as long as a save takes with its answer.
LONGEST_S = 0.5


@pytest.fixture
def house(new_url: NewUrl, tmp_path: Path) -> Iterator[SavingHouse]:
    with closing(SavingHouse(new_url.with_tables(), tmp_path)) as made:
        yield made


def test_killed_servers_lose_nothing_that_was_answered_and_leave_nothing_half_there(house: SavingHouse) -> None:
    """Five of them; on PostgreSQL two, since what is killed is the same."""
    kill_servers(house, 5 if house.is_sqlite else 2, random.Random(1), LONGEST_S)
    assert house.tally.answered >= house.tally.kills
