"""What people are told: once, in their language, by mail after their quiet hours, and only about themselves."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, insert, select

from planner.accounts.model import Role, User
from planner.domain.habits import Habits, ReminderTime
from planner.domain.letter import LetterState
from planner.domain.notice import Lines, Notice, NoticeKind
from planner.messages import Message, Month
from planner.services.notices import tell
from planner.services.outbox import Outbox
from planner.storage.accounts import DatabaseAccounts
from planner.storage.database import Database
from planner.storage.letter_rows import DatabaseLetters
from planner.storage.records import DatabaseVault
from planner.storage.schema_accounts import users
from planner.storage.schema_letters import letters, messages
from planner.storage.upgrade import differences, downgrade, upgrade
from tests.conftest import NOW
from tests.forked import child
from tests.planner.account_cases import BASE, SEAL, Mailbox
from tests.planner.moving_clock import MovingClock
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, LATE, TEAM, Desk, desk_on, moved

NIGHT = datetime(2026, 11, 16, 23, 30, tzinfo=ZoneInfo("Europe/Vienna"))
MORNING = datetime(2026, 11, 17, 7, 0, tzinfo=ZoneInfo("Europe/Vienna"))


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    """Ana reads English and German by two accounts, Ben German; Cleo has no account. Nothing was told yet."""
    with shared_database.write() as connection:
        for table in (letters, messages, users):
            connection.execute(delete(table))
    desk = desk_on(shared_database)
    with DatabaseAccounts(shared_database).write() as accounts:
        for name, email, language in ((ANA, "ana@example.com", "en"), (ANA, "ana@example.at", "de"),
                                      (BEN, "ben@example.com", "de")):  # fmt: skip
            accounts.add_user(User(0, email, name, "-", language, False, number(desk, name), NOW))
    return desk


def number(desk: Desk, name: str) -> int:
    with desk.vault.reading() as records:
        return records.people(desk.team)[name]


def notice(about: str = "1", **more: datetime) -> Notice:
    text = "In the roster of {team} for {month} some of your shifts have changed. All others stay."
    parts = (Message(text, team="A", month="May"), Lines((Message("One"), Message("Two")), Message("Changed:")))
    return Notice(NoticeKind.WISHES, about, Message("Your wishes for {month}", month="May"), parts, "/my/", **more)


def told(desk: Desk, name: str, what: Notice, now: datetime = NOW) -> int:
    with desk.vault.writing() as records:
        return tell(records, desk.team, {number(desk, name): what}, now, BASE)


def sent(database: Database, now: datetime) -> list[str]:
    """The addresses to which letters go at a moment."""
    mailbox, clock = Mailbox(), MovingClock()
    clock.moment = now
    Outbox(DatabaseLetters(database, clock), mailbox, clock, SEAL).send_due("worker")
    return sorted(mail.to for mail in mailbox.letters)


def kept(desk: Desk, name: str) -> list[str]:
    """What somebody reads in the app, in English, newest first."""
    with desk.vault.reading() as records:
        return [one.subject["en"] for one in records.notices(number(desk, name), None, 99)]


def test_a_notice_stands_in_the_app_in_both_languages_and_goes_to_each_account(
    desk: Desk, shared_database: Database
) -> None:
    told(desk, ANA, notice())
    with desk.vault.reading() as records:
        [one] = records.notices(number(desk, ANA), None, 99)
        assert records.unread(number(desk, ANA)) == 1
    assert one.subject == {"en": "Your wishes for May", "de": "Deine Wünsche für May"}
    english, german = one.body["en"], one.body["de"]
    assert english.startswith("In the roster of A for May some of your shifts have changed.")
    assert german.startswith("Im Dienstplan von A für May haben sich Schichten von dir geändert.")
    assert german.endswith("\n\nGeändert:\n- One\n- Two")
    mailbox, clock = Mailbox(), MovingClock()
    Outbox(DatabaseLetters(shared_database, clock), mailbox, clock, SEAL).send_due("worker")
    by_address = {mail.to: mail for mail in mailbox.letters}
    assert by_address.keys() == {"ana@example.com", "ana@example.at"}
    called = TEAM.managers[0].public_name
    assert by_address["ana@example.at"].body == f"Hallo {called},\n\ni{german[1:]}\n\n{BASE}/my/\n"


def test_months_are_said_as_where_the_team_is(desk: Desk, shared_database: Database) -> None:
    told(desk, BEN, replace(notice(), subject=Message("Your wishes for {month}", month=Month(2027, 1))))
    with shared_database.read() as connection:
        (kept,) = connection.execute(select(messages)).all()
        (mailed,) = connection.execute(select(letters)).all()
    assert "Jänner 2027" in str(kept)
    assert "Jänner 2027" in str(mailed)


def test_the_same_is_told_once_and_something_else_anew(desk: Desk, shared_database: Database) -> None:
    assert [told(desk, BEN, notice(about)) for about in ("1", "1", "2")] == [1, 0, 1]
    assert told(desk, CLEO, notice("1")) == 1
    assert sent(shared_database, NOW) == ["ben@example.com"] * 2
    with desk.vault.reading() as records:
        states = {row.person: row.state for row in records.notice_letters(NoticeKind.WISHES, "1")}
    assert states == {BEN: LetterState.SENT, CLEO: LetterState.NO_ADDRESS}


@pytest.mark.parametrize(
    ("begins", "goes"),
    [(None, MORNING), (MORNING + timedelta(minutes=1), MORNING), (MORNING, NIGHT),
     (MORNING - timedelta(hours=2), NIGHT)],
)  # fmt: skip
def test_a_letter_waits_for_the_end_of_quiet_hours_unless_its_shift_begins_before(
    desk: Desk, shared_database: Database, begins: datetime | None, goes: datetime
) -> None:
    told(desk, BEN, notice(**({"begins": begins} if begins else {})), NIGHT)
    assert kept(desk, BEN) == ["Your wishes for May"]
    assert sent(shared_database, goes - timedelta(microseconds=1)) == []
    assert sent(shared_database, goes) == ["ben@example.com"]


def somebody(database: Database, role: Role | None, team: int) -> int:
    """The number of somebody who works in no team, and has a role in one, or looks after all."""
    with DatabaseAccounts(database).write() as accounts:
        person = accounts.add_person("Lea")
        user = accounts.add_user(User(0, "lea@example.com", "Lea", "-", "en", role is None, person, NOW))
        if role is not None:
            accounts.set_role(user.user_id, team, role)
    return person


@pytest.mark.parametrize("role", [Role.LEAD, None])
@pytest.mark.parametrize("of_a_team", [True, False])
def test_who_leads_and_works_nowhere_is_not_woken_either(
    desk: Desk, shared_database: Database, role: Role | None, of_a_team: bool
) -> None:
    lea = somebody(shared_database, role, desk.team)
    with desk.vault.writing() as records:
        assert tell(records, desk.team if of_a_team else None, {lea: notice()}, NIGHT, BASE) == 1
        assert records.readers_of([lea], None)[lea].zone == ZoneInfo("Europe/Vienna")
    assert sent(shared_database, MORNING - timedelta(microseconds=1)) == []
    assert sent(shared_database, MORNING) == ["lea@example.com"]


def test_a_lead_of_two_teams_lives_by_the_clock_of_the_one_that_it_is_about(
    desk: Desk, shared_database: Database
) -> None:
    with desk.vault.writing() as records:
        far = records.save_facts(replace(records.facts(desk.team), zone=ZoneInfo("Asia/Tokyo")), None, {})
    lea = somebody(shared_database, Role.LEAD, far)
    with desk.vault.reading() as records:
        zones = [records.readers_of([lea], team)[lea].zone.key for team in (None, far, desk.team)]
    assert zones == ["Asia/Tokyo", "Asia/Tokyo", "Europe/Vienna"]


def test_what_is_of_no_use_any_more_is_not_mailed(desk: Desk, shared_database: Database) -> None:
    told(desk, BEN, notice(expires_at=NOW + timedelta(hours=1)))
    assert sent(shared_database, NOW + timedelta(hours=1)) == []
    assert sent(shared_database, NOW + timedelta(minutes=59)) == ["ben@example.com"]


def test_a_publication_leaves_a_message_to_those_whose_shifts_move_alone(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY), (BEN, 2, LATE))
    first = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    draft = desk.edit(first.id, 0, *moved(ANA, 1, EARLY, CLEO, 1)).version
    desk.publishing.publish(draft.id, 1, first.id, desk.lead)
    news, change = "Your shifts in December 2026", "Your shifts in December 2026 have changed"
    assert (kept(desk, ANA), kept(desk, BEN), kept(desk, CLEO)) == ([change, news], [news], [change])


def test_what_was_seen_is_noted_for_its_reader_alone(desk: Desk) -> None:
    for about in ("1", "2", "3"):
        told(desk, ANA, notice(about))
    told(desk, BEN, notice())
    with desk.vault.writing() as records:
        newest, *_ = records.notices(number(desk, ANA), None, 1)
        [other] = records.notices(number(desk, BEN), None, 9)
        records.note_read(number(desk, ANA), [newest.id, other.id], NOW)
    with desk.vault.reading() as records:
        assert [records.unread(number(desk, name)) for name in (ANA, BEN, CLEO)] == [2, 1, 0]
        earlier = records.notices(number(desk, ANA), newest.id, 9)
    assert [one.read_at for one in earlier] == [None, None]


def test_workers_at_once_tell_it_once(desk: Desk, shared_database: Database) -> None:
    ana, vault = number(desk, ANA), DatabaseVault(shared_database)

    def work(_: int) -> int:
        with vault.writing() as records:
            return tell(records, desk.team, {ana: notice()}, NOW, BASE)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(work, range(4))) == [0, 0, 0, 1]
    assert sent(shared_database, NOW) == ["ana@example.at", "ana@example.com"]


def test_a_worker_killed_before_it_is_kept_leaves_it_to_the_next(desk: Desk, shared_database: Database) -> None:
    ana = number(desk, ANA)
    reader, writer = os.pipe()

    def tell_and_die() -> None:
        # Nothing of the parent's connections is touched: they are its alone.
        shared_database.engine.dispose(close=False)
        with DatabaseVault(shared_database).writing() as records:
            os.write(writer, bytes([tell(records, desk.team, {ana: notice()}, NOW, BASE)]))
            os.kill(os.getpid(), signal.SIGKILL)

    number_of_child = child(tell_and_die)
    assert os.read(reader, 1) == b"\x01"
    os.waitpid(number_of_child, 0)
    assert kept(desk, ANA) == []
    assert [told(desk, ANA, notice()) for _ in range(2)] == [1, 0]
    assert sent(shared_database, NOW) == ["ana@example.at", "ana@example.com"]


@pytest.fixture
def old_letters(database: Database) -> Desk:
    """A database of before, with letters about a publication: to Ana, and to Cleo by mouth."""
    desk = desk_on(database)
    with DatabaseAccounts(database).write() as accounts:
        accounts.add_user(User(0, "ana@example.com", ANA, "-", "en", False, number(desk, ANA), NOW))
    desk.publishing.publish(desk.draft((ANA, 1, EARLY), (CLEO, 2, LATE)).id, 0, None, desk.lead)
    with database.write() as connection:
        window = {"about": "a window", "kind": NoticeKind.WISHES, "made_at": NOW, "page": ""}
        text = {"subject": {"en": "Wishes", "de": "Wünsche"}, "body": {"en": "", "de": ""}}
        connection.execute(insert(messages).values(person_id=number(desk, BEN), **window, **text))
    downgrade(database, "0060")
    return desk


def test_letters_of_before_go_up_and_down_with_what_they_say(old_letters: Desk, database: Database) -> None:
    assert upgrade(database, lambda: None)
    assert differences(database) == []
    with database.read() as connection:
        [letter] = connection.execute(select(letters)).all()
        version = connection.execute(select(messages.c.about).where(messages.c.id == letter.message_id)).scalar_one()
    with old_letters.vault.reading() as records:
        states = {row.person: row.state for row in records.notice_letters(NoticeKind.SHIFTS, version)}
        [one] = records.notices(number(old_letters, ANA), None, 9)
    assert states == {ANA: LetterState.WAITING, CLEO: LetterState.NO_ADDRESS}
    assert (one.subject["de"], one.body["en"]) == (letter.subject, letter.body)
    assert one.read_at == one.made_at
    assert sent(database, NOW) == ["ana@example.com"]


def test_habits_are_kept(desk: Desk) -> None:
    ana, ben = number(desk, ANA), number(desk, BEN)
    chosen = Habits(ReminderTime.HOURS_BEFORE, 12, True, False, 0, 300, NOW.astimezone(UTC))
    with desk.vault.writing() as records:
        records.save_habits(ana, Habits(since=NOW))
        records.save_habits(ana, chosen)
    with desk.vault.reading() as records:
        assert records.habits([ana, ben]) == {ana: chosen, ben: Habits()}
