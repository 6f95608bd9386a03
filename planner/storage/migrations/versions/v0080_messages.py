"""What people are told, kept for the app: letters become letters of messages. How somebody wants to be told."""

import json
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0070"
branch_labels = None
depends_on = None

#: Of somebody who was to be told by mouth, no text was kept.
_UNWRITTEN = {"en": "Your shifts have changed", "de": "Deine Schichten haben sich geändert"}


def upgrade() -> None:
    """Make the tables; a message for each letter there is, that counts as seen."""
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer()),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_messages_team_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_messages_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("person_id", "kind", "about", name=op.f("uq_messages_person_id_kind_about")),
    )
    op.create_index(op.f("ix_messages_team_id"), "messages", ["team_id"])
    op.create_index(op.f("ix_messages_person_id"), "messages", ["person_id"])
    op.create_table(
        "message_habits",
        sa.Column("person_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("reminder", sa.Text(), nullable=False),
        sa.Column("hours_before", sa.Integer(), nullable=False),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("quiet_from_min", sa.Integer(), nullable=False),
        sa.Column("quiet_to_min", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_message_habits_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_message_habits")),
    )
    with op.batch_alter_table("letters") as table:
        table.add_column(sa.Column("message_id", sa.Integer()))
        table.add_column(sa.Column("expires_at", sa.DateTime(timezone=True)))
    _letters_to_messages()
    with op.batch_alter_table("letters") as table:
        for name in ("version_id", "wish_window_id"):
            table.drop_index(op.f(f"ix_letters_{name}"))
            table.drop_constraint(op.f(f"fk_letters_{name}"), type_="foreignkey")
            table.drop_column(name)
        table.alter_column("message_id", existing_type=sa.Integer(), nullable=False)
        for name in ("address", "subject", "body"):
            table.alter_column(name, existing_type=sa.Text(), nullable=False)
        table.create_foreign_key(op.f("fk_letters_message_id"), "messages", ["message_id"], ["id"], ondelete="CASCADE")
        table.create_index(op.f("ix_letters_message_id"), ["message_id"])


def _letters_to_messages() -> None:
    connection = op.get_bind()
    query = sa.text(
        "SELECT letters.*, roster_versions.team_id AS roster_team, wish_windows.team_id AS wish_team FROM letters"
        " LEFT JOIN roster_versions ON roster_versions.id = letters.version_id"
        " LEFT JOIN wish_windows ON wish_windows.id = letters.wish_window_id ORDER BY letters.id"
    )
    known: dict[tuple[int, str, str], int] = {}
    for row in connection.execute(query).mappings().all():
        if row["version_id"] is not None:
            kind, about = "shifts", str(row["version_id"])
        else:
            kind, about = "wishes", f"window {row['wish_window_id']}, {row['made_at']}"
        place = (row["person_id"], kind, about)
        if place not in known:
            known[place] = connection.execute(_message_of(row, kind, about)).scalar_one()
        link = sa.text("UPDATE letters SET message_id = :message WHERE id = :id")
        connection.execute(link, {"message": known[place], "id": row["id"]})
    connection.execute(sa.text("DELETE FROM letters WHERE address IS NULL"))


def _message_of(row: sa.RowMapping, kind: str, about: str) -> sa.TextClause:
    subject = dict.fromkeys(("de", "en"), row["subject"]) if row["subject"] else _UNWRITTEN
    query = sa.text(
        "INSERT INTO messages (team_id, person_id, kind, about, made_at, subject, body, page, read_at)"
        " VALUES (:team, :person, :kind, :about, :at, :subject, :body, '', :at) RETURNING id"
    )
    return query.bindparams(
        team=row["roster_team"] or row["wish_team"],
        person=row["person_id"],
        kind=kind,
        about=about,
        at=row["made_at"],
        subject=json.dumps(subject, ensure_ascii=False),
        body=json.dumps(dict.fromkeys(("de", "en"), row["body"] or ""), ensure_ascii=False),
    )


def downgrade() -> None:
    """Drop the tables. Letters about shifts stay, and who was told without one; letters about all else go."""
    with op.batch_alter_table("letters") as table:
        table.drop_index(op.f("ix_letters_message_id"))
        table.drop_constraint(op.f("fk_letters_message_id"), type_="foreignkey")
        table.alter_column("message_id", existing_type=sa.Integer(), nullable=True)
        for name in ("address", "subject", "body"):
            table.alter_column(name, existing_type=sa.Text(), nullable=True)
        table.add_column(sa.Column("version_id", sa.Integer()))
        table.add_column(sa.Column("wish_window_id", sa.Integer()))
    _messages_to_letters()
    with op.batch_alter_table("letters") as table:
        table.drop_column("message_id")
        table.drop_column("expires_at")
        for name, target in (("version_id", "roster_versions"), ("wish_window_id", "wish_windows")):
            table.create_foreign_key(op.f(f"fk_letters_{name}"), target, [name], ["id"], ondelete="CASCADE")
            table.create_index(op.f(f"ix_letters_{name}"), [name])
    op.drop_table("message_habits")
    op.drop_table("messages")


def _messages_to_letters() -> None:
    connection = op.get_bind()
    connection.execute(
        sa.text("DELETE FROM letters WHERE message_id IN (SELECT id FROM messages WHERE kind <> 'shifts')")
    )
    connection.execute(
        sa.text(
            "UPDATE letters SET version_id ="
            " (SELECT CAST(about AS INTEGER) FROM messages WHERE messages.id = letters.message_id)"
        )
    )
    told = sa.text(
        "SELECT * FROM messages WHERE kind = 'shifts'"
        " AND NOT EXISTS (SELECT 1 FROM letters WHERE letters.message_id = messages.id)"
    )
    add = sa.text(
        "INSERT INTO letters (uid, version_id, person_id, made_at, tries) VALUES (:uid, :version, :person, :at, 0)"
    )
    for row in connection.execute(told).mappings().all():
        values = {"uid": str(uuid4()), "version": int(row["about"]), "person": row["person_id"], "at": row["made_at"]}
        connection.execute(add, values)
