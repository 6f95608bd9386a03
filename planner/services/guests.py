"""Several people invited into a team at once, out of lines as they were pasted: name, e-mail address and role."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.accounts.model import NotAllowed, OneTimeLink, Refused, Role, Visitor, email_of
from planner.accounts.store import AccountRecords, AccountStore
from planner.messages import Message, _l
from planner.names import name_key
from planner.pasted_cells import pasted_cells
from planner.services.one_time_links import Invited, OneTimeLinks, may_invite, refuse_member

#: The largest team; each is a transaction of their own, and all of them take about a second.
MOST_AT_ONCE = 200

#: What people call the roles, without what stands between the letters.
_ROLES = {
    **dict.fromkeys(
        ("manager", "managerin", "communitymanager", "communitymanagerin", "teammitglied", "mitglied", "member"),
        Role.MANAGER,
    ),
    **dict.fromkeys(("lead", "teamlead", "teamleitung", "leitung", "teamleiter", "teamleiterin"), Role.LEAD),
    **dict.fromkeys(("owner", "gesamtleitung", "inhaber", "inhaberin"), Role.OWNER),
}
_HEADINGS = {"name", "person", "email", "mail", "emailaddress", "emailadresse", "mailadresse", "role", "rolle"}
#: As mail programs copy somebody: Lea Huber <lea@example.com>.
_NAMED_ADDRESS = re.compile(r"(.*)<([^<>]*@[^<>]*)>")

_NO_ADDRESS = _l("There is no e-mail address in this line. Write name and address, like “Lea Huber; lea@example.com”.")
_TWO_ADDRESSES = _l("There are two e-mail addresses in this line. Give each person a line.")
_SAME_ADDRESS = _l("This address stands in line {line} already. Leave one of the two out.")
_SAME_PERSON = _l("{name} stands in line {line} already. Leave one of the two out.")
_UNKNOWN = _l("Nobody in the roster is called {name}. Write the name as it stands there, or leave it out.")
_CLAIMED = _l("{name} has an account already. Leave this line out.")
_INVITED = _l("{email} is invited already. Leave this line out, or take that invitation back first.")
_INVITED_PERSON = _l("{name} is invited already, at {email}. Leave this line out, or take that invitation back first.")
_NO_LEADS = _l("Only owners invite team leads. Leave the role out, or ask an owner.")
_NO_OWNERS = _l("Owners are invited on the page “Accounts”. Leave this line out.")


@dataclass(frozen=True, slots=True)
class Guest:
    """A line. number: from 1. text: its cells. person_id: whom they are in the roster.

    problem: why they cannot be invited, with the mend. made: the invitation, once there is one.
    """

    number: int
    text: str
    name: str = ""
    email: str = ""
    role: Role = Role.MANAGER
    person_id: int | None = None
    problem: Message | None = None
    made: Invited | None = None


class Guests:
    """Use cases of whoever invites. All raise NotAllowed but for owners and the team's leads."""

    def __init__(self, store: AccountStore, links: OneTimeLinks) -> None:
        self._store, self._links = store, links

    def judge(self, by: Visitor, team_id: int, text: str) -> list[Guest]:
        """The lines as they would be taken, with what is wrong in each. Nobody is invited."""
        may_invite(by, Role.MANAGER, team_id)
        invited = self._links.invitations(team_id)
        with self._store.read() as records:
            claimed = {member.user.person_id for member in records.members(team_id)}
            host = _Host(records, by, team_id, claimed, invited)
            return list(_judged(host, records.people(team_id), _read(text)))

    def invite(self, by: Visitor, team_id: int, team: str, text: str, language: str) -> list[Guest]:
        """Invite everybody in whose line nothing is wrong, each by a link of their own; at most MOST_AT_ONCE.

        team: its name, language: of the letters. The others stay as they are, with what is wrong.
        """
        done, number = [], 0
        for guest in self.judge(by, team_id, text):
            if guest.problem is None and number < MOST_AT_ONCE:
                number += 1
                try:
                    made = self._links.invite(by, guest.email, guest.role, team_id, team, guest.person_id, language)
                    guest = replace(guest, made=made)
                except Refused as refused:
                    # Somebody else was quicker.
                    guest = replace(guest, problem=refused.message)
                except NotAllowed:
                    # They have left the roster meanwhile; the links made so far are not lost by it.
                    guest = replace(guest, problem=Message(_UNKNOWN, name=guest.name))
            done.append(guest)
        return done


def _read(text: str) -> Iterator[Guest]:
    """The lines, and in each what can be told without knowing anybody."""
    begun = False
    for number, row in enumerate(pasted_cells(text), 1):
        cells = [" ".join(cell.split()) for cell in _pieces(row)]
        if not any(cells):
            continue
        is_heading = not begun and any(_letters(cell) in _HEADINGS for cell in cells) and "@" not in "".join(cells)
        begun = True
        if not is_heading:
            yield _guest(number, [part for cell in cells for part in _parts(cell) if part])


def _pieces(row: Sequence[str]) -> Sequence[str]:
    """The cells of a line, also of one that was typed with other marks below those that were pasted."""
    pieces = [piece for cell in row for piece in cell.split(";")]
    if len(pieces) == 1 and "@" in pieces[0] and not _NAMED_ADDRESS.fullmatch(pieces[0].strip()):
        return pieces[0].split(",")
    return pieces


def _parts(cell: str) -> list[str]:
    found = _NAMED_ADDRESS.fullmatch(cell)
    return [found[1].strip(" \"'"), found[2].strip()] if found else [cell]


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalpha())


def _guest(number: int, cells: Sequence[str]) -> Guest:
    addresses = [cell for cell in cells if "@" in cell]
    others = [cell for cell in cells if "@" not in cell]
    roles = [_ROLES[_letters(cell)] for cell in others if _letters(cell) in _ROLES]
    name = " ".join(cell for cell in others if _letters(cell) not in _ROLES)
    role = roles[-1] if roles else Role.MANAGER
    guest = Guest(number, "\t".join(cells), name, "; ".join(addresses), role)
    if len(addresses) != 1:
        return replace(guest, problem=Message(_TWO_ADDRESSES if addresses else _NO_ADDRESS))
    try:
        return replace(guest, email=email_of(addresses[0]))
    except Refused as refused:
        return replace(guest, problem=refused.message)


@dataclass(frozen=True, slots=True)
class _Host:
    """Who invites into a team. claimed: its people with an account. invited: the links that are open."""

    records: AccountRecords
    by: Visitor
    team_id: int
    claimed: Collection[int]
    invited: Collection[OneTimeLink]


def _judged(host: _Host, people: Mapping[int, str], guests: Iterator[Guest]) -> Iterator[Guest]:
    numbers = {name_key(name): number for number, name in people.items()}
    seen: dict[str | int, int] = {}
    for guest in guests:
        person = numbers.get(name_key(guest.name))
        guest = replace(guest, person_id=person, name=people[person] if person is not None else guest.name)
        problem = guest.problem or _problem(host, guest, seen)
        if problem is None:
            seen[guest.email] = guest.number
            if person is not None:
                seen[person] = guest.number
        yield replace(guest, problem=problem)


def _problem(host: _Host, guest: Guest, seen: Mapping[str | int, int]) -> Message | None:
    """seen: addresses and people of the lines before -> where they stand."""
    if guest.email in seen:
        return Message(_SAME_ADDRESS, line=seen[guest.email])
    if guest.role is Role.OWNER:
        return Message(_NO_OWNERS)
    try:
        may_invite(host.by, guest.role, host.team_id)
        refuse_member(host.records, guest.email, guest.role, host.team_id, guest.person_id)
    except NotAllowed:
        return Message(_NO_LEADS)
    except Refused as refused:
        return refused.message
    if any(link.email == guest.email for link in host.invited):
        return Message(_INVITED, email=guest.email)
    if guest.person_id is None:
        # Who leads a team need not be planned in it.
        return Message(_UNKNOWN, name=guest.name) if guest.name and guest.role is Role.MANAGER else None
    if guest.person_id in host.claimed:
        return Message(_CLAIMED, name=guest.name)
    if (other := next((link for link in host.invited if link.person_id == guest.person_id), None)) is not None:
        return Message(_INVITED_PERSON, name=guest.name, email=other.email)
    if guest.person_id in seen:
        return Message(_SAME_PERSON, name=guest.name, line=seen[guest.person_id])
    return None
