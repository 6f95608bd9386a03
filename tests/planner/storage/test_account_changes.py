"""Whoever changes somebody's role or account, or erases them, stands in that person's access log."""

from collections.abc import Callable

import pytest

from planner.accounts.model import Refused, Role
from planner.bootstrap import StandingClock
from planner.domain.access import Changed
from planner.services.access_log import AccessLog
from planner.services.privacy import Privacy, blank_name
from planner.storage.database import Database
from planner.storage.records import DatabaseVault
from tests.planner.account_cases import BASE, AccountCase

LEA = "lea@example.com"


class House:
    """A team with somebody of it who has an account, and an owner, Olga."""

    def __init__(self, database: Database) -> None:
        self.case = AccountCase(database)
        self.vault = DatabaseVault(database)
        self.team, people = self.case.team()
        self.name, self.person = next(iter(people.items()))
        self.owner = self.case.owner()
        self.own = self.case.invited(self.owner, LEA, Role.MANAGER, self.team, self.person)
        self.user = self.case.visitor(self.own).user.user_id

    def changes(self, name: str = "") -> list[tuple[str, object]]:
        log = AccessLog(self.vault, StandingClock(self.case.clock.moment), 20)
        return [(one.reader, one.what) for one in log.changes(self.team, name or self.name)]

    def fresh(self) -> None:
        """Nothing of before is told any more."""
        self.case.clock.wait(days=30)
        self.owner = self.case.sign_in.sign_in("olga@example.com", "four words tell a story", "192.0.2.7", "")


@pytest.fixture
def house(shared_database: Database) -> House:
    return House(shared_database)


def test_the_role_that_an_invitation_gives_is_of_whoever_invited(house: House) -> None:
    assert house.changes() == [("Olga Owner", Changed.ROLE)]


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (lambda it: it.case.users.set_role(it.case.visitor(it.owner), it.user, it.team, Role.LEAD), Changed.ROLE),
        (lambda it: it.case.users.set_role(it.case.visitor(it.owner), it.user, it.team, None), Changed.ROLE),
        (lambda it: it.case.users.set_owner(it.case.visitor(it.owner), it.user, True), Changed.ROLE),
        (lambda it: it.case.users.disable(it.case.visitor(it.owner), it.user), Changed.ACCOUNT),
    ],
)
def test_an_owner_who_changes_an_account_stands_in_the_log(
    house: House, act: Callable[[House], None], what: Changed
) -> None:
    house.fresh()
    assert house.changes() == []
    act(house)
    assert house.changes() == [("Olga Owner", what)]


def test_who_lets_a_blocked_account_in_again_stands_in_the_log(house: House) -> None:
    house.case.users.disable(house.case.visitor(house.owner), house.user)
    house.fresh()
    assert house.changes() == []
    house.case.users.enable(house.case.visitor(house.owner), house.user)
    assert house.changes() == [("Olga Owner", Changed.ACCOUNT)]


@pytest.mark.parametrize(
    "act",
    [
        lambda it: it.case.users.set_role(it.case.visitor(it.owner), it.user, it.team, Role.MANAGER),
        lambda it: it.case.users.set_owner(it.case.visitor(it.owner), it.user, False),
        lambda it: it.case.users.enable(it.case.visitor(it.owner), it.user),
    ],
)
def test_what_stays_as_it_was_is_no_change(house: House, act: Callable[[House], None]) -> None:
    house.fresh()
    act(house)
    assert house.changes() == []


@pytest.mark.parametrize("blocked", [False, True])
def test_a_link_that_makes_an_owner_of_an_owner_changes_no_role(house: House, blocked: bool) -> None:
    """Who was blocked is let in again by it, from the command line."""
    by = house.case.visitor(house.owner)
    house.case.users.set_owner(by, house.user, True)
    if blocked:
        house.case.users.disable(by, house.user)
    house.fresh()
    house.case.accept(house.case.links.owner_link(), email=LEA, name="Lea")
    assert house.changes() == ([("", Changed.ACCOUNT)] if blocked else [])


def test_a_link_that_makes_an_owner_of_somebody_else_does(house: House) -> None:
    house.fresh()
    house.case.accept(house.case.links.owner_link(), email=LEA, name="Lea")
    assert [what for _, what in house.changes()] == [Changed.ROLE]


def test_what_people_do_to_their_own_account_is_not_told(house: House) -> None:
    house.fresh()
    own = house.case.sign_in.sign_in(LEA, "four words tell a story", "192.0.2.7", "")
    house.case.users.save_profile(house.case.visitor(own), "Lea", "de")
    house.case.sign_in.end_session(house.case.visitor(own), house.case.visitor(own).session.session_id)
    assert house.changes() == []


def test_an_erasure_is_written_down_with_the_blank_name(house: House) -> None:
    house.fresh()
    privacy = Privacy(house.vault, StandingClock(house.case.clock.moment), BASE, lambda words: None, lambda: True)
    privacy.erase(house.case.visitor(house.owner), house.person, house.name)
    assert house.changes(blank_name(house.person)) == [("Olga Owner", Changed.ERASED)]


def test_who_is_nobody_in_the_team_can_be_invited_once_more_as_somebody(house: House) -> None:
    other = next(number for number in house.case.users.unclaimed(house.team))
    alone = house.case.invited(house.owner, "max@example.com", Role.MANAGER, house.team)
    assert house.team not in house.case.visitor(alone).persons
    with pytest.raises(Refused, match="is in already"):
        house.case.invited(house.owner, "max@example.com", Role.MANAGER, house.team)
    again = house.case.invited(house.owner, "max@example.com", Role.MANAGER, house.team, other)
    assert house.case.visitor(again).user.person_id == other
    # Whoever is somebody stays who they are.
    with pytest.raises(Refused, match="is in already"):
        house.case.invited(house.owner, "max@example.com", Role.MANAGER, house.team, other)
