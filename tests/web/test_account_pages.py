"""The pages about accounts: they work, say what is wrong, read well in both languages, and let nobody slip by."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from flask.testing import FlaskClient

from planner.accounts.model import Role
from planner.accounts.throttle import TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS
from planner.messages import LANGUAGES
from planner.reporting.report import Report
from planner.services.outbox import MOST_TRIES
from tests.planner.account_cases import PASSWORD, token_of
from tests.web.house import OTHER, SELF, House, build_house
from tests.web.page_reading import Page, read_page
from web.auth import safe_next
from web.i18n import translate

OLGA = "olga@example.com"
WINDOWS_FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def house(report: Report, tmp_path: Path) -> House:
    return build_house(tmp_path, report)


def sign_in(client: FlaskClient, email: str = OLGA, password: str = PASSWORD, **more: str):
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("sid")
    return found.value if found else ""


def text(answer) -> str:
    return answer.get_data(as_text=True)


# ---- every page, in both languages

WAYS: dict[str, tuple[str, Callable[[House], str]]] = {
    "sign-in": ("", lambda _: "/sign-in"),
    "forgotten": ("", lambda _: "/forgotten"),
    "welcome as owner": ("", lambda house: f"/welcome/{token_of(house.case.links.owner_link())}"),
    "welcome": ("", lambda house: f"/welcome/{link_for(house, 'new@example.com')}"),
    "welcome back": ("", lambda house: f"/welcome/{link_for(house, 'stranger@example.com')}"),
    "link gone": ("", lambda _: "/welcome/gone"),
    "teams": ("owner", lambda _: "/"),
    "no team": ("lonely", lambda _: "/"),
    "account": ("manager", lambda _: "/account/"),
    "members": ("owner", lambda house: f"/teams/{house.team_id}/members/"),
    "members for a lead": ("lead", lambda house: f"/teams/{house.team_id}/members/"),
    "accounts": ("owner", lambda _: "/accounts/"),
}


def link_for(house: House, email: str) -> str:
    by = house.case.visitor(house.owner)
    return token_of(house.case.links.invite(by, email, Role.LEAD, house.team_id, "Team", None, "en").address)


@pytest.fixture(scope="module")
def busy(report: Report, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, dict[str, str]]:
    """A house with members of each role and open invitations."""
    house = build_house(tmp_path_factory.mktemp("busy"), report)
    sessions = {who: house.session_of(who) for who in ("owner", "lead", "manager", "stranger")}
    sessions["lonely"] = house.case.invited(house.owner, "lonely@example.com", Role.LEAD, house.other_id)
    by = house.case.visitor(house.owner)
    lonely = house.case.visitor(sessions["lonely"]).user.user_id
    house.case.users.set_role(by, lonely, house.other_id, None)
    for role, team_id in ((Role.LEAD, house.team_id), (Role.MANAGER, house.team_id), (Role.OWNER, None)):
        house.case.links.invite(by, f"{role}.waits@example.com", role, team_id, "Team", None, "en")
    house.case.users.disable(by, house.case.visitor(house.case.owner("gone@example.com", "Gone")).user.user_id)
    return house, sessions


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", WAYS)
def test_page_reads_well(busy: tuple[House, dict[str, str]], way: str, language: str, template_texts: set[str]) -> None:
    house, sessions = busy
    who, path = WAYS[way]
    answer = house.client(sessions.get(who, "")).get(path(house), headers={"Accept-Language": language})
    assert answer.status_code == (404 if way == "link gone" else 200)
    page = read_page(text(answer))
    assert page.all("html")[0]["lang"] == language
    assert len(page.all("h1")) == 1
    page.assert_nothing_inline()
    page.assert_everything_named()
    page.assert_levels_in_steps()
    assert answer.headers["Cache-Control"] == "no-store"
    if language == "de":
        english = {one for one in template_texts if translate(one, "de") != one}
        assert spoken(page) & english == set()


@pytest.fixture(scope="module")
def template_texts() -> set[str]:
    """All texts in the pages' templates."""
    templates = Path(__file__).parents[2] / "web" / "templates"
    found = (re.findall(r"_\('(.*?)'[,)]", path.read_text(encoding="utf-8")) for path in templates.rglob("*.html"))
    return {one for texts in found for one in texts}


def spoken(page: Page) -> set[str]:
    named = {attributes.get(name, "") for _, attributes in page.elements for name in ("aria-label", "title")}
    return {*page.texts, *named}


# ---- signing in and out


def test_in_out_and_in(house: House) -> None:
    client = house.client()
    sent = client.get(f"{house.place}/list?q=anna")
    assert sent.location == f"/sign-in?next={house.place}/list?q%3Danna"
    assert f'value="{house.place}/list?q=anna"' in text(client.get(sent.location))
    answer = sign_in(client, next=f"{house.place}/list?q=anna")
    assert (answer.status_code, answer.location) == (303, f"{house.place}/list?q=anna")
    assert "Olga Owner" in text(client.get("/"))
    assert client.get("/sign-in?next=/account/").location == "/account/"
    out = client.post("/sign-out")
    assert (out.location, out.headers["Clear-Site-Data"]) == ("/sign-in", '"cache", "storage"')
    assert client.get("/").status_code == 303
    assert house.client().post("/sign-out").status_code == 303


def test_the_cookie_is_for_the_browser_alone(house: House, report: Report, tmp_path: Path) -> None:
    written = next(one for one in sign_in(house.client()).headers.getlist("Set-Cookie") if one.startswith("sid="))
    assert "HttpOnly" in written
    assert "SameSite=Lax" in written
    assert "Path=/" in written
    assert "Domain" not in written
    assert "Secure" not in written
    (tmp_path / "tls").mkdir()
    secure = build_house(tmp_path / "tls", report, "https://team.example")
    answer = secure.app.test_client().post(
        "/sign-in", data={"email": OLGA, "password": PASSWORD}, base_url="https://team.example"
    )
    cookies = [one for one in answer.headers.getlist("Set-Cookie") if PASSWORD not in one]
    assert any(one.startswith("__Host-sid=") for one in cookies)
    assert all("Secure" in one for one in cookies if "Expires=Thu, 01 Jan 1970" not in one)


def test_a_session_given_by_somebody_else_is_never_taken_over(house: House) -> None:
    """Whoever plants a cookie, known to them or made up, does not know the one that holds after sign-in."""
    for planted in ("made-up", house.session_of("stranger")):
        client = house.client(planted)
        sign_in(client)
        assert cookie(client) not in ("", planted)
        assert house.case.sign_in.visitor(planted) is None


def test_a_form_opened_before_signing_in_is_stale_after(house: House) -> None:
    house.app.config["WTF_CSRF_ENABLED"] = True
    client = house.client()
    before = re.search(r'csrf_token" value="(.*?)"', text(client.get("/sign-in")))[1]
    assert sign_in(client).status_code == 400
    assert sign_in(client, csrf_token=before).status_code == 303
    assert client.post("/account/sign-out-everywhere", data={"csrf_token": before}).status_code == 400
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/forgotten", "/welcome/x", "/account/", "/account/password",
                                  "/account/sessions", "/account/sign-out-everywhere", "/accounts/",
                                  "/accounts/again", "/accounts/withdraw", "/accounts/change", "/teams/1/members/",
                                  "/teams/1/members/again", "/teams/1/members/withdraw",
                                  "/teams/1/members/role"])  # fmt: skip
def test_every_form_must_come_from_our_pages(house: House, path: str) -> None:
    house.app.config["WTF_CSRF_ENABLED"] = True
    assert house.client(house.owner).post(path).status_code == 400


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
     "javascript:alert(1)", "evil", "", "/ok\r\nSet-Cookie: x=y", "///evil.example", "http:///evil.example",
     " //evil.example", "/ä"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere_after_signing_in(house: House, target: str) -> None:
    assert sign_in(house.client(), next=target).location == "/"
    assert house.client(house.owner).get("/sign-in", query_string={"next": target}).location == "/"
    assert safe_next(target) == "/"


@pytest.mark.parametrize("target", ["/", "/account/", "/teams/1/2026-12/list?q=a&x=%2F%2Fevil"])
def test_our_own_addresses_are_kept(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_and_too_often_are_said(house: House, language: str) -> None:
    client = house.client()
    pages = {}
    for email in (OLGA, "ghost@example.com"):
        answers = [
            client.post("/sign-in", data={"email": email, "password": "wrong"}, headers={"Accept-Language": language})
            for _ in range(TRIES_PER_ACCOUNT + 1)
        ]
        assert [answer.status_code for answer in answers] == [400] * TRIES_PER_ACCOUNT + [429]
        pages[email] = [re.sub('csrf_token" value=".*?"', "", text(one)).replace(email, "…") for one in answers]
        assert "wrong" not in pages[email][0].replace("field wrong", "")
    assert pages[OLGA] == pages["ghost@example.com"]
    assert ("Warte 15 min" if language == "de" else "Wait 15 min") in pages[OLGA][-1]


def test_addresses_behind_a_trusted_proxy_are_told_apart(report: Report, tmp_path: Path) -> None:
    for proxies, blocked in ((0, True), (1, False)):
        folder = tmp_path / str(proxies)
        folder.mkdir()
        house = build_house(folder, report, trusted_proxies=proxies)
        for n in range(TRIES_PER_ADDRESS):
            sign_in(house.client(), f"g{n}@example.com", "wrong")
        answer = house.client().post(
            "/sign-in", data={"email": OLGA, "password": PASSWORD}, headers={"X-Forwarded-For": "198.51.100.9"}
        )
        assert answer.status_code == (429 if blocked else 303)


def test_links_in_letters_begin_with_our_address_whatever_host_is_asked(report: Report, tmp_path: Path) -> None:
    house = build_house(tmp_path, report, "https://team.example")
    for host, status in (("team.example", 200), ("localhost", 200), ("evil.example", 400)):
        answer = house.client().post(
            "/forgotten", data={"email": OLGA}, headers={"Host": host, "X-Forwarded-Host": "evil.example"}
        )
        assert answer.status_code == status
        bodies = [letter.body for letter in house.case.post()]
        assert len(bodies) == (status == 200)
        assert all("https://team.example/welcome/" in body and "evil" not in body for body in bodies)


def test_forgotten_says_the_same_for_everybody(house: House) -> None:
    pages = []
    for email in (OLGA, "ghost@example.com"):
        answer = house.client().post("/forgotten", data={"email": email})
        assert answer.status_code == 200
        pages.append(text(answer).replace(email, "…"))
    assert pages[0] == pages[1]
    assert house.client().post("/forgotten", data={"email": "x@y\r\nBcc: z@z"}).status_code == 400
    assert [letter.to for letter in house.case.post()] == [OLGA]


# ---- one-time links


def test_a_link_is_looked_at_used_and_gone(house: House) -> None:
    path = f"/welcome/{link_for(house, 'lea@example.com')}"
    client = house.client()
    for _ in range(2):
        assert client.get(path).status_code == 200
    short = client.post(path, data={"name": "Lea", "password": "short"})
    assert short.status_code == 400
    assert 'value="Lea"' in text(short)
    assert "12" in text(short)
    answer = client.post(path, data={"name": "Lea", "password": PASSWORD, "next": f"{house.place}/list"})
    assert (answer.status_code, answer.location) == (303, f"{house.place}/list")
    assert client.get(f"{house.place}/list").status_code == 200
    for answer in (client.get(path), client.post(path, data={"name": "Lea", "password": PASSWORD})):
        assert answer.status_code == 404
        assert "ask whoever" in text(answer)


def test_a_failure_on_a_link_is_logged_without_its_secret(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    token = link_for(house, "lea@example.com")
    monkeypatch.setattr(house.case.links, "look", lambda _: 1 / 0)
    house.app.config["PROPAGATE_EXCEPTIONS"] = False
    with structlog.testing.capture_logs() as logs:
        assert house.client().get(f"/welcome/{token}").status_code == 500
    assert [log["path"] for log in logs] == ["/welcome/***"]


def test_whoever_opens_a_link_of_somebody_else_is_signed_out_of_their_own(house: House) -> None:
    path, mine = f"/welcome/{link_for(house, 'lea@example.com')}", house.session_of("lead")
    client = house.client(mine)
    client.post(path, data={"name": "Lea", "password": PASSWORD})
    assert "lea@example.com" in text(client.get("/account/"))
    assert house.case.sign_in.visitor(mine) is None


def test_a_database_that_fails_is_said_in_words(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house.case.sign_in, "visitor", lambda _: 1 / 0)
    house.app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = house.client(house.owner).get("/")
    assert answer.status_code == 500
    assert "went wrong on our side" in text(answer)


# ---- my account


def test_my_account(house: House) -> None:
    client, phone = house.client(), house.client()
    for one, name in ((client, WINDOWS_FIREFOX), (phone, "odd")):
        one.post("/sign-in", data={"email": OLGA, "password": PASSWORD}, headers={"User-Agent": name})
    assert "Firefox, Windows" in text(client.get("/account/"))
    answer = client.post("/account/", data={"name": "Olga Ohm", "language": "de"})
    assert answer.location == "/account/?done=saved"
    page = text(client.get(answer.location))
    assert "Gespeichert." in page
    assert "Olga Ohm" in page
    assert client.post("/account/", data={"name": " "}).status_code == 400
    ended = house.case.visitor(cookie(phone)).session.session_id
    assert client.post("/account/sessions", data={"session": ended}).status_code == 303
    assert phone.get("/account/").status_code == 303
    for number, status in (("x", 400), ("", 400), ("²", 400), ("0" * 20 + "9" * 12, 400), ("9" * 5000, 400),
                           (str(2**31), 400), (str(2**31 - 1), 303)):  # fmt: skip
        assert client.post("/account/sessions", data={"session": number}).status_code == status


def test_a_new_password_leaves_me_in_and_others_out(house: House) -> None:
    client, phone = house.client(), house.client()
    sign_in(client)
    sign_in(phone)
    before = cookie(client)
    wrong = client.post("/account/password", data={"current": "guess", "password": PASSWORD})
    assert wrong.status_code == 400
    changed = client.post("/account/password", data={"current": PASSWORD, "password": "a newer story in words"})
    assert changed.status_code == 303
    assert cookie(client) != before
    assert client.get("/account/").status_code == 200
    assert phone.get("/account/").status_code == 303
    assert sign_in(phone).status_code == 400


def test_signing_out_everywhere(house: House) -> None:
    client, phone = house.client(), house.client()
    sign_in(client)
    sign_in(phone)
    assert client.post("/account/sign-out-everywhere").location == "/sign-in"
    assert [one.get("/").status_code for one in (client, phone)] == [303, 303]


# ---- members, teams, accounts


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
