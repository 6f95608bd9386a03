"""A gap filled from the page of its day: what stands beside each person, and what comes of the button."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from flask.testing import FlaskClient

from planner.domain.demand import Demand, ShiftType
from planner.domain.edit import Edit, Put
from planner.domain.roster import Roster
from planner.services.planning import reported
from tests.web.database_desk import PLACE, DatabaseMonth, keep_month, month_in
from tests.web.page_reading import Page, read_page
from tests.web.sample_report import sample_team

#: A Sunday with one of two people in the weekend shift; nothing stops Ben.
SUNDAY, BEN = date(2026, 12, 6), "Ben Moser"
PAGE = f"{PLACE}/gaps/{SUNDAY}"


def page_of(client: FlaskClient, path: str = PAGE) -> Page:
    return read_page(client.get(path).get_data(as_text=True))


def form_of(page: Page) -> dict[str, str]:
    """The first button's fields: whoever is closest."""
    fields = page.all("input")
    first = next(n for n, field in enumerate(fields) if field.get("name") == "person")
    return {field["name"]: field["value"] for field in fields[first - 3 : first + 2]}


def test_whoever_could_has_a_button_and_what_it_brings(month: DatabaseMonth) -> None:
    client = month.client()
    html = client.get(PAGE).get_data(as_text=True)
    assert "could take it" in html
    assert "under the contract" in html
    assert "Give it to Ben" in html
    # The whole month names people and buttons, the day alone weighs what it brings.
    whole = client.get(f"{PLACE}/gaps/").get_data(as_text=True)
    assert "Give it to Ben" in whole
    assert "under the contract" not in whole


def test_the_button_fills_the_gap_and_says_so_once(month: DatabaseMonth) -> None:
    client = month.client()
    answer = client.post(f"{PLACE}/edit/gap/{SUNDAY}", data=form_of(page_of(client)))
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert (BEN, SUNDAY, "W") in month.places()
    said = "Ben Moser, Sun 6 Dec: Wochenende"
    assert said in client.get(PAGE).get_data(as_text=True)
    assert said not in client.get(PAGE).get_data(as_text=True)


def test_somebody_was_quicker(month: DatabaseMonth) -> None:
    client = month.client()
    form = form_of(page_of(client))
    month.others(Edit((Put(BEN, SUNDAY, "A"),)))
    answer = client.post(f"{PLACE}/edit/gap/{SUNDAY}", data=form)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Ben Lead has changed it meanwhile" in html
    assert len(month.edits()) == 1
    assert client.post(f"{PLACE}/edit/gap/2026-11-30", data=form).status_code == 404
    other = {**form, "person": "David Wagner", "shift": "F"}
    assert client.post(f"{PLACE}/edit/gap/{SUNDAY}", data=other).status_code == 422


def test_an_hour_after_midnight_is_filled_by_the_night_before(tmp_path: Path) -> None:
    night = ShiftType("N", "Night", 1320, 1800, 30)
    team = replace(
        sample_team(), shift_types=(night,), topics=(), availability=(), locks=(), opening_hours=(),
        demand=(Demand(SUNDAY, "", 60, 300, "", "", 0, 1, 1, None),),
    )  # fmt: skip
    roster = Roster(team.name, 2026, 12, ())
    kept = keep_month(reported(team, roster), tmp_path / "kept")
    with month_in(tmp_path, kept) as month:
        client = month.client()
        form = form_of(page_of(client))
        assert (form["day"], form["shift"]) == ("2026-12-05", "N")
        assert client.post(f"{PLACE}/edit/gap/{SUNDAY}", data=form).status_code == 303
        assert month.places() == {(form["person"], date(2026, 12, 5), "N")}
        assert "Nothing is missing on this day." in client.get(PAGE).get_data(as_text=True)
