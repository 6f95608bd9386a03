"""A roster becomes the month's next published version, and everybody whose shifts move by it is told."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from planner.changing.person_changes import PersonChange, person_changes
from planner.domain.access import Changed
from planner.domain.drafts import CellChange, EventKind, Version, VersionState
from planner.domain.notice import NoticeKind
from planner.domain.roster import Assignment, Roster
from planner.ports import Clock, Records
from planner.services.month_ending import refuse_closed
from planner.services.month_facts import in_force, month_facts, still_here
from planner.services.notices import tell
from planner.services.planning import counted
from planner.services.shift_notices import ShiftNotices


@dataclass(frozen=True, slots=True)
class Publication:
    """What is, or would be, published. version: the one published; the draft or older version in a preview.

    before: the version that was in force, None for the first. changes: against it, by name; those people are told by
    mail, but for those without_mail, who have no account. left_out: shifts of the source that nobody works any more, as
    the person is not in the team on that day. ends_wishes: in a preview, the deadline of the month's wishes, where
    publishing ends them.
    """

    version: Version
    before: Version | None
    changes: tuple[PersonChange, ...]
    without_mail: tuple[str, ...]
    left_out: tuple[Assignment, ...]
    ends_wishes: datetime | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """Who is told by mail."""
        return tuple(change.person for change in self.changes if change.person not in self.without_mail)


@dataclass(frozen=True, slots=True)
class Issuing:
    """Publishes within a transaction. base_url: what the links in letters begin with."""

    clock: Clock
    base_url: str

    def hold(self, records: Records, team: int, month: tuple[int, int]) -> Version | None:
        """The version in force; until the transaction ends nobody else publishes. InputProblems for a closed month."""
        records.revision(team)
        refuse_closed(records, team, *month)
        return in_force(records.versions(team, *month))

    def issue(
        self,
        records: Records,
        roster: Roster,
        source: Version,
        before: Version | None,
        kind: EventKind,
        actor: int | None,
        *,
        text: str = "",
        changes: Collection[CellChange] = (),
    ) -> Publication:
        """Publish a roster in place of `before`, which is held. source: whose free days stay locked.

        changes: of cells, where the event is about single ones.
        """
        facts = month_facts(records, source.team, source.year, source.month)
        there, _ = still_here(roster, facts)
        now = self.clock.now()
        published = records.add_version(
            source.team, counted(facts, there), VersionState.PUBLISHED, based_on=source, actor=actor, at=now
        )  # fmt: skip
        made = publication(records, published, roster, before)
        records.touch(source.team, [change.person for change in made.changes], Changed.SHIFTS)
        records.add_event(kind, actor, now, team=source.team, version=published.id, text=text, changes=changes)
        self._tell(records, made)
        return made

    def _tell(self, records: Records, made: Publication) -> None:
        """Tell those whose shifts change, and take back reminders of what they do not work any more."""
        version = made.version
        notices = ShiftNotices(records.facts(version.team), version, made.before is None)
        numbers = records.people_in(version)
        for change in made.changes:
            records.drop_letters(numbers[change.person], NoticeKind.REMINDER, list(notices.outdated(change)))
        told = {numbers[change.person]: notices.notice(change) for change in made.changes}
        tell(records, version.team, told, version.made_at, self.base_url)


def publication(records: Records, version: Version, roster: Roster, before: Version | None) -> Publication:
    """What a roster changes against `before`. version: what it is, or would be, published as."""
    there, left_out = still_here(roster, records.facts(version.team))
    old = records.roster(before.id) if before else replace(there, assignments=())
    changes = person_changes(old, there)
    readers = records.addressees(version)
    without_mail = tuple(change.person for change in changes if change.person not in readers)
    return Publication(version, before, changes, without_mail, left_out)
