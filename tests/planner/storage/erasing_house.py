"""A database whose every table says something of a person, who is to be erased."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Integer, LargeBinary, Text, insert, select, type_coerce, update

from planner import bootstrap
from planner.accounts.model import Role
from planner.domain.access import Changed
from planner.domain.busy import NewCalendar, ReadAs, Span
from planner.domain.drafts import EventKind
from planner.domain.habits import Habits
from planner.domain.leave import LeaveState
from planner.domain.month_end import Correction, Instead
from planner.domain.notice import Notice, NoticeKind
from planner.domain.offering import Ask, Offer, OfferedShift
from planner.domain.people import Absence, AbsenceKind, Availability, Pair, Wish
from planner.domain.team import CarryOver, LedgerCorrection, Lock, PastShift, RuleSetting, Team
from planner.feeds.model import FeedKind
from planner.mail.outbox import FileOutbox
from planner.messages import Message
from planner.ports import Mail
from planner.services.month_facts import in_force
from planner.services.month_reports import Reports
from planner.services.notices import tell
from planner.services.shelf import HeldKind
from planner.settings import Settings
from planner.storage.database import Database
from planner.storage.personal import TABLES
from planner.storage.schema import metadata
from planner.storage.schema_accounts import users
from planner.storage.schema_jobs import comparisons
from planner.storage.shelf import DatabaseShelf
from tests.planner.account_cases import AccountCase
from tests.planner.storage.desk import ANA, BEN, EARLY, LATE, TEAM, day, roster

#: In all that names or was written by the person; in nothing else.
MARK = "Zyxmark"
NAME, PUBLIC, EMAIL = f"{MARK} Quandt", MARK, "zyxmark@example.com"
NOW = datetime(2026, 12, 10, 9, tzinfo=UTC)
LATER = datetime(2027, 1, 15, 9, tzinfo=UTC)
OTHERS = f"Ask {NAME}, she knows; {PUBLIC} does."


class House:
    """A database whose every table says something of a person."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder
        settings = Settings.of({"DATA_FOLDER": str(folder), "BASE_URL": "http://localhost"})
        self.cases = bootstrap.use_cases(settings, database, "en")
        with self.cases.vault.writing() as records:
            self.team = records.save_facts(marked_team(), None, {})
            numbers = records.people(self.team)
        self.person, self.ben = numbers[NAME], numbers[BEN]
        accounts = AccountCase(database)
        self.owner = accounts.visitor(accounts.owner("olga@example.com", "Olga"))
        session = accounts.invited(
            accounts.owner("second@example.com", "Second"), EMAIL, Role.MANAGER, self.team, self.person, name=NAME
        )
        self.me = accounts.visitor(session)
        # Invited once more, as an owner; and somebody whom they have invited themselves.
        accounts.links.invite(self.owner, EMAIL, Role.OWNER, None, "", None, "en")
        lead = replace(self.me, roles={self.team: Role.LEAD})
        accounts.links.invite(lead, "new@example.com", Role.MANAGER, self.team, TEAM.name, None, "en")
        self._months()
        self.rows_of(self.person)
        self._words()
        (folder / "files" / "1").mkdir(parents=True)
        (folder / "files" / "1" / "team.csv").write_text(NAME)
        outbox = FileOutbox(folder / "outbox", accounts.clock, "planner@localhost")
        outbox.send(Mail(EMAIL, "Hello", "Dear you"))
        outbox.send(Mail("ben@example.com", "Hello", f"{PUBLIC} works with you."))
        outbox.send(Mail("ben@example.com", "Hello", "Nothing of anybody."))

    def _months(self) -> None:
        draft = self.cases.drafts.keep(
            self.team, roster((NAME, 1, EARLY), (NAME, 2, LATE), (BEN, 1, LATE), (NAME, 30, EARLY)), self.person
        )
        self.cases.publishing.publish(draft.id, 0, None, self.person)
        feeds = self.cases.team_feeds.of(self.team, self.person)
        feeds.new_link(FeedKind.PERSON, NAME, f"{MARK} phone")
        with self.cases.vault.writing() as records:
            event = records.add_event(EventKind.CORRECT, self.ben, NOW, team=self.team, text=f"{MARK} was late")
            records.add_correction(self.team, Correction(NAME, day(1), EARLY, Instead.WORKED, 480, 960, 30), event)
            records.add_event(EventKind.REOPEN, self.person, NOW, team=self.team, text=f"written by her: {MARK}")
            records.add_event(EventKind.REOPEN, self.ben, NOW, team=self.team, text=OTHERS)
            zone = TEAM.zone
            new = NewCalendar(f"{MARK} work", ReadAs.CANNOT, zone, f"{MARK}.example/…", b"sealed" + MARK.encode())
            number = records.add_own_calendar(self.person, new, NOW, None)
            records.save_blocks(number, [Span(NOW, NOW.replace(hour=11))])
            told = {self.person: f"To {MARK}", self.ben: f"About {PUBLIC}"}
            for person, subject in told.items():
                notice = Notice(NoticeKind.WISHES, str(person), Message(subject), (Message(OTHERS),))
                tell(records, self.team, {person: notice}, NOW, "http://localhost")
            asked = records.add_leave_request(self.team, NAME, day(20), day(21), f"{MARK} marries", NOW)
            records.end_leave_request(asked, LeaveState.OPEN, LeaveState.DECLINED, f"Not now, {MARK}", NOW)
            records.save_habits(self.person, Habits(since=NOW))
            for giver, other in ((NAME, BEN), (BEN, NAME)):
                shift = OfferedShift(giver, day(30), EARLY, uuid4(), NOW)
                records.add_offer(Offer(self.team, shift, False, (Ask(other, None),), NOW))

    def _words(self) -> None:
        """Free words of others in every column that may hold some, and what is held for later."""
        clock = bootstrap.StandingClock(NOW)
        shelf = DatabaseShelf(self.database, clock)
        shelf.put(self.owner.user.user_id, HeldKind.WORKBOOK, self.team, MARK.encode(), f"{MARK}.xlsx")
        shelf.put(self.me.user.user_id, HeldKind.CALENDAR, None, MARK.encode(), f"{MARK}.ics")
        shelf.put(self.owner.user.user_id, HeldKind.NEW_TEAM, None, json.dumps({"people": OTHERS}).encode())
        with self.database.write() as connection:
            of = {"team_id": self.team, "year": 2026, "month": 12}
            connection.execute(insert(comparisons).values(**of, content={"said": OTHERS}))
            for name, kept in TABLES.items():
                table = metadata.tables[name]
                for column in kept.free:
                    if column in ("content", "changes", "error") or name == "messages":
                        continue
                    text = type_coerce(table.c[column], Text) + f" {OTHERS}"
                    connection.execute(update(table).values({column: text}))

    def rows_of(self, person: int) -> None:
        """A row of each table that planning, wishing and looking at pages fill."""
        now, december = NOW, {"team_id": self.team, "year": 2026, "month": 12}
        rows: dict[str, dict[str, Any]] = {
            "version_carry_over": {"weekends_in_row": 1, "week_minutes": (), "sundays_worked": 2, "ledger": {}},
            "free_locks": {"day": day(7)},
            "cell_changes": {"day": day(7), "before": {}, "after": {}},
            "fact_changes": {"what": Changed.ABSENCES},
            "access_log": {"team_id": self.team, "page": "person", "day": NOW.date()},
        }
        tables = metadata.tables
        with self.database.write() as connection:
            version = connection.execute(select(tables["roster_versions"].c.id).order_by("id")).scalars().first()
            event = connection.execute(select(tables["audit_events"].c.id).order_by("id")).scalars().first()
            account = connection.execute(select(users.c.id).where(users.c.person_id == person)).scalars().first()
            if account is None:
                account = self.owner.user.user_id
            keys = {"version_id": version, "event_id": event, "user_id": account, "person_id": person}
            for name, values in rows.items():
                table = tables[name]
                own = {key: value for key, value in keys.items() if key in table.c}
                connection.execute(insert(table).values(**own, **values))
            window = connection.execute(select(tables["wish_windows"].c.id)).scalars().first()
            if window is None:
                opened = {"opened_at": now, "deadline": now, "budget": 10, "revision": 1}
                window = connection.execute(
                    insert(tables["wish_windows"]).values(**december, **opened)
                ).inserted_primary_key[0]
            connection.execute(insert(tables["wish_answers"]).values(window_id=window, person_id=person, sent_at=now))
            connection.execute(insert(tables["jobs"]).values(
                **december, kind="plan", asked={}, asked_by=person, state="done", asked_at=now, queued_at=now,
                attempt=1, cancel=False,
            ))  # fmt: skip

    def counts(self) -> list[Any]:
        """Hours, coverage and fairness of December, without names."""
        with self.cases.vault.reading() as records:
            version = in_force(records.versions(self.team, 2026, 12))
        assert version is not None
        report = Reports(self.cases.vault).of(version).report
        return [
            [replace(row, person="") for row in report.hours],
            report.coverage,
            [replace(row, person="") for row in report.fairness],
        ]

    def dump(self) -> str:
        """All rows of all tables as text, as the database has them."""
        found = []
        with self.database.read() as connection:
            for table in metadata.sorted_tables:
                columns = [
                    column if isinstance(column.type, Integer | LargeBinary) else type_coerce(column, Text)
                    for column in table.columns
                    if isinstance(column.type, LargeBinary | Text) or hasattr(column.type, "write")
                ]
                if columns:
                    found.append((table.name, [tuple(row) for row in connection.execute(select(*columns))]))
        return repr(found)


def marked_team() -> Team:
    """The example team, with the person in every sheet of it that can hold one."""
    managers = tuple(
        replace(one, name=NAME, public_name=PUBLIC, senior_staff=f"runs the place, {MARK}") if one.name == ANA else one
        for one in TEAM.managers
    )
    old = renamed(TEAM)
    return replace(
        old,
        managers=managers,
        absences=(*old.absences, Absence(NAME, AbsenceKind.SICK, date(2026, 12, 15), date(2026, 12, 16))),
        wishes=(*old.wishes, Wish(NAME, day(5), day(5), "", False, 3)),
        pairs=(*old.pairs, Pair(NAME, BEN, True)),
        availability=(*old.availability, Availability(NAME, 5, 480, 1200)),
        locks=(*old.locks, Lock(NAME, day(9), EARLY), Lock(NAME, day(8), "")),
        past_shifts=(*old.past_shifts, PastShift(NAME, date(2026, 11, 29), EARLY)),
        carry_over=(*old.carry_over, CarryOver(NAME, 1)),
        ledger_corrections=(LedgerCorrection(NAME, day(1), "weekends", 100, f"{MARK} helped out"),),
        rules={**old.rules, "rest": RuleSetting("rest", None, None, OTHERS)},
    )


def renamed(team: Team) -> Team:
    """The team with the person's name wherever the example names them."""

    def over(rows: tuple[Any, ...], *fields: str) -> tuple[Any, ...]:
        return tuple(replace(row, **{field: NAME for field in fields if getattr(row, field) == ANA}) for row in rows)

    topics = tuple(
        replace(row, **{field: frozenset(NAME if one == ANA else one for one in getattr(row, field))
                        for field in ("experts", "deputies")})
        for row in team.topics
    )  # fmt: skip
    return replace(
        team,
        **{sheet: over(getattr(team, sheet), "person") for sheet in
           ("availability", "absences", "wishes", "locks", "past_shifts", "carry_over", "ledger_corrections")},
        pairs=over(team.pairs, "person", "other"),
        topics=topics,
    )  # fmt: skip
