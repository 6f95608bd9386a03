"""Wish windows, reminders of them in the outbox, and exceptions of availability."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; every window of availability so far is one in which somebody can work."""
    op.create_table(
        "wish_windows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_wish_windows_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish_windows")),
        sa.UniqueConstraint("team_id", "year", "month", name=op.f("uq_wish_windows_team_id_year_month")),
    )
    op.create_index(op.f("ix_wish_windows_team_id"), "wish_windows", ["team_id"])
    op.create_table(
        "wish_answers",
        sa.Column("window_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("reminded_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_wish_answers_person_id")),
        sa.ForeignKeyConstraint(
            ["window_id"], ["wish_windows.id"], name=op.f("fk_wish_answers_window_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("window_id", "person_id", name=op.f("pk_wish_answers")),
    )
    op.create_index(op.f("ix_wish_answers_person_id"), "wish_answers", ["person_id"])
    with op.batch_alter_table("letters") as table:
        table.alter_column("version_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("wish_window_id", sa.Integer()))
        table.create_foreign_key(
            op.f("fk_letters_wish_window_id"), "wish_windows", ["wish_window_id"], ["id"], ondelete="CASCADE"
        )
        table.create_index(op.f("ix_letters_wish_window_id"), ["wish_window_id"])
    with op.batch_alter_table("availability") as table:
        table.add_column(sa.Column("can", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("availability") as table:
        table.alter_column("can", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    """Drop the tables, reminders and exceptions; without them an exception would be read as its opposite."""
    op.execute(sa.text("DELETE FROM letters WHERE version_id IS NULL"))
    op.execute(sa.text("DELETE FROM availability WHERE NOT can"))
    with op.batch_alter_table("availability") as table:
        table.drop_column("can")
    with op.batch_alter_table("letters") as table:
        table.drop_index(op.f("ix_letters_wish_window_id"))
        table.drop_constraint(op.f("fk_letters_wish_window_id"), type_="foreignkey")
        table.drop_column("wish_window_id")
        table.alter_column("version_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("wish_answers")
    op.drop_table("wish_windows")
