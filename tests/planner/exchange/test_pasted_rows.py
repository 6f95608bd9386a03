"""People pasted from a spreadsheet or typed: whatever stands between the cells, with headings or without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exchange.pasted_rows import pasted_people
from planner.messages import render
from planner.sheet_ports import Pasted

LEA = {"name": "Lea Huber", "contract": "38,5", "skills": "Krise 3, Video 2", "channels": "Instagram, Facebook"}
JONAS = {"name": "Jonas Berger", "contract": "30"}


def keys(pasted: Pasted) -> list[str]:
    return [column.key for column in pasted.columns]


@pytest.mark.parametrize(
    "text",
    [
        "Lea Huber\t38,5\tKrise 3, Video 2\tInstagram, Facebook\nJonas Berger\t30",
        "Lea Huber; 38,5; Krise 3, Video 2; Instagram, Facebook\r\n\r\n  \nJonas Berger;30;;\n",
        'Lea Huber, "38,5", "Krise 3, Video 2", "Instagram, Facebook"\nJonas Berger, 30',
        "Name\tHours\tSkills\tChannels\nLea Huber\t38,5\tKrise 3, Video 2\tInstagram, Facebook\nJonas Berger\t30\t\t",
        "NAME;Wochenstunden;Fähigkeiten;Kanäle\nLea Huber;38,5;Krise 3, Video 2;Instagram, Facebook\nJonas Berger;30;;",
        "Kanal\tSkill\tStunden\tPerson\nInstagram, Facebook\tKrise 3, Video 2\t38,5\tLea Huber\n\t\t30\tJonas Berger",
    ],
)
def test_rows_are_understood(text: str) -> None:
    pasted = pasted_people(text, "de")
    assert pasted.problems == ()
    assert list(pasted.rows) == [LEA, JONAS]
    assert set(keys(pasted)) == LEA.keys()
    assert all(len(row) == len(pasted.columns) for row in pasted.cells)


def test_a_name_alone_is_a_person_and_no_heading() -> None:
    assert pasted_people("Lea Huber", "en").rows == ({"name": "Lea Huber"},)
    assert pasted_people("Name Huber;40", "en").rows == ({"name": "Name Huber", "contract": "40"},)


def test_headings_that_are_not_known_are_told_and_nothing_is_lost() -> None:
    pasted = pasted_people("Name\tHours\tSchuhgröße\tSkils\nLea Huber\t38,5\t39\tKrise 3", "en")
    assert [(p.heading, render(p.mend, "en")) for p in pasted.problems] == [
        ("Schuhgröße", "Delete the column, or use a heading of the template."),
        ("Skils", "Maybe “Skills” is meant; otherwise delete the column."),
    ]
    assert keys(pasted) == ["name", "contract", "", "skills"]
    assert pasted.cells == (("Lea Huber", "38,5", "39", "Krise 3"),)


def test_more_cells_than_columns_are_shown_and_told() -> None:
    pasted = pasted_people("Lea Huber;38,5;;;de;;;x", "de")
    assert pasted.cells[0][7] == "x"
    assert [render(p.reason, "en") for p in pasted.problems] == ["There are values in a column without a heading."]


def test_headings_without_the_hours_say_so() -> None:
    told = pasted_people("Name\tSkills\nLea Huber\tKrise 3", "en").problems
    assert [render(p.reason, "en") for p in told] == ["The column “Hours a week” (“Stunden pro Woche”) is missing."]


def test_nothing_is_nobody() -> None:
    assert pasted_people(" \n;;\n", "en") == pasted_people("", "en") == Pasted()


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
def test_whatever_is_pasted_stands_in_a_cell(text: str) -> None:
    pasted = pasted_people(text, "en")
    assert all(len(row) == len(pasted.columns) for row in pasted.cells)
    assert len(pasted.rows) == len(pasted.cells)
