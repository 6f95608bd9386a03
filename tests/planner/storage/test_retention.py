"""What may not be kept for ever goes when its period is over, and not a day before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from planner import bootstrap_jobs
from planner.accounts.model import Role, User
from planner.bootstrap import StandingClock
from planner.domain.access import PersonalPage
from planner.domain.edit import Put
from planner.domain.notice import NoticeKind
from planner.domain.people import Absence, AbsenceKind
from planner.mail.outbox import FileOutbox
from planner.messages import Message
from planner.ports import LetterFiles, Mail
from planner.services.access_log import AccessLog
from planner.services.retention import Periods, Removed, Retention
from planner.settings import Settings
from planner.storage.accounts import DatabaseAccounts
from planner.storage.database import Database
from planner.storage.records import DatabaseVault
from planner.storage.schema_audit import audit_texts
from tests.conftest import NOW
from tests.planner.account_cases import AccountCase, SetClock
from tests.planner.storage.desk import ANA, BEN, EARLY, TEAM, Desk, NoLetterFiles, day, desk_on

TODAY = NOW.date()


def scoured() -> bool:
    """The database's file, as if it were."""
    return True


def enforce(desk: Desk, *, days_later: int = 0, files: LetterFiles | None = None) -> Removed:
    clock = StandingClock(NOW + timedelta(days=days_later))
    periods = Periods(sick_notes_days=30, event_texts_days=10, letters_days=5, accesses_days=20)
    return Retention(desk.vault, clock, periods, files or NoLetterFiles(), scoured).enforce()


def test_sick_notes_go_the_day_after_their_last_day_of_keeping(database: Database) -> None:
    ended = [TODAY - timedelta(days=days) for days in (31, 30, 29)]
    notes = [Absence(ANA, AbsenceKind.SICK, last - timedelta(days=90), last) for last in ended]
    others = [Absence(BEN, kind, ended[0], ended[0]) for kind in (AbsenceKind.LEAVE, AbsenceKind.TRAINING)]
    desk = desk_on(database, replace(TEAM, absences=(*notes, *others)))
    assert enforce(desk) == Removed(sick_notes=1, event_texts=0, letters=0, accesses=0)
    with desk.vault.reading() as records:
        assert records.facts(desk.team).absences == (*notes[1:], *others)
        # Whoever looked at the team before sees that it has changed.
        assert records.revision(desk.team) == 2
    assert enforce(desk) == Removed(0, 0, 0, 0)


def test_texts_go_and_their_events_stay(database: Database) -> None:
    desk = desk_on(database)
    draft = desk.draft()
    desk.edit(draft.id, 0, Put(ANA, day(1), EARLY), text="Ben is ill")
    assert enforce(desk, days_later=10).event_texts == 0
    with database.read() as connection:
        assert connection.execute(select(audit_texts.c.text)).scalars().all() == ["Ben is ill"]
    assert enforce(desk, days_later=11).event_texts == 1
    assert len(desk.events(draft.id)) == 2
    desk.drafts.undo(draft.id, desk.lead)
    assert desk.places(draft.id) == set()


def test_letters_go_sent_or_not(database: Database) -> None:
    desk = desk_on(database)
    published = desk.publishing.publish(desk.draft((ANA, 1, EARLY), (BEN, 2, EARLY)).id, 0, None, desk.lead).version
    assert enforce(desk, days_later=5).letters == 0
    assert enforce(desk, days_later=6).letters == 2
    with desk.vault.reading() as records:
        assert records.notice_letters(NoticeKind.SHIFTS, str(published.id)) == []


def test_letters_with_links_go_and_the_links_stay(database: Database) -> None:
    desk, accounts = desk_on(database), AccountCase(database)
    accounts.clock.moment = NOW
    owner = accounts.visitor(accounts.owner())
    made = accounts.links.invite(owner, "lea@example.com", Role.OWNER, None, "", None, "en")
    assert enforce(desk, days_later=5).letters == 0
    assert enforce(desk, days_later=6).letters == 1
    assert (accounts.links.letters(None), accounts.post()) == ({}, [])
    assert accounts.accept(made.address, name="Lea")


def test_files_of_letters_go_with_the_rows(database: Database, tmp_path: Path) -> None:
    desk, clock = desk_on(database), SetClock(NOW)
    outbox = FileOutbox(tmp_path / "outbox", clock, "planner@example.com")
    assert enforce(desk, files=outbox).letters == 0
    for _ in range(2):
        outbox.send(Mail.of("ana@example.com", Message("Your shifts"), ("Text",), "en"))
        clock.wait(seconds=1)
    (tmp_path / "outbox" / "notes.eml").write_text("not a letter of ours")
    desk.publishing.publish(desk.draft((ANA, 1, EARLY)).id, 0, None, desk.lead)
    assert enforce(desk, days_later=5, files=outbox).letters == 0
    # A second later the first file is too old, and with it the row that was written at the same moment.
    periods = Periods(sick_notes_days=30, event_texts_days=10, letters_days=5, accesses_days=20)
    late = StandingClock(NOW + timedelta(days=5, seconds=1))
    assert Retention(desk.vault, late, periods, outbox, scoured).enforce().letters == 2
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 2


def test_accesses_go_day_by_day(database: Database) -> None:
    desk = desk_on(database)
    with DatabaseAccounts(database).write() as accounts:
        reader = accounts.add_user(User(0, "lea@example.com", "Lea", "-", "en", True, desk.lead, NOW)).user_id
    for days_ago in (21, 20):
        clock = StandingClock(NOW - timedelta(days=days_ago))
        AccessLog(desk.vault, clock, 20).note(reader, desk.team, PersonalPage.FILE)
    assert enforce(desk).accesses == 1
    with desk.vault.reading() as records:
        [left] = records.looks(desk.team, ANA)
    assert (left.reader, left.day) == ("Lea Huber", TODAY - timedelta(days=20))


def test_a_team_without_old_notes_is_left_alone(database: Database) -> None:
    desk = desk_on(database)
    enforce(desk)
    with DatabaseVault(database).reading() as records:
        assert records.revision(desk.team) == 1


def test_a_worker_holds_the_periods_every_day(database: Database, tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    old, kept = (Absence(ANA, AbsenceKind.SICK, day, day) for day in (today - timedelta(days=9), today))
    desk = desk_on(database, replace(TEAM, absences=(old, kept)))
    settings = Settings.of({"DATA_FOLDER": str(tmp_path), "KEEP_SICK_NOTES_DAYS": "3"})
    with bootstrap_jobs.plan_jobs(settings, database) as plans:
        work = bootstrap_jobs.timed_works(settings, database, plans, "worker")["retention"]
    assert work.every_s == timedelta(days=1).total_seconds()
    work.do()
    with desk.vault.reading() as records:
        assert records.facts(desk.team).absences == (kept,)
