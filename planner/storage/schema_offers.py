"""The tables of offers: shifts offered to others by who falls ill or wants to swap, whom, and what each said."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, Table, Text

from planner.domain.offering import AskState, OfferState
from planner.storage.columns import UID, Coded, Moment, key, metadata, of_person, of_team

#: See planner.domain.offering.Offer. person_id: whose shift it is. uid: of the assignment while it was theirs.
offers = Table(
    "offers",
    metadata,
    key(),
    of_team(),
    of_person(),
    Column("day", Date, nullable=False, index=True),
    Column("shift", Text, nullable=False),
    Column("uid", UID, nullable=False),
    Column("begins_at", Moment, nullable=False),
    Column("vacant", Boolean, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("next_round_at", Moment),
    Column("state", Coded(str, OfferState), nullable=False),
    of_person("undo_by_id", needed=False),
    of_person("decided_by_id", needed=False),
)

#: back_*: the shift that would come back, all empty where none would. chain: see planner.domain.offering.Ask.
offer_asks = Table(
    "offer_asks",
    metadata,
    key(),
    Column("offer_id", ForeignKey("offers.id", ondelete="CASCADE"), nullable=False, index=True),
    of_person(),
    Column("back_day", Date),
    Column("back_shift", Text),
    Column("back_uid", UID),
    Column("back_begins_at", Moment),
    Column("state", Coded(str, AskState), nullable=False),
    Column("answered_at", Moment),
    Column("chain", Integer, nullable=False),
)

#: Of teams that have decided otherwise than by default.
offer_rules = Table(
    "offer_rules",
    metadata,
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("replacements_need_yes", Boolean, nullable=False),
    Column("swaps_need_yes", Boolean, nullable=False),
)
