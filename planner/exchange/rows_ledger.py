"""The sheet of ledger corrections: what the lead adds to or takes from somebody's ledger, and why."""

from typing import Annotated

from planner.exchange.columns import Column, Day, Hundredths, Text, word
from planner.exchange.shared_columns import PersonRow
from planner.exchange.words import Words

MEASURES: Words[str] = Words(
    {
        "weekends": ("weekends", "Wochenenden"),
        "holidays": ("holidays", "Feiertage"),
        "lates": ("lates", "Spätdienste"),
        "unpleasant": ("unpleasant hours", "ungünstige Stunden"),
        "on_call": ("on-call days", "Bereitschaftstage"),
    },
    {
        "weekend": "weekends",
        "Wochenende": "weekends",
        "holiday": "holidays",
        "Feiertag": "holidays",
        "late shifts": "lates",
        "späte Schichten": "lates",
        "unpleasant": "unpleasant",
        "unbeliebte Stunden": "unpleasant",
        "on call": "on_call",
        "Bereitschaft": "on_call",
    },
)


class CorrectionRow(PersonRow):
    """A correction of somebody's ledger, with its note."""

    day: Annotated[
        Day,
        Column("Date", "Datum", "It counts once, in the month of this date.",
               "Gilt einmal, im Monat dieses Datums.", "2026-12-01", also=("Day", "Tag")),
    ]  # fmt: skip
    measure: Annotated[
        str,
        word(MEASURES),
        Column("Measure", "Maß", "weekends, holidays, lates, unpleasant hours or on-call days.",
               "Wochenenden, Feiertage, Spätdienste, ungünstige Stunden oder Bereitschaftstage.", "weekends",
               also=("What", "Was"), choices=MEASURES),
    ]  # fmt: skip
    amount: Annotated[
        Hundredths,
        Column("Amount", "Betrag", "1 counts as one more carried, and brings one less later; -1 the other way round.",
               "1 zählt als eines mehr getragen und bringt später eines weniger; -1 umgekehrt.", "1",
               also=("Correction", "Korrektur")),
    ]  # fmt: skip
    note: Annotated[
        Text,
        Column("Note", "Notiz", "Why. The person sees it in their receipt.",
               "Warum. Die Person sieht das in ihrer Abrechnung.",
               "Stood in for Jonas in November", example_de="Im November für Jonas eingesprungen",
               also=("Reason", "Grund", "Bemerkung")),
    ]  # fmt: skip
