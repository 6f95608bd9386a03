"""The tables of what was done, when, by whom: people by number only, free text apart so that it can be erased."""

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Text

from planner.domain.access import Changed
from planner.storage.columns import JSON, Coded, Moment, key, metadata, of_person

#: kind: see planner.domain.drafts.EventKind. actor_id: None = the command line or a job. revision: of the version,
#: after the event. reverses: the event that an undo or redo turned back.
audit_events = Table(
    "audit_events",
    metadata,
    key(),
    Column("at", Moment, nullable=False),
    of_person("actor_id", needed=False),
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), index=True),
    Column("version_id", ForeignKey("roster_versions.id", ondelete="CASCADE"), index=True),
    Column("kind", Text, nullable=False),
    Column("revision", Integer),
    Column("reverses", ForeignKey("audit_events.id", ondelete="CASCADE")),
)

#: What an event changed in the grid. before, after: {"shifts": [[uid, code, locked], ...], "free": locked free}.
cell_changes = Table(
    "cell_changes",
    metadata,
    Column("event_id", ForeignKey("audit_events.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
)

#: Whose facts an event was about, and what of them.
fact_changes = Table(
    "fact_changes",
    metadata,
    Column("event_id", ForeignKey("audit_events.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True, index=True),
    Column("what", Coded(str, Changed), primary_key=True),
)

#: What somebody wrote in words with an event.
audit_texts = Table(
    "audit_texts",
    metadata,
    Column("event_id", ForeignKey("audit_events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)
