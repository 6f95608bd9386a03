"""The table of leave that people ask for; leave that is granted is a row of the team's absences."""

from sqlalchemy import Column, Date, Table, Text

from planner.domain.leave import LeaveState
from planner.storage.columns import Coded, Moment, key, metadata, of_person, of_team

#: note, answer: in somebody's own words, blank when their period of keeping is over.
leave_requests = Table(
    "leave_requests",
    metadata,
    key(),
    of_team(),
    of_person(),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("note", Text, nullable=False),
    Column("state", Coded(str, LeaveState), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Column("answer", Text, nullable=False),
)
