"""One team's month as its lead changes it: edited cell by cell, changed after events, published."""

from collections.abc import Mapping, Sequence

from planner.board import Place
from planner.changing.compare_versions import VersionComparison, compare_versions
from planner.changing.edits import EditRefused
from planner.domain.drafts import CellChange, EventKind, Seen, Version, VersionState
from planner.domain.edit import Edit
from planner.domain.letter import LetterStanding
from planner.domain.notice import NoticeKind
from planner.messages import Message, Month, _l
from planner.problems import InputProblems
from planner.services.edited import Standing, reversal
from planner.services.issuing import Publication
from planner.services.month_ending import MonthEnding
from planner.services.month_facts import in_force
from planner.services.month_view import MonthView
from planner.services.offer_views import OfferViews
from planner.services.pending import Pending, checked_against
from planner.services.published_change import open_draft, passed_by


class MonthDesk(MonthView):
    """A team's month for a lead: the newest version, drafts included."""

    def _shown(self, versions: Sequence[Version]) -> Version | None:
        """The newest version."""
        return max(versions, key=lambda version: version.number, default=None)

    def standing(self) -> Standing | None:
        """The roster as it stands, with its revision; None while no month has been planned."""
        version = self.version()
        return self._standing(version) if version else None

    def _standing(self, version: Version) -> Standing:
        made, turns = self._reports.of(version), self._drafts.turns(version.id, self._actor)
        undo, redo = (
            reversal(kind, turns.get(kind), made.report.board.team) for kind in (EventKind.UNDO, EventKind.REDO)
        )
        with self._vault.reading() as records:
            closed = records.closing(self._team, *self._month) is not None
        return Standing(made, version.state, undo, redo, closed)

    # ---- change

    def edit(self, edit: Edit, seen: Seen) -> Standing:
        """Make an edit on a page that shows `seen`; the roster after it, others' changes included.

        A month of which only what is published stands gets a draft of it first. EditConflict when a cell of the edit
        is not as it was seen; EditRefused when it makes no sense.
        """
        if seen.version not in {version.id for version in self._all_versions()}:
            raise EditRefused([Message(_l("The roster on this page is gone. Load the page again."))])
        return self._standing(self._drafts.edit(seen, edit, self._actor).version)

    def undo(self) -> Standing:
        """Take back the reader's last edit. EditRefused when there is none, EditConflict when others touched it since.
        """
        return self._standing(self._drafts.undo(self._at_hand(), self._actor).version)

    def redo(self) -> Standing:
        """Make again what was taken back last. Refused likewise."""
        return self._standing(self._drafts.redo(self._at_hand(), self._actor).version)

    def _at_hand(self) -> int:
        version = self.version()
        if version is None:
            raise EditRefused([Message(_l("There is no roster of this month yet."))])
        return version.id

    # ---- publish

    def passed_by(self) -> Sequence[CellChange]:
        """Changes of what is published that the draft has not, as it said something else there already."""
        with self._vault.reading() as records:
            draft = open_draft(records.versions(self._team, *self._month))
            return passed_by(records, draft) if draft else ()

    def waiting_offers(self) -> int:
        """How many of the team's offers of shifts wait for a lead's yes, of whatever month."""
        return OfferViews(self._vault, self._place.clock, self._reports).waiting(self._team)

    def pending(self) -> Pending | None:
        """What publishing the draft would change, and what speaks against it; None where no draft is waiting."""
        version = self.version()
        if version is None or version.state is VersionState.PUBLISHED:
            return None
        publication = self._place.publishing.preview(version.id)
        made = self._reports.of(version)
        published: frozenset[Place] = frozenset()
        if publication.before is not None:
            with self._vault.reading() as records:
                published = records.roster(publication.before.id).places()
        return Pending(publication, made.seen, checked_against(made.report, published, self._today(made.report)))

    def publish(self, seen: Seen, over: int | None) -> Publication:
        """Publish the draft as looked at; calendars follow. InputProblems when it changed meanwhile.

        over: the id of the version that was in force on the page, None for none.
        """
        version = self.version()
        if version is None:
            raise self._no_roster()
        if version.id != seen.version:
            reason = Message(_l("There is a newer version of this month meanwhile."))
            mend = Message(_l("Look at the differences again, then decide anew. Nothing was changed."))
            raise self._refusal(reason, mend)
        return self._place.publishing.publish(version.id, seen.revision, over, self._actor)

    def versions(self) -> Sequence[Version]:
        """All versions of the month, newest first."""
        return sorted(self._all_versions(), key=lambda version: -version.number)

    def makers(self) -> Mapping[int, str]:
        """Who made each version, by its id; "" = the command line or a job of nobody."""
        versions = self._all_versions()
        with self._vault.reading() as records:
            made = {version.id: records.events(version.id) for version in versions}
        return {version: events[0].actor_name if events else "" for version, events in made.items()}

    def compare(self, old: int, new: int) -> VersionComparison:
        """Two versions of the month, by number, side by side. InputProblems when there is no such version."""
        versions = {version.number: version for version in self._all_versions()}
        if not {old, new} <= versions.keys():
            raise self._no_such_version()
        return compare_versions(*(self._reports.of(versions[number]).report for number in (old, new)))

    @property
    def ending(self) -> MonthEnding:
        """The month-end sheet."""
        place = self._place
        month = Month(*self._month)
        return MonthEnding(self._vault, place.clock, self._reports, place.writer, self._team, month, self._actor)

    def letters(self) -> Sequence[LetterStanding]:
        """Who was told of the version in force, or could not be, and how their letters stand; by name."""
        version = in_force(self._all_versions())
        if version is None:
            return ()
        with self._vault.reading() as records:
            return records.notice_letters(NoticeKind.SHIFTS, str(version.id))

    def has_mail_server(self) -> bool:
        """Whether letters go to people, instead of into a folder."""
        return self._place.has_mail_server

    def go_on(self, version: int) -> Version:
        """Begin a draft that is what a version of this month was. InputProblems when that cannot be."""
        return self._drafts.go_on(self._of_month(version), self._actor)

    def returning(self, number: int) -> tuple[Version, Publication]:
        """An older published version, by number, and what returning to it would change. InputProblems when there is no
        such version.
        """
        versions = self._all_versions()
        held = in_force(versions)
        for version in versions:
            if version.number == number and version.state is VersionState.PUBLISHED and version != held:
                return version, self._place.publishing.preview(version.id)
        raise self._no_such_version()

    def _of_month(self, version: int) -> int:
        if version not in {one.id for one in self._all_versions()}:
            raise self._no_such_version()
        return version

    def _no_such_version(self) -> InputProblems:
        reason = Message(_l("There is no such version of a roster."))
        return self._refusal(reason, Message(_l("Look at the list again.")))

    def return_to(self, version: int, over: int) -> Publication:
        """Publish an older published version of this month again. InputProblems when that cannot be."""
        self._of_month(version)
        return self._place.publishing.return_to(version, over, self._actor)
