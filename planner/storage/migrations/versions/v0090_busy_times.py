"""Busy times out of people's own calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "busy_calendars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("read_as", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("address", sa.LargeBinary()),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_read_at", sa.DateTime(timezone=True)),
        sa.Column("owner", sa.Text()),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_busy_calendars_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_calendars")),
    )
    op.create_index(op.f("ix_busy_calendars_person_id"), "busy_calendars", ["person_id"])
    op.create_index(op.f("ix_busy_calendars_next_read_at"), "busy_calendars", ["next_read_at"])
    op.create_table(
        "busy_blocks",
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["busy_calendars.id"], name=op.f("fk_busy_blocks_calendar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("calendar_id", "start", name=op.f("pk_busy_blocks")),
    )
    op.create_index(op.f("ix_busy_blocks_end"), "busy_blocks", ["end"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("busy_blocks")
    op.drop_table("busy_calendars")
