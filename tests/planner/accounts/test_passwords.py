"""Which passwords are taken, and how they are kept."""

import pytest
from argon2 import PasswordHasher

from planner.accounts.model import Refused
from planner.accounts.passwords import LEAST_CHARACTERS, MOST_CHARACTERS, Passwords, check_password

EMAIL = "lea.huber.wien@example.com"


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.mark.parametrize("length", [LEAST_CHARACTERS, LEAST_CHARACTERS + 1, MOST_CHARACTERS - 1, MOST_CHARACTERS])
def test_long_enough_and_not_too_long(length: int) -> None:
    text = ("brook lamp twelve " * 12)[:length]
    assert check_password(text, EMAIL) == text


@pytest.mark.parametrize("length", [0, LEAST_CHARACTERS - 1, MOST_CHARACTERS + 1])
def test_too_short_and_too_long(length: int) -> None:
    with pytest.raises(Refused) as refused:
        check_password(("brook lamp twelve " * 12)[:length], EMAIL)
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "password",
    ["Password1234!", "passwortpasswort", "Willkommen2026", "aaaaaaaaaaaaa", "abc1abc1abc1", "123456789012",
     "Lea.Huber.Wien", EMAIL],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(Refused):
        check_password(password, EMAIL)


def test_the_same_keys_are_the_same_password_on_every_device(passwords: Passwords) -> None:
    composed, apart = "Blümchen am Bach", "Blu\u0308mchen am Bach"
    assert passwords.fits(passwords.hash(composed), apart)
    assert not passwords.fits(passwords.hash(composed), "Blumchen am Bach")


def test_kept_as_argon2id_each_with_a_salt_of_its_own(passwords: Passwords) -> None:
    kept = {Passwords().hash("four words tell a story"), Passwords().hash("four words tell a story")}
    assert len(kept) == 2
    assert all(one.startswith("$argon2id$") for one in kept)


def test_nobody_fits_whatever_is_typed(passwords: Passwords) -> None:
    assert not passwords.fits(None, "nobody has this password")
    assert not passwords.fits("no hash", "four words tell a story")
    assert not passwords.fits(passwords.hash("x" * 200), "x" * 300)


def test_weaker_hashes_are_made_anew(passwords: Passwords) -> None:
    weak = passwords.hash("four words tell a story")
    assert Passwords().outdated(weak)
    assert not passwords.outdated(weak)
