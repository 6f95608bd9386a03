"""A gap filled from the page of its day: what stands beside each person, and what comes of the button."""

from datetime import date

from flask.testing import FlaskClient

from planner.domain.edit import Edit, Put
from tests.web.database_desk import PLACE, DatabaseMonth
from tests.web.page_reading import Page, read_page

#: A Sunday with one of two people in the weekend shift; nothing stops Ben.
SUNDAY, BEN = date(2026, 12, 6), "Ben Moser"
PAGE = f"{PLACE}/gaps/{SUNDAY}"


def page_of(client: FlaskClient, path: str = PAGE) -> Page:
    return read_page(client.get(path).get_data(as_text=True))


def form_of(page: Page) -> dict[str, str]:
    """The first button's fields: whoever is closest."""
    fields = page.all("input")
    first = next(n for n, field in enumerate(fields) if field.get("name") == "person")
    return {field["name"]: field["value"] for field in fields[first - 2 : first + 2]}


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
