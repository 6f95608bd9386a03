"""Month-end sheets: corrections of what was planned, and closed months."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "corrections",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("instead", sa.Text(), nullable=False),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.Column("break_min", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_events.id"], name=op.f("fk_corrections_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_corrections_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_corrections_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_person_id"), "corrections", ["person_id"])
    op.create_index(op.f("ix_corrections_team_id"), "corrections", ["team_id"])
    op.create_index("ix_corrections_team_day", "corrections", ["team_id", "day"])
    op.create_table(
        "month_closings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=False),
        sa.Column("reopened_by", sa.Integer()),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["audit_events.id"], name=op.f("fk_month_closings_closed_by"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reopened_by"], ["audit_events.id"], name=op.f("fk_month_closings_reopened_by"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_month_closings_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_closings")),
    )
    op.create_index(op.f("ix_month_closings_team_id"), "month_closings", ["team_id"])
    in_force = sa.text("reopened_by IS NULL")
    op.create_index(
        "ix_month_closings_in_force", "month_closings", ["team_id", "year", "month"],
        unique=True, sqlite_where=in_force, postgresql_where=in_force,
    )  # fmt: skip


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("month_closings")
    op.drop_table("corrections")
