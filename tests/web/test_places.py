"""Many teams in one program: each month at an address of its own, and links that stay in it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from planner.feeds.store import FeedBody
from planner.report import Report
from tests.web.conftest import MID_MONTH
from tests.web.editable_desk import editable_desk
from tests.web.page_reading import read_page
from tests.web.sample_desk import SampleDesk, publish, sample_desk
from tests.web.test_pages import PATHS
from web import create_house
from web.desk import Desk

PLACE = "/teams/7/2026-12"


@dataclass
class SampleDesks:
    """Implements web.desk.Desks with one team, whose number is 7."""

    one: SampleDesk
    base_url: str = "http://localhost"

    def desk(self, team_id: int, month: tuple[int, int]) -> Desk | None:
        return self.one if (team_id, month) == (7, (2026, 12)) else None

    def fetch(self, token: str, client: str) -> FeedBody | None:
        return self.one.fetch(token, client)


@pytest.fixture(scope="module")
def house(report: Report, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    desk = publish(sample_desk(report, tmp_path_factory.mktemp("desk"), MID_MONTH))
    return create_house(SampleDesks(desk)).test_client()


@pytest.mark.parametrize("path", PATHS)
def test_every_page_stands_below_its_team_and_month_and_links_stay_there(house: FlaskClient, path: str) -> None:
    answer = house.get(PLACE + path)
    assert answer.status_code == 200
    page = read_page(answer.get_data(as_text=True))
    links = [a[name] for tag, a in page.elements for name in ("href", "action") if name in a and tag != "link"]
    within = [link for link in links if link.startswith("/")]
    assert within
    assert [link for link in within if not link.startswith(PLACE)] == []


@pytest.mark.parametrize(
    "path",
    ["/", "/week/2026-12-09", "/teams/8/2026-12/", "/teams/7/2026-13/", "/teams/7/2027-01/", "/teams/x/2026-12/"],
)
def test_other_addresses_lead_nowhere_and_say_so(house: FlaskClient, path: str) -> None:
    answer = house.get(path)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.get_data(as_text=True)


def test_forms_send_to_their_own_month_and_come_back_to_it(report: Report, tmp_path: Path) -> None:
    desk = publish(sample_desk(report, tmp_path, MID_MONTH))
    app = create_house(SampleDesks(desk))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.post(f"{PLACE}/calendars/", data={"whose": "team:", "label": "Phone"}).status_code == 200
    (link,) = desk.feeds.links()
    ended = client.post(f"{PLACE}/calendars/revoke", data={"link": link.link_id})
    assert (ended.status_code, ended.location) == (303, f"{PLACE}/calendars/")


def test_a_month_of_one_of_many_teams_is_edited_at_its_own_address(report: Report, tmp_path: Path) -> None:
    desk = editable_desk(report, tmp_path, MID_MONTH)
    app = create_house(SampleDesks(desk))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    asked = {"revision": 0, "steps": [{"verb": "set", "person": "Anna Berger", "day": "2026-12-04", "shift": "F"}]}
    assert client.post("/edit/", json=asked).status_code == 404
    assert client.post(f"{PLACE}/edit/", json=asked).status_code == 200
    assert len(desk.made) == 1
    page = read_page(client.get(PLACE + "/").get_data(as_text=True))
    told = next(div for div in page.all("div") if "data-edit" in div)
    assert all(told[f"data-{name}"].startswith(PLACE) for name in ("edit", "undo", "redo", "landings", "reason"))
    assert client.post(f"{PLACE}/edit/undo").location == f"{PLACE}/"


def test_a_calendar_link_needs_no_team_in_its_address(house: FlaskClient, report: Report, tmp_path: Path) -> None:
    desk = publish(sample_desk(report, tmp_path, MID_MONTH))
    token = desk.feeds.new_link("team", "", "Phone")
    assert create_house(SampleDesks(desk)).test_client().get(f"/ical/{token}.ics").status_code == 200
