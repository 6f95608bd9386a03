"""Use cases of one-time links: the first owner, invitations, forgotten passwords."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Thread

from planner.accounts.letters import invitation, new_password
from planner.accounts.model import (
    LINK_LIFE,
    LinkGone,
    NotAllowed,
    OneTimeLink,
    Purpose,
    Refused,
    Role,
    User,
    Visitor,
    email_of,
    name_of,
)
from planner.accounts.passwords import Passwords, check_password
from planner.accounts.store import AccountRecords, AccountStore
from planner.accounts.throttle import Attempt
from planner.domain.access import Changed
from planner.domain.letter import LetterStanding
from planner.messages import Message, _l
from planner.ports import Clock, Mail
from planner.sealing import Seal
from planner.services.sign_in import SignIn, open_session
from planner.tokens import hash_of, new_token

#: Where a link leads, below the base address; the secret follows.
WELCOME = "/welcome/"


def in_background(job: Callable[[], None]) -> None:
    """Do something while whoever asked has their answer already."""
    Thread(target=job).start()


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was just made, to an e-mail address. address: the link, to be shown once."""

    email: str
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Looked:
    """What the page of a link says. known: the account of the link's address, if there is one."""

    link: OneTimeLink
    known: User | None


class OneTimeLinks:
    """Makes links and takes them back; the letters with them are kept with them, and workers send them.

    base_url: what every link begins with. seal: of the letters, since they hold the links. has_mail_server: whether
    letters go anywhere; otherwise they are written into a folder. later: does what nobody may be seen to wait for.
    """

    def __init__(
        self,
        store: AccountStore,
        clock: Clock,
        passwords: Passwords,
        sign_in: SignIn,
        seal: Seal,
        base_url: str,
        has_mail_server: bool,
        later: Callable[[Callable[[], None]], None] = in_background,
    ) -> None:
        self._store, self._clock, self._passwords, self._sign_in = store, clock, passwords, sign_in
        self._seal, self._base_url, self._later = seal, base_url.rstrip("/"), later
        self.has_mail_server = has_mail_server

    # ---- making

    def first_owner_link(self) -> str | None:
        """A link to become owner while there is none; None once there is one."""
        with self._store.write() as records:
            return None if records.owners() else self._owner_link(records)

    def owner_link(self) -> str:
        """A link to become owner, whoever is one already: for whoever may run commands beside the database."""
        with self._store.write() as records:
            return self._owner_link(records)

    def _owner_link(self, records: AccountRecords) -> str:
        """The only one of its kind: those before it stop working."""
        for link in records.open_links(self._clock.now()):
            if link.purpose is Purpose.OWNER:
                records.drop_link(link.link_id)
        return self._make(records, Purpose.OWNER)

    def invite(
        self, by: Visitor, email: str, role: Role, team_id: int | None, team: str, person_id: int | None, language: str
    ) -> Invited:
        """Invite somebody to a team, or as an owner (without team). Links for the same place before it stop working.

        person_id: whom they are in the team. Refused for an address that is none or is in already; NotAllowed.
        """
        may_invite(by, role, team_id)
        to = email_of(email)
        with self._store.write() as records:
            refuse_member(records, to, role, team_id, person_id)
            if person_id is not None and (team_id is None or person_id not in records.people(team_id)):
                raise NotAllowed
            for link in records.open_links(self._clock.now()):
                if (link.purpose, link.email, link.team_id) == (Purpose.INVITATION, to, team_id):
                    records.drop_link(link.link_id)
            address = self._make(
                records,
                Purpose.INVITATION,
                lambda address: invitation(to, by.user.name, team, address, language),
                email=to,
                role=role,
                team_id=team_id,
                person_id=person_id,
                invited_by=by.user.user_id,
            )
        return Invited(to, address)

    def invite_again(self, by: Visitor, team_id: int | None, team: str, link_id: int, language: str) -> Invited | None:
        """Make a new link, and letter, for an open invitation, in place of those before; None when it is gone.

        NotAllowed for one that `by` could not make; Refused as `invite`, and for somebody who left the roster since.
        """
        for link in self.invitations(team_id):
            if link.link_id == link_id and link.role is not None:
                self._refuse_who_left(link)
                return self.invite(by, link.email, link.role, team_id, team, link.person_id, language)
        return None

    def _refuse_who_left(self, link: OneTimeLink) -> None:
        with self._store.read() as records:
            if link.person_id is None or (link.team_id and link.person_id in records.people(link.team_id)):
                return
        text = _l("{email} is invited as somebody who has left the roster. Take that back, then invite them anew.")
        raise Refused(Message(text, email=link.email))

    def forgotten(self, email: str, address: str) -> None:
        """Send a link for a new password, if there is such an account; it takes as long if there is none.

        Refused for what is no address; TooManyTries.
        """
        key = email_of(email)
        self._sign_in.count_try(Attempt.FORGOTTEN, key, address)
        self._later(lambda: self._send_password_link(key))

    def _send_password_link(self, email: str) -> None:
        with self._store.write() as records:
            user = records.user_of(email)
            if user is None or user.disabled is not None:
                return
            language = user.language
            self._make(
                records,
                Purpose.PASSWORD,
                lambda address: new_password(email, address, language),
                email=email,
                user_id=user.user_id,
            )

    def _make(
        self,
        records: AccountRecords,
        purpose: Purpose,
        letter: Callable[[str], Mail] | None = None,
        *,
        email: str = "",
        role: Role | None = None,
        team_id: int | None = None,
        person_id: int | None = None,
        user_id: int | None = None,
        invited_by: int | None = None,
    ) -> str:
        """Keep a new link, with the letter of its address; the address."""
        token, now = new_token(), self._clock.now()
        expires = now + LINK_LIFE[purpose]
        number = records.add_link(
            OneTimeLink(0, hash_of(token), purpose, now, expires, email, role, team_id, person_id, user_id, invited_by)
        )
        address = f"{self._base_url}{WELCOME}{token}"
        if letter is not None:
            mail = letter(address)
            records.add_letter(number, mail, self._seal.close(mail.body), now, expires)
        return address

    # ---- open invitations

    def invitations(self, team_id: int | None) -> Sequence[OneTimeLink]:
        """Who has not accepted yet, oldest first. team_id: None = those to become owner."""
        with self._store.read() as records:
            return [
                link
                for link in records.open_links(self._clock.now())
                if link.purpose is Purpose.INVITATION and link.team_id == team_id
            ]

    def letters(self, team_id: int | None) -> Mapping[int, LetterStanding]:
        """How the letters of open invitations stand, by the link's number; none that are kept no longer."""
        links = [link.link_id for link in self.invitations(team_id)]
        with self._store.read() as records:
            return records.letters(links)

    def withdraw(self, by: Visitor, team_id: int | None, link_id: int) -> None:
        """Take an invitation back; nothing happens when it is gone. NotAllowed for one that `by` could not make."""
        for link in self.invitations(team_id):
            if link.link_id == link_id and link.role is not None:
                may_invite(by, link.role, team_id)
                with self._store.write() as records:
                    records.drop_link(link_id)

    # ---- using

    def look(self, token: str) -> Looked:
        """What a link is for; nothing is used up. LinkGone."""
        with self._store.read() as records:
            return self._look(records, token)

    def _look(self, records: AccountRecords, token: str) -> Looked:
        link = records.link(hash_of(token))
        if link is None or not link.works(self._clock.now()):
            raise LinkGone
        known = records.user_of(link.email) if link.user_id is None else records.user(link.user_id)
        if link.purpose is Purpose.PASSWORD and (known is None or known.disabled is not None):
            raise LinkGone
        return Looked(link, known)

    def accept(
        self, token: str, password: str, address: str, client: str, *, name: str = "", email: str = "", language: str
    ) -> str:
        """Use a link up; the secret of a session. What else is needed depends on the link (see `Looked`):

        OWNER: email and name. INVITATION: name, or the password that the known account has. LinkGone; Refused when
        the fields are not right (the link still works then); TooManyTries.
        """
        looked = self.look(token)
        link = looked.link
        email = link.email or email_of(email)
        if link.purpose is Purpose.INVITATION and looked.known is not None:
            self._sign_in.proven(email, password, address)
            hashed = ""
        else:
            name = looked.known.name if looked.known else name_of(name)
            hashed = self._passwords.hash(check_password(password, email))
        with self._store.write() as records:
            now = self._clock.now()
            again = self._look(records, token)
            # Whoever came to have an account meanwhile keeps its password.
            if (again.known is None) != (looked.known is None) or not records.use_link(link.link_id, now):
                raise LinkGone
            known = again.known or records.user_of(email)
            if known is None:
                person = link.person_id or records.add_person(name)
                known = records.add_user(User(0, email, name, hashed, language, False, person, now))
            elif hashed:
                known = replace(known, name=name, password_hash=hashed)
                records.end_sessions(known.user_id)
                drop_password_links(records, known.user_id, now)
            _give(records, known, link, now)
            return open_session(records, known.user_id, client, now)


def drop_password_links(records: AccountRecords, user_id: int, now: datetime) -> None:
    """Make links for a new password stop working, once there is one."""
    for link in records.open_links(now):
        if link.purpose is Purpose.PASSWORD and link.user_id == user_id:
            records.drop_link(link.link_id)


def drop_invitations_by(records: AccountRecords, user_id: int, now: datetime) -> None:
    """Make somebody's open invitations stop working, once they may not invite any more."""
    for link in records.open_links(now):
        if link.invited_by == user_id:
            records.drop_link(link.link_id)


def _give(records: AccountRecords, user: User, link: OneTimeLink, now: datetime) -> None:
    """Give what a link promises; nobody loses a right by it.

    Whom a team names already stays that person: of two teams' people one is the other only when an import says so.
    Written down is what was not so before.
    """
    before = user
    if link.purpose is Purpose.OWNER or link.role is Role.OWNER:
        user = replace(user, is_owner=True)
    if link.purpose is Purpose.OWNER:
        user = replace(user, disabled=None)
    if link.person_id is not None and not records.persons(user):
        user = replace(user, person_id=link.person_id)
    records.save_user(user)
    inviter = records.user(link.invited_by) if link.invited_by is not None else None
    by = inviter.person_id if inviter else None
    if link.role is not None and link.team_id is not None:
        held = records.roles(user.user_id).get(link.team_id)
        if held is None or not held.covers(link.role):
            records.set_role(user.user_id, link.team_id, link.role)
            records.add_change(user.person_id, Changed.ROLE, by, now, link.team_id)
    elif user.is_owner and not before.is_owner:
        records.add_change(user.person_id, Changed.ROLE, by, now)
    if before.disabled is not None and user.disabled is None:
        records.add_change(user.person_id, Changed.ACCOUNT, by, now)


def may_invite(by: Visitor, role: Role, team_id: int | None) -> None:
    """NotAllowed unless: owners anybody; leads managers of their own team."""
    own = by.role_in(team_id) if team_id is not None else by.role_in(0)
    enough = own is Role.OWNER or (own is Role.LEAD and role is Role.MANAGER)
    if not enough or (role is Role.OWNER) != (team_id is None):
        raise NotAllowed


def refuse_member(
    records: AccountRecords, email: str, role: Role, team_id: int | None, person_id: int | None = None
) -> None:
    """Refused for the address (as `email_of` gives it) of somebody who may do as much there already.

    Whoever is planned in no team may be invited once more as one of its people. person_id: whom they would be.
    """
    user = records.user_of(email)
    if user is None:
        return
    held = Role.OWNER if user.is_owner else records.roles(user.user_id).get(team_id or 0)
    to_be_somebody = person_id is not None and not records.persons(user)
    if held is not None and held.covers(role) and not to_be_somebody:
        raise Refused(Message(_l("{name} is in already."), name=user.name), "email")
