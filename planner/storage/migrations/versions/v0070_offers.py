"""Offers of shifts."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vacant", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("undo_by_id", sa.Integer()),
        sa.Column("decided_by_id", sa.Integer()),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_offers_team_id"), ondelete="CASCADE"),
        *(
            sa.ForeignKeyConstraint([name], ["people.id"], name=op.f(f"fk_offers_{name}"))
            for name in ("person_id", "undo_by_id", "decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    for name in ("team_id", "person_id", "day", "undo_by_id", "decided_by_id"):
        op.create_index(op.f(f"ix_offers_{name}"), "offers", [name])
    op.create_table(
        "offer_asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("back_day", sa.Date()),
        sa.Column("back_shift", sa.Text()),
        sa.Column("back_uid", sa.Text()),
        sa.Column("back_begins_at", sa.DateTime(timezone=True)),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_offer_asks_offer_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_offer_asks_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_asks")),
    )
    for name in ("offer_id", "person_id"):
        op.create_index(op.f(f"ix_offer_asks_{name}"), "offer_asks", [name])
    op.create_table(
        "offer_rules",
        sa.Column("team_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("replacements_need_yes", sa.Boolean(), nullable=False),
        sa.Column("swaps_need_yes", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_offer_rules_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_offer_rules")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("offer_rules")
    op.drop_table("offer_asks")
    op.drop_table("offers")
