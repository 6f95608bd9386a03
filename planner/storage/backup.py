"""Backups: the whole database as one SQLite file, whichever database it comes from, and back into either.

A backup sees the database as it is at one moment, while others go on reading and writing. A restore replaces all rows
in one transaction.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, MetaData, Table, delete, func, insert, inspect, select, text
from sqlalchemy.exc import DatabaseError

from planner.messages import Message, _l
from planner.problems import InputProblems, refused
from planner.storage.database import Database
from planner.storage.schema import metadata
from planner.storage.schema_accounts import one_time_links, sessions
from planner.storage.upgrade import revision_of, upgrade

_ROWS_AT_ONCE = 1000
#: What no backup carries: the target knows its own.
_REVISION_TABLE = "alembic_version"


def backup(database: Database, path: Path) -> None:
    """Write a backup under a new name, readable by its owner alone. InputProblems when that cannot be."""
    if path.exists():
        raise _problem(path, Message(_l("There is such a file already.")), Message(_l("Choose another name.")))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as workshop:
            fresh = Path(workshop) / "backup.db"
            fresh.touch(mode=0o600)
            if database.is_sqlite:
                _copy_file(database, fresh)
            else:
                _copy_rows_out(database, fresh)
            fresh.rename(path)
    except OSError as error:
        reason = Message(_l("The backup could not be written ({reason})."), reason=error.strerror or str(error))
        raise _problem(path, reason, Message(_l("Choose a place that you may write to."))) from error


def restore(path: Path, database: Database) -> None:
    """Put a backup's rows in place of all that is in the database; tables are brought up to this program's first.

    Nobody is signed in afterwards, and links that were not used yet open nothing: what was ended since the backup, for
    a phone that was lost, say, stays ended.
    InputProblems for a file that is no backup, or one of a newer program; then the database is as it was.
    """
    with TemporaryDirectory() as workshop:
        copy = Path(workshop) / "backup.db"
        try:
            shutil.copyfile(path, copy)
        except OSError as error:
            reason = Message(_l("The backup cannot be read ({reason})."), reason=error.strerror or str(error))
            raise _problem(path, reason, Message(_l("Name the file that `planner backup` wrote."))) from error
        with closing(Database(f"sqlite:///{copy}")) as source:
            _refuse_other_files(source, path)
            # The copy is ours alone, and goes afterwards.
            upgrade(source, lambda: None)
            upgrade(database, lambda: None)
            with source.read() as old, database.write() as new:
                for table in reversed(metadata.sorted_tables):
                    new.execute(delete(table))
                for table in metadata.sorted_tables:
                    _copy_table(old, table, new, table)
                new.execute(delete(sessions))
                new.execute(delete(one_time_links).where(one_time_links.c.used.is_(None)))
                if not database.is_sqlite:
                    _follow_numbers(new)


def _copy_file(database: Database, fresh: Path) -> None:
    with closing(sqlite3.connect(fresh)) as target, database.read() as connection:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        source.backup(target)
        # As one file: a backup has no writers that a log beside it would be for.
        target.execute("PRAGMA journal_mode = DELETE")


def _copy_rows_out(database: Database, fresh: Path) -> None:
    """Copy all tables as they are, whichever program made them, into a file whose tables are at the same step."""
    with closing(Database(f"sqlite:///{fresh}")) as target, database.read() as old:
        revision = revision_of(old)
        if revision is not None:
            upgrade(target, lambda: None, revision)
        with target.write() as new:
            theirs, ours = MetaData(), MetaData()
            theirs.reflect(old)
            ours.reflect(new)
            for table in theirs.sorted_tables:
                if table.name != _REVISION_TABLE and table.name in ours.tables:
                    _copy_table(old, table, new, ours.tables[table.name])
    with closing(sqlite3.connect(fresh)) as target_file:
        target_file.execute("PRAGMA journal_mode = DELETE")


def _copy_table(old: Connection, table: Table, new: Connection, target: Table) -> None:
    # By number, as rows may refer to earlier ones of their own table.
    rows = old.execution_options(yield_per=_ROWS_AT_ONCE).execute(select(table).order_by(*table.primary_key))
    for portion in rows.mappings().partitions(_ROWS_AT_ONCE):
        new.execute(insert(target), [dict(row) for row in portion])


def _follow_numbers(connection: Connection) -> None:
    """Let PostgreSQL number new rows after those that were put in with their numbers."""
    for table in metadata.sorted_tables:
        if table.autoincrement_column is not None:
            highest = connection.execute(select(func.max(table.autoincrement_column))).scalar_one()
            sequence = f"pg_get_serial_sequence('{table.name}', '{table.autoincrement_column.name}')"
            connection.execute(
                text(f"SELECT setval({sequence}, :highest, :used)"),
                {"highest": highest or 1, "used": highest is not None},
            )


def _refuse_other_files(source: Database, path: Path) -> None:
    try:
        with source.read() as connection:
            is_ours = {"teams", _REVISION_TABLE} <= set(inspect(connection).get_table_names())
    except DatabaseError:
        is_ours = False
    if not is_ours:
        mend = Message(_l("Name the file that `planner backup` wrote."))
        raise _problem(path, Message(_l("This file is no backup of the planner.")), mend)


def _problem(path: Path, reason: Message, mend: Message) -> InputProblems:
    return refused(str(path), reason, mend)
