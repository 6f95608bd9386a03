"""What of a month's roster somebody put there by hand, and a new plan would take away."""

from collections.abc import Mapping

from planner.domain.drafts import CellState, GridCell, Version
from planner.ports import Records


def made_by_hand(records: Records, version: Version) -> frozenset[GridCell]:
    """The cells of a version with other shifts than were planned, but for those that are locked.

    A version that was begun as a copy of another, as to be published or to be edited on, has the other's edits, too.
    """
    numbers = {one.number: one for one in records.versions(version.team, version.year, version.month)}
    first, last = _edits(records, version), version
    while last.based_on is not None and (source := numbers.get(last.based_on)) is not None:
        if _shifts(records, last, _edits(records, last)) != _shifts(records, source, {}):
            break
        first |= _edits(records, source)
        last = source
    people = records.people(version.team)
    now = records.cells(version.id, {cell for cell in first if cell[0] in people})
    return frozenset(cell for cell, state in now.items() if state.codes != first[cell].codes and not state.locked)


def _edits(records: Records, version: Version) -> dict[GridCell, CellState]:
    """What stood in the cells that were edited in a version, before the first edit."""
    return {change.cell: change.before for event in reversed(records.events(version.id)) for change in event.changes}


def _shifts(
    records: Records, version: Version, before: Mapping[GridCell, CellState]
) -> frozenset[tuple[GridCell, str]]:
    """The shifts of a version as it began. before: what stood in the cells that were edited since."""
    rows = (((row.person, row.day), row.shift) for row in records.roster(version.id).assignments)
    kept = {row for row in rows if row[0] not in before}
    return frozenset(kept | {(cell, code) for cell, state in before.items() for code in state.codes})
