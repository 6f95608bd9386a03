"""The sheets about the team itself: team, sites, rules. One class a sheet, one field a column."""

from typing import Annotated

from planner.exchange import words
from planner.exchange.columns import Column, Month, Name, Quantity, Row, Text, word
from planner.exchange.special_cells import Price, Subdivision, Zone


class TeamRow(Row):
    """The team itself; one row."""

    name: Annotated[
        Name, Column("Name", "Name", "What the team is called.", "Wie das Team heißt.", "Alpenglück", also=("Team",))
    ]
    month: Annotated[
        Month | None,
        Column(
            "Month",
            "Monat",
            "The month to plan, as 2026-12. May stay empty: then say the month when you plan.",
            "Der Monat, der geplant wird, etwa 2026-12. Kann leer bleiben: Dann gib den Monat beim Planen an.",
            "2026-12",
        ),
    ] = None
    zone: Annotated[
        Zone | None,
        Column(
            "Time zone",
            "Zeitzone",
            "Time zone of all times in this file. Empty: the zone of the first site.",
            "Zeitzone aller Uhrzeiten in dieser Datei. Leer: die Zone des ersten Standorts.",
            "Europe/Vienna",
            also=("Zone",),
        ),
    ] = None
    first_weekday: Annotated[
        int,
        word(words.WEEKDAYS),
        Column(
            "Week starts on",
            "Woche beginnt am",
            "First day of the week, for hours a week. Empty: Monday.",
            "Erster Tag der Woche, für die Stunden pro Woche. Leer: Montag.",
            "Monday",
            also=("Week start", "Wochenbeginn", "Wochenstart"),
            choices=words.WEEKDAYS,
        ),
    ] = 0


class SiteRow(Row):
    """A site: where people are employed."""

    name: Annotated[
        Name,
        Column(
            "Site",
            "Standort",
            "Name of the site. The first site's holidays decide opening hours and demand.",
            "Name des Standorts. Die Feiertage des ersten Standorts bestimmen Öffnungszeiten und Bedarf.",
            "Vienna",
            example_de="Wien",
            also=("Name",),
        ),
    ]
    zone: Annotated[
        Zone | None,
        Column(
            "Time zone",
            "Zeitzone",
            "Empty: the usual zone of the country.",
            "Leer: die übliche Zone des Landes.",
            "Europe/Vienna",
            also=("Zone",),
        ),
    ] = None
    country: Annotated[
        str,
        word(words.COUNTRIES),
        Column(
            "Country",
            "Land",
            "AT, DE or CH: decides holidays and labour law.",
            "AT, DE oder CH: bestimmt Feiertage und Arbeitsrecht.",
            "AT",
            choices=words.COUNTRIES,
        ),
    ]
    subdivision: Annotated[
        Subdivision,
        Column(
            "State",
            "Bundesland",
            "State or canton, as in ISO 3166-2: 9 for Vienna, BY for Bavaria, ZH for Zurich. Needed in DE and CH.",
            "Bundesland oder Kanton nach ISO 3166-2: 9 für Wien, BY für Bayern, ZH für Zürich. Nötig in DE und CH.",
            "9",
            also=("Subdivision", "Canton", "Kanton", "Region"),
        ),
    ] = ""
    sunday_basis: Annotated[
        Text,
        Column(
            "Basis for Sundays",
            "Grundlage für Sonntage",
            "Why this site may work on Sundays (law, permit, agreement). Empty: nobody is planned on Sundays.",
            "Warum an diesem Standort sonntags gearbeitet werden darf (Gesetz, Bewilligung, Vereinbarung). "
            "Leer: Sonntags wird niemand eingeteilt.",
            "Collective agreement, section 5",
            example_de="Kollektivvertrag, § 5",
            also=("Sunday basis", "Sonntagsarbeit"),
        ),
    ] = ""
    holiday_basis: Annotated[
        Text,
        Column(
            "Basis for holidays",
            "Grundlage für Feiertage",
            "Why this site may work on public holidays. Empty: nobody is planned on them.",
            "Warum an diesem Standort an Feiertagen gearbeitet werden darf. Leer: Dann wird niemand eingeteilt.",
            "Collective agreement, section 5",
            example_de="Kollektivvertrag, § 5",
            also=("Holiday basis", "Feiertagsarbeit"),
        ),
    ] = ""


class RuleRow(Row):
    """What the team says about one rule."""

    code: Annotated[
        Text,
        Column(
            "Rule",
            "Regel",
            "Code of the rule; `planner rules` lists them all. A rule not named here keeps its usual value and price.",
            "Kürzel der Regel; `planner rules` zeigt alle. Was hier nicht steht, behält den üblichen Wert und Preis.",
            "rest",
            also=("Code", "Kürzel"),
            refers="rules",
        ),
    ]
    value: Annotated[
        Quantity | None,
        Column(
            "Value",
            "Wert",
            "A number of days or times, or a duration such as 11:00. Empty: the usual value, or the law's.",
            "Eine Anzahl von Tagen oder Malen, oder eine Dauer wie 11:00. Leer: der übliche oder gesetzliche Wert.",
            "12:00",
        ),
    ] = None
    price: Annotated[
        Price | None,
        Column(
            "Price",
            "Preis",
            "Points for each unit the rule is broken by, or a word. never: must not be broken. balance: its usual "
            "price (10 for a rule that is usually never broken). avoid: ten times that. off: 0, the rule is ignored.",
            "Punkte für jede Einheit, um die die Regel verletzt wird, oder ein Wort. nie: darf nicht verletzt werden. "
            "ausgleichen: der übliche Preis (10 bei Regeln, die sonst nie verletzt werden). vermeiden: das Zehnfache. "
            "aus: 0, die Regel zählt nicht.",
            "never",
            choices=words.PRICES,
        ),
    ] = None
    note: Annotated[
        Text,
        Column(
            "Note",
            "Begründung",
            "Why the team departs from the law. Needed when a value is more lenient than the law.",
            "Warum das Team vom Gesetz abweicht. Nötig, wenn ein Wert großzügiger ist als das Gesetz.",
            "Works agreement of 1 March 2026",
            example_de="Betriebsvereinbarung vom 1. März 2026",
            also=("Notiz", "Anmerkung", "Reason"),
        ),
    ] = ""
