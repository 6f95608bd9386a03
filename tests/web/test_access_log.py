"""Who opens pages about people is written down once a day, and told to those it is about."""

import pytest
from flask.testing import FlaskClient

from planner.domain.access import PersonalPage
from planner.reporting.report import Report
from planner.storage.fact_changes import SHEETS
from tests.web.house import OTHER, SELF, House, build_house
from tests.web.page_reading import read_page
from web.access import ACCESS, Audience
from web.access_log import PERSONAL, PERSONAL_SHEETS, the_access_log


@pytest.fixture(scope="module")
def house(report: Report, tmp_path_factory: pytest.TempPathFactory) -> House:
    return build_house(tmp_path_factory.mktemp("house"), report)


@pytest.fixture(scope="module")
def lead(house: House) -> FlaskClient:
    return house.client(house.session_of("lead"))


@pytest.fixture(scope="module")
def manager(house: House) -> FlaskClient:
    return house.client(house.session_of("manager"))


def told(house: House, name: str) -> list[tuple[str, PersonalPage, bool]]:
    with house.app.app_context():
        return [(look.reader, look.what, look.whole_team) for look in the_access_log().looks(house.team_id, name)]


def test_pages_of_one_person_are_written_down_where_others_may_open_them() -> None:
    about_one = {endpoint for endpoint, audience in ACCESS.items() if audience is Audience.SELF}
    # Who opened pages holds nothing of the person but that.
    assert about_one - {"opened.index"} <= PERSONAL.keys()


def test_each_reader_page_person_and_day_is_written_down_once(
    house: House, lead: FlaskClient, manager: FlaskClient
) -> None:
    for _ in range(3):
        assert lead.get(f"{house.place}/people/{SELF}").status_code == 200
    lead.get(f"{house.place}/people/{SELF}/receipt")
    assert told(house, SELF) == [("Lead", PersonalPage.MONTH, False), ("Lead", PersonalPage.RECEIPT, False)]
    # A server that was begun anew does not write it a second time.
    with house.app.app_context():
        log = the_access_log()
        log._noted.clear()
    lead.get(f"{house.place}/people/{SELF}")
    assert len(told(house, SELF)) == 2
    house.case.clock.wait(days=1)
    lead.get(f"{house.place}/people/{SELF}")
    assert len(told(house, SELF)) == 3


def test_ones_own_pages_and_pages_that_were_not_shown_are_not_written_down(
    house: House, lead: FlaskClient, manager: FlaskClient
) -> None:
    before = told(house, SELF)
    manager.get(f"{house.place}/people/{SELF}")
    assert told(house, SELF) == before
    manager.get(f"{house.place}/people/{OTHER}")
    lead.get(f"{house.place}/people/Nobody At All")
    house.client().get(f"{house.place}/people/{OTHER}")
    assert told(house, OTHER) == []


def test_a_download_is_about_everybody(house: House, lead: FlaskClient) -> None:
    (house.desks.one.folder / "shifts.csv").write_bytes(b"x")
    with lead.get(f"{house.place}/files/shifts.csv") as answer:
        assert answer.status_code == 200
    assert ("Lead", PersonalPage.FILE, True) in told(house, OTHER)


def test_facts_about_people_are_about_everybody(house: House, lead: FlaskClient) -> None:
    facts = f"/teams/{house.team_id}/facts"
    assert lead.get(f"{facts}/shift_types/").status_code == 200
    assert ("Lead", PersonalPage.FACTS, True) not in told(house, OTHER)
    assert lead.get(f"{facts}/absences/").status_code == 200
    assert ("Lead", PersonalPage.FACTS, True) in told(house, OTHER)


@pytest.mark.parametrize("sheet", sorted(PERSONAL_SHEETS))
def test_sheets_about_people_are_sheets(house: House, lead: FlaskClient, sheet: str) -> None:
    assert lead.get(f"/teams/{house.team_id}/facts/{sheet}/").status_code == 200


def test_what_is_told_when_it_changes_is_told_when_it_is_read() -> None:
    assert {"managers", "pairs", *SHEETS} == PERSONAL_SHEETS


def test_people_see_who_opened_pages_about_them(house: House, lead: FlaskClient, manager: FlaskClient) -> None:
    lead.get(f"{house.place}/people/{SELF}")
    assert "Who looked at" in manager.get(f"{house.place}/people/{SELF}").get_data(as_text=True)
    page = read_page(manager.get(f"/teams/{house.team_id}/opened/{SELF}").get_data(as_text=True))
    assert "Lead" in page.texts
    assert "Shifts, hours and wishes" in page.texts
    assert {"Who opened pages", "Who changed something"} <= {*page.texts}
    assert manager.get(f"/teams/{house.team_id}/opened/{OTHER}").status_code == 403
    assert lead.get(f"/teams/{house.team_id}/opened/Nobody").status_code == 404
