"""Backups: taken while others write, restored into the same and into the other kind of database."""

import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import pytest
from sqlalchemy import select

from planner.accounts.model import Refused, Role
from planner.bootstrap import StandingClock
from planner.domain.access import PersonalPage
from planner.domain.busy import NewCalendar, ReadAs, Span
from planner.domain.colleagues import ColleagueRules
from planner.domain.drafts import Seen
from planner.domain.edit import LockCell, Put, Take
from planner.domain.habits import Habits
from planner.domain.job import Asked, Claim, JobKind, JobState
from planner.domain.month_end import Correction, Instead
from planner.domain.notice import Notice, NoticeKind
from planner.domain.offering import Ask, Offer, OfferedShift, OfferRules
from planner.exchange.calendar_feed import calendar_file
from planner.messages import Message, Month
from planner.problems import InputProblems
from planner.services.access_log import AccessLog
from planner.services.month_reports import Reports
from planner.services.notices import tell
from planner.services.shelf import HeldKind
from planner.services.team_feeds import FeedFollower, TeamFeeds
from planner.services.wishing import Wishing
from planner.storage.backup import backup, restore
from planner.storage.database import Database
from planner.storage.feed_rows import feed_rows
from planner.storage.jobs import DatabaseJobs
from planner.storage.plan_table import keep_as_draft
from planner.storage.schema import metadata
from planner.storage.schema_accounts import one_time_links
from planner.storage.schema_letters import letters
from planner.storage.shelf import DatabaseShelf
from planner.storage.timed_rows import DatabaseTimedRows
from planner.storage.upgrade import downgrade, revision_of
from tests.conftest import NOW
from tests.planner.account_cases import BASE, HOME, AccountCase
from tests.planner.storage.conftest import NewUrl
from tests.planner.storage.desk import ANA, BEN, EARLY, LATE, TEAM, WORKDAYS, Desk, day, desk_on, month_ending, roster
from tests.planner.storage.fresh_file import file_with_tables

Rows = dict[str, list[tuple[object, ...]]]


def all_rows(database: Database) -> Rows:
    with database.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }


def full_desk(database: Database) -> Desk:
    """A desk with something in every table that this desk can fill."""
    desk = desk_on(database)
    draft = desk.draft((ANA, 1, EARLY), (BEN, 2, LATE))
    desk.edit(draft.id, 0, Take(ANA, day(1), EARLY), LockCell(ANA, day(1)), text="ill – 💐")
    desk.drafts.undo(draft.id, desk.lead)
    desk.drafts.redo(draft.id, desk.lead)
    desk.publishing.publish(draft.id, 3, None, desk.lead)
    ending = month_ending(desk)
    sheet = ending.sheet()
    assert sheet is not None
    ending.correct(Correction(BEN, day(2), LATE, Instead.SICK), sheet.seen, "ill")
    sheet = ending.sheet()
    assert sheet is not None
    ending.close(sheet.seen, sheet.version)
    follower = FeedFollower(feed_rows, StandingClock(NOW), BASE, calendar_file, "en")
    with desk.vault.writing() as records:
        follower.follow(records, desk.team)
    TeamFeeds(desk.vault, follower).of(desk.team).new_link("team", "", "Wall")
    jobs = DatabaseJobs(database, StandingClock(NOW), keep_as_draft(StandingClock(NOW)))
    job, _ = jobs.add(desk.team, 2026, 12, Asked(), base=Seen(draft.id, 3), asked_by=desk.lead)
    jobs.claim(job.id, "worker")
    jobs.finish(Claim(job.id, "worker", 1), JobState.DONE, roster((BEN, 3, LATE)))
    compared, _ = jobs.add(desk.team, 2026, 12, Asked(), base=None, asked_by=None, kind=JobKind.WHATIF)
    jobs.claim(compared.id, "worker")
    jobs.finish_comparison(Claim(compared.id, "worker", 1), {"made": "now"})
    DatabaseTimedRows(database, StandingClock(NOW)).ensure("sweep", NOW)
    accounts = AccountCase(database)
    owner = accounts.owner()
    accounts.invited(owner, "lena@example.com", Role.LEAD, desk.team, None)
    olga = accounts.visitor(owner).user.user_id
    accounts.links.invite(accounts.visitor(owner), "nina@example.com", Role.LEAD, desk.team, "Team", None, "en")
    AccessLog(desk.vault, StandingClock(NOW), 90).note(olga, desk.team, PersonalPage.MONTH, ANA)
    DatabaseShelf(database, StandingClock(NOW)).put(olga, HeldKind.WORKBOOK, desk.team, b"\0\xff", "team.xlsx")
    wishes = Wishing(desk.vault, StandingClock(NOW), Reports(desk.vault), BASE, desk.team, Month(2027, 1), desk.lead)
    wishes.open(NOW + timedelta(days=3), 10, 0)
    wishes.send(ANA, {}, wishes.own(ANA).seen)
    with desk.vault.writing() as records:
        shift = OfferedShift(ANA, day(1), EARLY, uuid4(), NOW)
        records.add_offer(Offer(desk.team, shift, False, (Ask(BEN, replace(shift, person=BEN)),), NOW))
        records.save_offer_rules(desk.team, OfferRules())
        records.save_colleague_rules(desk.team, ColleagueRules())
        mine = NewCalendar("Mine", ReadAs.CANNOT, TEAM.zone, "example.org/…", b"\0sealed")
        number = records.add_own_calendar(desk.lead, mine, NOW, NOW)
        records.save_blocks(number, [Span(NOW, NOW + timedelta(hours=1))])
        records.add_leave_request(desk.team, ANA, day(20), day(21), "A wedding", NOW)
        records.save_habits(records.people(desk.team)[ANA], Habits(since=NOW))
        notice = Notice(NoticeKind.WISHES, "January", Message("Your wishes"), ())
        tell(records, desk.team, dict.fromkeys(records.leads_of(desk.team), notice), NOW, BASE)
    with pytest.raises(Refused):
        accounts.sign_in.sign_in("lena@example.com", "not her password", HOME, "Firefox")
    return desk


def restored(rows: Rows) -> Rows:
    """The rows as they are after a restore: nobody is signed in; unused links are gone, with their letters."""
    used, link = one_time_links.c.keys().index("used"), letters.c.keys().index("link_id")
    gone = {row[0] for row in rows["one_time_links"] if row[used] is None}
    return {
        **rows,
        "sessions": [],
        "one_time_links": [row for row in rows["one_time_links"] if row[0] not in gone],
        "letters": [row for row in rows["letters"] if row[link] not in gone],
    }


def test_restored_rows_are_the_same(database: Database, new_url: NewUrl, tmp_path: Path) -> None:
    full_desk(database)
    rows = all_rows(database)
    assert [name for name, found in rows.items() if not found] == ["scenarios"]
    for table in ("one_time_links", "letters"):
        assert 0 < len(restored(rows)[table]) < len(rows[table])
    backup(database, tmp_path / "backup.db")
    other = Database(new_url.with_tables())
    desk_on(other)
    restore(tmp_path / "backup.db", other)
    assert all_rows(other) == restored(rows)
    # New rows get numbers of their own.
    desk = desk_on(other)
    assert desk.team > max(row[0] for row in rows["teams"])  # type: ignore[type-var]
    desk.draft((ANA, 1, EARLY))
    other.close()


def test_backup_of_one_kind_into_the_other(database: Database, tmp_path: Path) -> None:
    full_desk(database)
    rows = all_rows(database)
    backup(database, tmp_path / "first.db")
    file = Database(file_with_tables(tmp_path / "other.db"))
    restore(tmp_path / "first.db", file)
    assert all_rows(file) == restored(rows)
    backup(file, tmp_path / "second.db")
    file.close()
    desk_on(database)
    restore(tmp_path / "second.db", database)
    assert all_rows(database) == restored(rows)


def test_backup_is_one_file_for_its_owner_alone(database: Database, tmp_path: Path) -> None:
    backup(database, tmp_path / "new folder" / "backup.db")
    [file] = (tmp_path / "new folder").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_backup_while_another_writes_is_of_one_moment(database: Database, tmp_path: Path) -> None:
    desk = desk_on(database)
    draft = desk.draft()
    stop = Event()

    def write() -> None:
        seen = 0
        while not stop.is_set():
            step = Take if seen % 2 else Put
            steps = [step(person, day(n), EARLY) for person in (ANA, BEN) for n in WORKDAYS]
            seen = desk.edit(draft.id, seen, *steps).version.revision

    writer = Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            backup(database, tmp_path / f"{number}.db")
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        copy = Database(f"sqlite:///{tmp_path / f'{number}.db'}")
        rows = all_rows(copy)
        [version] = rows["roster_versions"]
        revision = version[6]
        assert isinstance(revision, int)
        cells = 2 * len(WORKDAYS)
        assert len(rows["assignments"]) == (cells if revision % 2 else 0)
        assert len(rows["cell_changes"]) == cells * revision
        copy.close()


def test_backup_of_an_older_step_is_brought_up_when_restored(database: Database, tmp_path: Path) -> None:
    full_desk(database)
    downgrade(database, "0001")
    backup(database, tmp_path / "old.db")
    copy = Database(f"sqlite:///{tmp_path / 'old.db'}")
    with copy.read() as connection:
        assert revision_of(connection) == "0001"
    copy.close()
    target = Database(file_with_tables(tmp_path / "target.db"))
    restore(tmp_path / "old.db", target)
    rows = all_rows(target)
    assert len(rows["members"]) == 4
    assert rows["roster_versions"] == []
    target.close()


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_what_is_no_backup_changes_nothing(database: Database, tmp_path: Path, content: bytes | None) -> None:
    desk_on(database)
    rows = all_rows(database)
    if content is not None:
        (tmp_path / "other").write_bytes(content)
    with pytest.raises(InputProblems, match="planner backup"):
        restore(tmp_path / "other", database)
    assert all_rows(database) == rows


def test_backup_takes_no_name_that_is_taken(database: Database, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    with pytest.raises(InputProblems, match="such a file already"):
        backup(database, tmp_path / "mine")
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "mine"
