"""The facts of accounts: users and their roles, sessions, one-time links."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from planner.feeds.model import clean
from planner.messages import Message, _l

NAME_CHARACTERS = 80
EMAIL_CHARACTERS = 254
CLIENT_CHARACTERS = 200

_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]+@[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]+")


class Role(StrEnum):
    """What somebody may do in a team. An owner has that role in every team."""

    MANAGER = "manager"
    LEAD = "lead"
    OWNER = "owner"

    def covers(self, other: "Role") -> bool:
        """Whether this role may do all that the other may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class Purpose(StrEnum):
    """What a one-time link is for: to become owner, to accept an invitation, to set a new password."""

    OWNER = "owner"
    INVITATION = "invitation"
    PASSWORD = "password"


#: How long a link can be used.
LINK_LIFE = {
    Purpose.OWNER: timedelta(days=1),
    Purpose.INVITATION: timedelta(days=7),
    Purpose.PASSWORD: timedelta(hours=1),
}

#: A session ends when it was not used for so long, and in any case so long after sign-in.
SESSION_IDLE = timedelta(days=14)
SESSION_LIFE = timedelta(days=90)
#: Use of a session is written down at most so often.
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with an account. email: as `email_of` gives it.

    person_id: the author of what they do; whom they are in the teams, if in any. erasure_asked: when they asked that
    everything about them be erased.
    """

    user_id: int
    email: str
    name: str
    password_hash: str = field(repr=False)
    language: str
    is_owner: bool
    person_id: int
    created: datetime
    disabled: datetime | None = None
    erasure_asked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is signed in. token_hash: of the secret in its cookie. client: what the browser calls itself."""

    session_id: int
    token_hash: str = field(repr=False)
    user_id: int
    created: datetime
    seen: datetime
    expires: datetime
    client: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, as every request finds it. roles: by team, but for owners. persons: the name they have in a team."""

    user: User
    session: Session
    roles: Mapping[int, Role]
    persons: Mapping[int, str]

    def role_in(self, team_id: int) -> Role | None:
        """The role in a team; None for a team that is none of theirs."""
        return Role.OWNER if self.user.is_owner else self.roles.get(team_id)


@dataclass(frozen=True, slots=True)
class OneTimeLink:
    """A link that works once. Which fields are filled depends on the purpose.

    INVITATION: email, role (OWNER without team), team_id, person_id, invited_by. PASSWORD: email, user_id.
    """

    link_id: int
    token_hash: str = field(repr=False)
    purpose: Purpose
    created: datetime
    expires: datetime
    email: str = ""
    role: Role | None = None
    team_id: int | None = None
    person_id: int | None = None
    user_id: int | None = None
    invited_by: int | None = None
    used: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Whether the link can be used now."""
        return self.used is None and now < self.expires


class Refused(Exception):
    """What was asked for cannot be done. message: why, and the mend. field: of the form, "" = none of them."""

    def __init__(self, message: Message, field: str = "") -> None:
        super().__init__(message.text)
        self.message, self.field = message, field


class LinkGone(Exception):
    """A one-time link that is unknown, was used, or is too old."""


class NotAllowed(Exception):
    """Whoever asks has no right to this; pages never offer it."""


def email_of(text: str) -> str:
    """An address as it is kept and compared: trimmed, lower case. Refused when it is none."""
    email = text.strip().lower()
    if len(email) > EMAIL_CHARACTERS or not _EMAIL.fullmatch(email):
        raise Refused(Message(_l("This is no e-mail address. Write one like lea@example.com.")), "email")
    return email


def name_of(text: str) -> str:
    """A name in one line. Refused when there is none."""
    name = " ".join(clean(text, NAME_CHARACTERS).split())
    if not name:
        raise Refused(Message(_l("Write the name that the others know you by.")), "name")
    return name
