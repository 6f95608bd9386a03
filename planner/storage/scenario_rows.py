"""Scenarios' changes as rows of plain values; people in them by number."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from planner.domain.scenario import (
    Change,
    ContractChange,
    DemandChange,
    Hire,
    Leave,
    OpeningChange,
    RuleChange,
)
from planner.storage.columns import when_of, when_text

_KINDS: Mapping[str, type[Change]] = {
    "hire": Hire,
    "leave": Leave,
    "contract": ContractChange,
    "opening": OpeningChange,
    "rule": RuleChange,
    "demand": DemandChange,
}
_KIND_OF = {change: kind for kind, change in _KINDS.items()}
#: Fields that name a person of the team.
_PEOPLE = ("like", "person")


def change_row(change: Change, numbers: Mapping[str, int]) -> dict[str, Any]:
    """A change as plain values. numbers: of people by name."""
    row = asdict(change)
    for field in _PEOPLE:
        if field in row:
            row[field] = numbers[row[field]]
    if row.get("since"):
        row["since"] = row["since"].isoformat()
    if "when" in row:
        row["when"] = when_text(row["when"])
    return {"kind": _KIND_OF[type(change)], **row}


def change_of(row: Mapping[str, Any], names: Mapping[int, str]) -> Change:
    """The change of a row. names: of people by number."""
    fields = dict(row)
    kind = _KINDS[fields.pop("kind")]
    for field in _PEOPLE:
        if field in fields:
            fields[field] = names[fields[field]]
    if fields.get("since"):
        fields["since"] = date.fromisoformat(fields["since"])
    if "when" in fields:
        fields["when"] = when_of(fields["when"])
    return kind(**fields)
