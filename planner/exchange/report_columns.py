"""Columns that several tables of reports have, headed in a language."""

from planner.exchange.table_shape import Column, Kind
from planner.messages import _l, translate


def person_column(language: str) -> Column:
    """Whom a row is about."""
    return Column(translate(_l("Person"), language), 28)


def day_columns(language: str) -> tuple[Column, ...]:
    """A date and its weekday."""
    return Column(translate(_l("Date"), language), 12, Kind.DATE), Column(translate(_l("Day"), language), 6)


def missing_columns(language: str, what_width: int) -> tuple[Column, ...]:
    """What is missing of a gap: in words, people present and wanted, hours."""
    return (
        Column(translate(_l("What is missing"), language), what_width, wrap=True),
        Column(translate(_l("Present"), language), 8, Kind.COUNT),
        Column(translate(_l("Wanted"), language), 10, Kind.COUNT),
        Column(translate(_l("Missing h"), language), 10, Kind.HOURS),
    )


def hours_columns(language: str, contract: str) -> tuple[Column, ...]:
    """Hours against the contract, and shifts. contract: heading of what the contract asks for, a text."""
    return (
        Column(translate(_l("Planned h"), language), 12, Kind.HOURS),
        Column(translate(_l("Absent h, paid"), language), 12, Kind.HOURS),
        Column(translate(contract, language), 14, Kind.HOURS),
        Column(translate(_l("Balance h"), language), 12, Kind.SIGNED_HOURS),
        Column(translate(_l("Shifts"), language), 10, Kind.COUNT),
    )
