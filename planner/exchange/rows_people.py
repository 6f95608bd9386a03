"""The sheets about people: managers, availability, absences, wishes, pairs. One class a sheet, one field a column."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from planner.domain.people import AbsenceKind
from planner.exchange import words
from planner.exchange.cells import CellError
from planner.exchange.columns import (
    Channels,
    Column,
    Day,
    End,
    Limits,
    Name,
    PersonName,
    Row,
    ShiftCode,
    ShiftLimits,
    SiteName,
    Skills,
    Start,
    Text,
    TextSet,
    Weekdays,
    WeekHours,
    whole,
    word,
)
from planner.exchange.shared_columns import ABOUT_PERSON, PersonRow
from planner.messages import Message, _l


class ManagerRow(Row):
    """A community manager."""

    dates = (("joins_on", "leaves_on"),)

    name: Annotated[
        Name,
        Column(
            "Name",
            "Name",
            "Full name; no two people may share one.",
            "Vor- und Nachname; jeder Name darf nur einmal vorkommen.",
            "Lea Huber",
            also=("Manager", "Person"),
        ),
    ]
    public_name: Annotated[
        Text,
        Column(
            "Public name",
            "Öffentlicher Name",
            "First name that customers see. Empty: the first word of the name.",
            "Vorname, den die Community sieht. Leer: das erste Wort des Namens.",
            "Lea",
            also=("Public first name", "Öffentlicher Vorname", "Vorname"),
        ),
    ] = ""
    site: Annotated[
        SiteName,
        Column(
            "Site",
            "Standort",
            "Where the person is employed; a name from the sheet of sites. Empty: the first site.",
            "Wo die Person angestellt ist; ein Name vom Blatt Standorte. Leer: der erste Standort.",
            "Vienna",
            example_de="Wien",
            refers="sites.name",
        ),
    ] = ""
    contract: Annotated[
        WeekHours,
        Column(
            "Hours a week",
            "Stunden pro Woche",
            "Paid hours a week by contract: 38.5 or 38:30.",
            "Bezahlte Stunden pro Woche laut Vertrag: 38,5 oder 38:30.",
            "38.5",
            also=(
                *("Contract", "Contract hours", "Hours", "Weekly hours"),
                *("Vertrag", "Vertragsstunden", "Wochenstunden", "Stunden"),
            ),
        ),
    ]
    skills: Annotated[
        Skills,
        Column(
            "Skills",
            "Fähigkeiten",
            "Skills with level: 1 basic, 2 sure, 3 senior. Separate with commas.",
            "Fähigkeiten mit Stufe: 1 Grundlagen, 2 sicher, 3 erfahren. Durch Kommas getrennt.",
            "Crisis 3, Video 2",
            example_de="Krise 3, Video 2",
            also=("Skill", "Kenntnisse"),
        ),
    ] = Field(default_factory=dict)
    channels: Annotated[
        Channels,
        Column(
            "Channels",
            "Kanäle",
            "Channels the person looks after.",
            "Kanäle, die die Person betreut.",
            "Instagram, Facebook",
            also=("Channel", "Kanal"),
            refers="opening_hours.channel",
        ),
    ] = frozenset()
    languages: Annotated[
        TextSet,
        Column(
            "Languages",
            "Sprachen",
            "Languages the person writes, separated by commas, to be found by. A shift that needs one asks "
            "for a skill of that name.",
            "Sprachen, in denen die Person schreibt, durch Kommas getrennt, zum Suchen. Braucht eine Schicht "
            "eine Sprache, verlangt sie eine Fähigkeit dieses Namens.",
            "de, en",
            also=("Language", "Sprache"),
        ),
    ] = frozenset()
    joins_on: Annotated[
        Day | None,
        Column(
            "Joins on", "Eintritt", "First day with the team. Empty: long ago.", "Erster Tag im Team. Leer: lange da.",
            "2026-12-01", also=("From", "Start date", "Eintrittsdatum"),
        ),
    ] = None  # fmt: skip
    leaves_on: Annotated[
        Day | None,
        Column(
            "Leaves on", "Austritt", "Last day with the team. Empty: open.", "Letzter Tag im Team. Leer: offen.",
            "2026-12-31", also=("To", "End date", "Austrittsdatum"),
        ),
    ] = None  # fmt: skip
    max_days_in_row: Annotated[
        int | None,
        whole(1, 31),
        Column(
            "Most days in a row",
            "Höchstens Tage am Stück",
            "This person's own limit. Empty: the team's.",
            "Eigene Grenze dieser Person. Leer: die des Teams.",
            "5",
            also=("Max days in a row", "Max. Tage am Stück"),
        ),
    ] = None
    max_weekends: Annotated[
        int | None,
        whole(0, 5),
        Column(
            "Most weekends a month",
            "Höchstens Wochenenden im Monat",
            "This person's own limit. Empty: the team's.",
            "Eigene Grenze dieser Person. Leer: die des Teams.",
            "2",
            also=("Max weekends", "Max. Wochenenden"),
        ),
    ] = None
    max_week: Annotated[
        WeekHours | None,
        Column(
            "Most hours a week",
            "Höchstens Stunden pro Woche",
            "This person's own limit: 40 or 38:30. Empty: the team's.",
            "Eigene Grenze dieser Person: 40 oder 38:30. Leer: die des Teams.",
            "40",
            also=("Max hours a week", "Max. Stunden pro Woche"),
        ),
    ] = None
    night: Annotated[
        int | None,
        whole(0, 31),
        Column(
            "Most nights a month",
            "Höchstens Nächte im Monat",
            "This person's own limit. Empty: the team's.",
            "Eigene Grenze dieser Person. Leer: die des Teams.",
            "4",
            also=("Max nights", "Nights", "Nächte", "Max. Nächte"),
        ),
    ] = None
    max_of_shift: Annotated[
        ShiftLimits,
        Column(
            "Most of a shift a month",
            "Höchstens je Schicht im Monat",
            "This person's own limits: shift and number, separated by commas. 0: never. Empty: the shift type's.",
            "Eigene Grenzen dieser Person: Schicht und Anzahl, durch Kommas getrennt. 0: nie. Leer: die der Schicht.",
            "N 4, L 0",
            example_de="N 4, S 0",
            also=("Max of a shift", "Max. je Schicht"),
        ),
    ] = Field(default_factory=dict)
    limits: Annotated[
        Limits,
        Column(
            "Other limits",
            "Weitere Grenzen",
            "More limits of this person: a rule's code and the value, separated by commas.",
            "Weitere Grenzen dieser Person: Kürzel der Regel und Wert, durch Kommas getrennt.",
            "rest 12:00",
            also=("Limits", "Grenzen"),
        ),
    ] = Field(default_factory=dict)
    senior_staff: Annotated[
        Text,
        Column(
            "Senior staff",
            "Leitende Funktion",
            "Why working-time law does not apply to this person. Empty: it applies.",
            "Warum das Arbeitszeitgesetz für diese Person nicht gilt. Leer: Es gilt.",
            "Managing director",
            example_de="Geschäftsführung",
            also=("Leitend", "Leitende Angestellte"),
        ),
    ] = ""


class AvailabilityRow(PersonRow):
    """When somebody can work, week by week."""

    dates, times = (("valid_from", "valid_to"),), (("start", "end"),)

    weekdays: Annotated[
        Weekdays,
        Column(
            "Weekday",
            "Wochentag",
            "A day of the week, or several: Monday, Mon-Fri, Sat; Sun. Who has no row here can always work.",
            "Ein Wochentag oder mehrere: Montag, Mo-Fr, Sa; So. Wer hier keine Zeile hat, kann immer.",
            "Monday",
            also=("Weekdays", "Wochentage", "Day", "Tag"),
            choices=words.WEEKDAYS,
        ),
    ]
    start: Annotated[
        Start | None,
        Column(
            "From", "Von", "From this time. Empty: all day.", "Ab dieser Uhrzeit. Leer: ganztags.", "08:00",
            also=("Start", "Beginn"),
        ),
    ] = None  # fmt: skip
    end: Annotated[
        End | None,
        Column(
            "To", "Bis", "Until this time; 24:00 is midnight. At or before the start: in the next day.",
            "Bis zu dieser Uhrzeit; 24:00 ist Mitternacht. Nicht nach dem Beginn: am nächsten Tag.", "18:00",
            also=("End", "Until", "Ende"),
        ),
    ] = None  # fmt: skip
    valid_from: Annotated[
        Day | None,
        Column(
            "Valid from", "Gültig ab", "First day of this pattern. Empty: always.",
            "Erster Tag dieses Musters. Leer: schon immer.", "2026-12-01",
        ),
    ] = None  # fmt: skip
    valid_to: Annotated[
        Day | None,
        Column(
            "Valid to", "Gültig bis", "Last day of this pattern. Empty: open.", "Letzter Tag des Musters. Leer: offen.",

            "2027-06-30", also=("Valid until",),
        ),
    ] = None  # fmt: skip
    can: Annotated[
        bool,
        word(words.CAN),
        Column(
            "Can work", "Kann arbeiten", "can, or cannot for an exception, whatever other rows say. Empty: can.",
            "kann, oder kann nicht als Ausnahme, was immer andere Zeilen sagen. Leer: kann.", "can",
            also=("Can", "Kann"), choices=words.CAN,
        ),
    ] = True  # fmt: skip


class AbsenceRow(PersonRow):
    """Days on which somebody is away."""

    dates = (("first", "last"),)

    kind: Annotated[
        AbsenceKind,
        word(words.ABSENCE_KINDS),
        Column(
            "Kind", "Art", "leave, sick or training.", "Urlaub, krank oder Fortbildung.", "leave",
            also=("Reason", "Grund", "Type"), choices=words.ABSENCE_KINDS,
        ),
    ]  # fmt: skip
    first: Annotated[
        Day,
        Column("First day", "Erster Tag", "First day away.", "Erster Tag der Abwesenheit.", "2026-12-21",
               also=("From", "Von", "Start", "Beginn")),
    ]  # fmt: skip
    last: Annotated[
        Day | None,
        Column("Last day", "Letzter Tag", "Last day away. Empty: the same day.", "Letzter Tag. Leer: derselbe Tag.",
               "2026-12-23", also=("To", "Until", "Bis", "End", "Ende")),
    ] = None  # fmt: skip


class WishRow(PersonRow):
    """What somebody wants, or would rather not have."""

    dates = (("first", "last"),)

    first: Annotated[
        Day,
        Column("First day", "Erster Tag", "First day of the wish.", "Erster Tag des Wunsches.", "2026-12-24",
               also=("Date", "Datum", "From", "Von", "Day", "Tag")),
    ]  # fmt: skip
    last: Annotated[
        Day | None,
        Column("Last day", "Letzter Tag", "Last day of the wish. Empty: the same day.",
               "Letzter Tag des Wunsches. Leer: derselbe Tag.", "2026-12-24", also=("To", "Until", "Bis")),
    ] = None  # fmt: skip
    shift: Annotated[
        ShiftCode,
        Column("Shift", "Schicht", "Code of a shift type. Empty: any work on these days.",
               "Kürzel einer Schicht. Leer: jede Arbeit an diesen Tagen.",
               "L", example_de="S", refers="shift_types.code"),
    ] = ""  # fmt: skip
    wants: Annotated[
        bool,
        word(words.WANTS),
        Column("Wish", "Wunsch", "wants or would rather not.", "möchte oder lieber nicht.", "would rather not",
               also=("Wants",), choices=words.WANTS),
    ]  # fmt: skip
    weight: Annotated[
        int,
        whole(1, 5),
        Column("Weight", "Gewicht", "1 (would be nice) to 5 (important), for each of the days. Empty: 3.",
               "1 (wäre nett) bis 5 (wichtig), für jeden der Tage. Leer: 3.", "4", also=("Importance", "Wichtigkeit")),
    ] = 3  # fmt: skip


class PairRow(PersonRow):
    """Two people who should work together, or apart."""

    other: Annotated[
        PersonName,
        Column("Other person", "Zweite Person", *ABOUT_PERSON, "Jonas Berger", also=("Other", "Partner"),
               refers="managers.name"),
    ]  # fmt: skip
    together: Annotated[
        bool,
        word(words.TOGETHER),
        Column("How", "Wie", "together (mentor and newcomer) or apart.", "zusammen (Einschulung) oder getrennt.",
               "together", also=("Together",), choices=words.TOGETHER),
    ]  # fmt: skip

    @model_validator(mode="after")
    def _two_people(self) -> Self:
        if self.person == self.other:
            raise CellError(
                Message(_l("A pair needs two different people.")), Message(_l("Write another name here.")), "other"
            )
        return self
