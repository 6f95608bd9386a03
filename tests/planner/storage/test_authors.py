"""Every account is somebody, in a team or not: an author of edits, called as people know them."""

import pytest
from sqlalchemy import func, select, text

from planner.accounts.model import Role
from planner.changing.edits import ChangedCell, EditConflict, EditRefused
from planner.domain.edit import Put, Take
from planner.storage.database import Database
from planner.storage.schema_accounts import one_time_links, sessions, team_roles, users
from planner.storage.schema_teams import people
from planner.storage.upgrade import differences, downgrade, upgrade
from tests.planner.account_cases import AccountCase
from tests.planner.storage.desk import ANA, BEN, EARLY, LATE, Desk, day
from tests.planner.storage.fresh_file import no_backup

LEA = "lea@example.com"


@pytest.fixture
def case(shared_database: Database) -> AccountCase:
    return AccountCase(shared_database)


def person_of(case: AccountCase, session: str) -> int:
    return case.visitor(session).user.person_id


def name_of(case: AccountCase, session: str) -> str:
    with case.database.read() as connection:
        query = select(people.c.name).where(people.c.id == person_of(case, session))
        return str(connection.execute(query).scalar_one())


def count(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(people)).scalar_one())


def test_two_owners_of_no_team_each_undo_their_own_and_a_conflict_names_the_other(
    case: AccountCase, desk: Desk
) -> None:
    olga, omar = (
        person_of(case, case.owner(f"{name}@example.com", f"{name.title()} Owner")) for name in ("olga", "omar")
    )
    draft = desk.draft((ANA, 1, EARLY))
    desk.edit(draft.id, 0, Take(ANA, day(1), EARLY), by=olga)
    desk.edit(draft.id, 1, Put(BEN, day(1), EARLY), by=omar)
    with pytest.raises(EditConflict) as told:
        desk.edit(draft.id, 0, Put(ANA, day(1), LATE), by=omar)
    assert told.value.cells == (ChangedCell(ANA, day(1), by="Olga Owner"),)
    assert [event.actor_name for event in desk.events(draft.id)[1:]] == ["Olga Owner", "Omar Owner"]
    desk.drafts.undo(draft.id, olga)
    assert desk.places(draft.id) == {(ANA, 1, EARLY), (BEN, 1, EARLY)}
    with pytest.raises(EditRefused):
        desk.drafts.undo(draft.id, olga)
    desk.drafts.undo(draft.id, omar)
    assert desk.places(draft.id) == {(ANA, 1, EARLY)}
    desk.drafts.redo(draft.id, omar)
    assert desk.places(draft.id) == {(ANA, 1, EARLY), (BEN, 1, EARLY)}


def test_an_account_of_no_team_is_a_new_person_of_its_name(case: AccountCase) -> None:
    before = count(case.database)
    session = case.owner(name="Olga Owner")
    assert (count(case.database), name_of(case, session)) == (before + 1, "Olga Owner")
    assert case.visitor(session).persons == {}
    case.users.save_profile(case.visitor(session), "Olga Ohm", "de")
    assert name_of(case, session) == "Olga Ohm"


def test_an_invitation_that_names_a_member_makes_nobody_new(case: AccountCase) -> None:
    (team_id, members), owner = case.team(), case.owner()
    before = count(case.database)
    session = case.invited(owner, LEA, Role.MANAGER, team_id, members[ANA], name="Lea")
    assert (person_of(case, session), count(case.database)) == (members[ANA], before)
    # In rosters they stay who they are there, whatever the account is called.
    case.users.save_profile(case.visitor(session), "Lea H.", "de")
    assert (name_of(case, session), case.visitor(session).persons) == (ANA, {team_id: ANA})


def test_an_account_of_no_team_becomes_the_member_that_an_invitation_names(case: AccountCase) -> None:
    (one, _), (two, members), owner = case.team(), case.team(), case.owner()
    alone = person_of(case, case.invited(owner, LEA, Role.LEAD, one))
    session = case.invited(owner, LEA, Role.MANAGER, two, members[ANA])
    assert person_of(case, session) == members[ANA] != alone
    assert case.visitor(session).persons == {two: ANA}


def test_a_member_of_one_team_stays_that_person_in_another(case: AccountCase) -> None:
    (one, members), (two, others), owner = case.team(), case.team(), case.owner()
    case.invited(owner, LEA, Role.MANAGER, one, members[ANA])
    session = case.invited(owner, LEA, Role.MANAGER, two, others[BEN])
    assert person_of(case, session) == members[ANA]
    assert case.visitor(session).role_in(two) is Role.MANAGER


def test_accounts_without_a_person_get_one_when_the_tables_are_brought_up(database: Database) -> None:
    case = AccountCase(database)
    (team_id, members), owner = case.team(), case.owner(name="Olga Owner")
    lead = case.invited(owner, LEA, Role.LEAD, team_id, members[ANA], name="Lea")
    case.links.owner_link()
    downgrade(database, "0020")
    with database.write() as connection:
        connection.execute(text("UPDATE users SET person_id = NULL WHERE is_owner"))
    before = _rows(database)
    assert upgrade(database, lambda: None)
    assert differences(database) == []
    assert _rows(database) == before
    assert (name_of(case, owner), name_of(case, lead)) == ("Olga Owner", ANA)
    with pytest.raises(Exception, match=r"(?i)not.null"), database.write() as connection:
        connection.execute(text("UPDATE users SET person_id = NULL"))
    downgrade(database, "0020")
    assert upgrade(database, lambda: None)
    assert (_rows(database), name_of(case, owner)) == (before, "Olga Owner")
    assert not upgrade(database, no_backup)


def _rows(database: Database) -> dict[str, int]:
    """How many rows there are of what refers to accounts."""
    with database.read() as connection:
        return {
            table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (users, team_roles, one_time_links, sessions)
        }


def test_a_step_that_leaves_rows_without_what_they_refer_to_is_not_kept(database: Database) -> None:
    AccountCase(database).owner()
    with pytest.raises(Exception, match=r"refers to|foreign key"), database.rebuild() as connection:
        connection.execute(text("DELETE FROM people"))
    assert count(database) == 1
    # And all is watched row by row again afterwards.
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.write() as connection:
        connection.execute(text("DELETE FROM people"))
