"""What the database refuses is logged in a line that says nothing of what was to be written."""

import pytest
import structlog
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from planner.logs import log_to_stderr
from planner.storage.database import Database
from planner.storage.schema_leave import leave_requests
from planner.storage.schema_teams import people

WORDS, NAME = "Herzoperation", "Quandt"


@pytest.mark.parametrize("fault", ["not null", "unique"])
def test_no_words_of_anybody_are_logged(
    shared_database: Database, capsys: pytest.CaptureFixture[str], fault: str
) -> None:
    log_to_stderr()
    with shared_database.write() as connection:
        person = connection.execute(insert(people).values(name=NAME)).inserted_primary_key[0]
    row = {"team_id": 2**30, "person_id": person, "note": WORDS, "state": "open", "answer": "", "asked_at": None}
    again = insert(people).values(id=person, name=NAME)
    refused = again if fault == "unique" else insert(leave_requests).values(**row)
    with pytest.raises(DBAPIError) as raised, shared_database.write() as connection:
        connection.execute(refused)
    structlog.get_logger().error("page failed", exc_info=raised.value)
    logged = capsys.readouterr().err
    assert logged.count("\n") == 1
    assert "Error" in logged
    assert [word for word in (WORDS, NAME) if word in logged] == []
