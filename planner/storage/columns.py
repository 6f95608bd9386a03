"""The kinds of column that the tables are made of, each with what it looks like in Python.

What SQLite and PostgreSQL do not both know is kept as text, so a row looks the same in both.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, Integer, MetaData, Text, TypeDecorator

from planner.domain.days import DayKind
from planner.domain.people import AbsenceKind

#: All tables; names of constraints are ours, so that a migration can drop them on either database.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Coded(TypeDecorator[Any]):
    """A value kept as text. write, read: to text and back; None stays None."""

    impl = Text
    cache_ok = True

    def __init__(self, write: Callable[[Any], str], read: Callable[[str], Any]) -> None:
        super().__init__()
        self.write, self.read = write, read

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To text."""
        return None if value is None else self.write(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """From text."""
        return None if value is None else self.read(value)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, UTC. ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, as SQLite keeps no zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value!r} has no zone. Maybe pass datetime.now(UTC).")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def as_json(value: object) -> str:
    """A value as JSON text: the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _month_text(month: tuple[int, int]) -> str:
    return f"{month[0]:04d}-{month[1]:02d}"


def _month(text: str) -> tuple[int, int]:
    year, month = text.split("-")
    return int(year), int(month)


def when_text(when: DayKind | date) -> str:
    """A kind of day ("sunday") or a date ("2026-12-24") as text."""
    return when.value if isinstance(when, DayKind) else when.isoformat()


def when_of(text: str) -> DayKind | date:
    """The kind of day or date of a text."""
    return date.fromisoformat(text) if text[:1].isdigit() else DayKind(text)


ZONE = Coded(lambda zone: str(zone.key), ZoneInfo)
MONTH = Coded(_month_text, _month)
WHEN = Coded(when_text, when_of)
ABSENCE_KIND = Coded(str, AbsenceKind)
UID = Coded(str, UUID)
#: Sets of text, and levels or counts by name.
NAMES = Coded(lambda names: as_json(sorted(names)), lambda text: frozenset(json.loads(text)))
DAY_KINDS = Coded(lambda kinds: as_json(sorted(kinds)), lambda text: frozenset(map(DayKind, json.loads(text))))
BY_NAME = Coded(lambda figures: as_json(dict(figures)), json.loads)
NUMBERS = Coded(lambda numbers: as_json(list(numbers)), lambda text: tuple(json.loads(text)))
JSON = Coded(as_json, json.loads)


def key() -> Column[int]:
    """A table's own number."""
    return Column("id", Integer, primary_key=True)


def of_team() -> Column[int]:
    """The team that a row belongs to and goes with."""
    return Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), nullable=False, index=True)


def of_person(name: str = "person_id", *, needed: bool = True) -> Column[int]:
    """A person, by number."""
    return Column(name, ForeignKey("people.id"), nullable=not needed, index=True)
