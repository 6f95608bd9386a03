"""Many teams in one program: each month at an address of its own, and links that stay in it."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from planner.reporting.report import Report
from planner.storage import records
from tests.web.database_desk import DRAFT, MONTH, PLACE, DatabaseMonth
from tests.web.house import House, build_house
from tests.web.page_reading import read_page
from tests.web.test_pages import PATHS


@pytest.fixture(scope="module")
def house(report: Report, tmp_path_factory: pytest.TempPathFactory) -> House:
    return build_house(tmp_path_factory.mktemp("house"), report)


@pytest.fixture(scope="module")
def owner(house: House) -> FlaskClient:
    return house.client(house.owner)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_stands_below_its_team_and_month_and_links_stay_there(
    house: House, owner: FlaskClient, path: str
) -> None:
    answer = owner.get(house.place + path)
    assert answer.status_code == 200
    page = read_page(answer.get_data(as_text=True))
    links = [a[name] for tag, a in page.elements for name in ("href", "action") if name in a and tag != "link"]
    within = [link for link in links if link.startswith("/")]
    outside = {link for link in within if not link.startswith(house.place)}
    assert len(within) > len(outside)
    assert {"/", "/account/", "/sign-out", f"/teams/{house.team_id}/members/"} <= outside
    others = ("/account/", "/sign-out", "/my/messages/", f"/teams/{house.team_id}/")
    assert all(link.startswith(others) for link in outside - {"/"})


@pytest.mark.parametrize(
    "path",
    ["/week/2026-12-09", "/teams/8/2026-12/", "/teams/1/2026-13/", "/teams/1/2027-01/", "/teams/x/2026-12/"],
)
def test_other_addresses_lead_nowhere_and_say_so(owner: FlaskClient, path: str) -> None:
    answer = owner.get(path)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.get_data(as_text=True)


def test_forms_send_to_their_own_month_and_come_back_to_it(house: House, owner: FlaskClient) -> None:
    assert owner.post(f"{house.place}/calendars/", data={"whose": "team:", "label": "Phone"}).status_code == 200
    (link,) = house.desks.one.feeds.links()
    ended = owner.post(f"{house.place}/calendars/revoke", data={"link": link.link_id})
    assert (ended.status_code, ended.location) == (303, f"{house.place}/calendars/")


def test_a_calendar_link_needs_no_team_in_its_address_and_no_account(house: House) -> None:
    token = house.desks.one.feeds.new_link("team", "", "Phone")
    answer = house.client().get(f"/ical/{token}.ics")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_month_in_the_database_is_edited_at_its_own_address(month: DatabaseMonth) -> None:
    client = month.client()
    step = {"verb": "set", "person": "Anna Berger", "day": "2026-12-04", "shift": "F"}
    asked = {"version": DRAFT, "revision": 0, "steps": [step]}
    assert client.post("/edit/", json=asked).status_code == 404
    assert client.post(f"{PLACE}/edit/", json=asked).status_code == 200
    page = read_page(client.get(PLACE + "/").get_data(as_text=True))
    told = next(div for div in page.all("div") if "data-edit" in div)
    names = ("edit", "undo", "redo", "landings", "reason")
    assert all(told[f"data-{name}"].startswith(PLACE) for name in names)
    assert client.post(f"{PLACE}/edit/undo").location == f"{PLACE}/"


def test_pages_that_no_link_leads_to_mark_the_one_they_belong_to(month: DatabaseMonth) -> None:
    lead = month.client()
    for path in ("/publish/", "/why/2026-12-04/Anna Berger"):
        links = read_page(lead.get(PLACE + path).get_data(as_text=True)).all("a")
        assert [a["href"] for a in links if a.get("aria-current") == "page"] == [f"{PLACE}/"], path


def test_a_month_leads_to_those_around_it_and_to_all_teams(month: DatabaseMonth) -> None:
    january = replace(month.standing().report.roster, month=1, year=2027, assignments=())
    month.cases.drafts.keep(month.team, january, None)
    lead = month.client()

    def around(address: str) -> dict[str, str]:
        links = read_page(lead.get(address).get_data(as_text=True)).all("a")
        assert "/" in {a.get("href") for a in links}
        return {a["rel"]: a["href"] for a in links if "rel" in a}

    assert around(f"{PLACE}/") == {"next": "/teams/1/2027-01/"}
    # A month without a roster leads back, too.
    assert around("/teams/1/2027-01/") == around("/teams/1/2027-02/") | {"prev": f"{PLACE}/"} == {"prev": f"{PLACE}/"}


def test_teams_are_named_without_their_facts(month: DatabaseMonth, monkeypatch: pytest.MonkeyPatch) -> None:
    """They stand in the navigation of every page; a team of 60 has thousands of facts."""
    found, windows = list(month.desks.teams()), list(month.desks.wish_windows([month.team]))
    assert [(team.team_id, team.months) for team in found] == [(month.team, (MONTH,))]
    monkeypatch.setattr(records, "load_team", None)
    assert (list(month.desks.teams()), list(month.desks.wish_windows([month.team]))) == (found, windows)
