"""`planner rules`: each value of the law with its place, source, status and start, in lines that fit a terminal."""

import json
from datetime import date
from typing import Any

import pytest

from planner.law import COUNTRIES, LawUnit, load_law
from planner.messages import render, words
from planner.services.rule_catalogue import law_message, law_words
from tests.planner.planned_teams import run

MAX_DAY = load_law("AT").value("max_day_min", date(2026, 12, 1))
ON = date(2026, 12, 1)


def catalogue(language: str = "en") -> dict[str, Any]:
    return dict(json.loads(run("rules", "--json", language=language).stdout))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            "AT, AZG 9(1): 12 h (verified), valid from 1 September 2018. Arbeitszeitgesetz (AZG): "
            "a copy of the text or an official page was read, newest of January 2026",
        ),
        (
            "de",
            "AT, AZG 9(1): 12 h (bestätigt), gültig ab 1. September 2018. Arbeitszeitgesetz (AZG): "
            "Kopie des Textes oder amtliche Seite gelesen, neueste vom Januar 2026",
        ),
    ],
)
def test_a_law_line_says_place_value_status_start_and_source(language: str, told: str) -> None:
    assert MAX_DAY is not None
    assert render(law_message("AT", MAX_DAY, language), language) == told
    assert told in " ".join(run("rules", language=language).stdout.split())


@pytest.mark.parametrize(("language", "verified", "unverified"), [("en", "verified", "unverified"),
                                                                  ("de", "bestätigt", "nicht bestätigt")])  # fmt: skip
def test_every_value_in_force_is_printed_with_its_status(language: str, verified: str, unverified: str) -> None:
    printed = " ".join(run("rules", language=language).stdout.split())
    for country in COUNTRIES:
        for value in load_law(country).in_force(ON):
            line = render(law_message(country, value, language), language)
            assert " ".join(line.split()) in printed
            assert f"({unverified if value.unverified else verified})" in line
            assert value.source_in(language) in line


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_line_is_longer_than_a_terminal(language: str) -> None:
    lines = run("rules", language=language).stdout.splitlines()
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [("en", "[1 point a unit]", "[20 points a unit]"), ("de", "[1 Punkt je Einheit]", "[20 Punkte je Einheit]")],
)
def test_prices_are_counted(language: str, one: str, many: str) -> None:
    heads = {line.split(":")[0]: line for line in run("rules", language=language).stdout.splitlines() if line[0] != " "}
    assert heads["contract"].endswith(one)
    assert heads["coverage_minimum"].endswith(many)


def test_json_holds_every_value_of_the_law_once() -> None:
    found = catalogue()
    rows = [law for rule in found["rules"] for law in rule["law"] + rule["conditions"]] + found["unchecked_law"]
    assert sorted((row["country"], row["title"]) for row in rows) == sorted(
        (country, value.title("en")) for country in COUNTRIES for value in load_law(country).in_force(ON)
    )
    (day,) = [row for row in rows if (row["country"], row["title"]) == ("AT", "Maximum working time a day")]
    assert (day["value"], day["unit"], day["paragraph"], day["valid_from"], day["status"]) == (
        720, "min", "AZG 9(1)", "2018-09-01", "verified",
    )  # fmt: skip
    assert {row["status"] for row in rows} == {"verified", "unverified"}


def test_json_speaks_german() -> None:
    (rest,) = [rule for rule in catalogue("de")["rules"] if rule["code"] == "rest"]
    assert "Kopie des Textes" in rest["law"][0]["source"]


@pytest.mark.parametrize(
    ("country", "key", "told"),
    [("AT", "daily_rest_min", "11 h"), ("CH", "sunday_work", "only with a legal basis")],
)
def test_values_in_words(country: str, key: str, told: str) -> None:
    value = load_law(country).value(key, ON)
    assert value is not None
    assert words(law_words(value), "en") == told


def test_values_of_every_unit_have_words() -> None:
    for country in COUNTRIES:
        for value in load_law(country).in_force(ON):
            told = words(law_words(value), "de")
            assert "True" not in told
            assert ":" in told or value.unit is not LawUnit.CLOCK_MINUTES
