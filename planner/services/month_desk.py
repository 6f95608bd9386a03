"""One team's month out of the records, as its lead looks at it and changes it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from threading import Lock
from typing import TypeVar
from uuid import UUID

from planner.board import Board
from planner.changing.edit_words import edit_words
from planner.changing.edits import ChangedCell, EditConflict, EditRefused, apply_edit
from planner.changing.replan import Goal
from planner.domain import edit as asked
from planner.domain.drafts import CellChange, Event, Version, VersionState
from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.messages import Message, _l
from planner.ports import Clock, Records, Vault
from planner.problems import InputProblem, InputProblems
from planner.reporting.carry import carry_over_of
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from planner.services.asking import Questions
from planner.services.drafts import Drafts, Edited, Overtaken
from planner.services.edited import Reversal, Standing
from planner.services.grid_steps import LockCell, Put, Step, TakeAway, UnlockCell
from planner.services.month_facts import in_force, month_facts, with_locks_of
from planner.services.publishing import Publishing
from planner.services.replanning import Replanned, Replanning, ReplanRequest
from solver.search import Options

_Answer = TypeVar("_Answer")

#: How long a page waits for a changed roster at most.
_REPLAN = Options(seconds=8.0, workers=2)

#: What a report was made of: version, its revision, the team's revision.
Stamp = tuple[int, int, int]


class Reports:
    """Reports of versions, each kept until its roster or its facts change. Used by many threads at once."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._lock = Lock()
        self._known: dict[int, tuple[Stamp, Report]] = {}

    def of(self, version: Version) -> tuple[Stamp, Report]:
        """The report of a version as it stands now, and what it was made of."""
        with self._vault.reading() as records:
            now = records.version(version.id)
            stamp = (now.id, now.revision, records.revision(now.team))
            with self._lock:
                known = self._known.get(now.id)
            if known is not None and known[0] == stamp:
                return known
            facts = with_locks_of(records, month_facts(records, now.team, now.year, now.month), now.id)
            roster = records.roster(now.id)
        made = stamp, _report(facts, roster, known[1] if known else None)
        with self._lock:
            self._known[now.id] = made
        return made


def _report(facts: Team, roster: Roster, before: Report | None) -> Report:
    """The report of a roster. before: the last one of the same version; its rules stand where the facts do."""
    people = {manager.name for manager in facts.managers}
    codes = {shift.code for shift in facts.shift_types}
    here = tuple(row for row in roster.assignments if row.person in people and row.shift in codes)
    roster = replace(roster, assignments=here)
    places = roster.places()
    if before is not None and before.board.team == facts and all(before.board.number(p) is not None for p in places):
        made = make_report(before.board, roster, before.columns)
    else:
        made = make_report(Board(facts, roster.year, roster.month, extra=places), roster)
    return replace(made, roster=replace(roster, carry_over=carry_over_of(made)))


class MonthDesk:
    """A team's month for one reader.

    actor: the reader's number among the people. drafts: whether the reader sees and changes drafts; else only what is
    published is shown.
    """

    def __init__(
        self,
        team: int,
        month: tuple[int, int],
        *,
        vault: Vault,
        reports: Reports,
        drafts: Drafts,
        publishing: Publishing,
        replanning: Replanning,
        clock: Clock,
        actor: int | None,
        sees_drafts: bool,
    ) -> None:
        self._team, self._month, self._actor, self._sees_drafts = team, month, actor, sees_drafts
        self._vault, self._reports, self._drafts, self._publishing = vault, reports, drafts, publishing
        self._replanning, self._clock = replanning, clock

    # ---- look

    def version(self) -> Version | None:
        """The version that the reader sees: the newest for who sees drafts, else what is in force."""
        with self._vault.reading() as records:
            return self._shown(records)

    def _shown(self, records: Records) -> Version | None:
        versions = records.versions(self._team, *self._month)
        if self._sees_drafts:
            return max(versions, key=lambda version: version.number, default=None)
        return in_force(versions)

    def report(self) -> Report | None:
        """The roster with everything shown of it; None while there is none to be seen."""
        version = self.version()
        return self._reports.of(version)[1] if version else None

    def standing(self) -> Standing | None:
        """The roster as it stands, with its revision; None while no month has been planned."""
        version = self.version()
        if version is None:
            return None
        (_, revision, _), report = self._reports.of(version)
        undo, redo = self._drafts.turns(version.id, self._actor)
        return Standing(
            report,
            revision,
            version.state,
            _reversal(undo, report.board.team, _l("Nothing of yours can be taken back.")),
            _reversal(redo, report.board.team, _l("Nothing of yours can be made again.")),
        )

    def now(self) -> datetime:
        """The present moment, aware."""
        return self._clock.now()

    # ---- change

    def edit(self, edit: asked.Edit, revision: int) -> Standing:
        """Make an edit on a page of `revision`; the roster after it, others' changes included.

        A month of which only what is published stands gets a draft of it first. EditConflict when a cell of the edit
        was changed since then; EditRefused when it makes no sense.
        """
        version, standing = self._at_hand()
        made = apply_edit(standing.report.board, standing.report.roster, edit)
        uids = {row.place: row.uid for row in made.roster.assignments}
        if version.state is VersionState.PUBLISHED:
            version, revision = self._publishing.draft_of(version.id, self._actor).version, 0
        steps = [_step(step, uids) for step in edit.steps]
        self._done(lambda: self._drafts.edit(version.id, revision, steps, self._actor))
        return self._at_hand()[1]

    def undo(self) -> Standing:
        """Take back the reader's last edit. EditRefused when there is none, EditConflict when others touched it since.
        """
        version, _ = self._at_hand()
        self._done(lambda: self._drafts.undo(version.id, self._actor))
        return self._at_hand()[1]

    def redo(self) -> Standing:
        """Make again what was taken back last. Refused likewise."""
        version, _ = self._at_hand()
        self._done(lambda: self._drafts.redo(version.id, self._actor))
        return self._at_hand()[1]

    def _at_hand(self) -> tuple[Version, Standing]:
        version, standing = self.version(), self.standing()
        if version is None or standing is None:
            raise EditRefused([Message(_l("There is no roster of this month yet."))])
        return version, standing

    def _done(self, change: Callable[[], Edited]) -> None:
        try:
            change()
        except Overtaken as overtaken:
            raise EditConflict(
                ChangedCell(*conflict.cell, conflict.event.actor_name) for conflict in overtaken.conflicts
            ) from overtaken
        except InputProblems as refused:
            raise EditRefused(problem.reason for problem in refused.problems) from refused

    # ---- ask

    def ask(self, question: Callable[[Questions], _Answer]) -> _Answer:
        """The answer to one question about the roster. InputProblems when there is none."""
        report = self.report()
        if report is None:
            raise self._no_roster()
        return question(Questions(report, self._today(report)))

    def replan(self, events: Sequence[str], since: date | None, goal: Goal) -> Replanned:
        """The roster changed after some events, as people write them; nothing is saved."""
        version = self.version()
        if version is None:
            raise self._no_roster()
        refs = f"{self._team}+{version.id}", str(version.id)
        return self._replanning.replan(ReplanRequest(*refs, tuple(events), since, goal), _REPLAN)

    def keep(self, roster: Roster) -> Version:
        """Keep a roster as the month's next draft, made from the version that is shown."""
        version = self.version()
        return self._drafts.keep(self._team, roster, self._actor, version.id if version else None)

    def _today(self, report: Report) -> date:
        return self.now().astimezone(report.board.team.zone).date()

    def _no_roster(self) -> InputProblems:
        month = f"{self._month[0]}-{self._month[1]:02d}"
        reason, mend = Message(_l("There is no roster of this month yet.")), Message(_l("Plan the month first."))
        return InputProblems([InputProblem(month, "", 0, "", "", reason, mend)])


def _step(step: asked.Step, uids: Mapping[tuple[str, date, str], UUID]) -> Step:
    match step:
        case asked.Put():
            place = (step.person, step.day, step.shift)
            return Put(*place, uid=uids.get(place))
        case asked.Take():
            return TakeAway(step.person, step.day, step.shift)
        case asked.LockCell():
            return LockCell(step.person, step.day)
        case asked.UnlockCell():
            return UnlockCell(step.person, step.day)


def _reversal(event: Event | None, team: Team, otherwise: str) -> Reversal:
    if event is None:
        return Reversal(False, Message(otherwise))
    return Reversal(True, edit_words(asked.Edit(tuple(_steps_of(event.changes))), team))


def _steps_of(changes: Iterable[CellChange]) -> Iterable[asked.Step]:
    """Steps that make changes of cells, for their words."""
    for change in changes:
        before, after = change.before.codes, change.after.codes
        yield from (asked.Take(*change.cell, code) for code in before if code not in after)
        yield from (asked.Put(*change.cell, code) for code in after if code not in before)
        if change.after.locked != change.before.locked:
            yield asked.LockCell(*change.cell) if change.after.locked else asked.UnlockCell(*change.cell)
