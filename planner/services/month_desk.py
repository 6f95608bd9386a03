"""One team's month out of the records, as its lead looks at it and changes it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from planner.board import Place
from planner.changing.edit_words import edit_words
from planner.changing.edits import ChangedCell, EditConflict, EditRefused, apply_edit
from planner.changing.replan import Goal
from planner.domain import edit as asked
from planner.domain.drafts import CellChange, Event, Version, VersionState
from planner.domain.team import Team
from planner.feeds.store import FeedBody
from planner.messages import Message, _l
from planner.ports import Clock, Records, Vault, roster_ref, team_ref
from planner.problems import InputProblem, InputProblems
from planner.reporting.report import Report
from planner.services.asking import Questions
from planner.services.desk import signature_of
from planner.services.drafts import Drafts, Edited, Overtaken
from planner.services.edited import Reversal, Standing
from planner.services.feeds import Feeds
from planner.services.grid_steps import LockCell, Put, Step, TakeAway, UnlockCell
from planner.services.month_facts import in_force
from planner.services.month_reports import Reports, Stamp
from planner.services.pending import Pending, checked_against
from planner.services.publishing import Publication, Publishing
from planner.services.replanning import Replanned, Replanning, ReplanRequest
from solver.search import Options

_Answer = TypeVar("_Answer")

#: How long a page waits for a changed roster at most.
_REPLAN = Options(seconds=8.0, workers=2)

@dataclass(frozen=True, slots=True)
class Workplace:
    """What all desks of one database share. Used by many threads at once.

    feeds_of: a team's calendar feeds. files_of: writes the files of a report and says which they are.
    looked_at: the changed roster that a reader was shown last, by team, month and reader, and what it was made of.
    """

    vault: Vault
    drafts: Drafts
    publishing: Publishing
    replanning: Replanning
    clock: Clock
    base_url: str
    feeds_of: Callable[[int], Feeds]
    files_of: Callable[[Report, Stamp], Sequence[Path]]
    reports: Reports
    looked_at: dict[tuple[int, tuple[int, int], int | None], tuple[Stamp, Replanned]]


class MonthDesk:
    """A team's month for one reader.

    actor: the reader's number among the people. sees_drafts: whether the reader sees and changes drafts; else only
    what is published is shown.
    """

    def __init__(
        self, place: Workplace, team: int, month: tuple[int, int], *, actor: int | None, sees_drafts: bool
    ) -> None:
        self._team, self._month, self._actor, self._sees_drafts = team, month, actor, sees_drafts
        self._place, self._vault, self._reports, self._drafts = place, place.vault, place.reports, place.drafts
        self.base_url = place.base_url
        self.feeds = place.feeds_of(team)

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
        return self._place.clock.now()

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
            version, revision = self._place.publishing.draft_of(version.id, self._actor).version, 0
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
        stamp, _ = self._reports.of(version)
        request = ReplanRequest(team_ref(self._team, version.id), roster_ref(version.id), tuple(events), since, goal)
        found = self._place.replanning.replan(request, _REPLAN)
        self._place.looked_at[self._team, self._month, self._actor] = stamp, found
        return found

    def take_over(self, signature: str) -> Replanned:
        """Keep the roster that `replan` gave this reader last as a new draft, if it is the one of this signature.

        InputProblems when another was made since, or the roster or its facts changed.
        """
        version = self.version()
        stamp, found = self._place.looked_at.get((self._team, self._month, self._actor), (None, None))
        same = version is not None and self._reports.of(version)[0] == stamp
        if version is None or found is None or not same or signature_of(found) != signature:
            reason = Message(_l("The roster, or what was planned, has changed meanwhile."))
            raise self._refusal(reason, Message(_l("Plan the change again, then take it over.")))
        self._drafts.keep(self._team, found.after.roster, self._actor, version.id)
        del self._place.looked_at[self._team, self._month, self._actor]
        return found

    # ---- hand out

    def fetch(self, token: str, client: str) -> FeedBody | None:
        """What a calendar link of the team gives, as `Feeds.fetch`."""
        return self.feeds.fetch(token, client)

    def downloads(self) -> Sequence[Path]:
        """The files of the roster, made anew where it has changed."""
        version = self.version()
        if version is None:
            return ()
        stamp, report = self._reports.of(version)
        return self._place.files_of(report, stamp)

    def what_if(self, language: str) -> Mapping[str, Any] | None:
        """Comparisons are kept beside files only, so there is none."""
        return None

    # ---- publish

    def pending(self) -> Pending | None:
        """What publishing the draft would change, and what speaks against it; None where no draft is waiting."""
        version = self.version()
        if version is None or version.state is VersionState.PUBLISHED:
            return None
        publication = self._place.publishing.preview(version.id)
        (_, revision, _), report = self._reports.of(version)
        published: frozenset[Place] = frozenset()
        if publication.before is not None:
            with self._vault.reading() as records:
                published = records.roster(publication.before.id).places()
        return Pending(publication, revision, checked_against(report, published, self._today(report)))

    def publish(self, revision: int, over: int | None, language: str) -> Publication:
        """Publish the draft as looked at, and bring it into the calendars. InputProblems when it changed meanwhile.

        over: the id of the version that was in force on the page, None for none.
        """
        version = self.version()
        if version is None:
            raise self._no_roster()
        return self._announced(self._place.publishing.publish(version.id, revision, over, self._actor), language)

    def versions(self) -> Sequence[Version]:
        """All versions of the month that the reader may see, newest first."""
        with self._vault.reading() as records:
            found = records.versions(self._team, *self._month)
        seen = [v for v in found if self._sees_drafts or v.state is VersionState.PUBLISHED]
        return sorted(seen, key=lambda version: -version.number)

    def return_to(self, version: int, over: int, language: str) -> Publication:
        """Publish an older published version of this month again. InputProblems when that cannot be."""
        if version not in {one.id for one in self.versions()}:
            reason = Message(_l("There is no such version of a roster."))
            raise self._refusal(reason, Message(_l("Look at the list again.")))
        return self._announced(self._place.publishing.return_to(version, over, self._actor), language)

    def _announced(self, publication: Publication, language: str) -> Publication:
        report = self._reports.of(publication.version)[1]
        self.feeds.publish(report.board.team, report.roster, self.feeds.language() or language)
        return publication

    def _today(self, report: Report) -> date:
        return self.now().astimezone(report.board.team.zone).date()

    def _no_roster(self) -> InputProblems:
        return self._refusal(Message(_l("There is no roster of this month yet.")), Message(_l("Plan the month first.")))

    def _refusal(self, reason: Message, mend: Message) -> InputProblems:
        return InputProblems([InputProblem(f"{self._month[0]}-{self._month[1]:02d}", "", 0, "", "", reason, mend)])


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
