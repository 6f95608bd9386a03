"""A team's facts as rows of the tables, and back, without loss."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, delete, insert, select, update

from planner.domain.demand import Demand, OpeningHours, ShiftType, Topic, Volume
from planner.domain.people import Absence, Availability, Manager, Pair, Site, Wish
from planner.domain.scenario import Scenario
from planner.domain.team import CarryOver, LedgerCorrection, Lock, PastShift, RuleSetting, Team
from planner.messages import Message, _l
from planner.problems import InputProblems, refused
from planner.storage import schema_teams as tables
from planner.storage.columns import Coded
from planner.storage.scenario_rows import change_of, change_row
from planner.storage.schema_rosters import assignments, roster_versions

_BOOKKEEPING = ("id", "team_id", "position")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that holds one field of Team. row: the dataclass of its rows.

    people: column -> attribute that is a person's name; sets: columns with numbers of people for a set of names.
    """

    table: Table
    field: str
    row: type
    people: Mapping[str, str]
    sets: tuple[str, ...] = ()


_PERSON = {"person_id": "person"}

SHEETS = (
    Sheet(tables.sites, "sites", Site, {}),
    Sheet(tables.members, "managers", Manager, {"person_id": "name"}),
    Sheet(tables.rules, "rules", RuleSetting, {}),
    Sheet(tables.availability, "availability", Availability, _PERSON),
    Sheet(tables.absences, "absences", Absence, _PERSON),
    Sheet(tables.wishes, "wishes", Wish, _PERSON),
    Sheet(tables.pairs, "pairs", Pair, {**_PERSON, "other_id": "other"}),
    Sheet(tables.shift_types, "shift_types", ShiftType, {}),
    Sheet(tables.opening_hours, "opening_hours", OpeningHours, {}),
    Sheet(tables.demand, "demand", Demand, {}),
    Sheet(tables.volume, "volume", Volume, {}),
    Sheet(tables.topics, "topics", Topic, {}, ("experts", "deputies")),
    Sheet(tables.locks, "locks", Lock, _PERSON),
    Sheet(tables.past_shifts, "past_shifts", PastShift, _PERSON),
    Sheet(tables.carry_over, "carry_over", CarryOver, _PERSON),
    Sheet(tables.ledger_corrections, "ledger_corrections", LedgerCorrection, _PERSON),
    Sheet(tables.scenarios, "scenarios", Scenario, {}),
)
#: Fields of Team that stand in the row of `teams`.
_OWN = ("name", "zone", "first_weekday", "month")
# Laid out once, as are the queries of sheets below: every page reads a team, and to lay them out anew took longer than
# to ask them.
_PEOPLE = (
    select(tables.people.c.name, tables.people.c.id)
    .join(tables.members, tables.members.c.person_id == tables.people.c.id)
    .where(tables.members.c.team_id == bindparam("team"))
    .order_by(tables.members.c.position)
)


def load_team(connection: Connection, team_id: int) -> Team | None:
    """A team's facts as they were saved; None when there is no such team."""
    own = connection.execute(select(tables.teams).where(tables.teams.c.id == team_id)).mappings().one_or_none()
    if own is None:
        return None
    names = {number: name for name, number in people_of(connection, team_id).items()}
    found: dict[str, Any] = {
        sheet.field: tuple(_object(sheet, row, names) for row in _rows(connection, sheet.table, team_id))
        for sheet in SHEETS
    }
    found["rules"] = {row.code: row for row in found["rules"]}
    return Team(**{field: own[field] for field in _OWN}, **found)


def people_of(connection: Connection, team_id: int) -> dict[str, int]:
    """The numbers of a team's people by name."""
    return {row.name: row.id for row in connection.execute(_PEOPLE, {"team": team_id})}


def save_team(connection: Connection, team: Team, team_id: int | None, known: Mapping[str, int]) -> int:
    """Write a team's facts, in place of those it had; its number. Rows that are the same stay, with their numbers.

    team_id: None makes a new team. known: numbers of people who exist, by name; who was called otherwise is renamed, in
    every team. Of the others, who worked in the team before is the same person again; the rest are new people.
    InputProblems when two people of a team would be one, or be called the same.
    """
    own = {field: getattr(team, field) for field in _OWN}
    teams = tables.teams
    if team_id is None:
        team_id = _new(connection, teams, {**own, "revision": 1})
    else:
        changed = {**own, "revision": teams.c.revision + 1}
        connection.execute(update(teams).where(teams.c.id == team_id).values(changed))
    numbers = _numbers(connection, team, {**_former_people(connection, team_id), **known})
    for sheet in SHEETS:
        held = getattr(team, sheet.field)
        objects = held.values() if isinstance(held, Mapping) else held
        _sync(connection, sheet.table, team_id, [_row(sheet, item, numbers) for item in objects])
    _refuse_namesakes(connection, team_id)
    return team_id


def _numbers(connection: Connection, team: Team, known: Mapping[str, int]) -> dict[str, int]:
    people = tables.people
    numbers = {}
    for manager in team.managers:
        number = known.get(manager.name)
        if number is None:
            number = _new(connection, people, {"name": manager.name})
        else:
            other_name = (people.c.id == number) & (people.c.name != manager.name)
            connection.execute(update(people).where(other_name).values(name=manager.name))
        numbers[manager.name] = number
    names = {number: name for name, number in numbers.items()}
    for name, number in numbers.items():
        if names[number] != name:
            text = _l("{name} and {other} cannot be one person.")
            raise _refusal(name, Message(text, name=name, other=names[number]))
    return numbers


def _former_people(connection: Connection, team_id: int) -> dict[str, int]:
    """Whoever has shifts in the team's rosters, by name."""
    people = tables.people
    worked = (
        select(assignments.c.person_id)
        .join(roster_versions, roster_versions.c.id == assignments.c.version_id)
        .where(roster_versions.c.team_id == team_id)
    )
    found = connection.execute(select(people.c.name, people.c.id).where(people.c.id.in_(worked)))
    return {row.name: row.id for row in found}


def _refuse_namesakes(connection: Connection, team_id: int) -> None:
    """InputProblems when somebody of the team is now called as another person is in a team that they share."""
    people, members = tables.people, tables.members
    one, other, member, namesake = people.alias(), people.alias(), members.alias(), members.alias()
    mine = select(members.c.person_id).where(members.c.team_id == team_id)
    query = (
        select(one.c.name)
        .join(other, (other.c.name == one.c.name) & (other.c.id != one.c.id))
        .join(member, member.c.person_id == one.c.id)
        .join(namesake, (namesake.c.person_id == other.c.id) & (namesake.c.team_id == member.c.team_id))
        .where(one.c.id.in_(mine))
    )
    name = connection.execute(query.limit(1)).scalar_one_or_none()
    if name is not None:
        raise _refusal(name, Message(_l("Another team of this person has somebody else who is called so.")))


def _refusal(name: str, reason: Message) -> InputProblems:
    mend = Message(_l("Give one of them another name. Nothing was changed."))
    return refused("database", reason, mend, value=name)


def _new(connection: Connection, table: Table, values: Mapping[str, Any]) -> int:
    return int(connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one())


def _rows(connection: Connection, table: Table, team_id: int) -> Sequence[Mapping[str, Any]]:
    found = connection.execute(_rows_of_team(table), {"team": team_id})
    columns = list(found.keys())
    return [dict(zip(columns, row, strict=True)) for row in found]


@cache
def _rows_of_team(table: Table) -> Select[Any]:
    return select(table).where(table.c.team_id == bindparam("team")).order_by(table.c.position)


# ---- one row


def _row(sheet: Sheet, item: Any, numbers: Mapping[str, int]) -> dict[str, Any]:
    row = {field.name: getattr(item, field.name) for field in fields(sheet.row)}
    for column, attribute in sheet.people.items():
        row[column] = numbers[row.pop(attribute)]
    for column in sheet.sets:
        row[column] = sorted(numbers[name] for name in row[column])
    if "changes" in row:
        row["changes"] = [change_row(change, numbers) for change in row["changes"]]
    return row


def _object(sheet: Sheet, row: Mapping[str, Any], names: Mapping[int, str]) -> Any:
    values = {column: value for column, value in row.items() if column not in _BOOKKEEPING}
    for column, attribute in sheet.people.items():
        values[attribute] = names[values.pop(column)]
    for column in sheet.sets:
        values[column] = frozenset(names[number] for number in values[column])
    if "changes" in values:
        values["changes"] = tuple(change_of(change, names) for change in values["changes"])
    return sheet.row(**values)


# ---- all rows of a table


def _sync(connection: Connection, table: Table, team_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Make a team's rows of a table these, in this order, touching only what differs."""
    spare: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for old in reversed(_rows(connection, table, team_id)):
        spare.setdefault(_content(table, old), []).append(old)
    new: list[dict[str, Any]] = []
    moved: list[tuple[int, int]] = []
    for position, row in enumerate(rows):
        same = spare.get(_content(table, row))
        if not same:
            new.append({"team_id": team_id, "position": position, **row})
        elif (kept := same.pop())["position"] != position:
            moved.append((kept["id"], position))
    gone = [old["id"] for olds in spare.values() for old in olds]
    if gone:
        connection.execute(delete(table).where(table.c.id.in_(gone)))
    for number, position in moved:
        connection.execute(update(table).where(table.c.id == number).values(position=position))
    if new:
        connection.execute(insert(table), new)


def _content(table: Table, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a row says, comparable and hashable."""
    columns: Iterable[Any] = (column for column in table.columns if column.name not in _BOOKKEEPING)
    return tuple(
        column.type.write(value) if isinstance(column.type, Coded) and value is not None else value
        for column in columns
        for value in [row[column.name]]
    )


def country_of(connection: Connection, team: int) -> str:
    """The country of a team's first site; "" where it has none."""
    table = tables.sites
    query = select(table.c.country).where(table.c.team_id == team).order_by(table.c.position).limit(1)
    return connection.execute(query).scalar_one_or_none() or ""
