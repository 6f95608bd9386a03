"""Brings a database's tables to the state that this program knows, step by step, all or nothing."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from planner.messages import Message, _l
from planner.problems import refused
from planner.storage.columns import metadata
from planner.storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def newest() -> str:
    """The revision that this program knows."""
    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert head is not None
    return head


def revision_of(connection: Connection) -> str | None:
    """The revision that a database's tables are at; None for an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database, backup: Callable[[], object], revision: str = "head") -> bool:
    """Bring the tables up to a revision; whether there was anything to do. backup: called before a database changes
    that has tables already.

    InputProblems for a database that cannot be opened, and for one of a newer program, which is left as it is.
    """
    before = _revision(database)
    if before == (newest() if revision == "head" else revision):
        return False
    if before is not None:
        _refuse_newer(database, before)
        backup()
    _run(database, lambda config: command.upgrade(config, revision))
    return True


def _revision(database: Database) -> str | None:
    try:
        with database.read() as connection:
            return revision_of(connection)
    except DatabaseError as error:
        reason = Message(_l("The database cannot be opened ({reason})."), reason=str(error.orig).strip())
        mend = Message(_l("See that DATABASE_URL is right, that the server runs, and that you may use it."))
        place = database.url.render_as_string()
        raise refused(place, reason, mend) from error


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back to an earlier revision; "base" = none at all."""
    _run(database, lambda config: command.downgrade(config, revision))


def write_step(url: str, text: str, number: str) -> None:
    """Write the step from the newest tables to those that the schema says, to be read and mended by its author.

    url: of an empty database to work on.
    """
    database = Database(url)
    _run(database, lambda config: command.upgrade(config, "head"))
    _run(database, lambda config: command.revision(config, text, autogenerate=True, rev_id=number))
    database.close()


def differences(database: Database) -> list[object]:
    """What the migrated database and the tables as they are said to be do not have in common."""
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return list(compare_metadata(context, metadata))


def _run(database: Database, step: Callable[[Config], object]) -> None:
    with database.rebuild() as connection:
        step(_config(connection))


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _refuse_newer(database: Database, revision: str) -> None:
    try:
        ScriptDirectory.from_config(_config(None)).get_revision(revision)
    except CommandError:
        reason = Message(_l("This database was made by a newer version of the planner."))
        mend = Message(_l("Install that version, or restore a backup of the older one."))
        place = database.url.render_as_string()
        raise refused(place, reason, mend, value=revision) from None
