"""The outbox: letters to people about their shifts, offers and wishes, written in the transaction that they tell of."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from planner.storage.columns import UID, Moment, key, metadata, of_person

#: It tells of a version of a roster, of a wish window, or of an offer. uid: the same whenever it is sent. address,
#: subject, body: empty for a person without an account, who is to be told by mouth. tries: that failed. next_try_at:
#: empty = sent, given up, or nowhere to send it. owner, lease_until: which worker is at it.
letters = Table(
    "letters",
    metadata,
    key(),
    Column("uid", UID, nullable=False),
    Column("version_id", ForeignKey("roster_versions.id", ondelete="CASCADE"), index=True),
    Column("wish_window_id", ForeignKey("wish_windows.id", ondelete="CASCADE"), index=True),
    Column("offer_id", ForeignKey("offers.id", ondelete="CASCADE"), index=True),
    of_person(),
    Column("made_at", Moment, nullable=False),
    Column("address", Text),
    Column("subject", Text),
    Column("body", Text),
    Column("tries", Integer, nullable=False),
    Column("next_try_at", Moment),
    Column("sent_at", Moment),
    Column("owner", Text),
    Column("lease_until", Moment),
    UniqueConstraint("uid"),
    Index("ix_letters_due", "next_try_at"),
)
