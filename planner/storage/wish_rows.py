"""Wish windows as rows, and back. People by number here, by name outside."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from planner.domain.wishing import WishAnswer, WishWindow
from planner.storage.schema_teams import people
from planner.storage.schema_wishes import wish_answers, wish_windows


def load_windows(connection: Connection, team: int) -> dict[tuple[int, int], WishWindow]:
    """All windows of a team, by year and month."""
    table = wish_windows.c
    rows = connection.execute(select(wish_windows).where(table.team_id == team).order_by(table.year, table.month)).all()
    query = (
        select(wish_answers, people.c.name)
        .join(people, people.c.id == wish_answers.c.person_id)
        .where(wish_answers.c.window_id.in_([row.id for row in rows]))
    )
    answers: dict[int, dict[str, WishAnswer]] = {}
    for row in connection.execute(query):
        answers.setdefault(row.window_id, {})[row.name] = WishAnswer(row.sent_at, row.reminded_at)
    return {
        (row.year, row.month): WishWindow(
            row.opened_at, row.deadline, row.budget, row.revision, answers.get(row.id, {})
        )
        for row in rows
    }  # fmt: skip


def the_window(connection: Connection, team: int, month: tuple[int, int]) -> int:
    """The number of the row of a window that there is."""
    number = _window_number(connection, team, month)
    assert number is not None, "wishes are given into a window"
    return number


def _window_number(connection: Connection, team: int, month: tuple[int, int]) -> int | None:
    table = wish_windows.c
    same = (table.team_id == team) & (table.year == month[0]) & (table.month == month[1])
    return connection.execute(select(table.id).where(same)).scalar_one_or_none()


def save_window(connection: Connection, team: int, month: tuple[int, int], window: WishWindow) -> None:
    """Keep a window, in place of the one there was; who has answered stays."""
    values = {
        "opened_at": window.opened_at,
        "deadline": window.deadline,
        "budget": window.budget,
        "revision": window.revision,
    }
    number = _window_number(connection, team, month)
    if number is None:
        of = {"team_id": team, "year": month[0], "month": month[1]}
        connection.execute(insert(wish_windows).values(**of, **values))
    else:
        connection.execute(update(wish_windows).where(wish_windows.c.id == number).values(values))


def save_answers(connection: Connection, window: int, people_: Iterable[int], **moments: datetime) -> None:
    """Write down moments (sent_at, reminded_at) of people, by number."""
    table = wish_answers.c
    for person in people_:
        same = (table.window_id == window) & (table.person_id == person)
        if not connection.execute(update(wish_answers).where(same).values(moments)).rowcount:
            connection.execute(insert(wish_answers).values(window_id=window, person_id=person, **moments))
