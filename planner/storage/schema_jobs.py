"""The tables of work in the background: jobs, and what is due at certain times."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, text

from planner.storage.columns import JSON, NUMBERS, Moment, key, metadata, of_person, of_team

_ACTIVE = text("state IN ('queued', 'running')")


def _version(name: str) -> Column[int]:
    return Column(name, ForeignKey("roster_versions.id", ondelete="SET NULL"))


#: A job (see planner.domain.job). base_revision: of the version when the job was asked for. asked, best: people by
#: number. best: [[person, "2026-12-24", code], ...]. points: [[seconds, cost, bound], ...]. queued_at: when it was last
#: put on the queue. A month has one job under way.
jobs = Table(
    "jobs",
    metadata,
    key(),
    Column("kind", Text, nullable=False),
    of_team(),
    Column("year", Integer, nullable=False),
    Column("month", Integer, nullable=False),
    Column("asked", JSON, nullable=False),
    _version("base_id"),
    Column("base_revision", Integer),
    of_person("asked_by", needed=False),
    Column("state", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("queued_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("owner", Text),
    Column("lease_until", Moment),
    Column("heartbeat", Moment),
    Column("attempt", Integer, nullable=False),
    Column("cancel", Boolean, nullable=False),
    Column("phase", Text),
    Column("short_kind", Text),
    Column("costs", NUMBERS),
    Column("bounds", NUMBERS),
    Column("uncovered_min", Integer),
    Column("points", JSON),
    Column("best", JSON),
    Column("error", JSON),
    _version("result_id"),
    Index(
        "ix_jobs_under_way", "kind", "team_id", "year", "month",
        unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE,
    ),
)  # fmt: skip

#: Work that is due at certain times. owner, lease_until: who is at it.
timed_work = Table(
    "timed_work",
    metadata,
    Column("name", Text, primary_key=True),
    Column("next_run_at", Moment, nullable=False),
    Column("owner", Text),
    Column("lease_until", Moment),
)

#: What a month was compared with last, in every language (planner.telling.comparison_json).
comparisons = Table(
    "comparisons",
    metadata,
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("month", Integer, primary_key=True),
    Column("content", JSON, nullable=False),
)
