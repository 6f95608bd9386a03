"""January is Jänner in Austria alone: the team's country decides, elsewhere the reader's browser."""

from dataclasses import replace
from datetime import date

import pytest
from babel.dates import format_date

from planner.messages import Month, day_words, month_words, said_in
from tests.web.database_desk import DatabaseMonth

#: What the browser asks for.
AUSTRIAN = {"Accept-Language": "de-AT, de;q=0.9"}


@pytest.mark.parametrize(("country", "said"), [("AT", "Jänner"), ("DE", "Januar"), ("CH", "Januar"), ("", "Januar")])
def test_german_is_said_as_in_the_country(country: str, said: str) -> None:
    # Babel keeps these names of Germany's for Austria as well, once somebody has asked for them.
    format_date(date(2027, 1, 1), "LLLL", locale="de_DE")
    with said_in(country):
        assert month_words(Month(2027, 1), "de") == f"{said} 2027"
        assert day_words(date(2027, 1, 1), "de") == f"Fr. 1. {said[:3]}."
        assert month_words(Month(2027, 1), "en") == "January 2027"
    assert month_words(Month(2027, 1), "de") == "Januar 2027"


@pytest.mark.parametrize(("country", "place", "said"), [("AT", "9", "Jänner"), ("DE", "BE", "Januar")])
def test_a_teams_pages_speak_as_where_it_is(month: DatabaseMonth, country: str, place: str, said: str) -> None:
    with month.cases.vault.writing() as records:
        facts = records.facts(month.team)
        sites = tuple(replace(site, country=country, subdivision=place) for site in facts.sites)
        records.save_facts(replace(facts, sites=sites), month.team, records.people(month.team))
    page = month.client().get("/teams/1/2027-01/", headers=AUSTRIAN).get_data(as_text=True)
    assert (f"{said} 2027" in page, "Jänner" in page) == (True, said == "Jänner")


def test_pages_of_no_team_speak_as_the_browser_does(month: DatabaseMonth) -> None:
    with month.cases.vault.writing() as records:
        facts = records.facts(month.team)
        records.save_facts(replace(facts, month=(2027, 1)), month.team, records.people(month.team))
    for asked, said in ((AUSTRIAN, "Jänner 2027"), ({"Accept-Language": "de-DE"}, "Januar 2027")):
        assert said in month.client().get("/", headers=asked).get_data(as_text=True)
