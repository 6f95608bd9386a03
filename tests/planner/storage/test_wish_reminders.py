"""Who has sent no wishes is reminded a day before the deadline: once, as each chose, but who just heard of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select

from planner.accounts.model import User
from planner.bootstrap import StandingClock
from planner.domain.habits import Habits
from planner.services.wish_reminders import WishReminders
from planner.storage.accounts import DatabaseAccounts
from planner.storage.database import Database
from planner.storage.schema_accounts import users
from planner.storage.schema_letters import letters, message_habits, messages
from planner.storage.schema_wishes import wish_windows
from tests.planner.account_cases import BASE
from tests.planner.storage.desk import ANA, BEN, CLEO, Desk, desk_on
from tests.planner.storage.test_wishing import DEADLINE, NOW, TICK, send, wishing

DUE = DEADLINE - timedelta(days=1)


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    """Ana, Ben and Cleo have accounts; wishes are open, and Ana has sent hers."""
    with shared_database.write() as connection:
        for table in (letters, messages, message_habits, users, wish_windows):
            connection.execute(delete(table))
    desk = desk_on(shared_database)
    with DatabaseAccounts(shared_database).write() as accounts:
        for name in (ANA, BEN, CLEO):
            accounts.add_user(User(0, f"{name}@example.com", name, "-", "en", False, number(desk, name), NOW))
    wishing(desk).open(DEADLINE, 10, 0)
    send(desk, ANA, {})
    forget(shared_database)
    return desk


def number(desk: Desk, name: str) -> int:
    with desk.vault.reading() as records:
        return records.people(desk.team)[name]


def choose(desk: Desk, name: str, habits: Habits) -> None:
    with desk.vault.writing() as records:
        records.save_habits(number(desk, name), habits)


def forget(database: Database) -> None:
    with database.write() as connection:
        connection.execute(delete(letters))


def mailed(desk: Desk, database: Database, moment: datetime) -> list[str]:
    """To whom letters are written that were not before, when a worker looks."""
    WishReminders(desk.vault, StandingClock(moment), BASE).tell_due()
    with database.read() as connection:
        found = sorted(row.address.partition("@")[0] for row in connection.execute(select(letters.c.address)))
    forget(database)
    return found


def test_once_a_day_before_the_deadline(desk: Desk, shared_database: Database) -> None:
    assert mailed(desk, shared_database, DUE - TICK) == []
    assert mailed(desk, shared_database, DUE) == sorted([BEN, CLEO])
    assert mailed(desk, shared_database, DUE + timedelta(minutes=1)) == []
    assert {one.name for one in wishing(desk).look().missing if one.reminded_at == DUE} == {BEN, CLEO}


def test_two_workers_remind_once(desk: Desk, shared_database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: WishReminders(desk.vault, StandingClock(DUE), BASE).tell_due(), range(4)))
    with shared_database.read() as connection:
        assert len(connection.execute(select(letters.c.id)).all()) == 2


def test_as_each_chose(desk: Desk, shared_database: Database) -> None:
    choose(desk, BEN, Habits(since=NOW, wishes=False))
    choose(desk, CLEO, Habits(since=NOW, by_mail=False))
    assert mailed(desk, shared_database, DUE) == []
    with desk.vault.reading() as records:
        told = {name: records.notices(number(desk, name), None, 1)[0].made_at for name in (BEN, CLEO)}
    assert told == {BEN: NOW, CLEO: DUE}


def test_quiet_hours_are_waited_for(desk: Desk, shared_database: Database) -> None:
    # 18:00 in Vienna lies in Ben's.
    choose(desk, BEN, Habits(since=NOW, quiet_from_min=17 * 60, quiet_to_min=20 * 60))
    assert mailed(desk, shared_database, DUE) == [CLEO]
    assert mailed(desk, shared_database, DUE + timedelta(hours=2) - TICK) == []
    assert mailed(desk, shared_database, DUE + timedelta(hours=2)) == [BEN]


def test_who_just_heard_of_it_is_left_alone(desk: Desk, shared_database: Database) -> None:
    wishing(desk, DUE - timedelta(hours=23)).remind(1)
    forget(shared_database)
    assert mailed(desk, shared_database, DUE) == []


def test_a_short_window_is_not_told_twice(desk: Desk, shared_database: Database) -> None:
    with shared_database.write() as connection:
        connection.execute(delete(wish_windows))
    wishing(desk, DUE - timedelta(hours=23)).open(DEADLINE, 10, 0)
    forget(shared_database)
    assert mailed(desk, shared_database, DUE) == []


def test_who_just_heard_that_it_is_open_again_is_left_alone(desk: Desk, shared_database: Database) -> None:
    wishing(desk, DUE - timedelta(hours=40)).close(1)
    wishing(desk, DUE - timedelta(hours=23)).open(DEADLINE, 10, 2)
    forget(shared_database)
    assert mailed(desk, shared_database, DUE) == []


def test_a_deadline_that_moves_is_reminded_of_again_and_a_closed_one_never(
    desk: Desk, shared_database: Database
) -> None:
    assert mailed(desk, shared_database, DUE) == sorted([BEN, CLEO])
    wishing(desk, DUE).open(DEADLINE + timedelta(days=4), 10, 1)
    forget(shared_database)
    assert mailed(desk, shared_database, DUE + timedelta(days=4)) == sorted([BEN, CLEO])
    wishing(desk, DUE + timedelta(days=4)).open(DEADLINE + timedelta(days=9), 10, 2)
    wishing(desk, DUE + timedelta(days=5)).close(3)
    assert mailed(desk, shared_database, DUE + timedelta(days=9)) == []
