"""Work in the background: jobs, and what is due at certain times."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("base_id", sa.Integer()),
        sa.Column("asked_by", sa.Integer()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("owner", sa.Text()),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("heartbeat", sa.DateTime(timezone=True)),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        sa.Column("phase", sa.Text()),
        sa.Column("short_kind", sa.Text()),
        sa.Column("costs", sa.Text()),
        sa.Column("bounds", sa.Text()),
        sa.Column("uncovered_min", sa.Integer()),
        sa.Column("points", sa.Text()),
        sa.Column("best", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("result_id", sa.Integer()),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_jobs_asked_by")),
        sa.ForeignKeyConstraint(["base_id"], ["roster_versions.id"], name=op.f("fk_jobs_base_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["result_id"], ["roster_versions.id"], name=op.f("fk_jobs_result_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_jobs_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_asked_by"), "jobs", ["asked_by"])
    op.create_index(op.f("ix_jobs_team_id"), "jobs", ["team_id"])
    under_way = sa.text("state IN ('queued', 'running')")
    op.create_index(
        "ix_jobs_under_way", "jobs", ["kind", "team_id", "year", "month"],
        unique=True, sqlite_where=under_way, postgresql_where=under_way,
    )  # fmt: skip
    op.create_table(
        "timed_work",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_timed_work")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("timed_work")
    op.drop_table("jobs")
