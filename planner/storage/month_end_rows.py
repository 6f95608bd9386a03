"""Corrections and closed months as rows, and back. People by number here, by name outside."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from planner.domain.month_end import Closing, Correction, Instead, MadeCorrection, MonthEnd
from planner.domain.people import AbsenceKind
from planner.storage.schema_audit import audit_events, audit_texts
from planner.storage.schema_month_ends import corrections, month_closings
from planner.storage.schema_teams import people


def add_correction(
    connection: Connection, team: int, correction: Correction, event: int, numbers: Mapping[str, int]
) -> None:
    """Keep a correction with the event that it is."""
    connection.execute(
        insert(corrections).values(
            event_id=event,
            team_id=team,
            person_id=numbers[correction.person],
            day=correction.day,
            shift=correction.shift,
            instead=correction.instead,
            start_min=correction.start_min,
            end_min=correction.end_min,
            break_min=correction.break_min,
        )
    )


def load_corrections(connection: Connection, team: int, first: date, last: date) -> list[MadeCorrection]:
    """All corrections of some dates, oldest first."""
    actors = people.alias()
    query = (
        select(corrections, people.c.name, audit_events.c.at, actors.c.name.label("by"), audit_texts.c.text)
        .join(people, people.c.id == corrections.c.person_id)
        .join(audit_events, audit_events.c.id == corrections.c.event_id)
        .outerjoin(actors, actors.c.id == audit_events.c.actor_id)
        .outerjoin(audit_texts, audit_texts.c.event_id == audit_events.c.id)
        .where(corrections.c.team_id == team, corrections.c.day.between(first, last))
        .order_by(corrections.c.event_id)
    )
    return [
        MadeCorrection(
            Correction(
                row["name"], row["day"], row["shift"], Instead(row["instead"]), row["start_min"], row["end_min"],
                row["break_min"],
            ),
            row["event_id"],
            row["at"],
            row["by"] or "",
            row["text"] or "",
        )
        for row in connection.execute(query).mappings()
    ]  # fmt: skip


def load_closing(connection: Connection, team: int, year: int, month: int) -> Closing | None:
    """What a month was closed with; None while it is open."""
    actors = people.alias()
    query = (
        select(month_closings.c.figures, audit_events.c.at, actors.c.name)
        .join(audit_events, audit_events.c.id == month_closings.c.closed_by)
        .outerjoin(actors, actors.c.id == audit_events.c.actor_id)
        .where(_in_force(team, year, month))
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    numbers = [int(number) for number, _, _ in row.figures]
    found = connection.execute(select(people.c.id, people.c.name).where(people.c.id.in_(numbers)))
    names = {person.id: person.name for person in found}
    planned, actual = ([_read(names[row[0]], row[place]) for row in row.figures] for place in (1, 2))
    return Closing(row.at, row.name or "", planned, actual)


def add_closing(
    connection: Connection, team: int, month: tuple[int, int], closing: Closing, event: int, numbers: Mapping[str, int]
) -> None:
    """Close a month with an event."""
    figures = [
        [numbers[planned.person], _plain(planned), _plain(actual)]
        for planned, actual in zip(closing.planned, closing.actual, strict=True)
    ]
    values = {"team_id": team, "year": month[0], "month": month[1], "closed_by": event, "figures": figures}
    connection.execute(insert(month_closings).values(values))


def end_closing(connection: Connection, team: int, year: int, month: int, event: int) -> None:
    """Open a closed month again by an event."""
    connection.execute(update(month_closings).where(_in_force(team, year, month)).values(reopened_by=event))


def _in_force(team: int, year: int, month: int) -> Any:
    table = month_closings.c
    same = (table.team_id == team) & (table.year == year) & (table.month == month)
    return same & table.reopened_by.is_(None)


_FIGURES: Sequence[str] = ("worked_min", "night_min", "sunday_min", "holiday_min", "on_call_days", "credited_min")


def _plain(figures: MonthEnd) -> dict[str, Any]:
    absent = {kind.value: minutes for kind, minutes in figures.absent_min.items()}
    return {**{name: getattr(figures, name) for name in _FIGURES}, "absent_min": absent}


def _read(person: str, plain: Mapping[str, Any]) -> MonthEnd:
    absent = {kind: plain["absent_min"].get(kind.value, 0) for kind in AbsenceKind}
    # What was closed before there were hours by agreement had none.
    figures = {"credited_min": 0, **plain}
    return MonthEnd(person, absent_min=absent, **{name: figures[name] for name in _FIGURES})
