"""Publish a draft, or return to an older version; everybody whose shifts change by it is told."""

from dataclasses import replace

from planner.domain.drafts import EventKind, Version, VersionState
from planner.domain.wishing import WishWindow
from planner.messages import Message, Month, _l
from planner.ports import Clock, Records, Vault
from planner.problems import InputProblems, refused
from planner.services.issuing import Issuing, Publication, publication
from planner.services.month_facts import in_force
from planner.services.wish_notices import tell_ended


class Publishing:
    """Use cases around publishing, one transaction each. All raise InputProblems for what cannot be.

    base_url: what the links in letters begin with.
    """

    def __init__(self, vault: Vault, clock: Clock, base_url: str) -> None:
        self._vault, self._clock, self._base_url = vault, clock, base_url
        self._issuing = Issuing(clock, base_url)

    def preview(self, version: int) -> Publication:
        """What publishing a draft, or returning to an older version, would change; nothing is saved."""
        with self._vault.reading() as records:
            source = records.version(version)
            before = in_force(records.versions(source.team, source.year, source.month))
            found = publication(records, source, records.roster(source.id), before)
            window = self._open_wishes(records, source)
            return replace(found, ends_wishes=window.deadline if window else None)

    def publish(self, draft: int, seen: int, over: int | None, actor: int | None, text: str = "") -> Publication:
        """Publish a draft as the month's next version; the draft stays, to be edited on.

        seen: the revision of the draft that the lead looked at; over: the id of the version that was in force then
        (None: none was). InputProblems when either has changed meanwhile.
        """
        with self._vault.writing() as records:
            source = records.version(draft)
            if source.state is not VersionState.DRAFT:
                raise _refusal(source, Message(_l("This version is published already.")))
            if source.revision != seen:
                raise _refusal(source, Message(_l("The draft was edited meanwhile.")))
            return self._publish(records, source, over, EventKind.PUBLISH, actor, text)

    def return_to(self, version: int, over: int, actor: int | None, text: str = "") -> Publication:
        """Publish what an older published version says again, as the month's next version.

        Shifts of people who have left since stay out and are named. over: as in `publish`.
        """
        with self._vault.writing() as records:
            source = records.version(version)
            if source.state is not VersionState.PUBLISHED:
                raise _refusal(source, Message(_l("This version was never published.")))
            if source.id == over:
                raise _refusal(source, Message(_l("This version is in force already.")))
            return self._publish(records, source, over, EventKind.RETURN, actor, text)

    def _publish(
        self, records: Records, source: Version, over: int | None, kind: EventKind, actor: int | None, text: str
    ) -> Publication:
        before = self._issuing.hold(records, source.team, (source.year, source.month))
        if (before.id if before else None) != over:
            raise _refusal(source, Message(_l("Another version was published meanwhile.")))
        self._end_wishes(records, source)
        return self._issuing.issue(records, records.roster(source.id), source, before, kind, actor, text=text)

    def _end_wishes(self, records: Records, source: Version) -> None:
        """Nobody gets out of a published shift by a wish, past the lead; who opens wishes again wants to hear them."""
        window = self._open_wishes(records, source)
        if window is not None:
            ended, month = window.closed(self._clock.now()), Month(source.year, source.month)
            records.save_wish_window(source.team, month, ended)
            tell_ended(records, source.team, month, ended, self._base_url)

    def _open_wishes(self, records: Records, source: Version) -> WishWindow | None:
        window = records.wish_windows(source.team).get((source.year, source.month))
        return window if window is not None and window.is_open(self._clock.now()) else None


def _refusal(version: Version, reason: Message) -> InputProblems:
    place = f"{version.year}-{version.month:02d}"
    mend = Message(_l("Look at the differences again, then decide anew. Nothing was changed."))
    return refused(place, reason, mend, value=str(version.number))
