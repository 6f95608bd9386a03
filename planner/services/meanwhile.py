"""What was changed in a month while a roster of it was planned: laid over that roster, so that nothing is lost."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import uuid4

from planner.board import Place
from planner.domain.drafts import CellChange, CellState, Event, GridCell, Seen, Version
from planner.domain.roster import Assignment, Roster
from planner.domain.team import Team
from planner.domain.time import MINUTES_A_DAY, days_between
from planner.ports import Records


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Cells that somebody changed, in one edit as a rule, and what stands in them now. actor: who it was."""

    actor: int | None
    cells: Mapping[GridCell, CellState]


def changed_meanwhile(records: Records, base: Seen | None, versions: Sequence[Version]) -> list[Meanwhile]:
    """What stands in the newest version otherwise than it stood in `base`, the oldest change first.

    base: what a roster was planned on, None where there was nothing. versions: all of the month, by number.
    What was changed and changed back is no change, and nor is anything of people who have left the team.
    """
    if not versions:
        return []
    newest = versions[-1]
    since = _events_since(records, base, versions)
    people = records.people(newest.team)
    cells = {cell for cell in _cells_since(records, base, newest, since) if cell[0] in people}
    then, now = _as_seen(records, base, cells), records.cells(newest.id, cells)
    last = {change.cell: event for event in since for change in event.changes}
    actors: dict[int, int | None] = {}
    found: dict[int, dict[GridCell, CellState]] = {}
    for cell in sorted(cells):
        if then[cell].content != now[cell].content:
            event = last.get(cell)
            number, actor = (event.id, event.actor) if event else (0, newest.made_by)
            actors[number] = actor
            found.setdefault(number, {})[cell] = now[cell]
    return [Meanwhile(actors[number], found[number]) for number in sorted(found)]


def places_seen(records: Records, seen: Seen) -> frozenset[Place]:
    """The shifts of a version as it stood after so many edits."""
    since = (event for event in records.events(seen.version) if event.revision > seen.revision)
    cells = {change.cell for event in since for change in event.changes}
    kept = (place for place in records.roster(seen.version).places() if place[:2] not in cells)
    edited = ((*cell, code) for cell, state in _as_seen(records, seen, cells).items() for code in state.codes)
    return frozenset((*kept, *edited))


def laid_over(
    roster: Roster, cells: Mapping[GridCell, CellState], before: Mapping[GridCell, CellState]
) -> list[CellChange]:
    """The changes that put cells into a state in a roster. before: what stands in them there.

    A shift whose identity another cell of the roster has is a new one.
    """
    elsewhere = {row.uid for row in roster.assignments if (row.person, row.day) not in cells}
    changes = []
    for cell, state in sorted(cells.items()):
        if before[cell].content != state.content:
            shifts = (replace(one, uid=uuid4()) if one.uid in elsewhere else one for one in state.shifts)
            changes.append(CellChange(*cell, before[cell], replace(state, shifts=tuple(shifts))))
    return changes


def fallen_away(team: Team, roster: Roster, present: Roster | None) -> Collection[GridCell]:
    """Cells of a planned roster in which somebody works who is away by now, or before the shift ends: nobody knew it
    when the plan was begun.

    team: as it is known for the roster's month. present: what stands in the month; a shift that stands there all the
    same, or is locked, is the lead's to decide on.
    """
    away = {(row.person, day) for row in team.absences for day in days_between(row.first, row.last)}
    known = present.places() if present else frozenset()
    locked = {(lock.person, lock.day) for lock in team.locks}
    nights = {kind.code for kind in team.shift_types if kind.end_min > MINUTES_A_DAY}
    return {
        (row.person, row.day) for row in roster.assignments
        if any((row.person, day) in away for day in _touched(row, nights)) and (row.person, row.day) not in locked
        and not row.locked and row.place not in known
    }  # fmt: skip


def _touched(row: Assignment, nights: Collection[str]) -> Sequence[date]:
    """The dates that a shift has at least a minute in. nights: codes of the types that end on the next one."""
    return (row.day, row.day + timedelta(days=1)) if row.shift in nights else (row.day,)


def _events_since(records: Records, base: Seen | None, versions: Sequence[Version]) -> list[Event]:
    """What was done to the month since `base` was seen, oldest first."""
    if base is None:
        return [event for version in versions for event in records.events(version.id)]
    [number] = [version.number for version in versions if version.id == base.version]
    edits = [event for event in records.events(base.version) if event.revision > base.revision]
    later = (event for version in versions if version.number > number for event in records.events(version.id))
    return sorted((*edits, *later), key=lambda event: event.id)


def _cells_since(records: Records, base: Seen | None, newest: Version, since: Iterable[Event]) -> Collection[GridCell]:
    """All cells that may be otherwise."""
    cells = {change.cell for event in since for change in event.changes}
    if base is None or base.version != newest.id:
        for version in {newest.id} | ({base.version} if base else set()):
            cells |= {(row.person, row.day) for row in records.roster(version).assignments}
            cells |= set(records.free_days(version))
    return cells


def _as_seen(records: Records, base: Seen | None, cells: Collection[GridCell]) -> Mapping[GridCell, CellState]:
    """What stood in the cells when `base` was seen."""
    if base is None:
        return dict.fromkeys(cells, CellState())
    edits = records.changed_since(base.version, base.revision, cells)
    # The first change of a cell since then tells what stood there.
    first = {change.cell: change.before for event in reversed(edits) for change in event.changes}
    return {**records.cells(base.version, cells), **first}
