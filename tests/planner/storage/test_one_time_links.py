"""Links that work once: the first owner, invitations and forgotten passwords, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete

from planner.accounts.model import LINK_LIFE, LinkGone, NotAllowed, Purpose, Refused, Role
from planner.accounts.throttle import TRIES_PER_ACCOUNT, TooManyTries
from planner.ports import Mail
from planner.storage.database import Database
from planner.storage.schema_teams import members
from tests.planner.account_cases import BASE, HOME, PASSWORD, AccountCase, token_of

LEA = "lea@example.com"
OTHER_PASSWORD = "another story in words"


def link_in(mail: Mail) -> str:
    """The link in a letter."""
    return next(line for line in mail.body.splitlines() if line.startswith(BASE))


@pytest.fixture
def case(shared_database: Database) -> AccountCase:
    return AccountCase(shared_database)


def invite(case: AccountCase, by: str, email: str, role: Role, team_id: int | None, person: int | None = None) -> str:
    return case.links.invite(case.visitor(by), email, role, team_id, "Wien", person, "en").address


# ---- owners


def test_the_first_start_makes_a_link_until_there_is_an_owner(case: AccountCase) -> None:
    first = case.links.first_owner_link()
    second = case.links.first_owner_link()
    assert first is not None
    assert second is not None
    assert second.startswith(f"{BASE}/welcome/")
    with pytest.raises(LinkGone):
        case.links.look(token_of(first))
    session = case.accept(second, email="Olga@Example.com ", name="  Olga\r\n Owner ")
    user = case.visitor(session).user
    assert (user.email, user.name, user.is_owner) == ("olga@example.com", "Olga Owner", True)
    assert case.links.first_owner_link() is None


def test_a_disabled_owner_is_none(case: AccountCase) -> None:
    owner, other = case.owner(), case.owner("other@example.com")
    case.users.disable(case.visitor(owner), case.visitor(other).user.user_id)
    assert case.links.first_owner_link() is None


def test_lock_out_is_mended_by_an_owner_link(case: AccountCase) -> None:
    owner, second = case.owner(), case.owner("second@example.com")
    user_id = case.visitor(second).user.user_id
    case.users.set_owner(case.visitor(owner), user_id, False)
    case.users.disable(case.visitor(owner), user_id)
    session = case.accept(case.links.owner_link(), email="second@example.com", name="Second", password=OTHER_PASSWORD)
    visitor = case.visitor(session)
    assert (visitor.user.user_id, visitor.user.is_owner, visitor.user.disabled) == (user_id, True, None)
    assert case.sign_in.proven("second@example.com", OTHER_PASSWORD, HOME)
    with pytest.raises(Refused):
        case.sign_in.proven("second@example.com", PASSWORD, HOME)


# ---- invitations


def test_an_invitation_is_mailed_and_shown(case: AccountCase) -> None:
    team_id, people = case.team()
    person, number = next(iter(people.items()))
    owner = case.owner()
    made = case.links.invite(case.visitor(owner), " Lea@example.com", Role.MANAGER, team_id, "Wien", number, "de")
    assert (made.email, case.mailbox.letters) == (LEA, [])
    (letter,) = case.post()
    assert (letter.to, made.address in letter.body, "Wien" in letter.body) == (LEA, True, True)
    assert "lädt dich" in letter.body
    (waiting,) = case.links.invitations(team_id)
    assert (waiting.email, waiting.role) == (LEA, Role.MANAGER)
    visitor = case.visitor(case.accept(made.address, name="Lea"))
    assert (visitor.role_in(team_id), visitor.role_in(team_id + 1)) == (Role.MANAGER, None)
    assert visitor.persons == {team_id: person}
    assert case.links.invitations(team_id) == []


# ---- once more


def test_a_new_link_takes_the_place_of_one_that_got_lost(case: AccountCase) -> None:
    team_id, people = case.team()
    person, number = next(iter(people.items()))
    owner = case.owner()
    first = invite(case, owner, LEA, Role.MANAGER, team_id, number)
    case.post()
    (link,) = case.links.invitations(team_id)
    again = case.links.invite_again(case.visitor(owner), team_id, "Wien", link.link_id, "en")
    assert again is not None
    assert again.email == LEA
    assert [again.address in letter.body for letter in case.post()] == [True]
    with pytest.raises(LinkGone):
        case.accept(first, name="Lea")
    visitor = case.visitor(case.accept(again.address, name="Lea"))
    assert (visitor.role_in(team_id), visitor.persons) == (Role.MANAGER, {team_id: person})
    # Nobody is invited by it who has come meanwhile, or whose invitation was of another team.
    assert case.links.invite_again(case.visitor(owner), team_id, "Wien", link.link_id, "en") is None
    invite(case, owner, "ben@example.com", Role.MANAGER, team_id)
    (other,) = case.links.invitations(team_id)
    assert case.links.invite_again(case.visitor(owner), case.team()[0], "Graz", other.link_id, "en") is None


def test_a_lead_makes_no_new_link_for_another_lead(case: AccountCase) -> None:
    team_id, owner = case.team()[0], case.owner()
    lead = case.invited(owner, LEA, Role.LEAD, team_id)
    address = invite(case, owner, "b@example.com", Role.LEAD, team_id)
    (link,) = case.links.invitations(team_id)
    with pytest.raises(NotAllowed):
        case.links.invite_again(case.visitor(lead), team_id, "Wien", link.link_id, "en")
    assert case.accept(address, name="B")


def test_a_new_link_for_somebody_who_left_the_roster_is_refused(case: AccountCase) -> None:
    (team_id, people), owner = case.team(), case.owner()
    number = next(iter(people.values()))
    invite(case, owner, LEA, Role.MANAGER, team_id, number)
    (link,) = case.links.invitations(team_id)
    with case.database.write() as connection:
        connection.execute(delete(members).where(members.c.team_id == team_id, members.c.person_id == number))
    with pytest.raises(Refused, match="left the roster"):
        case.links.invite_again(case.visitor(owner), team_id, "Wien", link.link_id, "en")
    assert [one.link_id for one in case.links.invitations(team_id)] == [link.link_id]


def test_a_link_works_once(case: AccountCase) -> None:
    address = invite(case, case.owner(), LEA, Role.OWNER, None)
    case.links.look(token_of(address))
    case.accept(address, name="Lea")
    with pytest.raises(LinkGone):
        case.accept(address, name="Lea")
    with pytest.raises(LinkGone):
        case.links.look(token_of(address))


def test_a_link_opened_by_two_at_once_works_once(case: AccountCase) -> None:
    address = case.links.owner_link()

    def accept(email: str) -> bool:
        try:
            return bool(case.accept(address, email=email, name="Somebody"))
        except LinkGone:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(accept, [f"o{n}@example.com" for n in range(4)])) == 1


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_link_works_as_long_as_it_should(case: AccountCase, purpose: Purpose) -> None:
    owner = case.owner()

    def make() -> str:
        if purpose is Purpose.OWNER:
            return case.links.owner_link()
        if purpose is Purpose.INVITATION:
            return invite(case, owner, LEA, Role.OWNER, None)
        case.links.forgotten("olga@example.com", HOME)
        return link_in(case.post()[-1])

    address = make()
    case.clock.wait(seconds=LINK_LIFE[purpose].total_seconds() - 1)
    case.links.look(token_of(address))
    case.clock.wait(seconds=1)
    with pytest.raises(LinkGone):
        case.accept(address, email="x@example.com", name="X")


@pytest.mark.parametrize("change", [str.upper, lambda t: t[:-1], lambda t: t + "a", lambda t: "", lambda t: "\ud800"])
def test_a_changed_link_opens_nothing(case: AccountCase, change) -> None:
    with pytest.raises(LinkGone):
        case.links.look(change(token_of(case.links.owner_link())))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"password": "elevenchars"}, "password"),
        ({"name": " \n "}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": "a@b\r\nBcc: c@d"}, "email"),
    ],
)
def test_what_is_not_right_leaves_the_link_working(case: AccountCase, fields: dict[str, str], field: str) -> None:
    address = case.links.owner_link()
    with pytest.raises(Refused) as refused:
        case.accept(address, **{"email": "olga@example.com", "name": "Olga", **fields})
    assert refused.value.field == field
    assert case.accept(address, email="olga@example.com", name="Olga")


def test_who_has_an_account_accepts_with_its_password(case: AccountCase) -> None:
    first, second = case.team()[0], case.team()[0]
    owner = case.owner()
    case.invited(owner, LEA, Role.LEAD, first)
    address = invite(case, owner, LEA, Role.MANAGER, second)
    assert case.links.look(token_of(address)).known is not None
    for _ in range(TRIES_PER_ACCOUNT):
        with pytest.raises(Refused):
            case.accept(address, name="Thief", password=OTHER_PASSWORD)
    with pytest.raises(TooManyTries):
        case.accept(address, name="Thief", password=OTHER_PASSWORD)
    case.clock.wait(minutes=15)
    visitor = case.visitor(case.accept(address, name="Thief"))
    assert visitor.user.name == "Lea"
    assert visitor.roles == {first: Role.LEAD, second: Role.MANAGER}


def test_whoever_came_to_have_an_account_meanwhile_keeps_its_password(case: AccountCase, monkeypatch) -> None:
    owner = case.owner()
    for_thief, for_lea = (invite(case, owner, LEA, Role.LEAD, case.team()[0]) for _ in range(2))
    hashed = case.passwords.hash

    def meanwhile(password: str) -> str:
        monkeypatch.setattr(case.passwords, "hash", hashed)
        case.accept(for_lea, name="Lea")
        return hashed(password)

    monkeypatch.setattr(case.passwords, "hash", meanwhile)
    with pytest.raises(LinkGone):
        case.accept(for_thief, name="Thief", password=OTHER_PASSWORD)
    assert case.sign_in.proven(LEA, PASSWORD, HOME).name == "Lea"


def test_an_invitation_never_takes_a_right_away(case: AccountCase) -> None:
    team_id, owner = case.team()[0], case.owner()
    as_manager = invite(case, owner, LEA, Role.MANAGER, team_id)
    user = case.visitor(case.accept(as_manager, name="Lea")).user
    to_manager = invite(case, owner, LEA, Role.LEAD, team_id)
    assert case.visitor(case.accept(to_manager)).role_in(team_id) is Role.LEAD
    with pytest.raises(Refused, match="in already"):
        invite(case, owner, LEA, Role.MANAGER, team_id)
    with pytest.raises(Refused, match="in already"):
        invite(case, owner, "olga@example.com", Role.LEAD, team_id)
    assert case.visitor(case.sign_in.sign_in(LEA, PASSWORD, HOME, "")).user.user_id == user.user_id


def test_a_second_invitation_takes_the_place_of_the_first(case: AccountCase) -> None:
    team_id, owner = case.team()[0], case.owner()
    first, second = (invite(case, owner, LEA, Role.LEAD, team_id) for _ in range(2))
    assert len(case.links.invitations(team_id)) == 1
    with pytest.raises(LinkGone):
        case.accept(first, name="Lea")
    assert case.accept(second, name="Lea")


def test_who_may_invite_whom(case: AccountCase) -> None:
    own, other = case.team()[0], case.team()[0]
    owner = case.owner()
    lead, manager = case.invited(owner, LEA, Role.LEAD, own), case.invited(owner, "m@example.com", Role.MANAGER, own)
    places = [(Role.MANAGER, own), (Role.LEAD, own), (Role.MANAGER, other), (Role.OWNER, None), (Role.OWNER, own),
              (Role.MANAGER, None)]  # fmt: skip

    def may(by: str, role: Role, team_id: int | None) -> bool:
        try:
            invite(case, by, "new@example.com", role, team_id)
        except NotAllowed:
            return False
        return True

    assert [may(owner, *place) for place in places] == [True, True, True, True, False, False]
    assert [may(lead, *place) for place in places] == [True, False, False, False, False, False]
    assert [may(manager, *place) for place in places] == [False] * 6


def test_a_person_of_another_team_is_nobody_here(case: AccountCase) -> None:
    own, (other, people) = case.team()[0], case.team()
    owner = case.owner()
    with pytest.raises(NotAllowed):
        invite(case, owner, LEA, Role.MANAGER, own, next(iter(people.values())))
    assert invite(case, owner, LEA, Role.MANAGER, other, next(iter(people.values())))


def test_an_invitation_taken_back(case: AccountCase) -> None:
    team_id, owner = case.team()[0], case.owner()
    lead = case.invited(owner, LEA, Role.LEAD, team_id)
    mine, theirs = (
        invite(case, lead, "a@example.com", Role.MANAGER, team_id),
        invite(case, owner, "b@example.com", Role.LEAD, team_id),
    )
    first, second = case.links.invitations(team_id)
    with pytest.raises(NotAllowed):
        case.links.withdraw(case.visitor(lead), team_id, second.link_id)
    case.links.withdraw(case.visitor(lead), team_id, first.link_id)
    case.links.withdraw(case.visitor(lead), team_id, first.link_id)
    with pytest.raises(LinkGone):
        case.accept(mine, name="A")
    assert case.accept(theirs, name="B")


# ---- forgotten passwords


def test_a_forgotten_password(case: AccountCase) -> None:
    old = case.owner()
    for _ in range(2):
        case.links.forgotten(" Olga@example.com", HOME)
    first, second = map(link_in, case.post())
    new = case.accept(first, password=OTHER_PASSWORD, name="Somebody else")
    assert case.visitor(new).user.name == "Olga Owner"
    assert case.sign_in.visitor(old) is None
    with pytest.raises(LinkGone):
        case.accept(second, password=PASSWORD)
    assert case.sign_in.proven("olga@example.com", OTHER_PASSWORD, HOME)


def test_nobody_learns_whether_there_is_an_account(case: AccountCase) -> None:
    owner, other = case.owner(), case.owner("second@example.com")
    case.users.disable(case.visitor(owner), case.visitor(other).user.user_id)
    jobs = []
    case.links._later = jobs.append
    for email in ("olga@example.com", "ghost@example.com", "second@example.com"):
        case.links.forgotten(email, HOME)
    assert (len(jobs), case.post()) == (3, [])
    for job in jobs:
        job()
    assert [mail.to for mail in case.post()] == ["olga@example.com"]


@pytest.mark.parametrize("email", ["olga@example.com", "ghost@example.com"])
def test_nobodys_mailbox_is_filled(case: AccountCase, email: str) -> None:
    case.owner()
    for _ in range(TRIES_PER_ACCOUNT):
        case.links.forgotten(email, HOME)
    with pytest.raises(TooManyTries):
        case.links.forgotten(email, "198.51.100.1")
    assert len(case.post()) == (TRIES_PER_ACCOUNT if email == "olga@example.com" else 0)


def test_a_link_of_somebody_disabled_since_opens_nothing(case: AccountCase) -> None:
    owner, other = case.owner(), case.owner("second@example.com")
    case.links.forgotten("second@example.com", HOME)
    (letter,) = case.post()
    case.users.disable(case.visitor(owner), case.visitor(other).user.user_id)
    with pytest.raises(LinkGone):
        case.accept(link_in(letter))
