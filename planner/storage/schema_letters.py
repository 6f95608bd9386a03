"""What people are told, and the outbox of its letters: both written in the transaction that they tell of."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from planner.domain.habits import ReminderTime
from planner.domain.notice import NoticeKind
from planner.storage.columns import BY_NAME, UID, Coded, Moment, key, metadata, of_person

#: What a person was told, as they see it in the app. team_id: empty = it is of no single team. subject, body: text by
#: language. page: a path of ours. The same is told to a person once, and the constraint at the end sees to it.
messages = Table(
    "messages",
    metadata,
    key(),
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), index=True),
    of_person(),
    Column("kind", Coded(str, NoticeKind), nullable=False),
    Column("about", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("subject", BY_NAME, nullable=False),
    Column("body", BY_NAME, nullable=False),
    Column("page", Text, nullable=False),
    Column("read_at", Moment),
    UniqueConstraint("person_id", "kind", "about"),
)

#: A message by mail, one row an address, or a one-time link on its way to whom it is for: it goes with either. uid: the
#: same whenever it is sent. sealed: the body of a link's letter, encrypted with a key that is not in here
#: (planner.sealing), as it holds the secret; empty once it is sent. tries: that failed. next_try_at: empty = sent, or
#: given up. expires_at: from then on it is not sent. owner, lease_until: which worker is at it.
letters = Table(
    "letters",
    metadata,
    key(),
    Column("uid", UID, nullable=False),
    Column("message_id", ForeignKey("messages.id", ondelete="CASCADE"), index=True),
    Column("link_id", ForeignKey("one_time_links.id", ondelete="CASCADE"), index=True),
    Column("made_at", Moment, nullable=False),
    Column("address", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("sealed", LargeBinary),
    Column("tries", Integer, nullable=False),
    Column("next_try_at", Moment),
    Column("expires_at", Moment),
    Column("sent_at", Moment),
    Column("owner", Text),
    Column("lease_until", Moment),
    UniqueConstraint("uid"),
    CheckConstraint("(message_id IS NULL) <> (link_id IS NULL)", name="of_one"),
    Index("ix_letters_due", "next_try_at"),
)

#: How somebody wants to be told (planner.domain.habits.Habits); without a row as is usual.
message_habits = Table(
    "message_habits",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("reminder", Coded(str, ReminderTime), nullable=False),
    Column("hours_before", Integer, nullable=False),
    Column("weekly", Boolean, nullable=False),
    Column("by_mail", Boolean, nullable=False),
    Column("quiet_from_min", Integer, nullable=False),
    Column("quiet_to_min", Integer, nullable=False),
    Column("since", Moment, nullable=False),
    Column("wishes", Boolean, nullable=False),
)
