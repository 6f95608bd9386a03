"""The comparison of scenarios that each month had last, as rows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from planner.storage.schema_jobs import comparisons


def keep_comparison(connection: Connection, team: int, year: int, month: int, content: Mapping[str, Any]) -> None:
    """Keep a comparison in place of the month's last one."""
    table, of_month = comparisons.c, {"team_id": team, "year": year, "month": month}
    connection.execute(
        delete(comparisons).where(table.team_id == team, table.year == year, table.month == month)
    )
    connection.execute(insert(comparisons).values(**of_month, content=content))


def load_comparison(connection: Connection, team: int, year: int, month: int) -> Mapping[str, Any] | None:
    """The comparison that a month had last; None where there was none."""
    table = comparisons.c
    query = select(table.content).where(table.team_id == team, table.year == year, table.month == month)
    found: Mapping[str, Any] | None = connection.execute(query).scalar_one_or_none()
    return found
