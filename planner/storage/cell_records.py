"""Cells of a version's grid, and events, as rows of the tables and back. People by number here, by name outside."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, delete, insert, select

from planner.domain.drafts import CellChange, CellState, Event, EventKind, GridCell, HeldShift
from planner.storage.schema_audit import audit_events, cell_changes
from planner.storage.schema_rosters import assignments, free_locks
from planner.storage.schema_teams import people

#: SQLite takes so many parameters in a query, and more.
_AT_ONCE = 500


def load_cells(
    connection: Connection, version: int, cells: Collection[GridCell], numbers: Mapping[str, int]
) -> dict[GridCell, CellState]:
    """What stands in some cells."""
    wanted = {(numbers[person], day): (person, day) for person, day in cells}
    held: dict[GridCell, list[HeldShift]] = {cell: [] for cell in cells}
    free = set()
    for days in _portions({day for _, day in cells}):
        query = select(assignments).where(assignments.c.version_id == version, assignments.c.day.in_(days))
        for row in connection.execute(query):
            if (cell := wanted.get((row.person_id, row.day))) is not None:
                held[cell].append(HeldShift(row.uid, row.shift, row.locked))
        locked = select(free_locks).where(free_locks.c.version_id == version, free_locks.c.day.in_(days))
        free |= {wanted.get((row.person_id, row.day)) for row in connection.execute(locked)}
    # Sorted here: PostgreSQL may order letters otherwise.
    return {
        cell: CellState(tuple(sorted(shifts, key=lambda shift: shift.code)), cell in free)
        for cell, shifts in held.items()
    }


def write_cells(
    connection: Connection, version: int, changes: Collection[CellChange], numbers: Mapping[str, int]
) -> None:
    """Put cells into their state after the changes."""
    # All that go, then all that come: an assignment that moves is in both.
    for change in changes:
        person = numbers[change.person]
        for table in (assignments, free_locks):
            connection.execute(
                delete(table).where(
                    table.c.version_id == version, table.c.person_id == person, table.c.day == change.day
                )
            )
    for change in changes:
        place = {"version_id": version, "person_id": numbers[change.person], "day": change.day}
        for shift in change.after.shifts:
            row = {**place, "uid": shift.uid, "shift": shift.code, "locked": shift.locked}
            connection.execute(insert(assignments).values(row))
        if change.after.free:
            connection.execute(insert(free_locks).values(place))


def write_changes(
    connection: Connection, event: int, changes: Collection[CellChange], numbers: Mapping[str, int]
) -> None:
    """Write down with an event what it changed."""
    if changes:
        rows = [
            {
                "event_id": event,
                "person_id": numbers[change.person],
                "day": change.day,
                "before": _plain(change.before),
                "after": _plain(change.after),
            }
            for change in changes
        ]
        connection.execute(insert(cell_changes), rows)


def load_events(connection: Connection, version: int, after: int = -1) -> list[Event]:
    """The events of a version with a revision past `after`, oldest first."""
    query = (
        select(audit_events, people.c.name)
        .outerjoin(people, people.c.id == audit_events.c.actor_id)
        .where(audit_events.c.version_id == version, audit_events.c.revision > after)
        .order_by(audit_events.c.id)
    )
    found = connection.execute(query).all()
    changes: dict[int, list[CellChange]] = {row.id: [] for row in found}
    for numbers in _portions(changes):
        for row in connection.execute(_changes_of(numbers)):
            change = CellChange(row.name, row.day, _state(row.before), _state(row.after))
            changes[row.event_id].append(change)
    return [_event(row, changes[row.id]) for row in found]


def _changes_of(events: Sequence[int]) -> Select[Any]:
    return (
        select(cell_changes, people.c.name)
        .join(people, people.c.id == cell_changes.c.person_id)
        .where(cell_changes.c.event_id.in_(events))
        .order_by(cell_changes.c.day, people.c.name)
    )


def _event(row: Row[Any], changes: Sequence[CellChange]) -> Event:
    name = row.name or ""
    return Event(row.id, row.at, row.actor_id, name, EventKind(row.kind), row.revision, row.reverses, tuple(changes))


def _plain(state: CellState) -> dict[str, Any]:
    shifts = [[str(shift.uid), shift.code, shift.locked] for shift in state.shifts]
    return {"shifts": shifts, "free": state.free}


def _state(plain: Mapping[str, Any]) -> CellState:
    shifts = tuple(HeldShift(UUID(uid), code, locked) for uid, code, locked in plain["shifts"])
    return CellState(shifts, plain["free"])


def _portions(items: Iterable[Any]) -> Iterable[Sequence[Any]]:
    everything: Sequence[int | date] = list(items)
    for start in range(0, len(everything), _AT_ONCE):
        yield everything[start : start + _AT_ONCE]
