"""The table of what somebody has begun and not finished."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text

from planner.services.shelf import HeldKind
from planner.storage.columns import Coded, Moment, key, metadata

#: See planner.services.shelf. until: when it is too old.
held = Table(
    "held",
    metadata,
    key(),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Coded(str, HeldKind), nullable=False),
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), index=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("until", Moment, nullable=False),
    Index("ix_held_user_id", "user_id", "kind"),
)
