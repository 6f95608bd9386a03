"""Rosters in versions, and what was done with them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "roster_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer()),
        sa.Column("team_hash", sa.Text(), nullable=False),
        sa.Column("programs", sa.Text(), nullable=False),
        sa.Column("costs", sa.Text()),
        sa.Column("bounds", sa.Text()),
        sa.Column("seconds", sa.Float()),
        sa.Column("workers", sa.Integer()),
        sa.Column("seed", sa.Integer()),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_roster_versions_made_by")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_roster_versions_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_versions")),
        sa.UniqueConstraint(
            "team_id", "year", "month", "number", name=op.f("uq_roster_versions_team_id_year_month_number")
        ),
    )
    op.create_index(op.f("ix_roster_versions_made_by"), "roster_versions", ["made_by"])
    op.create_index(op.f("ix_roster_versions_team_id"), "roster_versions", ["team_id"])
    op.create_table(
        "assignments",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_assignments_person_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["roster_versions.id"], name=op.f("fk_assignments_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "uid", name=op.f("pk_assignments")),
        sa.UniqueConstraint(
            "version_id", "person_id", "day", "shift", name=op.f("uq_assignments_version_id_person_id_day_shift")
        ),
    )
    op.create_index(op.f("ix_assignments_person_day"), "assignments", ["person_id", "day"])
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer()),
        sa.Column("team_id", sa.Integer()),
        sa.Column("version_id", sa.Integer()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer()),
        sa.Column("reverses", sa.Integer()),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_audit_events_actor_id")),
        sa.ForeignKeyConstraint(
            ["reverses"], ["audit_events.id"], name=op.f("fk_audit_events_reverses"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_audit_events_team_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["roster_versions.id"], name=op.f("fk_audit_events_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_index(op.f("ix_audit_events_actor_id"), "audit_events", ["actor_id"])
    op.create_index(op.f("ix_audit_events_team_id"), "audit_events", ["team_id"])
    op.create_index(op.f("ix_audit_events_version_id"), "audit_events", ["version_id"])
    op.create_table(
        "free_locks",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_free_locks_person_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["roster_versions.id"], name=op.f("fk_free_locks_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "person_id", "day", name=op.f("pk_free_locks")),
    )
    op.create_table(
        "version_carry_over",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("weekends_in_row", sa.Integer(), nullable=False),
        sa.Column("week_minutes", sa.Text(), nullable=False),
        sa.Column("sundays_worked", sa.Integer(), nullable=False),
        sa.Column("ledger", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_version_carry_over_person_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["roster_versions.id"], name=op.f("fk_version_carry_over_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "person_id", name=op.f("pk_version_carry_over")),
    )
    op.create_table(
        "audit_texts",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_events.id"], name=op.f("fk_audit_texts_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_audit_texts")),
    )
    op.create_table(
        "cell_changes",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_events.id"], name=op.f("fk_cell_changes_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_cell_changes_person_id")),
        sa.PrimaryKeyConstraint("event_id", "person_id", "day", name=op.f("pk_cell_changes")),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "cell_changes",
        "audit_texts",
        "version_carry_over",
        "free_locks",
        "audit_events",
        "assignments",
        "roster_versions",
    ):
        op.drop_table(table)
