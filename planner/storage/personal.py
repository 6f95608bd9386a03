"""What is kept of a person, table by table: what of it they are given, and what becomes of it when they are erased.

Every table that refers to people or accounts, or holds free text, stands in TABLES; a test looks for one that does not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, or_, select, true

from planner.storage.columns import Coded
from planner.storage.schema import metadata
from planner.storage.schema_accounts import one_time_links, users
from planner.storage.schema_audit import audit_events
from planner.storage.schema_busy import busy_calendars
from planner.storage.schema_feeds import feeds
from planner.storage.schema_letters import messages
from planner.storage.schema_month_ends import corrections
from planner.storage.schema_rosters import roster_versions
from planner.storage.schema_teams import members

#: Rows of a person, by number.
Rows = Callable[[Table, int], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A table. rows: those of a person; None = none are anybody's. hidden: columns that are given to nobody.

    not_given: why a person is not given their rows; "" = they are. erased: what becomes of them, in words.
    free: columns of words in which people may be named, also in rows that are not theirs.
    """

    rows: Rows | None
    erased: str
    hidden: tuple[str, ...] = ()
    not_given: str = ""
    free: tuple[str, ...] = ()


def _by(*columns: str) -> Rows:
    return lambda table, person: or_(*(table.c[column] == person for column in columns))


def _of_account(table: Table, person: int) -> ColumnElement[bool]:
    return table.c.user_id.in_(accounts_of(person))


def _under(parent: Table, column: str, rows: Rows) -> Rows:
    """Rows below those of another table."""
    return lambda table, person: table.c[column].in_(select(parent.c.id).where(rows(parent, person)))


def _either(*several: Rows) -> Rows:
    return lambda table, person: or_(*(rows(table, person) for rows in several))


def accounts_of(person: int) -> Any:
    """The accounts of a person."""
    return select(users.c.id).where(users.c.person_id == person)


def _texts_of(table: Table, person: int) -> ColumnElement[bool]:
    """What a person wrote, and what was written on corrections of their work."""
    theirs = select(audit_events.c.id).where(audit_events.c.actor_id == person)
    about = select(corrections.c.event_id).where(corrections.c.person_id == person)
    return table.c.event_id.in_(theirs) | table.c.event_id.in_(about)


_PERSON = _by("person_id")
_NUMBERS = "stays: numbers and dates of nobody who is known, for the counts of rosters"
_GONE = "goes"
_TEAMS = "is of the team, and of nobody in it"
_LISTS = "holds people by number, in rows that are of the team"

#: By the table's name, in the order in which a person is given theirs.
TABLES: Mapping[str, Kept] = {
    "people": Kept(_by("id"), "the name is blanked"),
    "users": Kept(_PERSON, _GONE, ("password_hash",)),
    "team_roles": Kept(_of_account, "goes with the account"),
    "sessions": Kept(_of_account, "goes with the account", ("token_hash",)),
    "one_time_links": Kept(_either(_of_account, _PERSON), _GONE, ("token_hash",)),
    "held": Kept(_of_account, "goes, and what others hold of the person's teams", ("content",)),
    "members": Kept(_PERSON, "names and notes are blanked, and the last day is today at the latest"),
    "availability": Kept(_PERSON, _NUMBERS),
    "absences": Kept(_PERSON, "stays without its reason, for the hours of rosters"),
    "wishes": Kept(_PERSON, _GONE),
    "wish_answers": Kept(_PERSON, _GONE),
    "busy_calendars": Kept(_PERSON, _GONE, ("address",)),
    "busy_blocks": Kept(_under(busy_calendars, "calendar_id", _PERSON), "goes with its calendar"),
    "pairs": Kept(_by("person_id", "other_id"), _GONE),
    "locks": Kept(_PERSON, _NUMBERS),
    "past_shifts": Kept(_PERSON, _NUMBERS),
    "carry_over": Kept(_PERSON, _NUMBERS),
    "ledger_corrections": Kept(_PERSON, "stays without its note", free=("note",)),
    "assignments": Kept(
        lambda table, person: (table.c.person_id == person) & table.c.version_id.in_(
            select(roster_versions.c.id).where(roster_versions.c.state == "published")
        ),
        _NUMBERS,
    ),
    "free_locks": Kept(_PERSON, _NUMBERS),
    "version_carry_over": Kept(_PERSON, _NUMBERS),
    "corrections": Kept(_PERSON, _NUMBERS),
    "cell_changes": Kept(_PERSON, _NUMBERS),
    "audit_events": Kept(_by("actor_id"), _NUMBERS),
    "fact_changes": Kept(_PERSON, _GONE),
    "audit_texts": Kept(_texts_of, "goes, and so does what names the person", free=("text",)),
    "roster_versions": Kept(_by("made_by"), _NUMBERS),
    "messages": Kept(_PERSON, _GONE, free=("subject", "body")),
    "message_habits": Kept(_PERSON, _GONE),
    "letters": Kept(
        _either(
            _under(messages, "message_id", _PERSON),
            _under(one_time_links, "link_id", _either(_of_account, _PERSON)),
        ),
        "goes with the message or the link",
        ("sealed",),
        free=("subject", "body"),
    ),
    "leave_requests": Kept(_PERSON, "stays without its words", free=("note", "answer")),
    "offers": Kept(_PERSON, _NUMBERS),
    "offer_asks": Kept(_PERSON, _NUMBERS),
    "offer_rules": Kept(None, _TEAMS, not_given=_TEAMS),
    "colleague_rules": Kept(None, _TEAMS, not_given=_TEAMS),
    "feeds": Kept(_PERSON, "its links are revoked and its content made anew", ("body",), free=("name",)),
    "feed_entries": Kept(
        _under(feeds, "feed_id", _PERSON), "made anew without the name", free=("summary", "location", "description")
    ),
    "feed_links": Kept(
        lambda table, person: (table.c.made_by == person)
        | table.c.feed_id.in_(select(feeds.c.id).where(feeds.c.person_id == person)),
        "revoked, without its name and the program that asked",
        ("token_hash",),
    ),
    "access_log": Kept(_either(_of_account, _PERSON), _GONE, ("user_id",)),
    "jobs": Kept(_by("asked_by"), _NUMBERS, ("best", "points"), free=("error",)),
    "month_closings": Kept(None, _NUMBERS, not_given=_LISTS + "; corrections and shifts hold the same"),
    "topics": Kept(None, _NUMBERS, not_given=_LISTS),
    "scenarios": Kept(None, "names are blanked", not_given=_LISTS, free=("name", "note", "changes")),
    "comparisons": Kept(None, "names are blanked", not_given=_TEAMS, free=("content",)),
    "rules": Kept(None, "names are blanked", not_given=_TEAMS, free=("note",)),
    "sites": Kept(None, "names are blanked", not_given=_TEAMS, free=("sunday_basis", "holiday_basis")),
    "sign_in_attempts": Kept(None, "tries of the address go", not_given="hashes, for a quarter of an hour"),
    "feed_tables": Kept(None, _TEAMS, not_given=_TEAMS),
    "timed_work": Kept(None, _TEAMS, not_given="which worker is at what"),
    "teams": Kept(None, _TEAMS, not_given=_TEAMS),
    "shift_types": Kept(None, _TEAMS, not_given=_TEAMS),
    "opening_hours": Kept(None, _TEAMS, not_given=_TEAMS),
    "demand": Kept(None, _TEAMS, not_given=_TEAMS),
    "volume": Kept(None, _TEAMS, not_given=_TEAMS),
    "wish_windows": Kept(None, _TEAMS, not_given=_TEAMS),
}


def unknown_tables() -> list[str]:
    """Tables that refer to people or accounts, or hold words, and do not stand in TABLES."""
    return sorted(
        table.name for table in metadata.tables.values() if table.name not in TABLES and may_be_personal(table)
    )


def may_be_personal(table: Table) -> bool:
    """Whether a table refers to people or accounts, or holds words."""
    refers = any(key.column.table.name in ("people", "users") for key in table.foreign_keys)
    return refers or any(isinstance(column.type, Text) or _coded(column.type) for column in table.columns)


def _coded(kind: object) -> bool:
    return isinstance(kind, Coded)


def in_teams_of(table: Table, person: int) -> ColumnElement[bool]:
    """Rows that belong to a team of a person; all rows of a table that knows no team."""
    if "team_id" not in table.c:
        return true()
    return table.c.team_id.in_(select(members.c.team_id).where(members.c.person_id == person))
