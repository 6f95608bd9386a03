"""The tables of month-end sheets: what was worked otherwise than planned, and what was closed."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Text, text

from planner.domain.month_end import Instead
from planner.storage.columns import JSON, Coded, key, metadata, of_person, of_team

_OPEN = text("reopened_by IS NULL")


def _of_event(name: str, *, needed: bool = True) -> Column[int]:
    return Column(name, ForeignKey("audit_events.id", ondelete="CASCADE"), nullable=not needed)


#: Corrections stay: of those of a shift, the one with the highest event holds. shift: "" = work that nobody planned.
corrections = Table(
    "corrections",
    metadata,
    Column("event_id", ForeignKey("audit_events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    of_team(),
    of_person(),
    Column("day", Date, nullable=False),
    Column("shift", Text, nullable=False),
    Column("instead", Coded(str, Instead), nullable=False),
    Column("start_min", Integer, nullable=False),
    Column("end_min", Integer, nullable=False),
    Column("break_min", Integer, nullable=False),
    Index("ix_corrections_team_day", "team_id", "day"),
)

#: A closed month; it is open again once `reopened_by` says so. figures: people by number, each with what was planned
#: and what was worked (planner.domain.month_end.MonthEnd).
month_closings = Table(
    "month_closings",
    metadata,
    key(),
    of_team(),
    Column("year", Integer, nullable=False),
    Column("month", Integer, nullable=False),
    _of_event("closed_by"),
    _of_event("reopened_by", needed=False),
    Column("figures", JSON, nullable=False),
    Index(
        "ix_month_closings_in_force", "team_id", "year", "month",
        unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN,
    ),
)  # fmt: skip
