"""The sheets about what is settled already: locks, past shifts and what people carry over."""

from typing import Annotated

from planner.exchange.columns import Column, Day, HoursList, Hundredths, ShiftCode, ShiftOrFree, whole
from planner.exchange.shared_columns import PersonRow


class LockRow(PersonRow):
    """A cell of the month that the plan must keep."""

    day: Annotated[Day, Column("Date", "Datum", "The day.", "Der Tag.", "2026-12-07", also=("Day", "Tag"))]
    shift: Annotated[
        ShiftOrFree,
        Column("Shift", "Schicht", "Code of the shift that stays. Empty or free: the day stays free.",
               "Kürzel der Schicht, die bleibt. Leer oder frei: Der Tag bleibt frei.",
               "L", example_de="S", refers="shift_types.code"),
    ] = ""  # fmt: skip


class PastShiftRow(PersonRow):
    """A shift worked before the month."""

    day: Annotated[Day, Column("Date", "Datum", "The day it began.", "Der Tag, an dem sie begann.", "2026-11-30",
                               also=("Day", "Tag"))]  # fmt: skip
    shift: Annotated[
        ShiftCode,
        Column(
            "Shift",
            "Schicht",
            "Code of a shift type.",
            "Kürzel einer Schicht.",
            "L",
            example_de="S",
            refers="shift_types.code",
        ),
    ]


def _over(en: str, de: str, thing_en: str, thing_de: str, *also: str) -> Column:
    return Column(
        en,
        de,
        f"{thing_en} carried over from earlier months: 1.5 is that much more than a fair share, -1 less. Empty: none.",
        f"{thing_de} als Übertrag aus früheren Monaten: 1,5 ist so viel mehr als ein fairer Anteil, -1 weniger.",
        "-0.5",
        also=also,
    )


class CarryOverRow(PersonRow):
    """A person's counters from earlier months."""

    weekends_in_row: Annotated[
        int,
        whole(0),
        Column("Weekends in a row", "Wochenenden in Folge", "Weekends worked in a row before the month. Empty: 0.",
               "Gearbeitete Wochenenden in Folge bis zum Monatsbeginn. Leer: 0.", "1"),
    ] = 0  # fmt: skip
    week_hours: Annotated[
        HoursList,
        Column("Hours of past weeks", "Stunden der letzten Wochen",
               "Paid hours of the weeks before the month, newest last, separated by semicolons.",
               "Bezahlte Stunden der Wochen vor dem Monat, die jüngste zuletzt, mit Strichpunkt getrennt.",
               "38.5; 40; 36", also=("Week hours", "Wochenstunden")),
    ] = ()  # fmt: skip
    sundays: Annotated[
        int,
        whole(0, 53),
        Column("Sundays this year", "Sonntage in diesem Jahr", "Sundays worked this calendar year. Empty: 0.",
               "In diesem Kalenderjahr gearbeitete Sonntage. Leer: 0.", "11",
               also=("Sundays worked", "Sundays", "Sonntage", "Sonntage heuer")),
    ] = 0  # fmt: skip
    weekends: Annotated[
        Hundredths | None, _over("Weekends over", "Wochenenden Übertrag", "Weekends", "Wochenenden")
    ] = None
    holidays: Annotated[Hundredths | None, _over("Holidays over", "Feiertage Übertrag", "Holidays", "Feiertage")] = None
    lates: Annotated[Hundredths | None, _over("Lates over", "Spätdienste Übertrag", "Late shifts", "Spätdienste")] = (
        None
    )
    unpleasant: Annotated[
        Hundredths | None,
        _over(
            "Unpleasant over", "Ungünstige Übertrag", "Unpleasant hours", "Ungünstige Stunden", "Unbeliebte Übertrag"
        ),
    ] = None
    on_call: Annotated[
        Hundredths | None, _over("On-call over", "Bereitschaft Übertrag", "On-call days", "Bereitschaftstage")
    ] = None


#: Measures of the ledger that have a column of their own.
LEDGER_MEASURES = ("weekends", "holidays", "lates", "unpleasant", "on_call")
