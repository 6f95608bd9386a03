"""Drafts of a month's roster: kept, edited cell by cell by several leads at once, undone and redone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.changing.edits import EditConflict, EditRefused, changed_cells, known_cells
from planner.changing.event_words import event_of
from planner.changing.events import after_events
from planner.domain.drafts import CellChange, CellState, EventKind, Seen, Version, VersionState
from planner.domain.edit import Edit
from planner.domain.roster import Roster
from planner.messages import Message, _l
from planner.ports import Clock, Records, Vault
from planner.problems import refused
from planner.services.meanwhile import changed_meanwhile, fallen_away, laid_over
from planner.services.month_ending import CLOSED, refuse_closed
from planner.services.month_facts import free_locks_of, month_facts, still_here
from planner.services.turns import NOTHING, Turn, overtaken, turns_of


@dataclass(frozen=True, slots=True)
class Edited:
    """A version after an edit, with its new revision, and what the edit changed."""

    version: Version
    changes: tuple[CellChange, ...]


class Drafts:
    """Use cases on drafts, one transaction each: what cannot be changes nothing. InputProblems where there is no such
    version or team any more.

    actor: the number of the person who does it; None = the command line or a job.
    """

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault, self._clock = vault, clock

    def keep(self, team: int, roster: Roster, actor: int | None, based_on: int | None = None) -> Version:
        """Keep a planned roster as a new draft. based_on: the version (by id) it was planned from, if any.

        InputProblems for one with people who are not in the team.
        Days locked as free in that version stay locked; without one, those that the team's facts lock are.
        """
        with self._vault.writing() as records:
            return self._keep(records, team, roster, actor, based_on)

    def keep_planned(self, team: int, roster: Roster, actor: int | None, base: Seen | None) -> Version:
        """Keep a roster that took a while to plan, with all that was edited or locked in the month meanwhile.

        base: what it was planned on, as it stood when planning began; None where there was nothing. Who edited
        meanwhile can take that back in the new draft.
        """
        with self._vault.writing() as records:
            return self._keep_planned(records, team, roster, actor, base)

    def keep_after(self, team: int, roster: Roster, events: Sequence[str], actor: int | None, base: Seen) -> Version:
        """Keep a roster that was changed after some events, as people write them, and the team's facts after them.

        Locks that an event sets are in the roster's version; so is what was edited since `base`.
        """
        with self._vault.writing() as records:
            # Held before the team, as by whoever edits.
            _hold_newest(records, base.version)
            facts = records.facts(team)
            told = [event_of(text, facts) for text in events]
            changed = replace(after_events(facts, told, records.roster(base.version).places()), locks=facts.locks)
            if changed != facts:
                records.save_facts(changed, team, records.people(team))
            return self._keep_planned(records, team, roster, actor, base)

    def _keep_planned(
        self, records: Records, team: int, roster: Roster, actor: int | None, base: Seen | None
    ) -> Version:
        month = (team, roster.year, roster.month)
        if versions := records.versions(*month):
            # From here on nobody edits what is laid over the new draft, and then gives way to it.
            _hold_newest(records, versions[-1].id)
        versions = records.versions(*month)
        meanwhile = changed_meanwhile(records, base, versions)
        present = records.roster(versions[-1].id) if versions else None
        draft = self._keep(records, team, roster, actor, base.version if base else None)
        for edit in meanwhile:
            changes = laid_over(records.roster(draft.id), edit.cells, records.cells(draft.id, edit.cells))
            draft = self._change(records, draft, EventKind.CARRY, tuple(changes), edit.actor).version
        return self._without_the_away(records, draft, present)

    def _without_the_away(self, records: Records, draft: Version, present: Roster | None) -> Version:
        """A planned draft without shifts of those who have fallen ill or got leave while it was planned."""
        facts = month_facts(records, draft.team, draft.year, draft.month)
        gone = fallen_away(facts, records.roster(draft.id), present)
        cells = records.cells(draft.id, gone)
        changes = tuple(CellChange(*cell, cells[cell], CellState()) for cell in sorted(gone))
        return self._change(records, draft, EventKind.AWAY, changes, None).version

    def _keep(self, records: Records, team: int, roster: Roster, actor: int | None, based_on: int | None) -> Version:
        named = {row.person for row in roster.assignments} | {row.person for row in roster.carry_over}
        strangers = _strangers(records, team, named)
        if strangers is not None:
            mend = Message(_l("The team has changed meanwhile; look at it again. Nothing was changed."))
            raise refused("roster", strangers, mend)
        source = None if based_on is None else records.version(based_on)
        now = self._clock.now()
        free = free_locks_of(records.facts(team), roster.year, roster.month) if source is None else frozenset()
        version = records.add_version(team, roster, VersionState.DRAFT, based_on=source, actor=actor, at=now, free=free)
        records.add_event(EventKind.DRAFT, actor, now, team=team, version=version.id)
        return version

    def go_on(self, version: int, actor: int | None) -> Version:
        """Begin a draft that is what a version of the month was, with its locks; all other versions stay.

        Shifts of who has left since stay out. InputProblems when there is no such version, or the month is closed.
        """
        with self._vault.writing() as records:
            held = records.version(version)
            refuse_closed(records, held.team, held.year, held.month)
            return self._copy(records, held, actor, EventKind.GO_ON)

    def edit(self, seen: Seen, edit: Edit, actor: int | None, text: str = "") -> Edited:
        """Make an edit in the newest version of the month. seen: what the lead looked at.

        A published version stays as it is: a draft is made of it, without those who have left since, and edited.
        EditConflict when one of its cells is not as it was seen; edits by others of other cells are no hindrance.
        EditRefused when it makes no sense. text: why, in the lead's own words; kept apart from the event.
        """
        with self._vault.writing() as records:
            draft = self._to_edit(records, seen.version, actor)
            _refuse_closed(records, draft)
            facts, month = records.facts(draft.team), (draft.year, draft.month)
            touched = known_cells(edit, facts, month)
            if changed := overtaken(records, seen, draft.id, touched):
                raise EditConflict(changed)
            changes = changed_cells(edit, facts, month, records.cells(draft.id, touched))
            return self._change(records, draft, EventKind.EDIT, changes, actor, text=text)

    def _to_edit(self, records: Records, version: int, actor: int | None) -> Version:
        held = _hold_newest(records, version)
        return held if held.state is VersionState.DRAFT else self._copy(records, held, actor, EventKind.DRAFT)

    def _copy(self, records: Records, held: Version, actor: int | None, kind: EventKind) -> Version:
        roster, _ = still_here(records.roster(held.id), records.facts(held.team))
        now = self._clock.now()
        draft = records.add_version(held.team, roster, VersionState.DRAFT, based_on=held, actor=actor, at=now)
        records.add_event(kind, actor, now, team=held.team, version=draft.id)
        return draft

    def undo(self, version: int, actor: int | None) -> Edited:
        """Take back the actor's own last edit of this version that is not taken back yet.

        EditConflict when somebody touched one of its cells since; EditRefused when there is none.
        """
        return self._turn(version, EventKind.UNDO, actor)

    def redo(self, version: int, actor: int | None) -> Edited:
        """Make again what the actor took back last, if they have edited nothing since. Refused as `undo`."""
        return self._turn(version, EventKind.REDO, actor)

    def turns(self, version: int, actor: int | None) -> Mapping[EventKind, Turn]:
        """What undo and redo would do; without those that would do nothing."""
        with self._vault.reading() as records:
            return turns_of(records, version, actor)

    def _turn(self, version: int, kind: EventKind, actor: int | None) -> Edited:
        with self._vault.writing() as records:
            draft = records.version(version)
            _refuse_closed(records, draft)
            turn = turns_of(records, version, actor).get(kind)
            if turn is None:
                raise EditRefused([NOTHING[kind]])
            if turn.overtaken:
                raise EditConflict(turn.overtaken)
            put = [change.person for change in turn.changes if change.after.shifts]
            if (strangers := _strangers(records, draft.team, put)) is not None:
                raise EditRefused([strangers])
            return self._change(records, draft, kind, turn.changes, actor, reverses=turn.event.id)

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


def _hold_newest(records: Records, version: int) -> Version:
    """The newest version of a version's month; nobody else edits it until the transaction ends."""
    held = records.version(version)
    # Others may have begun a newer one until this one is held.
    while (newest := records.versions(held.team, held.year, held.month)[-1]).id != held.id:
        held = records.version(newest.id)
    return held


def _refuse_closed(records: Records, draft: Version) -> None:
    if records.closing(draft.team, draft.year, draft.month) is not None:
        raise EditRefused(CLOSED)


def _strangers(records: Records, team: int, names: Collection[str]) -> Message | None:
    """Who of some people is not in the team; None where all are."""
    strangers = set(names) - records.people(team).keys()
    return Message(_l("These people are not in the team: {names}"), names=sorted(strangers)) if strangers else None
