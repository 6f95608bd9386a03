"""Publish a draft, return to an older version, and tell everybody whose shifts change by it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from planner.changing.person_changes import PersonChange, person_changes
from planner.domain.drafts import EventKind, Version, VersionState
from planner.domain.roster import Assignment, Roster
from planner.messages import Message, Month, _l
from planner.ports import Clock, Mail, Records, Vault
from planner.problems import InputProblems, refused
from planner.services.month_ending import refuse_closed
from planner.services.month_facts import in_force, month_facts, still_here
from planner.services.planning import reported
from planner.services.shift_letters import ShiftLetters


@dataclass(frozen=True, slots=True)
class Publication:
    """What is, or would be, published. version: the one published; the draft or older version in a preview.

    before: the version that was in force, None for the first. changes: against it, by name; those people are told by
    mail, but for those without_mail, who have no account. left_out: shifts of the source that nobody works any more, as
    the person is not in the team on that day.
    """

    version: Version
    before: Version | None
    changes: tuple[PersonChange, ...]
    without_mail: tuple[str, ...]
    left_out: tuple[Assignment, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """Who is told by mail."""
        return tuple(change.person for change in self.changes if change.person not in self.without_mail)


class Publishing:
    """Use cases around publishing, one transaction each. All raise InputProblems for what cannot be.

    base_url: what the links in letters begin with.
    """

    def __init__(self, vault: Vault, clock: Clock, base_url: str) -> None:
        self._vault, self._clock, self._base_url = vault, clock, base_url

    def preview(self, version: int) -> Publication:
        """What publishing a draft, or returning to an older version, would change; nothing is saved."""
        with self._vault.reading() as records:
            source = records.version(version)
            return self._publication(records, source, lambda _: source)

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
        records.revision(source.team)
        refuse_closed(records, source.team, source.year, source.month)
        before = in_force(records.versions(source.team, source.year, source.month))
        if (before.id if before else None) != over:
            raise _refusal(source, Message(_l("Another version was published meanwhile.")))

        def keep(roster: Roster) -> Version:
            facts = month_facts(records, source.team, source.year, source.month)
            now = self._clock.now()
            published = records.add_version(
                source.team, reported(facts, roster).roster, VersionState.PUBLISHED, based_on=source, actor=actor,
                at=now,
            )  # fmt: skip
            records.add_event(kind, actor, now, team=source.team, version=published.id, text=text)
            return published

        made = self._publication(records, source, keep)
        records.add_letters(made.version, list(self._letters(records, made)), made.version.made_at)
        return made

    def _letters(self, records: Records, made: Publication) -> Iterator[tuple[str, Mail | None]]:
        """(name, letter) for everybody whose shifts change; None for who cannot be written to."""
        version = made.version
        month, first = Month(version.year, version.month), made.before is None
        write = ShiftLetters(records.facts(version.team), month, first, self._base_url).letter
        readers = records.addressees(version)
        for change in made.changes:
            yield from ((change.person, write(change, to)) for to in readers.get(change.person, ()))
            if change.person in made.without_mail:
                yield change.person, None

    def _publication(self, records: Records, source: Version, keep: Callable[[Roster], Version]) -> Publication:
        facts = records.facts(source.team)
        before = in_force(records.versions(source.team, source.year, source.month))
        roster, left_out = still_here(records.roster(source.id), facts)
        kept = keep(roster)
        old = records.roster(before.id) if before else replace(roster, assignments=())
        changes = person_changes(old, roster)
        readers = records.addressees(source)
        without_mail = tuple(change.person for change in changes if change.person not in readers)
        return Publication(kept, before, changes, without_mail, left_out)


def _refusal(version: Version, reason: Message) -> InputProblems:
    place = f"{version.year}-{version.month:02d}"
    mend = Message(_l("Look at the differences again, then decide anew. Nothing was changed."))
    return refused(place, reason, mend, value=str(version.number))
