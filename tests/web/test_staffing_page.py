"""The staffing form: what it takes, what it refuses, what the page then says."""

import re

import pytest
from flask.testing import FlaskClient

from planner.messages import render
from web.view.staffing_form import DEFAULTS, LIMITS, read_form


def test_an_empty_address_is_a_whole_form() -> None:
    form = read_form({})
    assert form.errors == {}
    assert form.inputs is not None
    assert form.inputs.messages_a_day == 400
    assert form.inputs.target_share == 0.8
    assert form.inputs.contract_hours_a_week == 38.5


def test_contract_follows_the_country_unless_given() -> None:
    assert read_form({"country": "DE"}).values["contract"] == "40"
    assert read_form({"country": "DE", "contract": "30"}).values["contract"] == "30"
    assert read_form({"country": "XX"}).country == "AT"


def test_figures_may_have_a_comma() -> None:
    form = read_form({"contract": "38,5", "handle": "4,5"})
    assert form.inputs is not None
    assert form.inputs.handle_time_min == 4.5


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("8-22", (480, 1320)),
        ("8:30 – 17:05", (510, 1025)),
        ("22-6", (1320, 1800)),
        ("0-24", (0, 1440)),
    ],
)
def test_opening_hours_as_people_write_them(text: str, span: tuple[int, int]) -> None:
    form = read_form({"weekday": text, "saturday": "", "sunday": "-"})
    assert form.inputs is not None
    opening = form.inputs.opening
    assert opening.weekday is not None
    assert (opening.weekday.opens_min, opening.weekday.closes_min) == span
    assert opening.saturday is None
    assert opening.sunday_or_holiday is None


@pytest.mark.parametrize("text", ["8", "8-25", "a-b", "8-22-24", "8:03-17:00", "-5-8"])
def test_unreadable_hours_are_refused(text: str) -> None:
    form = read_form({"weekday": text})
    assert form.inputs is None
    assert list(form.errors) == ["weekday"]


@pytest.mark.parametrize("name", LIMITS)
def test_each_figure_has_its_limits(name: str) -> None:
    least, most = LIMITS[name]
    assert name not in read_form({name: str(least)}).errors
    assert name in read_form({name: str(least - 0.01)}).errors
    assert name not in read_form({name: str(most)}).errors
    assert name in read_form({name: str(most + 1)}).errors
    assert name in read_form({name: "-1"}).errors
    assert "“x”" in render(read_form({name: "x"}).errors[name], "en")
    assert name in read_form({name: "nan"}).errors
    assert name in read_form({name: "inf"}).errors


def test_never_open_is_refused() -> None:
    form = read_form({"weekday": "", "saturday": "", "sunday": ""})
    assert form.inputs is None
    assert list(form.errors) == ["weekday"]


def test_page_names_what_decides(client: FlaskClient) -> None:
    html = client.get("/staffing/").get_data(as_text=True)
    assert html.count("decides</span>") == 1
    assert "Erlang C" in html


def test_page_says_what_the_two_ends_of_the_range_are(client: FlaskClient) -> None:
    text = " ".join(client.get("/staffing/").get_data(as_text=True).split())
    low, high = re.findall(r"somewhere from (\d+) to (\d+)", text)[0]
    assert f"{low}, if 20 % fewer messages arrive, few people are away" in text
    assert f"{high}, if 20 % more arrive, many are away" in text
    german = client.get("/staffing/", headers={"Accept-Language": "de"}).get_data(as_text=True)
    assert f"{low}, wenn 20 % weniger Nachrichten kommen" in german


def test_a_range_of_one_number_needs_no_words(client: FlaskClient) -> None:
    assert "fewer messages" not in client.get("/staffing/?messages=0").get_data(as_text=True)


def test_page_keeps_what_was_typed(client: FlaskClient) -> None:
    html = client.get("/staffing/?messages=lots%22%3E").get_data(as_text=True)
    assert 'value="lots&#34;&gt;"' in html
    assert 'aria-invalid="true"' in html


def test_defaults_are_all_fields() -> None:
    assert LIMITS.keys() < DEFAULTS.keys()
