"""Letters to those whose shifts move: who gets one, what it says, and that each is sent once."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Lock

import pytest
from sqlalchemy import delete

from planner.accounts.model import User
from planner.bootstrap import use_cases
from planner.domain.edit import Put
from planner.domain.habits import Habits
from planner.domain.letter import LetterState
from planner.domain.notice import NoticeKind
from planner.domain.time import clock as clock_words
from planner.job_ports import LETTER_LEASE_S
from planner.mail.outbox import FileOutbox
from planner.ports import Mail, Mailer, MailNotSent
from planner.problems import InputProblems
from planner.services.outbox import MOST_TRIES, Outbox
from planner.services.shift_notices import own_page
from planner.settings import Settings
from planner.storage.accounts import DatabaseAccounts
from planner.storage.database import Database
from planner.storage.letter_rows import DatabaseLetters
from planner.storage.schema_accounts import users
from planner.storage.schema_letters import letters
from tests.conftest import NOW
from tests.forked import child
from tests.planner.account_cases import BASE, SEAL, Mailbox
from tests.planner.moving_clock import MovingClock
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, LATE, TEAM, Desk, day, desk_on, moved, roster
from tests.planner.storage.fresh_file import file_with_tables
from tests.planner.worker_process import PATIENCE_S, office_on

ANA_AT, BEN_AT = "ana@example.com", "ben@example.com"
WORKERS = 4


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    """A desk whose Ana reads English and Ben German; Cleo has no account. No letters but its own."""
    with shared_database.write() as connection:
        connection.execute(delete(letters))
        connection.execute(delete(users))
    desk = desk_on(shared_database)
    with desk.vault.reading() as records:
        numbers = records.people(desk.team)
    with DatabaseAccounts(shared_database).write() as accounts:
        for name, email, language in ((ANA, ANA_AT, "en"), (BEN, BEN_AT, "de")):
            accounts.add_user(User(0, email, name, "-", language, False, numbers[name], NOW))
        accounts.add_user(User(0, "gone@example.com", CLEO, "-", "en", False, numbers[CLEO], NOW, disabled=NOW))
    return desk


def sent(database: Database, clock: MovingClock | None = None) -> list[Mail]:
    """What one worker sends now."""
    mailbox, clock = Mailbox(), clock or MovingClock()
    Outbox(DatabaseLetters(database, clock), mailbox, clock, SEAL).send_due("worker")
    return mailbox.letters


def states(desk: Desk, version: int) -> dict[str, LetterState]:
    with desk.vault.reading() as records:
        return {row.person: row.state for row in records.notice_letters(NoticeKind.SHIFTS, str(version))}


def test_the_first_roster_is_told_to_everybody_with_a_shift_in_their_language(
    desk: Desk, shared_database: Database
) -> None:
    draft = desk.draft((ANA, 1, EARLY), (ANA, 3, LATE), (BEN, 2, LATE), (CLEO, 4, LATE))
    preview = desk.publishing.preview(draft.id)
    assert (preview.told, preview.without_mail) == ((BEN, ANA), (CLEO,))
    made = desk.publishing.publish(draft.id, 0, None, desk.lead)
    assert (made.told, made.without_mail) == (preview.told, preview.without_mail)
    waiting = {ANA: LetterState.WAITING, BEN: LetterState.WAITING, CLEO: LetterState.NO_ADDRESS}
    assert states(desk, made.version.id) == waiting
    to_ana, to_ben = sorted(sent(shared_database), key=lambda mail: mail.to)
    assert to_ana.to == ANA_AT
    assert to_ana.subject == "Your shifts in December 2026"
    page = BASE + own_page(2026, 12)
    assert to_ana.body == (
        f"Hello {public(ANA)},\n\n"
        f"The roster of {TEAM.name} for December 2026 is out. These are your shifts:\n\n"
        f"- Tue 1 Dec: {shift(EARLY)}\n- Thu 3 Dec: {shift(LATE)}\n\n"
        f"All your shifts of this month:\n\n{page}\n"
    )
    assert to_ben.subject == "Deine Schichten im Dezember 2026"
    assert f"- Mi. 2. Dez.: {shift(LATE)}" in to_ben.body
    assert states(desk, made.version.id) == {ANA: LetterState.SENT, BEN: LetterState.SENT, CLEO: LetterState.NO_ADDRESS}


def test_a_change_is_told_to_those_whose_own_shifts_move_and_to_nobody_else(
    desk: Desk, shared_database: Database
) -> None:
    draft = desk.draft((ANA, 1, EARLY), (ANA, 2, LATE), (ANA, 5, EARLY), (BEN, 2, LATE))
    first = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    sent(shared_database)
    given = (*moved(ANA, 1, EARLY, CLEO, 1), *moved(ANA, 2, LATE, CLEO, 2))
    draft = desk.edit(first.id, 0, *given, Put(ANA, day(2), EARLY), Put(ANA, day(9), LATE)).version
    second = desk.publishing.publish(draft.id, 1, first.id, desk.lead).version
    assert states(desk, second.id) == {ANA: LetterState.WAITING, CLEO: LetterState.NO_ADDRESS}
    [mail] = sent(shared_database)
    assert (mail.to, mail.subject) == (ANA_AT, "Your shifts in December 2026 have changed")
    assert (
        f"New:\n- Wed 9 Dec: {shift(LATE)}\n\n"
        f"Changed:\n- Wed 2 Dec: {shift(EARLY)} instead of {shift(LATE)}\n\n"
        f"No longer yours:\n- Tue 1 Dec: {shift(EARLY)}\n"
    ) in mail.body
    for name in (BEN, CLEO):
        assert public(name) not in mail.body
    # The way back is told in the same way.
    back = desk.publishing.return_to(first.id, second.id, desk.lead).version
    assert set(states(desk, back.id)) == {ANA, CLEO}
    [mail] = sent(shared_database)
    assert f"New:\n- Tue 1 Dec: {shift(EARLY)}" in mail.body


def test_what_is_not_published_is_told_to_nobody(desk: Desk, shared_database: Database) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    desk.publishing.preview(draft.id)
    with pytest.raises(InputProblems):
        desk.publishing.publish(draft.id, 7, None, desk.lead)
    assert sent(shared_database) == []


def test_many_workers_send_each_letter_once(desk: Desk, shared_database: Database) -> None:
    versions = []
    for number in range(1, 5):
        draft, over = desk.draft((ANA, number, EARLY), (BEN, number, LATE)), versions[-1].id if versions else None
        versions.append(desk.publishing.publish(draft.id, 0, over, desk.lead).version)
    mailbox, clock, lock = Mailbox(), MovingClock(), Lock()

    class Slow:
        def send(self, mail: Mail) -> None:
            with lock:
                mailbox.send(mail)

    def work(number: int) -> None:
        outbox = Outbox(DatabaseLetters(shared_database, clock), Slow(), clock, SEAL)
        # A worker that finds every letter in others' hands comes again.
        for _ in range(8):
            outbox.send_due(f"worker {number}")

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    assert len(mailbox.letters) == len({mail.uid for mail in mailbox.letters}) == 8


def test_a_letter_that_is_not_taken_is_tried_again_ever_later_and_given_up(
    desk: Desk, shared_database: Database
) -> None:
    draft = desk.draft((ANA, 1, EARLY), (BEN, 1, LATE))
    version = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    clock, taken = MovingClock(), []

    class Choosy:
        def send(self, mail: Mail) -> None:
            if mail.to == ANA_AT:
                raise MailNotSent("no such mailbox")
            taken.append(mail.to)

    outbox = Outbox(DatabaseLetters(shared_database, clock), Choosy(), clock, SEAL)
    pauses = []
    for tries in range(1, MOST_TRIES + 1):
        outbox.send_due("worker")
        with desk.vault.reading() as records:
            [row] = [row for row in records.notice_letters(NoticeKind.SHIFTS, str(version.id)) if row.person == ANA]
        assert row.tries == tries
        if row.next_try is not None:
            pauses.append((row.next_try - clock.now()).total_seconds())
            # The letter of the other goes in its turn; this one is not due before its time.
            outbox.send_due("worker")
            clock.move(pauses[-1] - 0.001)
            outbox.send_due("worker")
            clock.move(0.001)
    assert taken == [BEN_AT]
    assert pauses == [60.0 * 2**n for n in range(MOST_TRIES - 1)]
    assert (row.state, row.next_try) == (LetterState.GIVEN_UP, None)


def test_a_letter_whose_worker_died_is_sent_by_another_as_the_same_letter(
    desk: Desk, shared_database: Database
) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    desk.publishing.publish(draft.id, 0, None, desk.lead)
    clock = MovingClock()
    rows = DatabaseLetters(shared_database, clock)
    held = rows.claim("dead")
    assert held is not None
    assert sent(shared_database, clock) == []
    clock.move(LETTER_LEASE_S + 1)
    [mail] = sent(shared_database, clock)
    assert mail.uid == held.mail.uid
    rows.failed(held.id, "dead", clock.now() + timedelta(seconds=1))
    clock.move(2)
    assert sent(shared_database, clock) == []


class KilledMailer:
    """Ends its process with SIGKILL: before the mailer has taken a letter, or after."""

    def __init__(self, mailer: Mailer, *, taken: bool) -> None:
        self._mailer, self._taken = mailer, taken

    def send(self, mail: Mail) -> None:
        if self._taken:
            self._mailer.send(mail)
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("taken", [False, True])
def test_a_kill_while_a_letter_is_sent_leaves_one_letter_whoever_comes_next(
    desk: Desk, shared_database: Database, tmp_path: Path, *, taken: bool
) -> None:
    desk.publishing.publish(desk.draft((ANA, 1, EARLY), (BEN, 2, LATE)).id, 0, None, desk.lead)
    clock = MovingClock()
    folder = FileOutbox(tmp_path, clock, "planner@localhost")

    def send_and_die() -> None:
        # Nothing of the parent's connections is touched: they are its alone.
        shared_database.engine.dispose(close=False)
        killed = KilledMailer(folder, taken=taken)
        Outbox(DatabaseLetters(shared_database, clock), killed, clock, SEAL).send_due("killed")

    assert os.WTERMSIG(os.waitpid(child(send_and_die), 0)[1]) == signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == taken
    clock.move(LETTER_LEASE_S + 1)
    mailbox = Mailbox()

    class Both:
        def send(self, mail: Mail) -> None:
            folder.send(mail)
            mailbox.send(mail)

    def work(number: int) -> None:
        for _ in range(4):
            Outbox(DatabaseLetters(shared_database, clock), Both(), clock, SEAL).send_due(f"worker {number}")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    # A mail server that had taken it gets it again as the same letter, which mail programs show once.
    assert sorted(mail.to for mail in mailbox.letters) == [ANA_AT, BEN_AT]
    found = sorted(file.name.partition("-")[2].partition("-")[2] for file in tmp_path.iterdir())
    assert found == sorted(f"{mail.uid.hex}.eml" for mail in mailbox.letters)


def test_a_worker_sends_them_into_the_folder_by_default(tmp_path: Path) -> None:
    office = office_on(file_with_tables(tmp_path / "planner.db"), tmp_path)
    cases = use_cases(Settings.of(office.environment), office.database, "en")
    with cases.vault.reading() as records:
        ana = records.people(office.team)[ANA]
    with DatabaseAccounts(office.database).write() as accounts:
        accounts.add_user(User(0, ANA_AT, ANA, "-", "en", False, ana, NOW))
    draft = cases.drafts.keep(office.team, roster((ANA, 1, EARLY)), None)
    with cases.vault.writing() as records:
        # Whatever time it is here.
        records.save_habits(ana, Habits(quiet_from_min=0, quiet_to_min=0, since=NOW))
    cases.publishing.publish(draft.id, 0, None, None)
    worker, deadline = office.worker(), time.monotonic() + PATIENCE_S
    while not (found := list((tmp_path / "outbox").glob("*.eml"))):
        assert worker.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert ANA_AT in found[0].read_text()
    worker.kill()
    worker.wait()
    office.close()


def public(name: str) -> str:
    return next(manager.public_name for manager in TEAM.managers if manager.name == name)


def shift(code: str) -> str:
    kind = next(kind for kind in TEAM.shift_types if kind.code == code)
    return f"{kind.name}, {clock_words(kind.start_min)}–{clock_words(kind.end_min)}"
