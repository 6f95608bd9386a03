"""Several people invited at once: what each line says, what is wrong with it, and that nothing of it is lost."""

from typing import Any

import pytest

from planner.accounts.model import NotAllowed, Role
from planner.messages import render
from planner.services.guests import MOST_AT_ONCE, Guest
from planner.services.one_time_links import Invited
from planner.storage.database import Database
from tests.planner.account_cases import AccountCase
from tests.planner.storage.desk import ANA, BEN, CLEO


class Inviting:
    """A team whose owner, or another, invites. ANA has an account in it."""

    def __init__(self, database: Database) -> None:
        self.case = AccountCase(database)
        self.team, self.people = self.case.team()
        self.owner = self.case.owner()
        self.ana = self.case.invited(self.owner, "ana@example.com", Role.MANAGER, self.team, self.people[ANA])

    def judged(self, text: str, by: str = "") -> list[Guest]:
        return self.case.accounts.guests.judge(self.case.visitor(by or self.owner), self.team, text)

    def problems(self, text: str, by: str = "") -> dict[int, str]:
        """What is wrong, by line."""
        found = self.judged(text, by)
        return {guest.number: render(guest.problem, "en") for guest in found if guest.problem}

    def invited(self, text: str) -> list[Guest]:
        return self.case.accounts.guests.invite(self.case.visitor(self.owner), self.team, "Team", text, "en")

    def open_addresses(self) -> set[str]:
        return {link.email for link in self.case.links.invitations(self.team)}


@pytest.fixture
def inviting(shared_database: Database) -> Inviting:
    return Inviting(shared_database)


@pytest.mark.parametrize(
    "line",
    [
        f"{BEN}\tben@example.com\tManager",
        f"ben@example.com;{BEN.upper()}",
        f"Teammitglied, {BEN}, Ben@Example.com",
        f"{BEN} <ben@example.com>",
        f"  {BEN} ;; ben@example.com ; ",
        f"Name;E-Mail\n\n{BEN};ben@example.com",
    ],
)
def test_a_line_says_who_where_and_as_what_in_any_order(inviting: Inviting, line: str) -> None:
    [guest] = inviting.judged(line)
    assert (guest.name, guest.email, guest.role) == (BEN, "ben@example.com", Role.MANAGER)
    assert (guest.person_id, guest.problem) == (inviting.people[BEN], None)


def test_lines_typed_below_pasted_ones_are_read_too(inviting: Inviting) -> None:
    found = inviting.judged(f"{BEN}\tben@example.com\n{CLEO}; cleo@example.com\nLead, Lea <lea@example.com>; lead")
    assert [(guest.name, guest.email, guest.problem) for guest in found] == [
        (BEN, "ben@example.com", None), (CLEO, "cleo@example.com", None), ("Lead, Lea", "lea@example.com", None),
    ]  # fmt: skip
    assert [guest.email for guest in inviting.judged(f"{BEN}\tben@example.com\n{CLEO}, cleo@example.com")] == [
        "ben@example.com", "cleo@example.com"
    ]  # fmt: skip


def test_who_leads_need_not_be_in_the_roster(inviting: Inviting) -> None:
    first, second = inviting.judged("Lea Lead\tlea@example.com\tTeam lead\nben@example.com\tteamleitung")
    assert (first.name, first.role, first.person_id, first.problem) == ("Lea Lead", Role.LEAD, None, None)
    assert (second.name, second.role, second.problem) == ("", Role.LEAD, None)


def test_what_is_wrong_is_told_at_its_line(inviting: Inviting) -> None:
    inviting.case.links.invite(
        inviting.case.visitor(inviting.owner), "open@example.com", Role.MANAGER, inviting.team, "Team", None, "en"
    )
    text = f"""{BEN};ben@example.com
{CLEO}
{CLEO};one@example.com;two@example.com
{CLEO};cleo@@example.com
Nobody Here;nobody@example.com

{CLEO};ben@example.com
{BEN};other@example.com
{ANA};new@example.com
ana@example.com
{CLEO};boss@example.com;owner
open@example.com"""
    assert inviting.problems(text) == {
        2: "There is no e-mail address in this line. Write name and address, like “Lea Huber; lea@example.com”.",
        3: "There are two e-mail addresses in this line. Give each person a line.",
        4: "This is no e-mail address. Write one like lea@example.com.",
        5: "Nobody in the roster is called Nobody Here. Write the name as it stands there, or leave it out.",
        7: "This address stands in line 1 already. Leave one of the two out.",
        8: f"{BEN} stands in line 1 already. Leave one of the two out.",
        9: f"{ANA} has an account already. Leave this line out.",
        10: "Ana is in already.",
        11: "Owners are invited on the page “Accounts”. Leave this line out.",
        12: "open@example.com is invited already. Leave this line out, or take that invitation back first.",
    }


def test_each_gets_a_link_and_a_letter_and_the_other_lines_stay(inviting: Inviting) -> None:
    wrong = f"{CLEO}\tno address"
    found = inviting.invited(f"{BEN}\tben@example.com\n{wrong}\nlea@example.com\tlead")
    assert [guest.made is not None for guest in found] == [True, False, True]
    assert found[1].text == wrong
    letters = inviting.case.post()
    assert [letter.to for letter in letters] == ["ben@example.com", "lea@example.com"]
    made = [guest.made for guest in found if guest.made]
    assert all(one.address in letter.body for one, letter in zip(made, letters, strict=True))
    assert inviting.open_addresses() == {"ben@example.com", "lea@example.com"}
    ben = inviting.case.visitor(inviting.case.accept(made[0].address, name="Ben"))
    assert (ben.roles, ben.persons) == ({inviting.team: Role.MANAGER}, {inviting.team: BEN})


def test_who_left_the_roster_meanwhile_costs_nobody_their_link(
    inviting: Inviting, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = inviting.case.links
    people, invite = dict(inviting.people), links.invite

    def left_meanwhile(*given: Any) -> Invited:
        # By now the number is nobody's in this team.
        return invite(*(0 if one == people[CLEO] and at == 5 else one for at, one in enumerate(given)))

    monkeypatch.setattr(links, "invite", left_meanwhile)
    ben, cleo, lea = inviting.invited(f"{BEN};ben@example.com\n{CLEO};cleo@example.com\nlea@example.com;lead")
    assert (ben.made is not None, cleo.made, lea.made is not None) == (True, None, True)
    assert cleo.problem is not None
    assert render(cleo.problem, "en").startswith(f"Nobody in the roster is called {CLEO}.")


def test_a_whole_large_team_is_invited_at_once_and_more_stay_for_the_next_press(inviting: Inviting) -> None:
    lines = [f"p{number}@example.com" for number in range(MOST_AT_ONCE + 2)]
    found = inviting.invited("\n".join(lines))
    # Nobody waits for a mail server.
    assert inviting.case.mailbox.letters == []
    assert [guest.text for guest in found if guest.made is None] == lines[MOST_AT_ONCE:]
    assert not any(guest.problem for guest in found)
    assert inviting.open_addresses() == set(lines[:MOST_AT_ONCE])
    assert {letter.to for letter in inviting.case.post()} == set(lines[:MOST_AT_ONCE])


def test_leads_invite_managers_only_and_managers_nobody(inviting: Inviting) -> None:
    lead = inviting.case.invited(inviting.owner, "lead@example.com", Role.LEAD, inviting.team)
    told = "Only owners invite team leads. Leave the role out, or ask an owner."
    assert inviting.problems(f"{BEN};ben@example.com\nlea@example.com;lead", lead) == {2: told}
    with pytest.raises(NotAllowed):
        inviting.judged("ben@example.com", inviting.ana)


def test_nobody_in_the_roster_is_invited_twice(inviting: Inviting) -> None:
    inviting.invited(f"{BEN};ben@example.com")
    assert inviting.problems(f"{BEN};other@example.com") == {
        1: f"{BEN} is invited already, at ben@example.com. Leave this line out, or take that invitation back first."
    }
    [link] = inviting.case.links.invitations(inviting.team)
    inviting.case.links.withdraw(inviting.case.visitor(inviting.owner), inviting.team, link.link_id)
    assert inviting.problems(f"{BEN};other@example.com") == {}
