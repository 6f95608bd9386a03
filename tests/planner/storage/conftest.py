"""A fresh database for each test, once on SQLite and once on PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from planner.storage.database import Database
from planner.storage.upgrade import upgrade
from tests.planner.storage.desk import Desk, desk_on
from tests.planner.storage.fresh_file import file_with_tables, no_backup

#: A server on which databases may be made and dropped; only those made here are touched.
SERVER = os.environ.get("TEST_POSTGRESQL_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
#: Where Alembic keeps which step the tables are at.
STEPS_TABLE = "alembic_version"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test of this folder runs on both databases, save those that are marked `one_database`."""
    items[:] = [item for item in items if not (item.get_closest_marker("one_database") and _on_postgresql(item))]


def _on_postgresql(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and item.callspec.params.get("new_url") == "postgresql"


@pytest.fixture(params=["sqlite", "postgresql"], scope="session")
def new_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[NewUrl]":
    """Makes URLs of new, empty databases."""
    maker = NewUrl(request.param, tmp_path_factory.mktemp("databases"))
    yield maker
    maker.drop_all()


class NewUrl:
    """Call it for the URL of an empty database of its kind."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind, self._folder = kind, folder
        self._made: list[str] = []
        self._free: list[str] = []
        self._pattern = ""
        self._tables: tuple[str | None, set[str]] = None, set()
        if kind == "postgresql":
            self._server = create_engine(SERVER, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 5})
            try:
                self._server.connect().close()
            except OperationalError as error:
                pytest.skip(f"no PostgreSQL server at TEST_POSTGRESQL_URL (see .ci/run): {error.orig}")

    def __call__(self) -> str:
        if self.kind == "sqlite":
            return f"sqlite:///{self._folder / uuid4().hex}.db"
        return self._made_of("template0")

    def with_tables(self) -> str:
        """The URL of a database with empty tables. They are made once, for making them takes a while, and copied."""
        if self.kind == "sqlite":
            return file_with_tables(self._folder / f"{uuid4().hex}.db")
        if self._free:
            return self._free.pop()
        if not self._pattern:
            self._pattern = self()
            opened = open_database(self._pattern)
            with opened.engine.connect() as connection:
                self._tables = _step_and_tables(connection)
            opened.close()
        pattern = make_url(self._pattern).database
        assert pattern is not None
        return self._made_of(pattern)

    def give_back(self, url: str) -> None:
        """Take a database with tables for the next who wants one: to empty it is quicker than to make and drop one.

        One that a test left with other tables is for nobody else.
        """
        if self.kind == "sqlite":
            return
        engine = create_engine(url, poolclass=NullPool)
        with engine.begin() as connection:
            if _step_and_tables(connection) != self._tables:
                return
            sequences = connection.execute(text("SELECT sequencename FROM pg_sequences")).scalars().all()
            empty = [
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()",
                "SET session_replication_role = replica",
                *(f'DELETE FROM "{name}"' for name in self._tables[1] - {STEPS_TABLE}),
                *(f'ALTER SEQUENCE "{name}" RESTART' for name in sequences),
            ]
            connection.execute(text("; ".join(empty)))
        self._free.append(url)

    def _made_of(self, pattern: str) -> str:
        name = f"planner_test_{uuid4().hex}"
        with self._server.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}" ENCODING \'UTF8\''))
        self._made.append(name)
        return make_url(SERVER).set(database=name).render_as_string(hide_password=False)

    def drop_all(self) -> None:
        if self.kind == "postgresql":
            with self._server.connect() as connection:
                for name in self._made:
                    connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
            self._server.dispose()


def _step_and_tables(connection: Connection) -> tuple[str | None, set[str]]:
    return MigrationContext.configure(connection).get_current_revision(), set(inspect(connection).get_table_names())


def open_database(url: str) -> Database:
    """A database with its tables made."""
    database = Database(url)
    upgrade(database, no_backup)
    return database


def _lent(new_url: NewUrl) -> Iterator[Database]:
    url = new_url.with_tables()
    opened = Database(url)
    yield opened
    opened.close()
    new_url.give_back(url)


@pytest.fixture
def database(new_url: NewUrl) -> Iterator[Database]:
    """A database with empty tables."""
    yield from _lent(new_url)


@pytest.fixture(scope="module")
def shared_database(new_url: NewUrl) -> Iterator[Database]:
    """A database that a module's tests, and all their examples, share."""
    yield from _lent(new_url)


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    """A small team of its own in the module's database."""
    return desk_on(shared_database)
