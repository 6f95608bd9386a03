"""Signing in under a throttle, and sessions that end at once, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from planner.accounts.model import SEEN_EVERY, SESSION_IDLE, SESSION_LIFE, Refused
from planner.accounts.throttle import TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS, WINDOW, Attempt, TooManyTries
from planner.storage.database import Database
from planner.tokens import hash_of
from tests.planner.account_cases import HOME, PASSWORD, AccountCase

OLGA = "olga@example.com"


@pytest.fixture
def case(shared_database: Database) -> AccountCase:
    return AccountCase(shared_database)


def enter(case: AccountCase, email: str = OLGA, password: str = PASSWORD, address: str = HOME, old: str = "") -> str:
    return case.sign_in.sign_in(email, password, address, "Firefox", old)


def wrong(case: AccountCase, times: int, email: str = OLGA, address: str = HOME) -> None:
    for _ in range(times):
        with pytest.raises(Refused, match="do not belong together"):
            enter(case, email, "not the password", address)


def test_in_and_out(case: AccountCase) -> None:
    case.owner()
    session = enter(case, "  OLGA@Example.com ")
    assert case.visitor(session).user.name == "Olga Owner"
    case.sign_in.sign_out(case.visitor(session))
    assert case.sign_in.visitor(session) is None


def test_what_is_kept_opens_nothing(case: AccountCase) -> None:
    session = case.owner()
    link = case.links.owner_link()
    wrong(case, 1, "ghost@example.com")
    kept = case.everything_kept()
    for secret in (session, PASSWORD, link[-20:], "not the password", "ghost@example.com", HOME):
        assert (secret in kept) == (secret == HOME)
    assert case.sign_in.visitor(hash_of(session)) is None
    assert "password_hash" not in repr(case.visitor(session))


def test_unknown_disabled_and_wrong_get_the_same_answer_after_the_same_work(case: AccountCase) -> None:
    owner = case.owner()
    case.owner("second@example.com")
    second = next(user for user in case.users.everybody(case.visitor(owner)) if user.email == "second@example.com")
    case.users.disable(case.visitor(owner), second.user_id)
    answers = []
    for email, password in (
        ("ghost@example.com", PASSWORD),
        (OLGA, "wrong"),
        ("second@example.com", PASSWORD),
        ("no address", PASSWORD),
    ):
        before = case.passwords.checked
        with pytest.raises(Refused) as refused:
            enter(case, email, password)
        answers.append((refused.value.message, refused.value.field, case.passwords.checked - before))
    assert answers == [answers[0]] * 4
    assert answers[0][2] == 1


@pytest.mark.parametrize("email", [OLGA, "ghost@example.com", "no address"])
def test_the_throttle_of_an_account(case: AccountCase, email: str) -> None:
    case.owner()
    wrong(case, TRIES_PER_ACCOUNT - 1, email)
    case.clock.wait(seconds=61)
    wrong(case, 1, email)
    before = case.passwords.checked
    with pytest.raises(TooManyTries) as refused:
        enter(case, email, PASSWORD, "198.51.100.1")
    assert refused.value.wait_min == 14
    assert case.passwords.checked == before
    enter_elsewhere = case.owner("other@example.com")
    assert case.visitor(enter_elsewhere)
    case.clock.wait(seconds=(WINDOW.total_seconds() - 61) - 1)
    with pytest.raises(TooManyTries) as refused:
        enter(case, email)
    assert refused.value.wait_min == 1
    case.clock.wait(seconds=1)
    if email == OLGA:
        assert enter(case)
    else:
        wrong(case, 1, email)


def test_many_tries_at_once_are_counted_one_by_one(case: AccountCase) -> None:
    case.owner()

    def guess(_: int) -> type[Exception]:
        with pytest.raises(Refused) as refused:
            enter(case, password="guess")
        return refused.type

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(3 * TRIES_PER_ACCOUNT)))
    assert answers.count(Refused) == TRIES_PER_ACCOUNT
    assert answers.count(TooManyTries) == 2 * TRIES_PER_ACCOUNT


def test_right_just_in_time_starts_counting_anew(case: AccountCase) -> None:
    case.owner()
    for _ in range(2):
        wrong(case, TRIES_PER_ACCOUNT - 1)
        enter(case)


def test_the_throttle_of_an_address(case: AccountCase) -> None:
    case.owner()
    for n in range(TRIES_PER_ADDRESS - 1):
        wrong(case, 1, f"guess{n}@example.com")
    enter(case)
    wrong(case, 1, "last@example.com")
    with pytest.raises(TooManyTries):
        enter(case)
    assert enter(case, address="198.51.100.1")


def test_an_ipv6_subscriber_is_one_address(case: AccountCase) -> None:
    case.owner()
    for n in range(TRIES_PER_ADDRESS):
        wrong(case, 1, f"guess{n}@example.com", f"2001:db8:1:2::{n:x}")
    with pytest.raises(TooManyTries):
        enter(case, address="2001:db8:1:2:ffff::1")
    assert enter(case, address="2001:db8:1:3::1")


def test_kinds_of_tries_are_counted_apart(case: AccountCase) -> None:
    for _ in range(TRIES_PER_ACCOUNT):
        case.sign_in.count_try(Attempt.FORGOTTEN, OLGA, HOME)
    case.sign_in.count_try(Attempt.PASSWORD, OLGA, HOME)
    with pytest.raises(TooManyTries):
        case.sign_in.count_try(Attempt.FORGOTTEN, OLGA, HOME)


def test_a_new_session_ends_the_one_before_in_the_same_browser(case: AccountCase) -> None:
    old, elsewhere = case.owner(), enter(case)
    new = enter(case, old=old)
    assert new != old
    assert case.sign_in.visitor(old) is None
    assert case.visitor(elsewhere)


def test_a_session_that_is_not_used_ends(case: AccountCase) -> None:
    session = case.owner()
    case.clock.wait(seconds=SESSION_IDLE.total_seconds() - 1)
    assert case.visitor(session)
    case.clock.wait(seconds=SESSION_IDLE.total_seconds() - 1)
    assert case.visitor(session)
    case.clock.wait(seconds=SESSION_IDLE.total_seconds())
    assert case.sign_in.visitor(session) is None


def test_no_session_lives_for_ever(case: AccountCase) -> None:
    session = case.owner()
    days = SESSION_LIFE.days
    for _ in range(days - 1):
        case.clock.wait(days=1)
        assert case.visitor(session)
    case.clock.wait(days=1)
    assert case.sign_in.visitor(session) is None
    enter(case)
    assert hash_of(session) not in case.everything_kept()


def test_use_is_written_down_now_and_then(case: AccountCase) -> None:
    session = case.owner()
    made = case.visitor(session).session.seen
    case.clock.wait(seconds=SEEN_EVERY.total_seconds() - 1)
    case.visitor(session)
    assert case.visitor(session).session.seen == made
    case.clock.wait(seconds=1)
    case.visitor(session)
    assert case.visitor(session).session.seen == case.clock.now()


def test_ending_one_session_and_all(case: AccountCase) -> None:
    sessions = [case.owner(), enter(case), enter(case)]
    stranger = case.owner("other@example.com")
    visitor = case.visitor(sessions[0])
    case.sign_in.end_session(visitor, case.visitor(sessions[1]).session.session_id)
    case.sign_in.end_session(visitor, case.visitor(stranger).session.session_id)
    assert [case.sign_in.visitor(one) is not None for one in sessions] == [True, False, True]
    assert case.visitor(stranger)
    assert len(case.sign_in.sessions(visitor.user.user_id)) == 2
    case.sign_in.sign_out_everywhere(visitor)
    assert [case.sign_in.visitor(one) for one in sessions] == [None, None, None]
    assert case.visitor(stranger)


def test_a_client_that_lies_is_cut(case: AccountCase) -> None:
    case.owner()
    session = case.sign_in.sign_in(OLGA, PASSWORD, HOME, "x\r\nSet-Cookie: y" + "z" * 1000)
    client = case.visitor(session).session.client
    assert len(client) == 200
    assert "\n" not in client
