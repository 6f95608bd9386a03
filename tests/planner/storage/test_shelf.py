"""What was begun waits for whoever began it, for a while, and for nobody else."""

from datetime import timedelta

import pytest

from planner.services.shelf import HELD_FOR, Held, HeldKind
from planner.storage.database import Database
from planner.storage.shelf import DatabaseShelf
from tests.planner.account_cases import AccountCase
from tests.planner.moving_clock import MovingClock
from tests.planner.storage.desk import desk_on

WORKBOOK = HeldKind.WORKBOOK


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def shelf(database: Database, clock: MovingClock) -> DatabaseShelf:
    return DatabaseShelf(database, clock)


@pytest.fixture
def users(database: Database) -> list[int]:
    case = AccountCase(database)
    sessions = [case.owner(), case.owner("otto@example.com")]
    return [case.visitor(session).user.user_id for session in sessions]


def test_each_user_has_a_place_of_their_own_for_each_team(
    database: Database, shelf: DatabaseShelf, users: list[int]
) -> None:
    team = desk_on(database).team
    shelf.put(users[0], WORKBOOK, None, b"\0new", "new.xlsx")
    shelf.put(users[0], WORKBOOK, team, b"old")
    assert shelf.get(users[0], WORKBOOK, None) == Held("new.xlsx", b"\0new")
    assert shelf.get(users[1], WORKBOOK, None) is None
    assert shelf.get(users[0], HeldKind.NEW_TEAM, None) is None
    shelf.put(users[0], WORKBOOK, None, b"newer")
    assert shelf.get(users[0], WORKBOOK, None) == Held("", b"newer")
    assert Held("", b"newer").mark != Held("", b"\0new").mark
    shelf.drop(users[0], WORKBOOK, None)
    assert shelf.get(users[0], WORKBOOK, None) is None
    held = shelf.get(users[0], WORKBOOK, team)
    assert held is not None
    assert held.content == b"old"


def test_what_is_too_old_goes(shelf: DatabaseShelf, clock: MovingClock, users: list[int]) -> None:
    shelf.put(users[0], WORKBOOK, None, b"workbook")
    shelf.put(users[0], HeldKind.NEW_TEAM, None, b"{}")
    clock.moment += HELD_FOR[WORKBOOK]
    assert shelf.get(users[0], WORKBOOK, None) is not None
    assert shelf.clear() == 0
    clock.moment += timedelta(seconds=1)
    assert shelf.get(users[0], WORKBOOK, None) is None
    shelf.put(users[1], WORKBOOK, None, b"of somebody else")
    assert shelf.clear() == 0
    clock.moment += HELD_FOR[HeldKind.NEW_TEAM]
    assert shelf.clear() == 2
