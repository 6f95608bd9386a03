"""Names, passwords, roles and owners, and who is let in no more, on both databases."""

import pytest

from planner.accounts.model import LinkGone, NotAllowed, Refused, Role
from planner.accounts.throttle import TRIES_PER_ACCOUNT, TooManyTries
from planner.storage.database import Database
from tests.planner.account_cases import BASE, HOME, PASSWORD, AccountCase

LEA, OLGA = "lea@example.com", "olga@example.com"
NEW = "a newer story in words"


@pytest.fixture
def case(shared_database: Database) -> AccountCase:
    return AccountCase(shared_database)


def test_name_and_language(case: AccountCase) -> None:
    session = case.owner()
    case.users.save_profile(case.visitor(session), " Olga  Ohm ", "de")
    user = case.visitor(session).user
    assert (user.name, user.language) == ("Olga Ohm", "de")
    with pytest.raises(Refused):
        case.users.save_profile(case.visitor(session), "", "de")


def test_a_new_password_ends_all_other_sessions_and_links(case: AccountCase) -> None:
    session = case.owner()
    elsewhere = case.sign_in.sign_in(OLGA, PASSWORD, HOME, "Phone")
    case.links.forgotten(OLGA, HOME)
    [letter] = case.post()
    new = case.users.change_password(case.visitor(session), PASSWORD, NEW, HOME)
    assert [case.sign_in.visitor(one) for one in (session, elsewhere)] == [None, None]
    assert case.visitor(new).session.client == "Firefox"
    assert case.sign_in.proven(OLGA, NEW, HOME)
    with pytest.raises(LinkGone):
        case.accept(next(line for line in letter.body.splitlines() if line.startswith(BASE)))


def test_the_present_password_is_asked_for_under_the_throttle(case: AccountCase) -> None:
    session = case.owner()
    for _ in range(TRIES_PER_ACCOUNT):
        with pytest.raises(Refused, match="not your present") as refused:
            case.users.change_password(case.visitor(session), "guess", NEW, HOME)
        assert refused.value.field == "current"
    with pytest.raises(TooManyTries):
        case.users.change_password(case.visitor(session), PASSWORD, NEW, HOME)


def test_a_weak_new_password_changes_nothing(case: AccountCase) -> None:
    session = case.owner()
    with pytest.raises(Refused) as refused:
        case.users.change_password(case.visitor(session), PASSWORD, "short", HOME)
    assert refused.value.field == "password"
    assert case.visitor(session)
    assert case.sign_in.proven(OLGA, PASSWORD, HOME)


def test_roles_change_at_once(case: AccountCase) -> None:
    team_id, owner = case.team()[0], case.owner()
    lead = case.invited(owner, LEA, Role.LEAD, team_id)
    user_id = case.visitor(lead).user.user_id
    waiting = case.links.invite(case.visitor(lead), "new@example.com", Role.MANAGER, team_id, "Wien", None, "en")
    assert [(m.user.name, m.role, m.person) for m in case.users.members(team_id)] == [("Lea", Role.LEAD, "")]
    case.users.set_role(case.visitor(owner), user_id, team_id, Role.MANAGER)
    assert case.visitor(lead).role_in(team_id) is Role.MANAGER
    with pytest.raises(LinkGone):
        case.accept(waiting.address, name="New")
    case.users.set_role(case.visitor(owner), user_id, team_id, None)
    assert case.visitor(lead).role_in(team_id) is None
    with pytest.raises(NotAllowed):
        case.users.set_role(case.visitor(owner), user_id, team_id, Role.LEAD)


def test_people_without_an_account(case: AccountCase) -> None:
    team_id, people = case.team()
    name, number = next(iter(people.items()))
    assert case.users.unclaimed(team_id) == {number: name for name, number in people.items()}
    case.invited(case.owner(), LEA, Role.MANAGER, team_id, number)
    assert case.users.members(team_id)[0].person == name
    assert number not in case.users.unclaimed(team_id)


def test_disabled_means_out_at_once_and_enabled_means_in(case: AccountCase) -> None:
    owner, second = case.owner(), case.owner("second@example.com")
    user_id = case.visitor(second).user.user_id
    waiting = case.links.invite(case.visitor(second), "new@example.com", Role.OWNER, None, "", None, "en")
    case.users.disable(case.visitor(owner), user_id)
    assert case.sign_in.visitor(second) is None
    with pytest.raises(LinkGone):
        case.accept(waiting.address, name="New")
    case.users.enable(case.visitor(owner), user_id)
    assert case.sign_in.visitor(second) is None
    assert case.sign_in.sign_in("second@example.com", PASSWORD, HOME, "")


def test_the_last_owner_stays(case: AccountCase) -> None:
    owner = case.owner()
    me = case.visitor(owner)
    for change in (
        lambda: case.users.disable(me, me.user.user_id),
        lambda: case.users.set_owner(me, me.user.user_id, False),
    ):
        with pytest.raises(Refused, match="only owner"):
            change()
    other = case.visitor(case.invited(owner, LEA, Role.OWNER, None)).user.user_id
    case.users.set_owner(me, me.user.user_id, False)
    assert not case.visitor(owner).user.is_owner
    assert [
        user.user_id
        for user in case.users.everybody(case.visitor(case.sign_in.sign_in(LEA, PASSWORD, HOME, "")))
        if user.is_owner
    ] == [other]


def test_only_owners_change_others(case: AccountCase) -> None:
    team_id, owner = case.team()[0], case.owner()
    lead = case.visitor(case.invited(owner, LEA, Role.LEAD, team_id))
    target = case.visitor(owner).user.user_id
    for change in (
        lambda: case.users.everybody(lead),
        lambda: case.users.set_role(lead, lead.user.user_id, team_id, Role.LEAD),
        lambda: case.users.set_owner(lead, lead.user.user_id, True),
        lambda: case.users.disable(lead, target),
        lambda: case.users.enable(lead, target),
    ):
        with pytest.raises(NotAllowed):
            change()
