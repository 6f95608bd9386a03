"""Passwords: which ones are taken, and how they are kept (argon2id)."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from planner.accounts.model import Refused
from planner.messages import Message, _l

LEAST_CHARACTERS = 12
MOST_CHARACTERS = 200

#: The commonest ones that are long enough, without digits and signs at their end (our own list, by guessers' habits).
COMMONEST = frozenset(
    (
        "password", "passwordpassword", "mypassword", "yourpassword", "newpassword", "passwort", "passwortpasswort",
        "meinpasswort", "neuespasswort", "kennwort", "administrator", "letmein", "letmeinplease", "welcome",
        "welcometo", "willkommen", "qwertyuiop", "qwertyuiopasdf", "qwertzuiop", "qwertzuiopü", "asdfghjkl",
        "asdfghjklöä", "yxcvbnm", "zxcvbnm", "abcdefghijkl", "abcdefghijklm", "iloveyou", "iloveyouforever",
        "ichliebedich", "ichliebdich", "communityplanner", "communitymanager", "changeme", "pleasechangeme",
        "bitteändern", "geheim", "strenggeheim", "topsecret", "supersecret", "secretsecret", "sunshine", "princess",
        "football", "superman", "q2w3e4r5t6y", "qwertyqwerty", "dragondragon",
    )
)  # fmt: skip
_ENDS = "0123456789!?.,-_*#$&+@ "

#: Each takes 64 MB for some tenths of a second, so a burst of sign-ins waits rather than fills the memory.
_AT_ONCE = BoundedSemaphore(2)


def check_password(password: str, email: str) -> str:
    """The password as it is hashed. Refused, with the reason, when it is too easy to guess."""
    text = _normal(password)
    plain = text.casefold()
    if len(text) < LEAST_CHARACTERS:
        raise _refused(
            _l(
                "Take at least {least} characters; length is what makes guessing hard. Four words that tell a story do."
            ),
            least=LEAST_CHARACTERS,
        )
    if len(text) > MOST_CHARACTERS:
        raise _refused(_l("Take at most {most} characters."), most=MOST_CHARACTERS)
    if plain.strip(_ENDS) in COMMONEST or _repeats(plain) or plain.isdecimal():
        raise _refused(_l("Many people take this one, so it is guessed first. Take words that only you put together."))
    if plain in (email.casefold(), email.casefold().split("@")[0]):
        raise _refused(_l("Your address is the first thing that is tried. Take words that only you put together."))
    return text


class Passwords:
    """Hashes and checks passwords."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """What is kept of a password that `check_password` took."""
        with _AT_ONCE:
            return self._hasher.hash(_normal(password))

    def fits(self, password_hash: str | None, password: str) -> bool:
        """Whether a password is the one of a hash. None = there is no such account, which takes the same work."""
        with _AT_ONCE:
            try:
                self._hasher.verify(password_hash or self._nobody, _normal(password[: MOST_CHARACTERS + 1]))
            except (VerificationError, InvalidHashError):
                return False
        return password_hash is not None

    def outdated(self, password_hash: str) -> bool:
        """Whether a hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)


def _normal(password: str) -> str:
    """The same text for the same keys pressed, on whatever device."""
    return unicodedata.normalize("NFC", password.encode("utf-8", "replace").decode())


def _repeats(text: str) -> bool:
    """Whether a text is a short piece over and over: 'aaaaaaaaaaaa', 'abc1abc1abc1'."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, 5))


def _refused(text: str, **params: object) -> Refused:
    return Refused(Message(text, **params), "password")
