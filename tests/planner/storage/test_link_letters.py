"""Letters with one-time links: kept with the link, sealed, sent by a worker, and gone when the link is."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from planner.accounts.model import LINK_LIFE, LinkGone, Purpose, Role
from planner.domain.letter import LetterState
from planner.domain.notice import Notice, NoticeKind
from planner.job_ports import LETTER_LEASE_S
from planner.messages import Message
from planner.services.notices import tell
from planner.services.outbox import MOST_TRIES, Outbox
from planner.storage.database import Database
from planner.storage.letter_rows import DatabaseLetters
from planner.storage.schema_accounts import one_time_links
from planner.storage.schema_letters import letters, messages
from planner.storage.upgrade import differences, downgrade, upgrade
from tests.conftest import NOW
from tests.planner.account_cases import BASE, HOME, PASSWORD, AccountCase, KnownSeal, token_of
from tests.planner.storage.desk import desk_on

LEA = "lea@example.com"


@pytest.fixture
def case(shared_database: Database) -> AccountCase:
    return AccountCase(shared_database)


def invite(case: AccountCase, by: str, email: str, role: Role, team_id: int | None) -> str:
    return case.links.invite(case.visitor(by), email, role, team_id, "Wien", None, "en").address


def state(case: AccountCase, team_id: int | None = None) -> tuple[LetterState, int] | None:
    """How the letter of the one open invitation stands, and how many tries have failed."""
    (link,) = case.links.invitations(team_id)
    letter = case.links.letters(team_id).get(link.link_id)
    assert letter is None or letter.person == LEA
    return None if letter is None else (letter.state, letter.tries)


def test_while_no_mail_server_answers_the_letter_waits_and_the_link_works(case: AccountCase) -> None:
    case.mailbox.broken = True
    owner = case.owner()
    address = invite(case, owner, LEA, Role.OWNER, None)
    assert state(case) == (LetterState.WAITING, 0)
    assert case.post() == []
    assert state(case) == (LetterState.WAITING, 1)
    case.mailbox.broken = False
    assert case.post() == []
    case.clock.wait(seconds=60)
    (letter,) = case.post()
    assert address in letter.body
    assert state(case) == (LetterState.SENT, 1)
    assert case.visitor(case.accept(address, name="Lea")).user.is_owner


def test_a_letter_that_is_given_up_keeps_no_secret(case: AccountCase) -> None:
    case.mailbox.broken = True
    address = invite(case, case.owner(), LEA, Role.OWNER, None)
    for tries in range(MOST_TRIES):
        case.post()
        case.clock.wait(seconds=60 * 2**tries)
    assert state(case) == (LetterState.GIVEN_UP, MOST_TRIES)
    assert sealed(case) == [None]
    assert case.accept(address, name="Lea")


def sealed(case: AccountCase) -> list[bytes | None]:
    with case.database.read() as connection:
        return list(connection.execute(select(letters.c.sealed)).scalars())


def test_no_secret_stands_in_the_database_before_or_after_sending(case: AccountCase) -> None:
    address = invite(case, case.owner(), LEA, Role.OWNER, None)
    case.links.forgotten("olga@example.com", HOME)
    for left in (2, 0):
        assert len([one for one in sealed(case) if one is not None]) == left
        assert token_of(address) not in case.everything_kept()
        assert "/welcome/" not in case.everything_kept()
        mails = case.post()
    assert mails == []
    assert [mail.to for mail in case.mailbox.letters] == [LEA, "olga@example.com"]


def test_link_and_letter_are_kept_together_or_not_at_all(case: AccountCase, monkeypatch) -> None:
    owner = case.owner()
    invite(case, owner, LEA, Role.OWNER, None)
    before = case.everything_kept()

    def broken(_text: str) -> bytes:
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(case.links._seal, "close", broken)
        with pytest.raises(OSError, match="no room"):
            invite(case, owner, LEA, Role.OWNER, None)
    # The invitation before it still stands, with its letter.
    assert case.everything_kept() == before
    assert len(case.post()) == 1


@pytest.mark.parametrize("end", ["withdrawn", "used", "replaced", "inviter disabled"])
def test_a_letter_whose_link_ended_is_not_sent(case: AccountCase, end: str) -> None:
    owner, second = case.owner(), case.owner("second@example.com")
    address = invite(case, second, LEA, Role.OWNER, None)
    (link,) = case.links.invitations(None)
    if end == "withdrawn":
        case.links.withdraw(case.visitor(owner), None, link.link_id)
    elif end == "used":
        case.accept(address, name="Lea")
    elif end == "replaced":
        again = case.links.invite_again(case.visitor(owner), None, "", link.link_id, "en")
        assert again is not None
        (letter,) = case.post()
        assert (again.address in letter.body, address in letter.body) == (True, False)
    else:
        case.users.disable(case.visitor(owner), case.visitor(second).user.user_id)
    assert case.post() == []


def test_a_letter_whose_link_ended_while_a_worker_had_it_is_not_tried_again(case: AccountCase) -> None:
    owner = case.owner()
    invite(case, owner, LEA, Role.OWNER, None)
    rows = DatabaseLetters(case.database, case.clock)
    due = rows.claim("worker")
    assert due is not None
    (link,) = case.links.invitations(None)
    case.links.withdraw(case.visitor(owner), None, link.link_id)
    rows.failed(due.id, "worker", case.clock.now())
    case.clock.wait(seconds=LETTER_LEASE_S + 1)
    assert case.post() == []


def test_a_letter_goes_until_its_link_runs_out_and_not_a_second_later(case: AccountCase) -> None:
    life = LINK_LIFE[Purpose.PASSWORD].total_seconds()
    case.owner()
    for wait, sent in ((life - 1, 1), (life, 0)):
        case.links.forgotten("olga@example.com", HOME)
        case.clock.wait(seconds=wait)
        assert len(case.post()) == sent


def test_a_letter_waits_for_a_worker_with_its_key_and_the_others_go(case: AccountCase, monkeypatch) -> None:
    owner, other = case.owner(), KnownSeal()
    with monkeypatch.context() as patch:
        patch.setattr(case.links, "_seal", other)
        invite(case, owner, LEA, Role.OWNER, None)
    team_id = case.team()[0]
    invite(case, owner, LEA, Role.LEAD, team_id)
    # A worker without the key leaves off as for a mail server that fails; the next letter goes the next time.
    assert [len(case.post()) for _ in range(2)] == [0, 1]
    assert state(case) == (LetterState.WAITING, 1)
    assert state(case, team_id) == (LetterState.SENT, 0)
    case.clock.wait(seconds=60)
    rows = DatabaseLetters(case.database, case.clock)
    Outbox(rows, case.mailbox, case.clock, other).send_due("another worker")
    assert state(case) == (LetterState.SENT, 1)


def test_letters_of_links_go_when_the_link_is_forgotten(case: AccountCase) -> None:
    owner = case.owner()
    invite(case, owner, LEA, Role.OWNER, None)
    case.post()
    case.clock.wait(seconds=LINK_LIFE[Purpose.INVITATION].total_seconds())
    # Old links are swept out when somebody signs in.
    case.sign_in.sign_in("olga@example.com", PASSWORD, HOME, "")
    with case.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(letters)).scalar_one() == 0


def test_letters_of_links_down_and_up_with_data(database: Database) -> None:
    desk = desk_on(database)
    case = AccountCase(database)
    owner = case.owner()
    address = invite(case, owner, LEA, Role.OWNER, None)
    with desk.vault.writing() as records:
        notice = Notice(NoticeKind.WISHES, "January", Message("Your wishes"), (Message("They can be sent."),))
        tell(records, None, {case.visitor(owner).user.person_id: notice}, case.clock.now(), BASE)
    downgrade(database, "0140")
    with database.read() as connection:
        # Whoever runs the older program knows whose the letter is, and of no letter with a link.
        rows = connection.execute(text("SELECT person_id, message_id, address FROM letters")).all()
    assert [(row.person_id, row.address) for row in rows] == [(case.visitor(owner).user.person_id, "olga@example.com")]
    assert upgrade(database, lambda: None)
    assert differences(database) == []
    assert [mail.to for mail in case.post()] == ["olga@example.com"]
    # The link itself works on, and a new one brings a letter.
    (link,) = case.links.invitations(None)
    assert case.links.letters(None) == {}
    assert case.links.invite_again(case.visitor(owner), None, "", link.link_id, "en")
    assert [mail.to for mail in case.post()] == [LEA]
    with pytest.raises(LinkGone):
        case.accept(address, name="Lea")


@pytest.mark.parametrize("of", [{}, {"message_id": 1, "link_id": 1}])
def test_a_letter_is_of_a_message_or_of_a_link(database: Database, of: dict[str, int]) -> None:
    desk, case = desk_on(database), AccountCase(database)
    owner = case.owner()
    invite(case, owner, LEA, Role.OWNER, None)
    with desk.vault.writing() as records:
        notice = Notice(NoticeKind.WISHES, "January", Message("Your wishes"), ())
        tell(records, None, {case.visitor(owner).user.person_id: notice}, case.clock.now(), BASE)
    with database.read() as connection:
        numbers = {
            "message_id": connection.execute(select(messages.c.id)).scalar_one(),
            "link_id": connection.execute(select(letters.c.link_id).where(letters.c.link_id.is_not(None))).scalar_one(),
        }
    row = {"uid": uuid4(), "made_at": NOW, "address": "", "subject": "", "body": "", "tries": 0}
    row |= {name: numbers[name] for name in of}
    with pytest.raises(IntegrityError, match="of_one"), database.write() as connection:
        connection.execute(insert(letters).values(row))


def test_taking_a_link_back_and_using_it_never_wait_for_each_other(case: AccountCase) -> None:
    invite(case, case.owner(), LEA, Role.OWNER, None)
    [link] = case.links.invitations(None)

    def withdraw() -> None:
        with case.store.write() as records:
            records.drop_link(link.link_id)

    def use() -> None:
        with case.store.write() as records:
            records.use_link(link.link_id, case.clock.now())

    with ThreadPoolExecutor(2) as pool:
        with case.database.write() as connection:
            held = select(one_time_links.c.id).where(one_time_links.c.id == link.link_id).with_for_update()
            connection.execute(held)
            # Both queue up for the link, in this order.
            ends = []
            for end in (withdraw, use):
                ends.append(pool.submit(end))
                time.sleep(0.2)
        for end in ends:
            end.result()
    assert case.post() == []
