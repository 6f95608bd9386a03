"""Scouring the file of a database: others at it are waited for by and by, anything else is said."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry

from planner.storage import database as module
from planner.storage.database import Database


def test_while_others_write_it_is_not_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_S", 0.1)
    database = Database(f"sqlite:///{tmp_path / 'planner.db'}")
    with database.write():
        assert not database.scour()
    assert database.scour()
    database.close()


def test_whatever_else_is_in_the_way_is_raised(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'planner.db'}")

    @event.listens_for(database.engine, "connect")
    def lock(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.execute("PRAGMA query_only = ON")

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.scour()
    database.close()
