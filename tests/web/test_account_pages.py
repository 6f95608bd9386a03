"""The pages about accounts: they work, say what is wrong, read well in both languages, and let nobody slip by."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog

from planner.accounts.model import Role
from planner.accounts.throttle import TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS
from planner.messages import LANGUAGES
from planner.reporting.report import Report
from tests.planner.account_cases import PASSWORD, token_of
from tests.web.house import House, build_house
from tests.web.page_reading import Page, read_page
from tests.web.signing_in import OLGA, cookie, sign_in, text
from web.auth import safe_next
from web.i18n import translate

WINDOWS_FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def house(report: Report, tmp_path: Path) -> House:
    return build_house(tmp_path, report)


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
