"""The tables of wish windows: when the people of a team can give their wishes for a month, and who has."""

from sqlalchemy import Column, ForeignKey, Integer, Table, UniqueConstraint

from planner.storage.columns import Moment, key, metadata, of_team

#: budget: points a person.
wish_windows = Table(
    "wish_windows",
    metadata,
    key(),
    of_team(),
    Column("year", Integer, nullable=False),
    Column("month", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("deadline", Moment, nullable=False),
    Column("budget", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("team_id", "year", "month"),
)

#: Who has sent wishes or was reminded. The wishes themselves are rows of the team's facts.
wish_answers = Table(
    "wish_answers",
    metadata,
    Column("window_id", ForeignKey("wish_windows.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True, index=True),
    Column("sent_at", Moment),
    Column("reminded_at", Moment),
)
