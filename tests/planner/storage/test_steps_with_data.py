"""Every step of the tables goes down and up again with something in every table: what older tables hold stays."""

from collections.abc import Mapping, Sequence

from sqlalchemy import MetaData, select

from planner.storage.database import Database
from planner.storage.upgrade import downgrade, revision_of, upgrade
from tests.planner.storage.test_backup import full_desk

Rows = Sequence[Mapping[str, object]]

#: Step 0080 turns them into messages; the older ones could tell of shifts only.
REWRITTEN = "letters"


def tables_now(database: Database) -> dict[str, Rows]:
    """The rows of all tables, whatever these are at the moment, in order of their keys."""
    found = MetaData()
    with database.read() as connection:
        found.reflect(connection)
        return {
            name: connection.execute(select(table).order_by(*table.primary_key)).mappings().all()
            for name, table in found.tables.items()
            if name not in ("alembic_version", REWRITTEN)
        }


def shared(rows: Rows, others: Rows) -> list[list[object]]:
    """The rows, as far as others have their columns."""
    columns = sorted(rows[0].keys() & others[0].keys()) if rows and others else []
    return [[row[name] for name in columns] for row in rows]


def revision(database: Database) -> str | None:
    with database.read() as connection:
        return revision_of(connection)


def test_each_step_goes_down_and_up_with_data(database: Database) -> None:
    full_desk(database)
    full = tables_now(database)
    lost = []
    while revision(database) != "0001":
        downgrade(database, "-1")
        oldest = tables_now(database)
        lost += [
            (revision(database), name)
            for name, rows in oldest.items()
            if name in full and shared(rows, full[name]) != shared(full[name], rows)
        ]
    assert lost == []
    upgrade(database, lambda: None)
    again = tables_now(database)
    assert again.keys() == full.keys()
    assert [name for name, rows in oldest.items() if shared(again[name], rows) != shared(rows, again[name])] == []
