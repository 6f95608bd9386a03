"""Rosters as rows of the tables, and back, without loss."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select

from planner.domain.drafts import VersionState
from planner.domain.roster import Assignment, Roster, SolveRecord
from planner.domain.team import CarryOver
from planner.storage.schema_rosters import assignments, roster_versions, version_carry_over
from planner.storage.schema_teams import members, people, teams

_RECORD = ("costs", "bounds", "seconds", "workers", "seed")


def load_roster(connection: Connection, version_id: int) -> Roster | None:
    """The roster of a version, assignments by date, name and shift, counters in the order of the team's people.

    None when there is no such version.
    People who have left the team since are in it under the name they have now.
    """
    query = (
        select(roster_versions, teams.c.name.label("team_name"))
        .join(teams, teams.c.id == roster_versions.c.team_id)
        .where(roster_versions.c.id == version_id)
    )
    version = connection.execute(query).mappings().one_or_none()
    if version is None:
        return None
    found = connection.execute(
        select(assignments, people.c.name).join(people).where(assignments.c.version_id == version_id)
    ).mappings()
    in_team = (members.c.person_id == version_carry_over.c.person_id) & (members.c.team_id == version["team_id"])
    carried = connection.execute(
        select(version_carry_over, people.c.name)
        .join(people)
        .outerjoin(members, in_team)
        .where(version_carry_over.c.version_id == version_id)
        .order_by(members.c.position.is_(None), members.c.position, people.c.name)
    ).mappings()
    record = None if version["costs"] is None else SolveRecord(**{field: version[field] for field in _RECORD})
    return Roster(
        version["team_name"],
        version["year"],
        version["month"],
        tuple(
            sorted(
                (Assignment(row["uid"], row["name"], row["day"], row["shift"], row["locked"]) for row in found),
                key=lambda a: (a.day, a.person, a.shift),
            )
        ),
        version["team_hash"],
        version["programs"],
        record,
        tuple(
            CarryOver(row["name"], row["weekends_in_row"], row["week_minutes"], row["sundays_worked"], row["ledger"])
            for row in carried
        ),
    )


def version_values(roster: Roster) -> dict[str, Any]:
    """What a version's own row says of its roster."""
    return {
        "year": roster.year,
        "month": roster.month,
        "team_hash": roster.team_hash,
        "programs": roster.versions,
        **{field: getattr(roster.record, field) if roster.record else None for field in _RECORD},
    }


def write_contents(connection: Connection, version_id: int, roster: Roster, numbers: Mapping[str, int]) -> None:
    """Write a roster's assignments and counters into a version that has none. numbers: of its people by name."""
    if roster.assignments:
        connection.execute(
            insert(assignments),
            [
                {
                    "version_id": version_id,
                    "uid": row.uid,
                    "person_id": numbers[row.person],
                    "day": row.day,
                    "shift": row.shift,
                    "locked": row.locked,
                }
                for row in roster.assignments
            ],
        )
    if roster.carry_over:
        connection.execute(
            insert(version_carry_over),
            [
                {
                    "version_id": version_id,
                    "person_id": numbers[row.person],
                    "weekends_in_row": row.weekends_in_row,
                    "week_minutes": row.week_minutes,
                    "sundays_worked": row.sundays_worked,
                    "ledger": row.ledger,
                }
                for row in roster.carry_over
            ],
        )


def last_published_around(connection: Connection, team: int, others: Collection[int], month: tuple[int, int]) -> int:
    """The highest id of what is published of a team's months before and after one, and of the three in other teams."""
    table, this = roster_versions, 12 * month[0] + month[1]
    when = 12 * table.c.year + table.c.month
    own = (table.c.team_id == team) & when.in_([this - 1, this + 1])
    theirs = table.c.team_id.in_(others) & when.between(this - 1, this + 1)
    query = select(func.max(table.c.id)).where(table.c.state == VersionState.PUBLISHED, own | theirs)
    return connection.execute(query).scalar_one() or 0
