"""All sheets of a team's workbook, declared once: reader, template, comments, drop-downs and writer follow from here.

A sheet's columns are the fields of its row class (rows_team, rows_people, rows_work, rows_settled, rows_scenarios).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from planner.exchange.columns import Column, Row
from planner.exchange.rows_ledger import CorrectionRow
from planner.exchange.rows_people import AbsenceRow, AvailabilityRow, ManagerRow, PairRow, WishRow
from planner.exchange.rows_scenarios import ScenarioRow
from planner.exchange.rows_settled import CarryOverRow, LockRow, PastShiftRow
from planner.exchange.rows_team import RuleRow, SiteRow, TeamRow
from planner.exchange.rows_work import DemandRow, OpeningHoursRow, ShiftTypeRow, TopicRow, VolumeRow
from planner.exchange.words import key_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. en, de: its name; also: more names that are understood. needed: a team cannot do without it."""

    key: str
    en: str
    de: str
    row: type[Row]
    needed: bool = False
    also: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        """The sheet's name in "de" or "en"."""
        return self.de if language == "de" else self.en

    @property
    def columns(self) -> Mapping[str, Column]:
        """The columns by key, in order."""
        return self.row.columns()

    @property
    def required(self) -> frozenset[str]:
        """Keys of the columns that every row must fill."""
        return frozenset(key for key, info in self.row.model_fields.items() if info.is_required())

    def headings(self) -> dict[str, str]:
        """Every heading that is understood, comparable -> key of the column."""
        return {
            key_of(heading): key
            for key, column in self.columns.items()
            for heading in (*column.also, key, column.en, column.de)
        }


_ALL = (
    Sheet("team", "Team", "Team", TeamRow, needed=True),
    Sheet("sites", "Sites", "Standorte", SiteRow, needed=True, also=("Site", "Standort")),
    Sheet("rules", "Rules", "Regeln", RuleRow, also=("Rule", "Regel")),
    Sheet("managers", "Managers", "Team-Mitglieder", ManagerRow, needed=True,
          also=("Manager", "People", "Personen", "Mitarbeitende", "Mitglieder")),
    Sheet("availability", "Availability", "Verfügbarkeit", AvailabilityRow, also=("Verfügbarkeiten",)),
    Sheet("absences", "Absences", "Abwesenheiten", AbsenceRow, also=("Absence", "Abwesenheit")),
    Sheet("wishes", "Wishes", "Wünsche", WishRow, also=("Wish", "Wunsch")),
    Sheet("pairs", "Pairs", "Paare", PairRow),
    Sheet("shift_types", "Shift types", "Schichten", ShiftTypeRow, needed=True,
          also=("Shifts", "Shift type", "Schichtarten", "Schichttypen", "Dienste")),
    Sheet("opening_hours", "Opening hours", "Öffnungszeiten", OpeningHoursRow),
    Sheet("demand", "Demand", "Bedarf", DemandRow, also=("Besetzung",)),
    Sheet("volume", "Volume", "Aufkommen", VolumeRow, also=("Volumen", "Nachrichten")),
    Sheet("topics", "Topics", "Themen", TopicRow),
    Sheet("locks", "Locks", "Fixierungen", LockRow, also=("Fixiert",)),
    Sheet("past_shifts", "Past shifts", "Frühere Schichten", PastShiftRow, also=("Letzte Schichten", "Last shifts")),
    Sheet("carry_over", "Carry-over", "Übertrag", CarryOverRow),
    Sheet("ledger_corrections", "Ledger corrections", "Ausgleichskorrekturen", CorrectionRow,
          also=("Corrections", "Korrekturen", "Ledger")),
    Sheet("scenarios", "Scenarios", "Szenarien", ScenarioRow, also=("Scenario", "Szenario", "What if")),
)  # fmt: skip

#: Every sheet by key, in the order of the workbook.
SHEETS: Mapping[str, Sheet] = MappingProxyType({sheet.key: sheet for sheet in _ALL})

#: Sheets of our own template that hold no facts: how to fill it in, and the words of the drop-downs.
HELP_TITLES = {"en": "Read me", "de": "Anleitung"}
LISTS_TITLES = {"en": "Lists", "de": "Listen"}
IGNORED = frozenset(key_of(title) for title in (*HELP_TITLES.values(), *LISTS_TITLES.values()))


def sheet_titles() -> dict[str, Sheet]:
    """Every name of a sheet that is understood, comparable -> the sheet."""
    return {key_of(title): sheet for sheet in SHEETS.values() for title in (*sheet.also, sheet.key, sheet.en, sheet.de)}
