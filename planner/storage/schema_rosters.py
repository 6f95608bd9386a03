"""The tables of rosters: numbered versions of a team's month, with their assignments."""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from planner.storage.columns import BY_NAME, NUMBERS, UID, Moment, key, metadata, of_person, of_team

#: A version of a month's roster. number: rises from 1 within the month; a draft that something is published beneath
#: goes on under the next one. state: "draft" or "published"; what is published stays as it is, and the highest
#: published number is in force. revision: edits so far. based_on: number of the version it was made from. The solve
#: record's columns are empty for rosters not planned by the solver.
roster_versions = Table(
    "roster_versions",
    metadata,
    key(),
    of_team(),
    Column("year", Integer, nullable=False),
    Column("month", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("based_on", Integer),
    Column("made_at", Moment, nullable=False),
    of_person("made_by", needed=False),
    Column("team_hash", Text, nullable=False),
    Column("programs", BY_NAME, nullable=False),
    Column("costs", NUMBERS),
    Column("bounds", NUMBERS),
    Column("seconds", Float),
    Column("workers", Integer),
    Column("seed", Integer),
    UniqueConstraint("team_id", "year", "month", "number"),
)


def _of_version() -> Column[int]:
    return Column("version_id", ForeignKey("roster_versions.id", ondelete="CASCADE"), primary_key=True)


#: uid: the same in every version for as long as the assignment lives.
assignments = Table(
    "assignments",
    metadata,
    _of_version(),
    Column("uid", UID, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("shift", Text, nullable=False),
    Column("locked", Boolean, nullable=False),
    UniqueConstraint("version_id", "person_id", "day", "shift"),
    Index("ix_assignments_person_day", "person_id", "day"),
)

#: Days that a person is to stay free in a version.
free_locks = Table(
    "free_locks",
    metadata,
    _of_version(),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("day", Date, primary_key=True),
)

#: Everyone's counters as the next month starts with them.
version_carry_over = Table(
    "version_carry_over",
    metadata,
    _of_version(),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("weekends_in_row", Integer, nullable=False),
    Column("week_minutes", NUMBERS, nullable=False),
    Column("sundays_worked", Integer, nullable=False),
    Column("ledger", BY_NAME, nullable=False),
)
