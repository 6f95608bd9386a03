"""The access log: who opened which page of personal data on which day."""

from sqlalchemy import Column, Date, ForeignKey, Table, Text

from planner.storage.columns import key, metadata, of_person, of_team

#: page: see planner.domain.access.PersonalPage. person_id: empty = it was about everybody of the team.
access_log = Table(
    "access_log",
    metadata,
    key(),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    of_team(),
    Column("page", Text, nullable=False),
    of_person(needed=False),
    Column("day", Date, nullable=False, index=True),
)
