"""The table of what teams let colleagues see of each other."""

from sqlalchemy import Boolean, Column, ForeignKey, Table

from planner.storage.columns import metadata

#: Of teams that have decided otherwise than by default; see planner.domain.colleagues.ColleagueRules.
colleague_rules = Table(
    "colleague_rules",
    metadata,
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("full_names", Boolean, nullable=False),
    Column("shifts", Boolean, nullable=False),
    Column("hours", Boolean, nullable=False),
)
