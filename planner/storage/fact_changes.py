"""Whose facts a change of a team was about, written down with its event; and all changes of one person's data."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, literal, select, union_all

from planner.domain.access import Changed, Look
from planner.domain.team import Team
from planner.storage.schema_audit import audit_events, fact_changes
from planner.storage.schema_month_ends import corrections
from planner.storage.schema_teams import people

#: (Somebody's name, what of them).
Touched = tuple[str, Changed]

#: Rows of a team's facts that are about one person each.
SHEETS = {
    "availability": Changed.AVAILABILITY,
    "absences": Changed.ABSENCES,
    "wishes": Changed.WISHES,
    "locks": Changed.SHIFTS,
    "past_shifts": Changed.LEDGER,
    "carry_over": Changed.LEDGER,
    "ledger_corrections": Changed.LEDGER,
}


def touched_by(before: Team, after: Team) -> frozenset[Touched]:
    """Whose rows are others after a change. Who leaves the team is not there to be told."""
    found: set[Touched] = set()
    old, new = ({one.name: one for one in team.managers} for team in (before, after))
    found |= {(name, Changed.CONTRACT) for name, manager in new.items() if old.get(name) != manager}
    for sheet, what in SHEETS.items():
        found |= {(row.person, what) for row in _other(getattr(before, sheet), getattr(after, sheet))}
    pairs = _other(before.pairs, after.pairs)
    found |= {(name, Changed.CONTRACT) for pair in pairs for name in (pair.person, pair.other)}
    return frozenset(one for one in found if one[0] in new)


def _other(before: Sequence[Any], after: Sequence[Any]) -> list[Any]:
    """Rows that one of the two has, or has more often. By what they say: some hold dictionaries."""
    old, new = (Counter(map(repr, rows)) for rows in (before, after))
    other = {*(old - new), *(new - old)}
    return [row for row in (*before, *after) if repr(row) in other]


def write_touched(connection: Connection, event: int, touched: Collection[Touched], numbers: Mapping[str, int]) -> None:
    """Write down with an event whom it was about. numbers: of the people by name."""
    # Who has left the team is told by letter what became of their shifts.
    there = [one for one in sorted(touched) if one[0] in numbers]
    rows = [{"event_id": event, "person_id": numbers[name], "what": what} for name, what in there]
    if rows:
        connection.execute(insert(fact_changes), rows)


def load_changes(connection: Connection, team: int, person: int, since: datetime) -> Sequence[Look]:
    """What others changed of a person's data in a team from a moment on, a day, kind and author once, newest first."""
    parts = [
        select(fact_changes.c.event_id, fact_changes.c.what).where(fact_changes.c.person_id == person),
        select(corrections.c.event_id, literal(Changed.HOURS, fact_changes.c.what.type)).where(
            corrections.c.person_id == person
        ),
    ]
    of_person = union_all(*parts).subquery()
    query = (
        select(audit_events.c.at, people.c.name, of_person.c.what)
        .select_from(of_person.join(audit_events, audit_events.c.id == of_person.c.event_id).outerjoin(people))
        .where(audit_events.c.team_id == team, audit_events.c.at >= since)
        .where(audit_events.c.actor_id.is_distinct_from(person))
    )
    found = {Look(row.name or "", row.what, False, row.at.date()) for row in connection.execute(query)}
    return sorted(found, key=lambda look: (-look.day.toordinal(), look.reader, look.what))


def remove_changes(connection: Connection, before: datetime) -> None:
    """Remove who was touched by events before a moment."""
    old = select(audit_events.c.id).where(audit_events.c.at < before)
    connection.execute(delete(fact_changes).where(fact_changes.c.event_id.in_(old)))
