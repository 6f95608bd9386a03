"""Erasure: no word of a person is left in any table, in the file, or in files beside it; the counts of rosters stay."""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from sqlalchemy import Integer, LargeBinary, Text, insert, select, type_coerce, update

from planner import bootstrap
from planner.accounts.model import NotAllowed, Role, Visitor
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
from planner.problems import InputProblems
from planner.services.month_facts import in_force
from planner.services.month_reports import Reports
from planner.services.notices import tell
from planner.services.privacy import blank_name
from planner.services.shelf import HeldKind
from planner.settings import Settings
from planner.storage.database import Database
from planner.storage.personal import TABLES, may_be_personal, unknown_tables
from planner.storage.schema import metadata
from planner.storage.schema_accounts import users
from planner.storage.schema_jobs import comparisons
from planner.storage.schema_letters import letters, messages
from planner.storage.schema_teams import members
from planner.storage.shelf import DatabaseShelf
from planner.storage.upgrade import differences, downgrade, upgrade
from tests.planner.account_cases import AccountCase
from tests.planner.storage.desk import ANA, BEN, EARLY, LATE, TEAM, day, roster
from tests.planner.storage.fresh_file import file_with_tables

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
            records.add_correction(
                self.team, Correction(NAME, day(1), EARLY, Instead.WORKED, 480, 960, 30), event
            )
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
            version = connection.execute(select(tables["roster_versions"].c.id)).scalars().first()
            event = connection.execute(select(tables["audit_events"].c.id)).scalars().first()
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
        return tuple(
            replace(row, **{field: NAME for field in fields if getattr(row, field) == ANA}) for row in rows
        )

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


@pytest.fixture
def house(database: Database, tmp_path: Path) -> House:
    return House(database, tmp_path)


def test_every_table_that_may_hold_something_of_a_person_is_known() -> None:
    """Whoever adds a table says what of it a person is given, and what becomes of it when they are erased."""
    assert unknown_tables() == []
    assert TABLES.keys() <= metadata.tables.keys()
    for name, kept in TABLES.items():
        columns = metadata.tables[name].c.keys()
        assert {*kept.free, *kept.hidden} <= set(columns), name
        assert kept.rows is not None or kept.not_given, f"{name}: say why nobody is given it"
        assert may_be_personal(metadata.tables[name]) or kept.rows is not None or kept.not_given, name


def test_nothing_of_an_erased_person_is_left_and_the_counts_stay(house: House) -> None:
    before, dump = house.counts(), house.dump()
    assert dump.count(MARK) > 30
    assert len(waiting_links(house)) == 2
    # The month is over: in one that runs, who leaves owes less of it.
    house.cases.privacy._clock = bootstrap.StandingClock(LATER)
    house.cases.privacy.erase(house.owner, house.person, NAME)
    dump = house.dump()
    where = dump.lower().find(MARK.lower())
    assert where < 0, dump[max(where - 200, 0):where + 100]
    assert house.counts() == before
    assert waiting_links(house) == []
    path = house.database.path
    if path is not None:
        for file in path.parent.glob(f"{path.name}*"):
            assert MARK.lower().encode() not in file.read_bytes().lower(), file.name
    assert not (house.folder / "files").exists()
    assert len(list((house.folder / "outbox").glob("*.eml"))) == 1
    with house.database.read() as connection:
        row = connection.execute(select(members).where(members.c.person_id == house.person)).one()
        assert (row.public_name, row.leaves_on) == (blank_name(house.person), LATER.date())
        assert connection.execute(select(users.c.id).where(users.c.email == EMAIL)).all() == []
        query = select(messages.c.body).where(messages.c.person_id == house.ben)
        told = connection.execute(query).scalars().all()
        assert any(body["en"].startswith(f"Ask {blank_name(house.person)}, she knows") for body in told)


def in_files(path: Path) -> list[str]:
    """Files of the database in which the person still stands."""
    found = [file for file in path.parent.glob(f"{path.name}*") if MARK.lower().encode() in file.read_bytes().lower()]
    return sorted(file.name for file in found)


def test_what_a_reader_hinders_is_scoured_a_day_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.storage.database.BUSY_S", 0.1)
    database = Database(file_with_tables(tmp_path / "planner.db"))
    house, path = House(database, tmp_path), database.path
    assert path is not None
    with database.read() as reader:
        # A page that takes its time, or a plan that is being laid out.
        reader.execute(select(members.c.id)).all()
        house.cases.privacy.erase(house.owner, house.person, NAME)
        assert in_files(path) != []
        house.cases.retention.enforce()
        assert in_files(path) != []
    house.cases.retention.enforce()
    assert in_files(path) == []
    database.close()


def test_somebody_who_writes_hinders_no_erasure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what stands in the file is scoured later; the person is erased, and the page says so."""
    monkeypatch.setattr("planner.storage.database.BUSY_S", 0.1)
    database = Database(file_with_tables(tmp_path / "planner.db"))
    house = House(database, tmp_path)
    scour = database.scour

    def while_another_writes() -> bool:
        with database.write():
            return scour()

    house.cases.privacy._scour = while_another_writes
    house.cases.privacy.erase(house.owner, house.person, NAME)
    assert MARK.lower() not in house.dump().lower()
    assert database.path is not None
    assert in_files(database.path) != []
    assert database.scour()
    assert in_files(database.path) == []
    database.close()


class Stopped(BaseException):
    """The process ends."""


def test_what_was_stopped_before_its_end_is_done_again_files_included(house: House) -> None:
    privacy = house.cases.privacy
    forget = privacy._forget_files

    def stopped(words: Collection[str]) -> None:
        forget(words)
        raise Stopped

    privacy._forget_files = stopped
    before = house.dump()
    with pytest.raises(Stopped):
        privacy.erase(house.owner, house.person, NAME)
    assert house.dump() == before
    privacy._forget_files = forget
    privacy.erase(house.owner, house.person, NAME)
    assert MARK.lower() not in house.dump().lower()
    assert len(list((house.folder / "outbox").glob("*.eml"))) == 1


def waiting_links(house: House) -> list[str]:
    """Whom letters with a link go to."""
    with house.database.read() as connection:
        return list(connection.execute(select(letters.c.address).where(letters.c.link_id.is_not(None))).scalars())


def test_only_owners_erase_others_by_their_name(house: House) -> None:
    privacy, before = house.cases.privacy, house.dump()
    for by in (house.me, Visitor(replace(house.me.user), house.me.session, {house.team: Role.LEAD}, {})):
        with pytest.raises(NotAllowed):
            privacy.erase(by, house.ben, BEN)
        with pytest.raises(NotAllowed):
            privacy.everybody(by)
    for typed in ("", NAME.lower(), BEN):
        with pytest.raises(InputProblems):
            privacy.erase(house.owner, house.person, typed)
    with pytest.raises(InputProblems):
        privacy.erase(house.owner, house.owner.user.person_id, "Olga")
    with pytest.raises(KeyError):
        privacy.erase(house.owner, 2**30, "")
    assert house.dump() == before


def test_asking_for_it_reaches_the_owners_once(house: House) -> None:
    privacy = house.cases.privacy
    privacy.ask(house.me)
    privacy.ask(house.me)
    first, *_ = privacy.everybody(house.owner)
    assert (first.person, first.asked_at is not None, first.emails) == (house.person, True, (EMAIL,))
    with house.database.read() as connection:
        query = select(letters.c.address).where(letters.c.subject == f"{NAME} asks to be erased")
        assert sorted(connection.execute(query).scalars()) == ["olga@example.com", "second@example.com"]


def given_tables() -> set[str]:
    return {name for name, kept in TABLES.items() if kept.rows is not None and not kept.not_given}


def test_of_every_table_ones_own_rows_are_given_and_of_others_none(house: House) -> None:
    """The same rows of somebody else lie beside them."""
    house.rows_of(house.ben)
    with house.cases.vault.reading() as records:
        both = {person: records.personal_data(person).rows for person in (house.person, house.ben)}
    mine = both[house.person]
    assert mine.keys() == given_tables()
    for name, rows in mine.items():
        # A pair is of both; so are an opened page, of who opened it, too, and what somebody wrote on another's hours.
        if name not in ("pairs", "access_log", "audit_texts"):
            assert not [row for row in both[house.ben].get(name, ()) if row in rows], name


def test_all_that_is_kept_of_a_person_is_given_and_nothing_of_others(house: House) -> None:
    with ZipFile(BytesIO(house.cases.privacy.own_data(house.person))) as file:
        data = json.loads(file.read("data.json"))
        calendar = file.read(f"shifts-team-{house.team}.ics")
    assert calendar.count(b"BEGIN:VEVENT") >= 3
    assert data["kept"].keys() == given_tables()
    assert sorted(row["day"] for row in data["kept"]["assignments"]) == ["2026-12-01", "2026-12-02", "2026-12-30"]
    assert data["kept"]["users"][0]["email"] == EMAIL
    text = json.dumps(data)
    for secret in ("password_hash", "token_hash", "sealed", "argon2", BEN):
        assert secret not in text, secret


def test_erasure_asked_down_and_up_with_data(database: Database) -> None:
    case = AccountCase(database)
    case.owner()
    with database.write() as connection:
        connection.execute(update(users).values(erasure_asked=NOW))
    downgrade(database, "0090")
    assert upgrade(database, lambda: None)
    assert differences(database) == []
    with database.read() as connection:
        assert list(connection.execute(select(users.c.erasure_asked)).scalars()) == [None]

