"""Busy times out of one's own calendar, by file or by address: looked at first, then kept, read again each day.

A month that is published in a team of the person stays as it was planned: what changes in it is for people to settle.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import structlog

from planner.calendar_ports import CalendarFetch, CalendarReader, DueCalendar, DueCalendars, Read
from planner.domain.busy import NewCalendar, OwnCalendar, ReadAs, Span, merged, refreshed
from planner.domain.notice import Notice, NoticeKind
from planner.domain.time import MINUTES_A_DAY, month_days, wall
from planner.messages import Message, Month, _l
from planner.ports import Clock, Records, Vault
from planner.problems import InputProblems, refused
from planner.sealing import Seal, Unsealable
from planner.services.month_facts import in_force
from planner.services.notices import tell
from planner.services.shelf import Held, HeldKind, Shelf

MOST_CALENDARS = 5
LABEL_CHARACTERS = 60
#: After so many refreshes in a row that failed, the person is told, and what was read last counts no more.
FAILURES_TOLD = 3
_EVERY = timedelta(days=1)
#: Busy times that are over go after so long.
_KEPT = timedelta(days=60)
#: One run goes on for so long at most, so that other timed work has its turn.
_RUN_S = 5.0

log = structlog.get_logger(__name__)


class Origin(StrEnum):
    """Where a calendar comes from."""

    FILE = "file"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A calendar that was read and not kept yet. name: of the file, or the address, masked. mark: tells it from
    another. zone: its times are shown in. sealed: the address, encrypted. published: months that stay as planned.
    """

    origin: Origin
    name: str
    mark: str
    zone: ZoneInfo
    read: Read
    published: tuple[Month, ...]
    sealed: bytes = field(repr=False, default=b"")

    @property
    def counting(self) -> tuple[Span, ...]:
        """The busy times that will count."""
        return refreshed((), self.read.blocks, _spans_of(self.published, self.zone))


@dataclass(frozen=True, slots=True)
class Own:
    """A person's calendars. zone: that their times are shown in; None = they are in no team."""

    zone: ZoneInfo | None
    calendars: tuple[OwnCalendar, ...]

    @property
    def has_room(self) -> bool:
        """Whether another one can be added."""
        return len(self.calendars) < MOST_CALENDARS


class BusyTimes:
    """Use cases on one's own calendars. person: a number; user: of the account, for what is only looked at so far.

    All that read or change something raise InputProblems for what cannot be.
    """

    def __init__(
        self, vault: Vault, clock: Clock, shelf: Shelf, due: DueCalendars, reader: CalendarReader,
        fetch: CalendarFetch, seal: Seal, base_url: str,
    ) -> None:  # fmt: skip
        self._vault, self._clock, self._shelf, self._due = vault, clock, shelf, due
        self._reader, self._fetch, self._seal, self._base_url = reader, fetch, seal, base_url

    def own(self, person: int) -> Own:
        """What there is of a person."""
        with self._vault.reading() as records:
            return Own(_zone(records, person), tuple(records.own_calendars(person)))

    # ---- look at one, then keep it

    def look_at_file(self, person: int, user: int, name: str, content: bytes) -> None:
        """Read a file, and hold what it says until it is kept."""
        self._hold(user, Origin.FILE, name, self._read(person, content), b"")

    def look_at_address(self, person: int, user: int, address: str) -> None:
        """Read what an address gives, and hold what it says until it is kept."""
        clean = self._fetch.clean(address)
        self._for_more(person)
        read = self._read(person, self._fetch.get(clean))
        self._hold(user, Origin.ADDRESS, masked(clean), read, self._seal.close(clean))

    def _for_more(self, person: int) -> ZoneInfo:
        """The zone of a person who may add a calendar."""
        own = self.own(person)
        if own.zone is None:
            reason = Message(_l("You are not planned in a team yet."))
            raise refused("", reason, Message(_l("Ask whoever invited you to enter you among the people of the team.")))
        if not own.has_room:
            reason = Message(_l("You have {n} calendars here already."), n=MOST_CALENDARS)
            raise refused("", reason, Message(_l("Remove one first.")))
        return own.zone

    def _read(self, person: int, content: bytes) -> Read:
        return self._reader.read(content, self._for_more(person), self._clock.now())

    def _hold(self, user: int, origin: Origin, name: str, read: Read, sealed: bytes) -> None:
        said = {
            "origin": origin,
            "blocks": [(block.start.timestamp(), block.end.timestamp()) for block in read.blocks],
            "skipped": read.skipped,
            "sealed": sealed.decode(),
        }
        self._shelf.put(user, HeldKind.CALENDAR, None, json.dumps(said).encode(), name)

    def looked_at(self, person: int, user: int) -> LookedAt | None:
        """What was read last and not kept yet; None when there is nothing, or it is too old."""
        held = self._shelf.get(user, HeldKind.CALENDAR, None)
        if held is None:
            return None
        with self._vault.reading() as records:
            zone = _zone(records, person)
            if zone is None:
                return None
            return _looked_at(held, zone, tuple(_published(records, person)))

    def keep(self, person: int, user: int, mark: str, label: str, read_as: ReadAs) -> None:
        """Keep what was looked at. mark: of what was shown."""
        shown = self.looked_at(person, user)
        if shown is None or shown.mark != mark:
            reason = Message(_l("This is not the calendar any more that was shown."))
            raise refused("", reason, Message(_l("Look at it again. Nothing was changed.")))
        label = " ".join(label.split())[:LABEL_CHARACTERS] or shown.name[:LABEL_CHARACTERS]
        by_address = shown.origin is Origin.ADDRESS
        new = NewCalendar(label, read_as, shown.zone, shown.name if by_address else "", shown.sealed)
        with self._vault.writing() as records:
            if len(records.own_calendars(person)) >= MOST_CALENDARS:
                reason = Message(_l("You have {n} calendars here already."), n=MOST_CALENDARS)
                raise refused("", reason, Message(_l("Remove one first.")))
            now = self._clock.now()
            number = records.add_own_calendar(person, new, now, now + _EVERY if by_address else None)
            records.save_blocks(number, shown.counting)
            records.facts_changed(records.teams_with(person).keys())
        self._shelf.drop(user, HeldKind.CALENDAR, None)

    def remove(self, person: int, calendar: int) -> None:
        """Remove a calendar with its busy times. KeyError when the person has none of this number."""
        with self._vault.writing() as records:
            if not records.remove_own_calendar(person, calendar):
                raise KeyError(calendar)
            records.facts_changed(records.teams_with(person).keys())

    # ---- each day

    def refresh_due(self, owner: str) -> None:
        """Read again what is due, one after the other, for a few seconds; to be called every minute by any worker."""
        end = self._clock.now() + timedelta(seconds=_RUN_S)
        while self._clock.now() < end:
            due = self._due.claim(owner)
            if due is None:
                return
            self._refresh(due, owner)

    def _refresh(self, due: DueCalendar, owner: str) -> None:
        try:
            content = self._fetch.get(self._seal.open(due.sealed))
            read = self._reader.read(content, due.zone, self._clock.now())
        except (InputProblems, Unsealable) as failure:
            log.warning("a calendar could not be read again", calendar=due.calendar_id, why=type(failure).__name__)
            self._failed(due, owner)
            return
        now = self._clock.now()
        with self._vault.writing() as records:
            if records.end_reading(due.calendar_id, owner, now + _EVERY, 0, now):
                fixed = [*_spans_of(tuple(_published(records, due.person)), due.zone), _past(now, due.zone)]
                blocks = refreshed(records.blocks(due.calendar_id), read.blocks, fixed)
                self._save(records, due, blocks)

    def _failed(self, due: DueCalendar, owner: str) -> None:
        now, failures = self._clock.now(), due.failures + 1
        with self._vault.writing() as records:
            if not records.end_reading(due.calendar_id, owner, now + _EVERY, failures, None):
                return
            if failures != FAILURES_TOLD:
                return
            self._save(records, due, ())
            text = _l(
                "Your calendar “{label}” could not be read {n} times in a row, once a day. "
                "From now on its busy times do not count any more."
            )
            parts = (
                Message(text, label=due.label, n=failures),
                Message(_l("It is tried again each day. Look after it here, or give your new address:")),
            )
            subject = Message(_l("Your calendar cannot be read any more"))
            about = f"{due.calendar_id} {now:%Y-%m-%d}"
            notice = Notice(NoticeKind.CALENDAR, about, subject, parts, "/my/busy/")
            tell(records, None, {due.person: notice}, now, self._base_url)

    def _save(self, records: Records, due: DueCalendar, blocks: tuple[Span, ...]) -> None:
        if records.save_blocks(due.calendar_id, blocks):
            records.facts_changed(records.teams_with(due.person).keys())

    def forget_past(self) -> int:
        """Remove busy times that have long been over; how many there were."""
        with self._vault.writing() as records:
            return records.remove_blocks(self._clock.now() - _KEPT)


def masked(address: str) -> str:
    """An address as its owner may see it: where it is, and nothing that lets anybody in."""
    return f"{address.split('/')[2]}/…"


def _zone(records: Records, person: int) -> ZoneInfo | None:
    """Where a person works, in the first of their teams."""
    for team, name in records.teams_with(person).items():
        facts = records.facts(team)
        return facts.site_of(next(one for one in facts.managers if one.name == name)).zone
    return None


def _published(records: Records, person: int) -> Iterator[Month]:
    """The months that are published in any team of a person."""
    teams = records.teams_with(person)
    months = {month for team in teams for month in records.months(team) if in_force(records.versions(team, *month))}
    return (Month(*month) for month in sorted(months))


def _spans_of(months: tuple[Month, ...], zone: ZoneInfo) -> tuple[Span, ...]:
    """From the first midnight of each month to the next one's."""
    return merged(
        Span(wall(zone, days[0], 0).astimezone(UTC), wall(zone, days[-1], MINUTES_A_DAY).astimezone(UTC))
        for days in (month_days(*month) for month in months)
    )


def _past(now: datetime, zone: ZoneInfo) -> Span:
    """All that lies before today: a calendar is read from today on."""
    today = now.astimezone(zone).date()
    return Span(now - _KEPT - timedelta(days=2), wall(zone, today, 0).astimezone(UTC))


def _looked_at(held: Held, zone: ZoneInfo, published: tuple[Month, ...]) -> LookedAt:
    said = json.loads(held.content)
    blocks = tuple(Span(*(datetime.fromtimestamp(end, UTC) for end in block)) for block in said["blocks"])
    read = Read(blocks, said["skipped"])
    return LookedAt(
        Origin(said["origin"]), held.name, held.mark, zone, read, published, said["sealed"].encode()
    )  # fmt: skip
