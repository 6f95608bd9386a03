"""A SQLite file with empty tables. The steps that make them take a while, so they are gone once and copied."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.storage.database import Database
from planner.storage.upgrade import upgrade


def no_backup() -> None:
    raise AssertionError("a database without tables needs no backup")


@cache
def _content() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tables.db"
        database = Database(f"sqlite:///{path}")
        upgrade(database, no_backup)
        database.close()
        return path.read_bytes()


def file_with_tables(path: Path) -> str:
    """Write such a file; its URL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_content())
    return f"sqlite:///{path}"
