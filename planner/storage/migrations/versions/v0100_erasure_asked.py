"""When somebody asked that everything about them be erased."""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody has asked so far."""
    with op.batch_alter_table("users") as table:
        table.add_column(sa.Column("erasure_asked", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Drop the column; what was asked is to be asked again."""
    with op.batch_alter_table("users") as table:
        table.drop_column("erasure_asked")
