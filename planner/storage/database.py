"""The database behind a URL, and transactions on it.

SQLite: a file, written to by one transaction at a time while others read (WAL), foreign keys on; a writer waits for
its turn. PostgreSQL: psycopg 3 (`pip install community-planner[postgresql]`).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from planner.messages import Message, _l
from planner.problems import InputProblems, refused

#: A writer waits so long for another's transaction to end.
BUSY_S = 30
#: The bits of an error code of SQLite that say what it is about; those above them say more.
_PRIMARY = 0xFF

_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class Database:
    """An engine and its two kinds of transaction; close it when done. Used by many threads at once.

    Its errors, which end up in the log, do not say what was to be written: that may be why somebody is ill.
    """

    def __init__(self, url: str) -> None:
        self.url = parse_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine: Engine = _sqlite(self.url) if self.is_sqlite else _postgresql(self.url)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that may write: kept whole, or not at all when the block raises."""
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def rebuild(self) -> Iterator[Connection]:
        """One transaction that may write tables anew. What refers to what is looked at when it ends.

        SQLite drops and makes again a table that is altered, and rows that refer to its rows must outlive that.
        """
        if not self.is_sqlite:
            with self.write() as connection:
                yield connection
            return
        with self.engine.connect().execution_options(writes=True) as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            # Inside a transaction it would do nothing.
            driver.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    yield connection
                    if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise RuntimeError(f"a row of {lost[0]} refers to a row of {lost[2]} that is gone.")
            finally:
                driver.execute("PRAGMA foreign_keys = ON")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that sees the database as it is at its first statement, whatever others write meanwhile."""
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def scour(self) -> bool:
        """Leave nothing in the file of what was deleted; whether it could be done: not while others read or write for
        longer than anybody waits. PostgreSQL does so of its own accord, by and by.

        sqlite3.OperationalError for anything else that is in the way, as a full disk.
        """
        if not self.is_sqlite:
            return True
        with self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            try:
                driver.execute("VACUUM")
            except sqlite3.OperationalError as error:
                # The code may say more than that it is busy, as to what else goes on.
                if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY:
                    raise
                return False
            # What the file was before stands in the log beside it, until that is written back, which readers hinder.
            hindered, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not hindered

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None


def parse_url(url: str) -> URL:
    """The parts of a database's URL. InputProblems when it is none that is served."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise _bad_url(url, Message(_l("This is no address of a database."))) from None
    drivername = _DRIVERS.get(parsed.get_backend_name())
    if drivername is None:
        raise _bad_url(parsed.render_as_string(), Message(_l("This kind of database is not known here.")))
    if drivername == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise _bad_url(url, Message(_l("A database needs a file to be kept in.")))
    return parsed.set(drivername=drivername)


def _bad_url(url: str, reason: Message) -> InputProblems:
    mend = Message(_l("Write it like sqlite:///data/planner.db or postgresql://user:password@host/name."))
    return refused("DATABASE_URL", reason, mend, value=url)


def _sqlite(url: URL) -> Engine:
    assert url.database is not None
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            # It tells who is ill: nobody else on this machine is to read it.
            path.touch(mode=0o600)
    except OSError as error:
        reason = Message(_l("The database cannot be opened ({reason})."), reason=error.strerror or str(error))
        mend = Message(_l("Choose a place that you may write to."))
        raise refused("DATABASE_URL", reason, mend, value=str(path)) from error
    engine = create_engine(url, connect_args={"timeout": BUSY_S}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        # The driver opens no transactions of its own accord; `begin` below does.
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that begins by reading cannot wait for its turn to write, so a writer takes it at once.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: URL) -> Engine:
    try:
        options = {"options": "-c timezone=UTC"}
        return create_engine(url, pool_pre_ping=True, connect_args=options, hide_parameters=True)
    except (ModuleNotFoundError, NoSuchModuleError):
        reason = Message(_l("The driver for PostgreSQL is not installed."))
        mend = Message(_l("Install it: pip install 'community-planner[postgresql]'"))
        raise refused("DATABASE_URL", reason, mend, value=url.render_as_string()) from None
