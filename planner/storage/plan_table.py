"""What planning in the background reads from the database and leaves in it (planner.services.plan_jobs.PlanTable)."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection

from planner.domain.drafts import EventKind, GridCell, Seen
from planner.domain.job import Job, Places
from planner.domain.roster import Roster
from planner.ports import Clock, Vault, roster_ref, team_ref
from planner.services.by_hand import made_by_hand
from planner.services.drafts import Drafts
from planner.services.meanwhile import changed_meanwhile, places_seen
from planner.services.month_facts import in_force
from planner.services.plan_jobs import PlanFacts
from planner.storage.jobs import Keep
from planner.storage.records import DatabaseRecords
from planner.storage.store import DatabaseStore


class DatabasePlanTable:
    """A month's facts from a vault and the store on it."""

    def __init__(self, vault: Vault, store: DatabaseStore) -> None:
        self._vault, self._store = vault, store

    def newest(self, team: int, year: int, month: int) -> Seen | None:
        """The month's newest version as it stands; None before the first."""
        with self._vault.reading() as records:
            versions = records.versions(team, year, month)
            return Seen(versions[-1].id, versions[-1].revision) if versions else None

    def facts(self, team: int, year: int, month: int, base: int | None, *, keep_locked: bool) -> PlanFacts:
        """What a month is planned on. InputProblems when there is no such team or version."""
        facts = self._store.team(team_ref(team, base if keep_locked else None), (year, month))
        roster = None if base is None else self._store.roster(roster_ref(base), facts)
        with self._vault.reading() as records:
            published = in_force(records.versions(team, year, month)) is not None
        return PlanFacts(facts, roster, published, self._store.fingerprint(facts))

    def places(self, seen: Seen) -> Places:
        """The shifts of a version as it stood after so many edits. InputProblems when there is none."""
        with self._vault.reading() as records:
            return places_seen(records, seen)

    def by_hand(self, version: int) -> int:
        """How many unlocked cells of a version stand as somebody put them by hand."""
        with self._vault.reading() as records:
            return len(made_by_hand(records, records.version(version)))

    def before(self, version: int) -> int | None:
        """The version that was the month's newest until this one came, by id; None where it was the first."""
        with self._vault.reading() as records:
            held = records.version(version)
            earlier = (one for one in records.versions(held.team, held.year, held.month) if one.number < held.number)
            return max((one.id for one in earlier), default=None)

    def away(self, version: int) -> Sequence[GridCell]:
        """The cells out of which shifts fell as somebody is away by now, by date."""
        with self._vault.reading() as records:
            fallen = (event for event in records.events(version) if event.kind is EventKind.AWAY)
            return _by_date({change.cell for event in fallen for change in event.changes})

    def carried(self, base: Seen, version: int) -> Sequence[GridCell]:
        """The cells that were edited while a version was planned on `base`, by date."""
        with self._vault.reading() as records:
            held = records.version(version)
            earlier = [one for one in records.versions(held.team, held.year, held.month) if one.id < version]
            return _by_date({cell for edit in changed_meanwhile(records, base, earlier) for cell in edit.cells})


def _by_date(cells: Collection[GridCell]) -> Sequence[GridCell]:
    return sorted(cells, key=lambda cell: (cell[1], cell[0]))


class _Within:
    """A Vault inside a transaction that is under way."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def writing(self) -> Iterator[DatabaseRecords]:
        """The transaction itself, which its owner ends."""
        yield DatabaseRecords(self._connection, locks=True)

    reading = writing


def keep_as_draft(clock: Clock) -> Keep:
    """Keeps a job's roster as a draft of whoever asked for it, with all that was edited while it was planned."""

    def keep(connection: Connection, job: Job, roster: Roster) -> int:
        return Drafts(_Within(connection), clock).keep_planned(job.team, roster, job.asked_by, job.base).id

    return keep
