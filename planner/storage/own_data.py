"""All that is kept of one person, as plain values."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, LargeBinary, RowMapping, Table, select

from planner.feeds.model import FeedKind
from planner.storage.columns import Coded
from planner.storage.personal import TABLES
from planner.storage.schema import metadata
from planner.storage.schema_feeds import feeds
from planner.storage.schema_teams import members, teams


def rows_of(connection: Connection, person: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """All rows of a person by table, in the order of TABLES, without what is given to nobody; no empty tables."""
    found = {}
    for name, kept in TABLES.items():
        if kept.rows is not None and not kept.not_given:
            table = metadata.tables[name]
            query = select(table).where(kept.rows(table, person)).order_by(*table.primary_key)
            rows = [_plain(table, row, kept.hidden) for row in connection.execute(query).mappings()]
            if rows:
                found[name] = rows
    return found


def teams_of(connection: Connection, person: int) -> Mapping[int, str]:
    """The names of a person's teams, by number."""
    query = select(teams.c.id, teams.c.name).join(members, members.c.team_id == teams.c.id)
    return dict(connection.execute(query.where(members.c.person_id == person).order_by(teams.c.id)).all())


def calendars_of(connection: Connection, person: int) -> Mapping[int, bytes]:
    """The finished calendars of a person's own shifts, by team."""
    query = select(feeds.c.team_id, feeds.c.body).where(feeds.c.person_id == person, feeds.c.kind == FeedKind.PERSON)
    return {row.team_id: row.body for row in connection.execute(query) if row.body}


def _plain(table: Table, row: RowMapping, hidden: tuple[str, ...]) -> dict[str, Any]:
    shown = (column for column in table.columns if column.name not in hidden)
    return {column.name: _value(column.type, row[column.name]) for column in shown}


def _value(kind: object, value: Any) -> Any:
    if isinstance(kind, Coded) and value is not None:
        text = kind.write(value)
        return json.loads(text) if text[:1] in "[{" else text
    if isinstance(kind, LargeBinary):
        return None
    return value.isoformat() if isinstance(value, date | datetime) else value
