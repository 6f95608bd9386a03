"""Letters with one-time links go through the outbox; whose a letter is stands in its message or its link."""

import sqlalchemy as sa
from alembic import op

revision = "0150"
down_revision = "0140"
branch_labels = None
depends_on = None

_ONE = "(message_id IS NULL) <> (link_id IS NULL)"


def upgrade() -> None:
    """Let a letter be of a link instead of a message."""
    with op.batch_alter_table("letters") as table:
        table.drop_index(op.f("ix_letters_person_id"))
        table.drop_constraint(op.f("fk_letters_person_id"), type_="foreignkey")
        table.drop_column("person_id")
        table.alter_column("message_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("link_id", sa.Integer()))
        table.add_column(sa.Column("sealed", sa.LargeBinary()))
        table.create_foreign_key(op.f("fk_letters_link_id"), "one_time_links", ["link_id"], ["id"], ondelete="CASCADE")
        table.create_index(op.f("ix_letters_link_id"), ["link_id"])
        table.create_check_constraint(op.f("ck_letters_of_one"), _ONE)


def downgrade() -> None:
    """Letters of links go: older programs hand them over themselves. The links work on."""
    op.execute("DELETE FROM letters WHERE link_id IS NOT NULL")
    with op.batch_alter_table("letters") as table:
        table.drop_constraint(op.f("ck_letters_of_one"), type_="check")
        table.drop_index(op.f("ix_letters_link_id"))
        table.drop_constraint(op.f("fk_letters_link_id"), type_="foreignkey")
        table.drop_column("link_id")
        table.drop_column("sealed")
        table.alter_column("message_id", existing_type=sa.Integer(), nullable=False)
        table.add_column(sa.Column("person_id", sa.Integer()))
    op.execute(
        "UPDATE letters SET person_id = (SELECT person_id FROM messages WHERE messages.id = letters.message_id)"
    )
    with op.batch_alter_table("letters") as table:
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(op.f("fk_letters_person_id"), "people", ["person_id"], ["id"])
        table.create_index(op.f("ix_letters_person_id"), ["person_id"])
