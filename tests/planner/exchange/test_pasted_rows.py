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


def test_a_heading_that_may_mean_a_column_is_told_and_any_other_left_out() -> None:
    pasted = pasted_people(
        "Name\tHours\tSchuhgröße\tSkils\tE-Mail\nLea Huber\t38,5\t39\tKrise 3\tlea@example.com", "en"
    )
    assert [(p.heading, render(p.mend, "en")) for p in pasted.problems] == [
        ("Skils", "Maybe “Skills” is meant; otherwise delete the column."),
    ]
    assert pasted.left_out == ("Schuhgröße", "E-Mail")
    assert keys(pasted) == ["name", "contract", "", "skills", ""]
    # It stays in sight.
    assert pasted.cells == (("Lea Huber", "38,5", "39", "Krise 3", "lea@example.com"),)
    assert pasted.rows == ({"name": "Lea Huber", "contract": "38,5", "skills": "Krise 3"},)


def test_what_means_a_column_that_is_there_already_is_left_out() -> None:
    pasted = pasted_people("Name;Names;Hours\nLea Huber;Lea;38,5", "en")
    assert (pasted.left_out, pasted.problems) == (("Names",), ())
    assert pasted.rows == ({"name": "Lea Huber", "contract": "38,5"},)


@pytest.mark.parametrize(
    "text",
    [
        "Vorname;Nachname;Stunden\nLea;Huber;38,5\n;Berger;30",
        "Hours\tSurname\tFirst name\n38,5\tHuber\tLea\n30\tBerger",
    ],
)
def test_first_and_last_names_make_a_name(text: str) -> None:
    pasted = pasted_people(text, "de")
    assert pasted.problems == pasted.left_out == ()
    assert list(pasted.rows) == [{"name": "Lea Huber", "contract": "38,5"}, {"name": "Berger", "contract": "30"}]
    assert sorted(keys(pasted)) == ["contract", "name"]


@pytest.mark.parametrize("heading", ["Anrede", "Titel", "Funktion", "Urlaubstage", "Level"])
def test_headings_of_staff_lists_are_no_misspelt_ones(heading: str) -> None:
    pasted = pasted_people(f"Name;{heading};Stunden\nLea Huber;x;38,5", "de")
    assert (pasted.left_out, pasted.problems) == ((heading,), ())


@pytest.mark.parametrize("heading", ["Nachname", "Familienname", "Surname"])
def test_last_names_alone_are_names(heading: str) -> None:
    pasted = pasted_people(f"{heading};Stunden\nHuber;38,5", "de")
    assert (pasted.left_out, pasted.problems, pasted.rows) == ((), (), ({"name": "Huber", "contract": "38,5"},))


def test_headings_of_names_alone_are_no_person() -> None:
    assert pasted_people("First name;Surname\nLea;Huber", "en").rows == ({"name": "Lea Huber"},)


def test_a_last_name_beside_a_name_says_nothing_more() -> None:
    pasted = pasted_people("Name;Vorname;Nachname;Stunden\nLea Huber;Lea;Huber;38,5", "de")
    assert (pasted.left_out, pasted.problems) == (("Nachname",), ())
    assert pasted.rows == ({"name": "Lea Huber", "public_name": "Lea", "contract": "38,5"},)


def test_a_first_name_beside_a_name_is_the_public_one() -> None:
    assert pasted_people("Name;Vorname;Stunden\nLea Huber;Leni;38,5", "de").rows == (
        {"name": "Lea Huber", "public_name": "Leni", "contract": "38,5"},
    )


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
