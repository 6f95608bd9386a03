"""The page on which several people are invited at once."""


import pytest
from werkzeug.test import TestResponse

from planner.reporting.report import Report
from tests.web.house import OTHER, SELF, House, build_house
from tests.web.page_reading import Page, read_page

WRONG = "Nobody Here\tnobody@example.com"


@pytest.fixture(scope="module")
def house(report: Report, tmp_path_factory: pytest.TempPathFactory) -> House:
    return build_house(tmp_path_factory.mktemp("several"), report)


def page_of(answer: TestResponse) -> Page:
    page = read_page(answer.get_data(as_text=True))
    page.assert_nothing_inline()
    page.assert_everything_named()
    return page


def several(house: House, text: str | None, who: str = "", **headers: str) -> TestResponse:
    client, path = house.client(who or house.owner), f"/teams/{house.team_id}/members/several"
    headers = {"Accept-Language": "en", **headers}
    return client.get(path, headers=headers) if text is None else client.post(
        path, data={"guests": text}, headers=headers
    )  # fmt: skip


def open_invitations(house: House) -> set[str]:
    return {link.email for link in house.case.links.invitations(house.team_id)}


def test_it_asks_for_lines_and_names_who_is_without_an_account(house: House) -> None:
    page = page_of(several(house, None))
    assert any(text.startswith("In the roster without an account: ") and SELF in text for text in page.texts)
    members = house.client(house.owner).get(f"/teams/{house.team_id}/members/").get_data(as_text=True)
    assert f"/teams/{house.team_id}/members/several" in members


def test_while_it_is_filled_in_each_line_is_told_and_nobody_invited(house: House) -> None:
    page = page_of(several(house, f"{SELF}\tself@example.com\n{WRONG}", **{"X-Check": "1"}))
    assert "1 line to mend" in page.texts
    assert any(text.startswith("Nobody in the roster is called Nobody Here.") for text in page.texts)
    assert open_invitations(house) == set()


def test_who_is_right_is_invited_and_the_rest_stays_in_the_field(house: House) -> None:
    answer = several(house, f"{SELF}\tself@example.com\n{WRONG}\n{OTHER}\tother@example.com")
    page, text = page_of(answer), answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert open_invitations(house) == {"self@example.com", "other@example.com"}
    assert {letter.to for letter in house.case.post()} == {"self@example.com", "other@example.com"}
    links = [attributes["value"] for attributes in page.all("input") if attributes.get("id", "").startswith("link-")]
    assert len(set(links)) == 2
    for link in links:
        assert "/welcome/" in link
        # Once to hand over, and once in the table of all.
        assert text.count(link) == 2
    assert f">\n{WRONG}</textarea>" in text
    assert "These lines are not invited yet" in page.texts


@pytest.mark.parametrize(("given", "told"), [("", "There is nobody yet."), (WRONG, "Nobody in the roster is called")])
def test_where_nobody_can_be_invited_nothing_is_lost(house: House, given: str, told: str) -> None:
    answer = several(house, given)
    assert answer.status_code == 422
    assert any(text.startswith(told) for text in page_of(answer).texts)
    assert f">\n{given}</textarea>" in answer.get_data(as_text=True)


def test_leads_read_of_no_roles_and_in_german(house: House) -> None:
    lead = house.session_of("lead")
    text = several(house, None, lead, **{"Accept-Language": "de"}).get_data(as_text=True)
    assert "Mehrere auf einmal einladen" in text
    assert "die Rolle" not in text
    assert several(house, "lea@example.com\tTeamleitung", lead).status_code == 422
