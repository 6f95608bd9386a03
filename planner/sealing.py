"""Secrets that must be read again, so cannot be hashed: encrypted with a key that lies outside the database."""

from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Protocol

from cryptography.fernet import Fernet, InvalidToken

from planner.kept_key import KEY_BYTES, kept_key
from planner.messages import Message, _l

FILE = "calendar-key"


class Unsealable(Exception):
    """What was sealed with another key, or is damaged."""


class Seal(Protocol):
    """Encrypts short texts with a key that is kept outside the database."""

    def close(self, text: str) -> bytes:
        """A text encrypted."""
        ...

    def open(self, sealed: bytes) -> str:
        """The text again. Unsealable for what was sealed with another key, or is damaged."""
        ...


class FileSeal:
    """A Seal with the key in a folder, made at the first use. Whoever has the database alone reads nothing."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def close(self, text: str) -> bytes:
        """A text encrypted, so that a change of it is noticed. InputProblems for a key that others may read."""
        return self._cipher().encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """The text again. Unsealable; InputProblems for a key that others may read."""
        try:
            return self._cipher().decrypt(sealed).decode()
        except InvalidToken:
            raise Unsealable(f"{self._path.name}: not the key that it was sealed with") from None

    def _cipher(self) -> Fernet:
        mend = _l(
            "Let nobody but its owner read it, or delete it; then all must give their calendars' addresses anew, and"
            " invitations that wait to be sent must be made anew."
        )
        return Fernet(urlsafe_b64encode(kept_key(self._path, Message(mend))[:KEY_BYTES]))
