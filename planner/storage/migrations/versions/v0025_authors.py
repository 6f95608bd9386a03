"""Every account is somebody: whoever is in no team gets a person of their own, called as their account."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0020"
branch_labels = None
depends_on = None

users = sa.table("users", sa.column("id"), sa.column("name"), sa.column("person_id"))
people = sa.table("people", sa.column("id"), sa.column("name"))


def upgrade() -> None:
    """Make the people that are missing, then demand them."""
    connection = op.get_bind()
    nobody = sa.select(users.c.id, users.c.name).where(users.c.person_id.is_(None)).order_by(users.c.id)
    for row in connection.execute(nobody).all():
        made = sa.insert(people).values(name=row.name).returning(people.c.id)
        number = connection.execute(made).scalar_one()
        connection.execute(sa.update(users).where(users.c.id == row.id).values(person_id=number))
    with op.batch_alter_table("users") as table:
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    """Demand no person any more. The people stay: what they did names them."""
    with op.batch_alter_table("users") as table:
        table.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
