"""Erasure: no word of a person is left in any table, in the file, or in files beside it; the counts of rosters stay."""

import json
from collections.abc import Collection
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select, update

from planner import bootstrap
from planner.accounts.model import NotAllowed, Role, Visitor
from planner.problems import InputProblems
from planner.services.privacy import blank_name
from planner.storage.database import Database
from planner.storage.personal import TABLES, may_be_personal, unknown_tables
from planner.storage.schema import metadata
from planner.storage.schema_accounts import users
from planner.storage.schema_letters import letters, messages
from planner.storage.schema_teams import members
from planner.storage.upgrade import differences, downgrade, upgrade
from tests.planner.account_cases import AccountCase
from tests.planner.storage.desk import BEN
from tests.planner.storage.erasing_house import EMAIL, LATER, MARK, NAME, NOW, House
from tests.planner.storage.fresh_file import file_with_tables

pytestmark = pytest.mark.usefixtures("from_now_on")


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
