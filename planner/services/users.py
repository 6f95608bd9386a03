"""Use cases on accounts that exist: one's own name, language and password; roles, owners, and who is disabled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planner.accounts.model import NotAllowed, Refused, Role, User, Visitor, name_of
from planner.accounts.passwords import Passwords, check_password
from planner.accounts.store import AccountRecords, AccountStore, Member
from planner.accounts.throttle import TooManyTries
from planner.domain.access import Changed
from planner.messages import Message, _l
from planner.ports import Clock
from planner.services.guests import Guests
from planner.services.one_time_links import OneTimeLinks, drop_invitations_by, drop_password_links
from planner.services.sign_in import SignIn, open_session


class Users:
    """What people change of their own account, and owners of everybody's."""

    def __init__(self, store: AccountStore, clock: Clock, passwords: Passwords, sign_in: SignIn) -> None:
        self._store, self._clock, self._passwords, self._sign_in = store, clock, passwords, sign_in

    # ---- one's own

    def save_profile(self, visitor: Visitor, name: str, language: str) -> None:
        """Change one's name and language. Refused."""
        name = name_of(name)
        with self._store.write() as records:
            records.save_user(replace(_known(records, visitor.user.user_id), name=name, language=language))

    def change_password(self, visitor: Visitor, current: str, new: str, address: str) -> str:
        """Take a new password; the secret of a new session in place of all others, which end. Refused; TooManyTries."""
        user = visitor.user
        try:
            self._sign_in.proven(user.email, current, address)
        except TooManyTries:
            raise
        except Refused:
            raise Refused(Message(_l("This is not your present password.")), "current") from None
        hashed = self._passwords.hash(check_password(new, user.email))
        with self._store.write() as records:
            records.save_user(replace(_known(records, user.user_id), password_hash=hashed))
            records.end_sessions(user.user_id)
            drop_password_links(records, user.user_id, self._clock.now())
            return open_session(records, user.user_id, visitor.session.client, self._clock.now())

    # ---- everybody's

    def everybody(self, by: Visitor) -> Sequence[User]:
        """All accounts, by name. NotAllowed but for owners."""
        _owners_only(by)
        with self._store.read() as records:
            return records.users()

    def members(self, team_id: int) -> Sequence[Member]:
        """Who has a role in a team, by name."""
        with self._store.read() as records:
            return records.members(team_id)

    def unclaimed(self, team_id: int) -> dict[int, str]:
        """The people planned in a team who have no account in it, by number."""
        with self._store.read() as records:
            taken = {member.user.person_id for member in records.members(team_id)}
            return {number: name for number, name in records.people(team_id).items() if number not in taken}

    def set_role(self, by: Visitor, user_id: int, team_id: int, role: Role | None) -> None:
        """Give somebody of a team another role, or none. NotAllowed but for owners."""
        _owners_only(by)
        with self._store.write() as records:
            held = records.roles(user_id).get(team_id)
            if role is Role.OWNER or held is None:
                raise NotAllowed
            records.set_role(user_id, team_id, role)
            if role is not held:
                self._note(records, by, user_id, Changed.ROLE, team_id)
            self._end_calendar_links(records, user_id)
            drop_invitations_by(records, user_id, self._clock.now())

    def set_owner(self, by: Visitor, user_id: int, is_owner: bool) -> None:
        """Make somebody an owner, or no longer. NotAllowed but for owners; Refused for the last one."""
        _owners_only(by)
        with self._store.write() as records:
            if not is_owner:
                _keep_an_owner(records, user_id)
                drop_invitations_by(records, user_id, self._clock.now())
            user = _known(records, user_id)
            records.save_user(replace(user, is_owner=is_owner))
            if is_owner != user.is_owner:
                self._note(records, by, user_id, Changed.ROLE)
            self._end_calendar_links(records, user_id)

    def _end_calendar_links(self, records: AccountRecords, user_id: int) -> None:
        """Let calendars show no team any more that the user may not see."""
        user = _known(records, user_id)
        if not user.is_owner:
            records.end_calendar_links(user, self._clock.now(), records.roles(user_id))

    def disable(self, by: Visitor, user_id: int) -> None:
        """Let somebody in no more, at once. NotAllowed but for owners; Refused for the last one."""
        _owners_only(by)
        with self._store.write() as records:
            _keep_an_owner(records, user_id)
            user, now = _known(records, user_id), self._clock.now()
            records.save_user(replace(user, disabled=now))
            if user.disabled is None:
                self._note(records, by, user_id, Changed.ACCOUNT)
            records.end_calendar_links(user, now)
            records.end_sessions(user_id)
            drop_invitations_by(records, user_id, self._clock.now())

    def enable(self, by: Visitor, user_id: int) -> None:
        """Let somebody in again. NotAllowed but for owners."""
        _owners_only(by)
        with self._store.write() as records:
            user = _known(records, user_id)
            records.save_user(replace(user, disabled=None))
            if user.disabled is not None:
                self._note(records, by, user_id, Changed.ACCOUNT)

    def _note(
        self, records: AccountRecords, by: Visitor, user_id: int, what: Changed, team_id: int | None = None
    ) -> None:
        """Let whom it is about read in their access log who did it."""
        person = _known(records, user_id).person_id
        records.add_change(person, what, by.user.person_id, self._clock.now(), team_id)


@dataclass(frozen=True, slots=True)
class Accounts:
    """All use cases of accounts."""

    sign_in: SignIn
    links: OneTimeLinks
    users: Users
    guests: Guests


def _owners_only(by: Visitor) -> None:
    if not by.user.is_owner:
        raise NotAllowed


def _known(records: AccountRecords, user_id: int) -> User:
    """The user as kept now. NotAllowed when there is none: pages never offer it."""
    user = records.user(user_id)
    if user is None:
        raise NotAllowed
    return user


def _keep_an_owner(records: AccountRecords, user_id: int) -> None:
    if [owner.user_id for owner in records.owners()] == [user_id]:
        raise Refused(Message(_l("This is the only owner. Make somebody else an owner first.")))
