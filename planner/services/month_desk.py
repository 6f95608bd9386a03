"""One team's month as its lead changes it: edited cell by cell, changed after events, published."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from planner.board import Place
from planner.changing.compare_versions import VersionComparison, compare_versions
from planner.changing.edit_words import edit_words
from planner.changing.edits import ChangedCell, EditConflict, EditRefused, apply_edit
from planner.domain import edit as asked
from planner.domain.drafts import CellChange, Event, Version, VersionState
from planner.domain.letter import LetterStanding
from planner.domain.team import Team
from planner.messages import Message, _l
from planner.problems import InputProblems
from planner.services.drafts import Edited, Overtaken
from planner.services.edited import Reversal, Standing
from planner.services.grid_steps import LockCell, Put, Step, TakeAway, UnlockCell
from planner.services.month_facts import in_force
from planner.services.month_view import MonthView
from planner.services.pending import Pending, checked_against
from planner.services.publishing import Publication


class MonthDesk(MonthView):
    """A team's month for a lead: the newest version, drafts included."""

    def _shown(self, versions: Sequence[Version]) -> Version | None:
        """The newest version."""
        return max(versions, key=lambda version: version.number, default=None)

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
        """All versions of the month, newest first."""
        return sorted(self._all_versions(), key=lambda version: -version.number)

    def compare(self, old: int, new: int) -> VersionComparison:
        """Two versions of the month, by number, side by side. InputProblems when there is no such version."""
        versions = {version.number: version for version in self._all_versions()}
        if not {old, new} <= versions.keys():
            reason = Message(_l("There is no such version of a roster."))
            raise self._refusal(reason, Message(_l("Look at the list again.")))
        return compare_versions(*(self._reports.of(versions[number])[1] for number in (old, new)))

    def letters(self) -> Sequence[LetterStanding]:
        """Who was told of the version in force, or could not be, and how their letters stand; by name."""
        version = in_force(self._all_versions())
        if version is None:
            return ()
        with self._vault.reading() as records:
            return records.letters(version.id)

    def has_mail_server(self) -> bool:
        """Whether letters go to people, instead of into a folder."""
        return self._place.has_mail_server

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
