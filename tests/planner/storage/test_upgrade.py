"""The tables go up and down step by step, with data in them, and a backup is taken before."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, inspect, select, text

from planner.bootstrap import StandingClock
from planner.domain.drafts import Seen
from planner.domain.edit import LockCell
from planner.domain.job import Asked
from planner.exchange.example_team import example_team
from planner.problems import InputProblems
from planner.storage.database import Database
from planner.storage.jobs import DatabaseJobs
from planner.storage.plan_table import keep_as_draft
from planner.storage.schema_audit import audit_events
from planner.storage.schema_teams import teams
from planner.storage.team_records import load_team, save_team
from planner.storage.upgrade import differences, downgrade, newest, revision_of, upgrade
from tests.conftest import NOW
from tests.planner.storage.conftest import NewUrl
from tests.planner.storage.desk import ANA, EARLY, day, desk_on
from tests.planner.storage.fresh_file import no_backup

TEAM = example_team("en")


def tables(database: Database) -> set[str]:
    with database.read() as connection:
        return set(inspect(connection).get_table_names())


def test_migrated_tables_are_the_tables_that_the_program_says(database: Database) -> None:
    assert differences(database) == []


def test_up_to_date_database_is_left_alone(database: Database) -> None:
    assert not upgrade(database, no_backup)


def test_down_to_nothing_and_up_again_with_data(database: Database) -> None:
    with database.write() as connection:
        team_id = save_team(connection, TEAM, None, {})
        event = {"at": datetime.now(UTC), "team_id": team_id, "kind": "import"}
        connection.execute(insert(audit_events).values(event))
    downgrade(database, "base")
    assert tables(database) == {"alembic_version"}
    assert upgrade(database, no_backup)
    with database.write() as connection:
        assert load_team(connection, save_team(connection, TEAM, None, {})) == TEAM


def test_a_step_that_fails_changes_nothing(new_url: NewUrl) -> None:
    database = Database(new_url())
    with database.write() as connection:
        connection.execute(text("CREATE TABLE wishes (mine INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        upgrade(database, no_backup)
    assert tables(database) == {"wishes"}
    database.close()


def test_up_a_step_with_data_after_a_backup(database: Database) -> None:
    with database.write() as connection:
        team_id = save_team(connection, TEAM, None, {})
    downgrade(database, "0001")
    assert "roster_versions" not in tables(database)
    seen = []

    def backup() -> None:
        with database.read() as connection:
            [name] = connection.execute(select(teams.c.name)).scalars()
            seen.append((revision_of(connection), name))

    assert upgrade(database, backup)
    assert seen == [("0001", TEAM.name)]
    assert differences(database) == []
    with database.read() as connection:
        assert load_team(connection, team_id) == TEAM


def test_a_job_of_before_is_taken_to_plan_on_what_stands_there(database: Database) -> None:
    desk, clock = desk_on(database), StandingClock(NOW)
    draft = desk.draft((ANA, 1, EARLY))
    desk.edit(draft.id, 0, LockCell(ANA, day(1)))
    jobs = DatabaseJobs(database, clock, keep_as_draft(clock))
    job, _ = jobs.add(desk.team, 2026, 12, Asked(), base=Seen(draft.id, 0), asked_by=None)
    downgrade(database, "0060")
    upgrade(database, lambda: None)
    found = jobs.get(job.id)
    assert found is not None
    assert found.base == Seen(draft.id, 1)


def test_a_step_at_a_time(new_url: NewUrl) -> None:
    database = Database(new_url())
    upgrade(database, no_backup, "0001")
    assert {"teams", "people"} < tables(database)
    assert "roster_versions" not in tables(database)
    assert not upgrade(database, no_backup, "0001")
    database.close()


def test_a_failed_backup_stops_the_upgrade(database: Database) -> None:
    downgrade(database, "0001")
    with pytest.raises(AssertionError, match="needs no backup"):
        upgrade(database, no_backup)
    assert "roster_versions" not in tables(database)


def test_database_of_a_newer_program_is_refused(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InputProblems, match="newer version"):
        upgrade(database, no_backup)
    with database.read() as connection:
        assert revision_of(connection) == "9999" > newest()
