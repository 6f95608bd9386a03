"""Busy times of own calendars: what counts after a look, how it reaches the plan, refreshes, and whose they are."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, insert, select

from planner.accounts.model import User
from planner.calendar_ports import CALENDAR_LEASE_S, Read
from planner.domain.busy import ReadAs, Span
from planner.domain.notice import NoticeKind
from planner.domain.team import BusyTime
from planner.domain.time import to_moment
from planner.messages import Message
from planner.problems import InputProblems, refused
from planner.sealing import FileSeal, Unsealable
from planner.services.busy_times import FAILURES_TOLD, MOST_CALENDARS, BusyTimes
from planner.services.month_facts import month_facts
from planner.services.shelf import HELD_FOR, HeldKind
from planner.storage.accounts import DatabaseAccounts
from planner.storage.busy_rows import DatabaseCalendars
from planner.storage.database import Database
from planner.storage.schema_busy import busy_blocks, busy_calendars
from planner.storage.schema_letters import letters, messages
from planner.storage.shelf import DatabaseShelf
from planner.storage.upgrade import differences, downgrade, upgrade
from tests.planner.account_cases import BASE, SetClock
from tests.planner.storage.desk import ANA, BEN, EARLY, TEAM, Desk, desk_on

SECRET = "https://calendar.example.org/private-0123secret/basic.ics"
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)


def span(month: int, day: int, start: int = 8, end: int = 9) -> Span:
    year = 2026 if month > 6 else 2027
    return Span(datetime(year, month, day, start, tzinfo=UTC), datetime(year, month, day, end, tzinfo=UTC))


DECEMBER, JANUARY = span(12, 2), span(1, 12)


@dataclass
class Calendar:
    """A fetch and a reader at once. says: what the calendar holds, None = it cannot be fetched."""

    says: tuple[Span, ...] | None = (DECEMBER, JANUARY)
    asked: list[str] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)

    def clean(self, address: str) -> str:
        return address.replace("webcal:", "https:")

    def get(self, address: str) -> bytes:
        self.asked.append(address)
        if self.says is None:
            raise refused("", Message("Nothing there."), Message("Look elsewhere."))
        return b"calendar"

    def read(self, content: bytes, zone: ZoneInfo, now: datetime) -> Read:
        self.zones.append(zone.key)
        return Read(self.says or (), 0)


@dataclass
class Case:
    """use: the use cases; ana, ben: numbers of people; user: of Ana's account."""

    desk: Desk
    use: BusyTimes
    calendar: Calendar
    clock: SetClock
    database: Database
    ana: int
    ben: int
    user: int

    def keep(self, read_as: ReadAs = ReadAs.CANNOT, label: str = "") -> None:
        self.use.look_at_address(self.ana, self.user, SECRET)
        shown = self.use.looked_at(self.ana, self.user)
        assert shown is not None
        self.use.keep(self.ana, self.user, shown.mark, label, read_as)

    def blocks(self) -> list[tuple[Span, ...]]:
        return [one.blocks for one in self.use.own(self.ana).calendars]

    def busy(self, month: int, year: int = 2026) -> tuple[BusyTime, ...]:
        with self.desk.vault.reading() as records:
            return month_facts(records, self.desk.team, year, month).busy

    def revision(self) -> int:
        with self.desk.vault.writing() as records:
            return records.revision(self.desk.team)

    def publish_december(self) -> None:
        draft = self.desk.draft((ANA, 1, EARLY))
        self.desk.publishing.publish(draft.id, 0, None, self.desk.lead)

    def next_day(self, owner: str = "worker") -> None:
        self.clock.wait(days=1)
        self.use.refresh_due(owner)

    def letters(self) -> list[str]:
        with self.database.read() as connection:
            about = messages.c.kind == NoticeKind.CALENDAR
            query = select(letters.c.body).join(messages).where(messages.c.person_id == self.ana, about)
            return list(connection.execute(query).scalars())


@pytest.fixture
def case(shared_database: Database, tmp_path: Path) -> Case:
    with shared_database.write() as connection:
        connection.execute(delete(busy_calendars))
    return case_on(shared_database, tmp_path)


def case_on(database: Database, folder: Path) -> Case:
    desk = desk_on(database)
    clock, calendar = SetClock(NOW), Calendar()
    use = BusyTimes(
        desk.vault, clock, DatabaseShelf(database, clock), DatabaseCalendars(database, clock), calendar, calendar,
        FileSeal(folder), BASE,
    )  # fmt: skip
    with desk.vault.reading() as records:
        people = records.people(desk.team)
    with DatabaseAccounts(database).write() as accounts:
        email = f"ana{desk.team}@example.com"
        user = accounts.add_user(User(0, email, ANA, "", "de", False, people[ANA], NOW))
    return Case(desk, use, calendar, clock, database, people[ANA], people[BEN], user.user_id)


def reason(act: Callable[[], object]) -> str:
    with pytest.raises(InputProblems) as caught:
        act()
    return caught.value.problems[0].reason.text


def busy(read: Span, *, can: bool = False) -> BusyTime:
    return BusyTime(ANA, to_moment(read.start), to_moment(read.end), can)


def test_nothing_counts_before_it_is_confirmed_then_it_reaches_the_month(case: Case) -> None:
    before = case.revision()
    case.use.look_at_file(case.ana, case.user, "mine.ics", b"x")
    assert (case.busy(12), case.use.own(case.ana).calendars) == ((), ())
    shown = case.use.looked_at(case.ana, case.user)
    assert shown is not None
    assert (shown.read.blocks, shown.name, shown.sealed) == ((DECEMBER, JANUARY), "mine.ics", b"")
    assert "any more" in reason(lambda: case.use.keep(case.ana, case.user, "another", "", ReadAs.CANNOT))
    case.use.keep(case.ana, case.user, shown.mark, "  Work \n calendar ", ReadAs.CANNOT)
    assert case.use.looked_at(case.ana, case.user) is None
    assert "any more" in reason(lambda: case.use.keep(case.ana, case.user, shown.mark, "", ReadAs.CANNOT))
    [own] = case.use.own(case.ana).calendars
    assert (own.label, own.shown, own.read_as, own.blocks) == (
        "Work calendar", "", ReadAs.CANNOT, (DECEMBER, JANUARY)
    )  # fmt: skip
    assert case.busy(12) == (busy(DECEMBER),)
    assert case.busy(1, 2027) == (busy(JANUARY),)
    assert case.revision() == before + 1
    # A file is never read again.
    case.next_day()
    assert case.calendar.asked == []


def test_what_is_looked_at_is_held_for_an_hour(case: Case) -> None:
    case.use.look_at_file(case.ana, case.user, "mine.ics", b"x")
    case.clock.moment += HELD_FOR[HeldKind.CALENDAR]
    assert case.use.looked_at(case.ana, case.user) is not None
    case.clock.moment += timedelta(microseconds=1)
    assert case.use.looked_at(case.ana, case.user) is None


def test_wishes_are_marked_as_such_and_facts_that_are_saved_know_nothing_of_them(case: Case) -> None:
    case.keep(ReadAs.RATHER_NOT)
    assert case.busy(12) == (busy(DECEMBER, can=True),)
    with case.desk.vault.reading() as records:
        assert records.facts(case.desk.team) == TEAM


def test_the_address_is_kept_encrypted_and_shown_masked(case: Case) -> None:
    case.keep()
    [own] = case.use.own(case.ana).calendars
    assert (own.shown, own.label) == ("calendar.example.org/…", "calendar.example.org/…")
    with case.database.read() as connection:
        kept = repr(connection.execute(select(busy_calendars).where(busy_calendars.c.person_id == case.ana)).all())
    assert "secret" not in kept
    assert "secret" not in repr(own)


def test_a_seal_opens_with_its_own_key_alone(tmp_path: Path) -> None:
    mine, other = FileSeal(tmp_path / "a"), FileSeal(tmp_path / "b")
    sealed = mine.close(SECRET)
    assert FileSeal(tmp_path / "a").open(sealed) == SECRET
    assert b"secret" not in sealed
    assert sealed != mine.close(SECRET)
    assert (tmp_path / "a" / "calendar-key").stat().st_mode & 0o077 == 0
    for seal, text in ((other, sealed), (mine, sealed[:-4] + b"AAAA"), (mine, b"")):
        with pytest.raises(Unsealable):
            seal.open(text)


def test_each_day_it_is_read_again_by_one_worker(case: Case) -> None:
    case.keep()
    case.calendar.asked.clear()
    case.clock.wait(hours=24, microseconds=-1)
    case.use.refresh_due("worker")
    assert case.calendar.asked == []
    case.clock.wait(microseconds=1)
    case.calendar.says = (JANUARY, span(12, 9))
    before = case.revision()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: case.use.refresh_due(f"worker {n}"), range(4)))
    assert case.calendar.asked == [SECRET]
    assert case.blocks() == [(span(12, 9), JANUARY)]
    assert case.revision() == before + 1
    # The same again changes nothing.
    case.next_day()
    assert case.revision() == before + 1


def test_one_whose_worker_died_is_read_after_its_lease(case: Case) -> None:
    case.keep()
    case.clock.wait(days=1)
    due = DatabaseCalendars(case.database, case.clock).claim("dead")
    assert due is not None
    assert "secret" not in repr(due)
    case.clock.wait(seconds=CALENDAR_LEASE_S)
    case.use.refresh_due("alive")
    assert len(case.calendar.asked) == 1
    case.clock.wait(microseconds=1)
    case.use.refresh_due("alive")
    assert len(case.calendar.asked) == 2


def test_a_published_month_stays_as_it_was_planned(case: Case) -> None:
    case.keep()
    case.publish_december()
    border = Span(datetime(2026, 12, 31, 22, tzinfo=UTC), datetime(2027, 1, 1, 1, tzinfo=UTC))
    case.calendar.says = (span(12, 9), border, span(1, 20))
    case.next_day()
    # In Vienna the new year begins at 23:00 UTC.
    assert case.blocks() == [(DECEMBER, replace(border, start=datetime(2026, 12, 31, 23, tzinfo=UTC)), span(1, 20))]
    # Nor does a calendar that comes only now change it.
    case.keep()
    assert case.blocks()[1] == case.blocks()[0][1:]


def test_three_failures_are_told_once_and_until_then_the_old_times_count(case: Case) -> None:
    case.keep(label="Mine")
    case.calendar.says = None
    for failures in range(1, FAILURES_TOLD):
        case.next_day()
        [own] = case.use.own(case.ana).calendars
        assert (own.failures, own.blocks, case.letters()) == (failures, (DECEMBER, JANUARY), [])
    case.next_day()
    [own] = case.use.own(case.ana).calendars
    assert (own.failures, own.blocks, case.busy(12)) == (FAILURES_TOLD, (), ())
    [letter] = case.letters()
    assert "Mine" in letter
    assert "3" in letter
    assert f"{BASE}/my/busy/" in letter
    assert "secret" not in letter
    case.next_day()
    assert len(case.letters()) == 1
    case.calendar.says = (JANUARY,)
    case.next_day()
    [own] = case.use.own(case.ana).calendars
    assert (own.failures, own.blocks, own.read_at) == (0, (JANUARY,), case.clock.now())


def test_one_failure_between_does_not_add_up(case: Case) -> None:
    case.keep()
    for says in (None, None, (JANUARY,), None, None):
        case.calendar.says = says
        case.next_day()
    assert (case.blocks(), case.letters()) == ([(JANUARY,)], [])


def test_another_key_counts_as_a_failure(case: Case, tmp_path: Path) -> None:
    case.keep()
    (tmp_path / "calendar-key").unlink()
    case.next_day()
    assert [one.failures for one in case.use.own(case.ana).calendars] == [1]


def test_removed_at_any_time_and_by_nobody_else(case: Case) -> None:
    case.keep()
    [own] = case.use.own(case.ana).calendars
    with pytest.raises(KeyError):
        case.use.remove(case.ben, own.calendar_id)
    assert case.use.own(case.ben).calendars == ()
    case.use.remove(case.ana, own.calendar_id)
    assert (case.busy(12), case.blocks()) == ((), [])
    with pytest.raises(KeyError):
        case.use.remove(case.ana, own.calendar_id)
    case.next_day()
    assert len(case.calendar.asked) == 1


def test_no_more_than_five(case: Case) -> None:
    for _ in range(MOST_CALENDARS):
        case.keep()
    assert "already" in reason(case.keep)
    assert "already" in reason(lambda: case.use.look_at_file(case.ana, case.user, "a.ics", b"x"))


def test_who_is_in_no_team_can_add_none(case: Case) -> None:
    with DatabaseAccounts(case.database).write() as accounts:
        nobody = accounts.add_person("Nobody")
    assert "not planned in a team" in reason(lambda: case.use.look_at_file(nobody, case.user, "a.ics", b"x"))
    assert case.calendar.zones == []


def test_times_of_the_past_go(case: Case) -> None:
    case.keep()
    case.clock.moment = DECEMBER.end + timedelta(days=60)
    assert case.use.forget_past() == 0
    case.clock.wait(microseconds=1)
    assert case.use.forget_past() == 1
    assert case.blocks() == [(JANUARY,)]


def test_busy_times_down_and_up_with_data(database: Database, tmp_path: Path) -> None:
    case_on(database, tmp_path).keep()
    with database.read() as connection:
        assert connection.execute(select(busy_blocks)).all()
    downgrade(database, "0060")
    assert upgrade(database, lambda: None)
    assert differences(database) == []
    with database.read() as connection:
        assert connection.execute(select(busy_calendars.c.id)).all() == []


def test_a_row_without_an_address_is_never_due(case: Case) -> None:
    row = {"person_id": case.ana, "label": "", "read_as": ReadAs.CANNOT, "zone": ZoneInfo("Europe/Vienna"),
           "shown": "", "read_at": NOW, "failures": 0}  # fmt: skip
    with case.database.write() as connection:
        connection.execute(insert(busy_calendars).values(row))
    case.clock.wait(days=400)
    assert DatabaseCalendars(case.database, case.clock).claim("worker") is None
