"""What a month was compared with last."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "comparisons",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_comparisons_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "year", "month", name=op.f("pk_comparisons")),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("comparisons")
