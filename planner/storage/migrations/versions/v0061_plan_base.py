"""How often the roster was edited that a job plans on, when the job was asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of jobs so far nobody knows better than that nothing was edited since."""
    op.add_column("jobs", sa.Column("base_revision", sa.Integer()))
    revisions = "SELECT revision FROM roster_versions WHERE roster_versions.id = jobs.base_id"
    op.execute(sa.text(f"UPDATE jobs SET base_revision = ({revisions})"))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("jobs", "base_revision")
