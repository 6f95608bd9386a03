"""Vacant shifts that were filled otherwise than by those who were asked: a state more of offers, in the same tables."""

from alembic import op

revision = "0160"
down_revision = "0150"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is to be made: no offer has the state yet."""


def downgrade() -> None:
    """Older programs can say of these that they are not on offer any more."""
    op.execute("UPDATE offers SET state = 'withdrawn' WHERE state = 'covered'")
