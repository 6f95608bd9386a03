"""Undo and redo: whose turn it is follows from a version's events alone, and so does what stands in the way."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from planner.changing.edits import ChangedCell
from planner.domain.drafts import CellChange, Event, EventKind, GridCell, Seen
from planner.messages import Message, _l
from planner.ports import Records

#: What is said to somebody who has no edit to turn back.
NOTHING = {
    EventKind.UNDO: Message(_l("Nothing of yours can be taken back.")),
    EventKind.REDO: Message(_l("Nothing of yours can be made again.")),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """What undo or redo (kind) would do. event: the one whose changes it turns back.

    overtaken: cells that are not as the event left them, with who changed them last.
    """

    kind: EventKind
    event: Event
    overtaken: tuple[ChangedCell, ...]

    @property
    def changes(self) -> tuple[CellChange, ...]:
        """What it changes."""
        return tuple(change.turned() for change in self.event.changes)

    @property
    def edit(self) -> tuple[CellChange, ...]:
        """What the edit changes that is taken back, or made again."""
        return tuple(self.event.changes) if self.kind is EventKind.UNDO else self.changes


def turns_of(records: Records, version: int, actor: int | None) -> Mapping[EventKind, Turn]:
    """What undo and redo of a version would do for somebody; without those that would turn nothing of theirs.

    Undo takes back the actor's own last edit that is not taken back yet; redo makes again what they took back last, if
    they have edited nothing since.
    """
    done, undone = _own_stacks(records.events(version), actor)
    last = {kind: own[-1] for kind, own in ((EventKind.UNDO, done), (EventKind.REDO, undone)) if own}
    return {kind: _turn(records, version, kind, event) for kind, event in last.items()}


def _turn(records: Records, version: int, kind: EventKind, event: Event) -> Turn:
    cells = records.cells(version, [change.cell for change in event.changes])
    touched = [change.cell for change in event.changes if cells[change.cell] != change.after]
    return Turn(kind, event, overtaken(records, Seen(version, event.revision), version, touched))


def overtaken(records: Records, seen: Seen, version: int, cells: Collection[GridCell]) -> tuple[ChangedCell, ...]:
    """Those of some cells that are not as they were seen, with who changed them last. version: the one of now."""
    if not cells:
        return ()
    changed = _authors(records.changed_since(seen.version, seen.revision, cells))
    if version != seen.version:
        then, now, events = records.cells(seen.version, cells), records.cells(version, cells), records.events(version)
        # Who made the version changed what nobody edited in it.
        authors, maker = _authors(events), events[0].actor_name if events else ""
        changed |= {cell: authors.get(cell, maker) for cell in cells if then[cell].content != now[cell].content}
    return tuple(ChangedCell(*cell, name) for cell, name in sorted(changed.items()))


def _authors(events: Iterable[Event]) -> dict[GridCell, str]:
    """Who changed each cell last."""
    return {change.cell: event.actor_name for event in events for change in event.changes}



def _own_stacks(events: Iterable[Event], actor: int | None) -> tuple[list[Event], list[Event]]:
    """The actor's events that can be taken back, and those that can be done again, each newest last."""
    done: list[Event] = []
    undone: list[Event] = []
    for event in events:
        if event.actor != actor:
            continue
        if event.kind in (EventKind.EDIT, EventKind.CARRY):
            done.append(event)
            undone.clear()
        elif event.kind is EventKind.UNDO:
            done.pop()
            undone.append(event)
        elif event.kind is EventKind.REDO:
            undone.pop()
            done.append(event)
    return done, undone
