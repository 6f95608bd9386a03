"""The pages of a team's members and of all accounts: who may invite whom, and how each letter stands."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.reporting.report import Report
from planner.services.outbox import MOST_TRIES
from tests.planner.account_cases import PASSWORD, token_of
from tests.web.house import OTHER, SELF, House, build_house
from tests.web.signing_in import OLGA, sign_in, text


@pytest.fixture
def house(report: Report, tmp_path: Path) -> House:
    return build_house(tmp_path, report)


def test_a_lead_invites_a_manager_who_sees_the_roster_and_their_own_page(house: House) -> None:
    lead = house.client(house.session_of("lead"))
    members = f"/teams/{house.team_id}/members/"
    page = text(lead.get(members))
    assert 'value="lead"' not in page
    made = lead.post(members, data={"email": "anna@example.com", "role": "manager", "person": house.people[SELF]})
    address = re.search(r'id="link" readonly value="(.*?)"', text(made))[1]
    assert address not in text(lead.get(members))
    assert "anna@example.com" in text(lead.get(members))
    anna = house.client()
    anna.post(f"/welcome/{token_of(address)}", data={"name": "Anna", "password": PASSWORD})
    statuses = {path: anna.get(house.place + path).status_code
                for path in ("/", f"/people/{SELF}", f"/people/{OTHER}", "/people/", "/files/")}  # fmt: skip
    assert list(statuses.values()) == [200, 200, 403, 403, 403]
    nav = text(anna.get(f"{house.place}/")).partition('<nav class="nav"')[2].partition("</nav>")[0]
    own = ["My shifts", "My wishes", "My leave", "My calendars"]
    assert re.findall(r">([^<>\n]+)</a>", nav) == [*own, "Roster", "My teams"]
    # A lead's head begins with the month; messages stand beside the account, for both.
    for client, first in ((lead, "Roster"), (anna, "My shifts")):
        nav, _, beside = text(client.get(f"{house.place}/")).partition('<nav class="nav"')[2].partition("</nav>")
        assert re.findall(r">([^<>\n]+)</a>", nav)[0] == first
        assert ("Messages" in nav, "Messages" in beside.partition("</header>")[0]) == (False, True)
    assert "anna@example.com" not in text(lead.get(members)).partition("Has not accepted yet")[2]


def test_what_a_lead_may_not_is_refused(house: House) -> None:
    lead = house.client(house.session_of("lead"))
    members = f"/teams/{house.team_id}/members/"
    assert lead.post(members, data={"email": "x@example.com", "role": "lead"}).status_code == 403
    assert lead.post(members, data={"email": "x@example.com", "role": "owner"}).status_code == 400
    assert lead.post(members, data={"email": "x@example.com", "role": ""}).status_code == 400
    assert lead.post(members, data={"email": "x@example.com", "role": "manager", "person": 4711}).status_code == 403
    assert lead.post(f"{members}role", data={"user": 1, "role": "lead"}).status_code == 403
    assert house.case.post() == []


def test_an_owner_changes_roles_and_what_ends_ends_at_once(house: House) -> None:
    owner, session = house.client(house.owner), house.session_of("lead")
    lead, user = house.client(session), house.case.visitor(session).user.user_id
    members = f"/teams/{house.team_id}/members/"
    assert lead.get(members).status_code == 200
    owner.post(f"{members}role", data={"user": user, "role": "manager"})
    assert (lead.get(members).status_code, lead.get(f"{house.place}/").status_code) == (403, 200)
    owner.post(f"{members}role", data={"user": user, "role": ""})
    assert lead.get(f"{house.place}/").status_code == 404
    owner.post("/accounts/change", data={"user": user, "change": "disable"})
    assert lead.get("/").status_code == 303
    assert sign_in(house.client(), "lead@example.com").status_code == 400
    owner.post("/accounts/change", data={"user": user, "change": "enable"})
    assert sign_in(house.client(), "lead@example.com").status_code == 303


def test_the_only_owner_stays_and_is_told_why(house: House) -> None:
    owner = house.client(house.owner)
    user = house.case.visitor(house.owner).user.user_id
    for change in ("disable", "no-owner"):
        answer = owner.post("/accounts/change", data={"user": user, "change": change})
        assert answer.status_code == 400
        assert "only owner" in text(answer)
    assert owner.post("/accounts/change", data={"user": user, "change": "fire"}).status_code == 400


def test_an_owner_invites_another_and_takes_it_back(house: House) -> None:
    owner = house.client(house.owner)
    made = text(owner.post("/accounts/", data={"email": "second@example.com"}))
    token = token_of(re.search(r'id="link" readonly value="(.*?)"', made)[1])
    assert "is in already" in text(owner.post("/accounts/", data={"email": OLGA}))
    (link,) = house.case.links.invitations(None)
    assert owner.post("/accounts/withdraw", data={"link": link.link_id}).status_code == 303
    assert house.client().get(f"/welcome/{token}").status_code == 404


PLACES = {"members": "/teams/{team}/members/", "accounts": "/accounts/"}


def row_of(house: House, path: str, email: str, language: str = "en") -> str:
    """What the list of open invitations says of somebody."""
    page = text(house.client(house.owner).get(path, headers={"Accept-Language": language}))
    row = next(part for part in page.split("<li>") if f"<b>{email}</b>" in part)
    return " ".join(re.sub(r"<[^>]+>", " ", row.partition("</span>")[0]).split())


@pytest.mark.parametrize("place", PLACES)
def test_the_list_tells_how_the_letter_of_each_invitation_stands(house: House, place: str) -> None:
    path, email = PLACES[place].format(team=house.team_id), "anna@example.com"
    house.case.mailbox.broken = True
    made = house.client(house.owner).post(path, data={"email": email, "role": "manager"})
    # The page waits for nobody, and shows the link.
    assert (made.status_code, 'id="link" readonly value="http' in text(made)) == (200, True)
    assert "A letter with this link is on its way." in text(made)
    assert row_of(house, path, email).endswith("Letter on its way")
    for tries, (told, german) in enumerate((("1 try", "1 Versuch"), ("2 tries", "2 Versuche")), 1):
        house.case.post()
        assert f"The letter could not be sent yet, {told} so far" in row_of(house, path, email)
        assert f"bisher {german};" in row_of(house, path, email, "de")
        house.case.clock.wait(seconds=60 * 2 ** (tries - 1))
    house.case.mailbox.broken = False
    house.case.post()
    assert row_of(house, path, email).endswith("Letter sent")


@pytest.mark.parametrize("place", PLACES)
def test_days_of_an_invitation_are_those_of_the_readers_clock(house: House, place: str) -> None:
    path, email = PLACES[place].format(team=house.team_id), "anna@example.com"
    # Half past eleven in the evening by UTC is half past midnight in Vienna.
    house.case.clock.moment = datetime(2026, 12, 8, 23, 30, tzinfo=UTC)
    house.client(house.owner).post(path, data={"email": email, "role": "manager"})
    assert "invited Wed 9 Dec, can accept until Wed 16 Dec" in row_of(house, path, email)


@pytest.mark.parametrize("place", PLACES)
def test_a_letter_that_was_given_up_is_told_with_what_to_do(house: House, place: str) -> None:
    path, email = PLACES[place].format(team=house.team_id), "anna@example.com"
    house.case.mailbox.broken = True
    house.client(house.owner).post(path, data={"email": email, "role": "manager"})
    for tries in range(MOST_TRIES):
        house.case.post()
        house.case.clock.wait(seconds=60 * 2**tries)
    told = "The letter could not be sent. Make a new link and hand it over yourself."
    assert told in row_of(house, path, email)


@pytest.mark.parametrize("place", PLACES)
def test_without_a_mail_server_no_letter_is_told_of(house: House, place: str) -> None:
    path, email = PLACES[place].format(team=house.team_id), "anna@example.com"
    house.case.links.has_mail_server = False
    made = text(house.client(house.owner).post(path, data={"email": email, "role": "manager"}))
    assert "No mail server is set up (SMTP_HOST), so nobody gets a letter." in made
    house.case.post()
    for language, word in (("en", "etter"), ("de", "E-Mail")):
        assert word not in row_of(house, path, email, language)


@pytest.mark.parametrize("place", PLACES)
def test_whose_link_got_lost_gets_a_new_one(house: House, place: str) -> None:
    path, email = PLACES[place].format(team=house.team_id), "anna@example.com"
    owner = house.client(house.owner)
    first, again = "", {"link": "0"}
    for _ in range(2):
        page = text(owner.post(path + ("again" if first else ""), data=again if first else {
            "email": email, "role": "manager"
        }))  # fmt: skip
        assert f"Invitation for {email}" in page
        address = re.search(r'id="link" readonly value="(.*?)"', page)[1]
        assert token_of(address) != first
        (link,) = house.case.links.invitations(house.team_id if place == "members" else None)
        before, first, again = first, token_of(address), {"link": str(link.link_id)}
    assert [house.client().get(f"/welcome/{token}").status_code for token in (before, first)] == [404, 200]
    # Taken back by somebody else meanwhile: the list shows it.
    owner.post(f"{path}withdraw", data=again)
    assert owner.post(f"{path}again", data=again).status_code == 303


def test_everybody_sees_their_own_teams(house: House) -> None:
    names = {who: text(house.client(house.session_of(who)).get("/")) for who in ("owner", "lead", "stranger")}
    mine = house.desks.teams_by_id[house.team_id]
    assert {who: (mine in page, "Others" in page) for who, page in names.items()} == {
        "owner": (True, True), "lead": (True, False), "stranger": (False, True),
    }  # fmt: skip
    assert ["/members/" in page for page in names.values()] == [True, True, False]
    assert house.client(house.session_of("manager")).get("/").location == "/my/"
