"""Publish a draft, or return to an older version; everybody whose shifts change by it is told."""

from planner.domain.drafts import EventKind, Version, VersionState
from planner.messages import Message, _l
from planner.ports import Clock, Records, Vault
from planner.problems import InputProblems, refused
from planner.services.issuing import Issuing, Publication, publication
from planner.services.month_facts import in_force


class Publishing:
    """Use cases around publishing, one transaction each. All raise InputProblems for what cannot be.

    base_url: what the links in letters begin with.
    """

    def __init__(self, vault: Vault, clock: Clock, base_url: str) -> None:
        self._vault, self._clock, self._issuing = vault, clock, Issuing(clock, base_url)

    def preview(self, version: int) -> Publication:
        """What publishing a draft, or returning to an older version, would change; nothing is saved."""
        with self._vault.reading() as records:
            source = records.version(version)
            before = in_force(records.versions(source.team, source.year, source.month))
            return publication(records, source, records.roster(source.id), before)

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
        month, now = (source.year, source.month), self._clock.now()
        window = records.wish_windows(source.team).get(month)
        if window is not None and window.is_open(now):
            records.save_wish_window(source.team, month, window.closed(now))


def _refusal(version: Version, reason: Message) -> InputProblems:
    place = f"{version.year}-{version.month:02d}"
    mend = Message(_l("Look at the differences again, then decide anew. Nothing was changed."))
    return refused(place, reason, mend, value=str(version.number))
