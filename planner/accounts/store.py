"""What accounts need from a store: transactions over users, roles, links, sessions and tries."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from planner.accounts.model import OneTimeLink, Role, Session, User
from planner.accounts.throttle import Attempt
from planner.domain.access import Changed
from planner.domain.letter import LetterStanding
from planner.ports import Mail


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's role in a team. person: the name they have in it, "" = nobody there."""

    user: User
    role: Role
    person: str


class AccountRecords(Protocol):
    """The records of accounts inside one transaction."""

    # ---- users and roles

    def user(self, user_id: int) -> User | None:
        """A user by number."""
        ...

    def user_of(self, email: str) -> User | None:
        """The user of an address (as `email_of` gives it)."""
        ...

    def users(self) -> Sequence[User]:
        """Everybody with an account, by name."""
        ...

    def owners(self) -> Sequence[User]:
        """The owners who are not disabled. In a writing transaction nobody else changes them until it ends."""
        ...

    def add_person(self, name: str) -> int:
        """Keep somebody who is in no team; their number among the people."""
        ...

    def add_user(self, user: User) -> User:
        """Keep a new user; with the number they get."""
        ...

    def save_user(self, user: User) -> None:
        """Replace what is kept of a user. Whom no team or roster names is called as their account."""
        ...

    def roles(self, user_id: int) -> Mapping[int, Role]:
        """A user's role in each of their teams."""
        ...

    def persons(self, user: User) -> Mapping[int, str]:
        """The name that a user's person has in each of their teams."""
        ...

    def set_role(self, user_id: int, team_id: int, role: Role | None) -> None:
        """Give a role in a team; None takes it away."""
        ...

    def members(self, team_id: int) -> Sequence[Member]:
        """All with a role in a team, by name."""
        ...

    def people(self, team_id: int) -> Mapping[int, str]:
        """The people who are planned in a team, by number."""
        ...

    def add_change(
        self, person: int, what: Changed, actor: int | None, at: datetime, team_id: int | None = None
    ) -> None:
        """Write down that somebody's account was changed, for their access log. person, actor: numbers of people.

        team_id: where; None = in each team that they are planned in.
        """
        ...

    # ---- calendar links

    def end_calendar_links(self, user: User, at: datetime, but: Collection[int] = ()) -> None:
        """End the links to a user's own shifts, and those to shared calendars that they made. but: not in these teams.
        """
        ...

    # ---- one-time links

    def add_link(self, link: OneTimeLink) -> int:
        """Keep a new link; its own number is not looked at. The number it gets."""
        ...

    def add_letter(self, link_id: int, mail: Mail, sealed: bytes, now: datetime, expires: datetime) -> None:
        """Put the letter with a link into the outbox; it ends with the link. sealed: its body, kept so alone."""
        ...

    def letters(self, links: Collection[int]) -> Mapping[int, LetterStanding]:
        """How the letters of links stand, by link; none for a link without one."""
        ...

    def link(self, token_hash: str) -> OneTimeLink | None:
        """The link of a token's hash."""
        ...

    def open_links(self, now: datetime) -> Sequence[OneTimeLink]:
        """The links that can be used, oldest first."""
        ...

    def use_link(self, link_id: int, now: datetime) -> bool:
        """Use a link up, with its letter if that has not gone out; False when it could not be used any more."""
        ...

    def drop_link(self, link_id: int) -> None:
        """Withdraw a link, and with it its letter."""
        ...

    # ---- sessions

    def add_session(self, session: Session) -> None:
        """Keep a new session; its own number is not looked at."""
        ...

    def session(self, token_hash: str) -> Session | None:
        """The session of a token's hash."""
        ...

    def sessions(self, user_id: int) -> Sequence[Session]:
        """A user's sessions, last seen first."""
        ...

    def note_use(self, session: Session) -> None:
        """Write down when a session was last seen, and when it will end."""
        ...

    def end_sessions(self, user_id: int, *, only: int | None = None, but: int | None = None) -> None:
        """End a user's sessions: all, `only` one, or all `but` one, by number."""
        ...

    def forget_expired(self, now: datetime) -> None:
        """Delete sessions and links whose time is over."""
        ...

    # ---- tries

    def tries(self, what: Attempt, since: datetime, *, account: str = "", address: str = "") -> Sequence[datetime]:
        """When it was tried after `since`, for an account or from an address, oldest first."""
        ...

    def add_try(self, what: Attempt, at: datetime, account: str, address: str) -> None:
        """Write a try down."""
        ...

    def hold_tries(self) -> None:
        """Wait until nobody else counts or writes tries, and keep them waiting until the transaction ends."""
        ...

    def forget_tries(self, *, account: str = "", before: datetime | None = None) -> None:
        """Delete an account's tries, or all before a moment."""
        ...


class AccountStore(Protocol):
    """Opens transactions over the records of accounts."""

    def read(self) -> AbstractContextManager[AccountRecords]:
        """Records as they are now."""
        ...

    def write(self) -> AbstractContextManager[AccountRecords]:
        """Records that may be changed: kept whole, or not at all when the block raises."""
        ...
