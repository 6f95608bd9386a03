"""What colleagues see, whose facts a change was about, when more people are asked to step in, reminders of wishes."""

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what was changed before is of nobody in particular."""
    op.create_table(
        "colleague_rules",
        sa.Column("team_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("full_names", sa.Boolean(), nullable=False),
        sa.Column("shifts", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_colleague_rules_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_colleague_rules")),
    )
    op.create_table(
        "fact_changes",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_events.id"], name=op.f("fk_fact_changes_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_fact_changes_person_id")),
        sa.PrimaryKeyConstraint("event_id", "person_id", "what", name=op.f("pk_fact_changes")),
    )
    op.create_index(op.f("ix_fact_changes_person_id"), "fact_changes", ["person_id"])
    with op.batch_alter_table("offers") as table:
        table.add_column(sa.Column("next_round_at", sa.DateTime(timezone=True)))
    with op.batch_alter_table("offer_asks") as table:
        table.add_column(sa.Column("chain", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("offer_asks") as table:
        table.alter_column("chain", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("message_habits") as table:
        table.add_column(sa.Column("wishes", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("message_habits") as table:
        table.alter_column("wishes", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    """Drop the tables and the columns. Of leave that was taken back, older tables can say that it is not granted."""
    op.execute("UPDATE leave_requests SET state = 'declined' WHERE state = 'revoked'")
    with op.batch_alter_table("message_habits") as table:
        table.drop_column("wishes")
    op.execute("DELETE FROM offer_asks WHERE chain <> 0")
    with op.batch_alter_table("offer_asks") as table:
        table.drop_column("chain")
    with op.batch_alter_table("offers") as table:
        table.drop_column("next_round_at")
    op.drop_table("fact_changes")
    op.drop_table("colleague_rules")
