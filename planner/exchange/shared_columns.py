"""Columns that several sheets have: the person a row is about, the days on which it holds."""

from typing import Annotated

from planner.exchange import words
from planner.exchange.columns import Column, PersonName, Row, When

ABOUT_PERSON = ("A name from the sheet of managers.", "Ein Name vom Blatt Team-Mitglieder.")


class PersonRow(Row):
    """A row about one person."""

    person: Annotated[
        PersonName, Column("Person", "Person", *ABOUT_PERSON, "Lea Huber", also=("Name",), refers="managers.name")
    ]


#: Kinds of day, or one date.
Days = Annotated[
    When,
    Column(
        "Days",
        "Tage",
        "weekday, Saturday, Sunday, holiday, half holiday, all, several separated by commas, or one date.",
        "Werktag, Samstag, Sonntag, Feiertag, halber Feiertag, alle, mehrere mit Kommas, oder ein Datum.",
        "weekday",
        also=("When", "Wann", "Day type", "Tagesart"),
        choices=words.DAY_KINDS,
    ),
]
