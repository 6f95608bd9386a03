"""Drafts of a month's roster: kept, edited cell by cell by several leads at once, undone and redone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.changing.event_words import event_of
from planner.changing.events import after_events
from planner.domain.drafts import CellChange, CellState, Event, EventKind, GridCell, Version, VersionState
from planner.domain.roster import Roster
from planner.messages import Message, _l
from planner.ports import Clock, Records, Vault
from planner.problems import InputProblem, InputProblems
from planner.services.grid_steps import GRID, Step, after_steps, cells_of, check_steps
from planner.services.month_facts import free_locks_of


@dataclass(frozen=True, slots=True)
class Edited:
    """A version after an edit, with its new revision, and what the edit changed."""

    version: Version
    changes: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that somebody changed meanwhile. event: the last that did; now: what stands there."""

    cell: GridCell
    event: Event
    now: CellState


class Overtaken(InputProblems):
    """Others changed the same cells meanwhile; nothing was done."""

    def __init__(self, conflicts: Collection[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(_overtaken(conflict) for conflict in self.conflicts)


class Drafts:
    """Use cases on drafts, one transaction each. All raise InputProblems for what cannot be, and then change nothing.

    actor: the number of the person who does it; None = the command line or a job.
    """

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault, self._clock = vault, clock

    def keep(self, team: int, roster: Roster, actor: int | None, based_on: int | None = None) -> Version:
        """Keep a planned roster as a new draft. based_on: the version (by id) it was planned from, if any.

        Days locked as free in that version stay locked; without one, those that the team's facts lock are.
        """
        with self._vault.writing() as records:
            return self._keep(records, team, roster, actor, based_on)

    def keep_after(
        self, team: int, roster: Roster, events: Sequence[str], actor: int | None, based_on: int
    ) -> Version:
        """Keep a roster that was changed after some events, as people write them, and the team's facts after them.

        Locks that an event sets are in the roster's version.
        """
        with self._vault.writing() as records:
            facts = records.facts(team)
            told = [event_of(text, facts) for text in events]
            changed = replace(after_events(facts, told, records.roster(based_on).places()), locks=facts.locks)
            if changed != facts:
                records.save_facts(changed, team, records.people(team))
            return self._keep(records, team, roster, actor, based_on)

    def _keep(
        self, records: Records, team: int, roster: Roster, actor: int | None, based_on: int | None
    ) -> Version:
        named = {row.person for row in roster.assignments} | {row.person for row in roster.carry_over}
        _refuse_strangers(records, team, named)
        source = None if based_on is None else records.version(based_on)
        now = self._clock.now()
        free = free_locks_of(records.facts(team), roster.year, roster.month) if source is None else frozenset()
        version = records.add_version(
            team, roster, VersionState.DRAFT, based_on=source, actor=actor, at=now, free=free
        )
        records.add_event(EventKind.DRAFT, actor, now, team=team, version=version.id)
        return version

    def edit(self, version: int, seen: int, steps: Sequence[Step], actor: int | None, text: str = "") -> Edited:
        """Do all steps as one edit, or none. seen: the revision of the version that the lead looked at.

        Edits by others of other cells are no hindrance; Overtaken when one of these cells was changed after `seen`.
        text: why, in the lead's own words; kept apart from the event.
        """
        with self._vault.writing() as records:
            draft = _draft(records, version)
            check_steps(steps, records.facts(draft.team), draft.year, draft.month)
            touched = cells_of(steps)
            cells = records.cells(version, touched)
            _refuse_overtaken(records.changed_since(version, seen, touched), cells)
            return self._change(records, draft, EventKind.EDIT, after_steps(steps, cells), actor, text=text)

    def undo(self, version: int, actor: int | None) -> Edited:
        """Take back the actor's own last edit of this version that is not taken back yet.

        Overtaken when somebody touched one of its cells since.
        """
        with self._vault.writing() as records:
            draft = _draft(records, version)
            done, _ = _own_stacks(records.events(version), actor)
            if not done:
                raise _refusal(draft, Message(_l("There is no edit of yours to take back.")))
            return self._turn(records, draft, done[-1], EventKind.UNDO, actor)

    def redo(self, version: int, actor: int | None) -> Edited:
        """Do again what the actor took back last, if they have edited nothing since.

        Overtaken when somebody touched one of its cells since.
        """
        with self._vault.writing() as records:
            draft = _draft(records, version)
            _, undone = _own_stacks(records.events(version), actor)
            if not undone:
                raise _refusal(draft, Message(_l("There is nothing of yours to do again.")))
            return self._turn(records, draft, undone[-1], EventKind.REDO, actor)

    def turns(self, version: int, actor: int | None) -> tuple[Event | None, Event | None]:
        """The event that `undo` would turn back and the one that `redo` would; None where there is none."""
        with self._vault.reading() as records:
            done, undone = _own_stacks(records.events(version), actor)
            return done[-1] if done else None, undone[-1] if undone else None

    def _turn(self, records: Records, draft: Version, event: Event, kind: EventKind, actor: int | None) -> Edited:
        """Turn an event's changes back."""
        changes = tuple(change.turned() for change in event.changes)
        _refuse_strangers(records, draft.team, [change.person for change in changes if change.after.shifts])
        cells = records.cells(draft.id, [change.cell for change in changes])
        touched = [change.cell for change in changes if cells[change.cell] != change.before]
        _refuse_overtaken(records.changed_since(draft.id, event.revision, touched), cells)
        return self._change(records, draft, kind, changes, actor, reverses=event.id)

    def _change(
        self,
        records: Records,
        draft: Version,
        kind: EventKind,
        changes: tuple[CellChange, ...],
        actor: int | None,
        *,
        reverses: int | None = None,
        text: str = "",
    ) -> Edited:
        if not changes:
            return Edited(draft, ())
        revision = records.change_cells(draft, changes)
        records.add_event(
            kind, actor, self._clock.now(), team=draft.team, version=draft.id, revision=revision, reverses=reverses,
            changes=changes, text=text,
        )  # fmt: skip
        return Edited(replace(draft, revision=revision), changes)


def _own_stacks(events: Iterable[Event], actor: int | None) -> tuple[list[Event], list[Event]]:
    """The actor's events that can be taken back, and those that can be done again, each newest last."""
    done: list[Event] = []
    undone: list[Event] = []
    for event in events:
        if event.actor != actor:
            continue
        if event.kind is EventKind.EDIT:
            done.append(event)
            undone.clear()
        elif event.kind is EventKind.UNDO:
            done.pop()
            undone.append(event)
        elif event.kind is EventKind.REDO:
            undone.pop()
            done.append(event)
    return done, undone


def _draft(records: Records, version: int) -> Version:
    found = records.version(version)
    if found.state is not VersionState.DRAFT:
        raise _refusal(
            found,
            Message(_l("This version is published, so it stays as it is.")),
            Message(_l("Make a draft of it, and edit that.")),
        )
    return found


def _refuse_strangers(records: Records, team: int, names: Collection[str]) -> None:
    strangers = set(names) - records.people(team).keys()
    if strangers:
        reason = Message(_l("These people are not in the team: {names}"), names=sorted(strangers))
        mend = Message(_l("The team has changed meanwhile; look at it again. Nothing was changed."))
        raise InputProblems([InputProblem(GRID, "", 0, "", "", reason, mend)])


def _refuse_overtaken(events: Sequence[Event], cells: Mapping[GridCell, CellState]) -> None:
    last = {change.cell: event for event in events for change in event.changes}
    if last:
        raise Overtaken(
            [Conflict(cell, event, cells[cell]) for cell, event in sorted(last.items(), key=lambda item: item[0])]
        )


def _overtaken(conflict: Conflict) -> InputProblem:
    person, day = conflict.cell
    who = conflict.event.actor_name or Message(_l("somebody at the command line"))
    now = " + ".join(conflict.now.codes) or Message(_l("free"))
    text = _l("{person}, {day}: {who} has changed this meanwhile. Now it says: {now}.")
    mend = Message(_l("Look at it, then decide anew. Nothing was changed."))
    return InputProblem(GRID, "", 0, "", "", Message(text, person=person, day=day, who=who, now=now), mend)


def _refusal(version: Version, reason: Message, mend: Message | None = None) -> InputProblems:
    place = f"{version.year}-{version.month:02d}"
    return InputProblems([InputProblem(place, "", 0, "", "", reason, mend or Message(_l("Nothing was changed.")))])
