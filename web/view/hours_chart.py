"""Hours against contract as a chart: a bar a person, a mark where the contract is met."""

from collections.abc import Iterable
from dataclasses import dataclass

from planner.messages import Message, Minutes, _l
from planner.reporting.report import PersonHours

#: Within this many minutes of the contract a month counts as met.
MET_MIN = 60


@dataclass(frozen=True, slots=True)
class HoursBar:
    """One person's bar: planned, then credited for absences; mark is the contract. In percent of the longest."""

    hours: PersonHours
    planned: float
    credited: float
    mark: float


@dataclass(frozen=True, slots=True)
class HoursChart:
    """title: the finding. bars: largest shortfall first."""

    title: Message
    bars: tuple[HoursBar, ...]


def hours_chart(hours: Iterable[PersonHours]) -> HoursChart:
    """Everybody's planned and credited hours against the contract."""
    rows = sorted(hours, key=lambda row: (row.balance_min, row.person))
    scale = 100 / max(1, *(max(row.contract_min, row.planned_min + row.absent_min) for row in rows)) if rows else 0
    bars = tuple(
        HoursBar(
            hours=row,
            planned=round(row.planned_min * scale, 1),
            credited=round(row.absent_min * scale, 1),
            mark=round(row.contract_min * scale, 1),
        )
        for row in rows
    )
    return HoursChart(_finding(rows), bars)


def _finding(rows: list[PersonHours]) -> Message:
    met = sum(abs(row.balance_min) <= MET_MIN for row in rows)
    if not rows or met == len(rows):
        return Message(_l("Hours: everybody is within an hour of the contract"))
    furthest = max(rows, key=lambda row: abs(row.balance_min))
    text = (
        _l("Hours: {met} of {all} within an hour of the contract; {person} is {by} above it")
        if furthest.balance_min > 0
        else _l("Hours: {met} of {all} within an hour of the contract; {person} is {by} below it")
    )
    return Message(text, met=met, all=len(rows), person=furthest.person, by=Minutes(abs(furthest.balance_min)))
