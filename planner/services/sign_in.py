"""Coming in and going out: passwords checked under a throttle, sessions opened, looked up and ended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from planner.accounts.model import (
    CLIENT_CHARACTERS,
    SEEN_EVERY,
    SESSION_IDLE,
    SESSION_LIFE,
    Refused,
    Session,
    User,
    Visitor,
    email_of,
)
from planner.accounts.passwords import Passwords
from planner.accounts.store import AccountRecords, AccountStore
from planner.accounts.throttle import WINDOW, Attempt, network_of, refuse_too_many
from planner.feeds.model import clean
from planner.messages import Message, _l
from planner.ports import Clock
from planner.tokens import hash_of, new_token


class SignIn:
    """Sessions and what opens them. address: where a request comes from. client: what its browser calls itself."""

    def __init__(self, store: AccountStore, clock: Clock, passwords: Passwords) -> None:
        self._store, self._clock, self._passwords = store, clock, passwords

    def sign_in(self, email: str, password: str, address: str, client: str, old_token: str = "") -> str:
        """The secret of a new session; that of `old_token` ends. Refused, in the same words and after the same work
        whatever is wrong; TooManyTries.
        """
        user = self.proven(email, password, address)
        with self._store.write() as records:
            now = self._clock.now()
            records.forget_expired(now)
            if old := records.session(hash_of(old_token)):
                records.end_sessions(old.user_id, only=old.session_id)
            if self._passwords.outdated(user.password_hash):
                records.save_user(replace(user, password_hash=self._passwords.hash(password)))
            return open_session(records, user.user_id, client, now)

    def proven(self, email: str, password: str, address: str) -> User:
        """The user whose password this is. Refused; TooManyTries."""
        typed = email.strip().lower()
        self.count_try(Attempt.PASSWORD, typed, address)
        try:
            key = email_of(typed)
        except Refused:
            key = ""  # which nobody has
        with self._store.read() as records:
            user = records.user_of(key)
        fits = self._passwords.fits(user.password_hash if user else None, password)
        if user is None or not fits or user.disabled is not None:
            raise Refused(Message(_l("Address and password do not belong together.")))
        with self._store.write() as records:
            records.forget_tries(account=hash_of(typed))
        return user

    def count_try(self, what: Attempt, email: str, address: str) -> None:
        """Write a try down before it is looked at, so that many at once count too. TooManyTries instead."""
        now = self._clock.now()
        account, network = hash_of(email), network_of(address)
        with self._store.write() as records:
            records.hold_tries()
            records.forget_tries(before=now - WINDOW)
            since = now - WINDOW
            refuse_too_many(
                now, records.tries(what, since, account=account), records.tries(what, since, address=network)
            )
            records.add_try(what, now, account, network)

    def visitor(self, token: str) -> Visitor | None:
        """Who holds a session's secret; None when there is no such session any more."""
        now = self._clock.now()
        with self._store.read() as records:
            session = records.session(hash_of(token))
            user = records.user(session.user_id) if session else None
            if session is None or user is None or user.disabled is not None or now >= session.expires:
                return None
            found = Visitor(user, session, records.roles(user.user_id), records.persons(user))
        if now >= session.seen + SEEN_EVERY:
            with self._store.write() as records:
                records.note_use(replace(session, seen=now, expires=_ends(session.created, now)))
        return found

    def sessions(self, user_id: int) -> Sequence[Session]:
        """A user's sessions that are not over, last seen first."""
        now = self._clock.now()
        with self._store.read() as records:
            return [session for session in records.sessions(user_id) if now < session.expires]

    def sign_out(self, visitor: Visitor) -> None:
        """End the session that is used."""
        self.end_session(visitor, visitor.session.session_id)

    def end_session(self, visitor: Visitor, session_id: int) -> None:
        """End one of one's own sessions; nothing happens when it is none."""
        with self._store.write() as records:
            records.end_sessions(visitor.user.user_id, only=session_id)

    def sign_out_everywhere(self, visitor: Visitor) -> None:
        """End all of one's own sessions."""
        with self._store.write() as records:
            records.end_sessions(visitor.user.user_id)


def open_session(records: AccountRecords, user_id: int, client: str, now: datetime) -> str:
    """The secret of a new session of a user."""
    token = new_token()
    name = clean(client, CLIENT_CHARACTERS)
    records.add_session(Session(0, hash_of(token), user_id, now, now, _ends(now, now), name))
    return token


def _ends(created: datetime, seen: datetime) -> datetime:
    return min(seen + SESSION_IDLE, created + SESSION_LIFE)
