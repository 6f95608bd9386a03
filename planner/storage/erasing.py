"""Erase a person from all tables; what stays are numbers and dates of nobody who is known. See personal.TABLES."""

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import Connection, Table, Text, delete, or_, select, type_coerce, update

from planner.domain.people import AbsenceKind
from planner.names import naming
from planner.services.shelf import HeldKind
from planner.storage.ended_links import end_links_of
from planner.storage.personal import TABLES, accounts_of, in_teams_of
from planner.storage.schema import metadata
from planner.storage.schema_access import access_log
from planner.storage.schema_accounts import one_time_links, sign_in_attempts, users
from planner.storage.schema_audit import audit_texts, fact_changes
from planner.storage.schema_busy import busy_calendars
from planner.storage.schema_feeds import feed_links, feeds
from planner.storage.schema_leave import leave_requests
from planner.storage.schema_letters import message_habits, messages
from planner.storage.schema_shelf import held
from planner.storage.schema_teams import absences, ledger_corrections, members, pairs, people, wishes
from planner.storage.schema_wishes import wish_answers
from planner.tokens import hash_of

#: In place of a note that must not be empty.
BLANK = "…"


def erase_person(connection: Connection, person: int, blank_name: str, at: datetime) -> tuple[str, ...]:
    """Erase; what named the person until now, longest first. blank_name: what they are called from now on."""
    words = _words_of(connection, person)
    _end_links(connection, person, at)
    _drop(connection, person)
    _drop_held(connection, person, words)
    _drop_account(connection, person)
    connection.execute(update(people).where(people.c.id == person).values(name=blank_name))
    _blank_member(connection, person, blank_name, at.date())
    _blank_words(connection, words, blank_name)
    return words


def _words_of(connection: Connection, person: int) -> tuple[str, ...]:
    """What names the person in the words of others, longest first: a public name only if nobody else has it."""
    names = {connection.execute(select(people.c.name).where(people.c.id == person)).scalar_one()}
    names |= set(connection.execute(select(users.c.name).where(users.c.person_id == person)).scalars())
    names |= _emails_of(connection, person)
    own = select(members.c.public_name).where(members.c.person_id == person)
    others = select(members.c.public_name).where(members.c.person_id != person)
    names |= set(connection.execute(own).scalars()) - set(connection.execute(others).scalars())
    return tuple(sorted((name for name in names if name), key=lambda name: (-len(name), name)))


def _emails_of(connection: Connection, person: int) -> frozenset[str]:
    """The addresses of the person's accounts, and those that were invited as them and are nobody else's."""
    own = select(users.c.email).where(users.c.person_id == person)
    others = select(users.c.email).where(users.c.person_id != person)
    invited = select(one_time_links.c.email).where(one_time_links.c.person_id == person, one_time_links.c.email != "")
    found = set(connection.execute(invited).scalars()) - set(connection.execute(others).scalars())
    return frozenset(found | set(connection.execute(own).scalars()))


def _end_links(connection: Connection, person: int, at: datetime) -> None:
    end_links_of(connection, person, at, ())
    table = TABLES["feed_links"]
    assert table.rows is not None
    connection.execute(update(feed_links).where(table.rows(feed_links, person)).values(label="", client=""))
    connection.execute(update(feeds).where(feeds.c.person_id == person).values(name="", etag="", body=b""))


def _drop(connection: Connection, person: int) -> None:
    """Rows that go as a whole."""
    # Letters go with what they tell of.
    for table in (wishes, wish_answers, busy_calendars, messages, message_habits, access_log, fact_changes):
        connection.execute(delete(table).where(table.c.person_id == person))
    connection.execute(delete(pairs).where(or_(pairs.c.person_id == person, pairs.c.other_id == person)))
    texts = TABLES["audit_texts"].rows
    assert texts is not None
    connection.execute(delete(audit_texts).where(texts(audit_texts, person)))


def _drop_held(connection: Connection, person: int, words: Collection[str]) -> None:
    """What others hold: workbooks of the teams name everybody; one of a new team may, and cannot be looked into."""
    workbook = held.c.team_id.is_(None) & (held.c.kind == HeldKind.WORKBOOK)
    connection.execute(delete(held).where(in_teams_of(held, person) | workbook))
    for row in connection.execute(select(held.c.id, held.c.content)).all():
        text = row.content.decode("utf-8", "replace").casefold()
        if any(word.casefold() in text for word in words):
            connection.execute(delete(held).where(held.c.id == row.id))


def _drop_account(connection: Connection, person: int) -> None:
    emails = _emails_of(connection, person)
    invited = or_(one_time_links.c.person_id == person, one_time_links.c.email.in_(emails))
    connection.execute(delete(one_time_links).where(invited))
    hashes = [hash_of(email) for email in emails]
    connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.account.in_(hashes)))
    # Roles, sessions and what they looked at go with it.
    connection.execute(delete(users).where(users.c.id.in_(accounts_of(person))))


def _blank_member(connection: Connection, person: int, blank_name: str, today: date) -> None:
    own = members.c.person_id == person
    connection.execute(update(members).where(own).values(public_name=blank_name))
    # The note is what frees somebody from working-time law, which the rosters of then still stand on.
    connection.execute(update(members).where(own, members.c.senior_staff != "").values(senior_staff=BLANK))
    later = or_(members.c.leaves_on.is_(None), members.c.leaves_on > today)
    connection.execute(update(members).where(own, later).values(leaves_on=today))
    connection.execute(update(members).where(own, members.c.joins_on > today).values(joins_on=today))
    # All kinds are paid alike; that somebody was ill stays nobody's to know.
    sick = (absences.c.person_id == person) & (absences.c.kind != AbsenceKind.LEAVE)
    connection.execute(update(absences).where(sick).values(kind=AbsenceKind.LEAVE))
    asked = leave_requests.c.person_id == person
    connection.execute(update(leave_requests).where(asked).values(note="", answer=""))
    notes = ledger_corrections.c.person_id == person
    connection.execute(update(ledger_corrections).where(notes).values(note=BLANK))


def _blank_words(connection: Connection, words: Collection[str], blank_name: str) -> None:
    """Take the names out of all that others wrote, in every team: a letter or note may name anybody."""
    if not words:
        return
    named = naming(words)
    for name, kept in TABLES.items():
        for column in kept.free:
            _blank_column(connection, metadata.tables[name], column, words, named, blank_name)


def _blank_column(
    connection: Connection, table: Table, column: str, words: Iterable[str], named: re.Pattern[str], blank_name: str
) -> None:
    # As text, also where it is JSON: names stand in it as they are written.
    text, own = type_coerce(table.c[column], Text), list(table.primary_key)
    some = or_(*(text.icontains(word, autoescape=True) for word in words))
    for row in connection.execute(select(*own, text.label("words")).where(some)).mappings().all():
        same = [key == row[key.name] for key in own]
        new = named.sub(blank_name, row["words"])
        if new != row["words"]:
            connection.execute(update(table).where(*same).values({column: type_coerce(new, Text)}))
