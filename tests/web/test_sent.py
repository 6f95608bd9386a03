"""What a browser sends arrives as it was sent, without the character that no text of PostgreSQL may hold."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask, request

from tests.web.database_desk import DatabaseMonth, KeptMonth, month_in
from tests.web.house import SELF
from web.sent import SentRequest


@pytest.fixture
def month(kept: KeptMonth, tmp_path: Path) -> Iterator[DatabaseMonth]:
    with month_in(tmp_path, kept) as found:
        yield found


def test_nul_is_left_out_of_fields_and_names_of_files() -> None:
    app = Flask("sent")
    app.request_class = SentRequest

    @app.post("/")
    def view() -> dict[str, object]:
        file = request.files["file"]
        return {
            "form": request.form.to_dict(flat=False), "args": request.args.to_dict(flat=False), "name": file.filename,
            "content": len(file.read()),
        }  # fmt: skip

    sent = {"a\0": ["x\0y", "\0", "ä\n😀"], "file": (BytesIO(b"\0\0"), "o\0wn.ics")}
    answer = app.test_client().post("/?find=%00b&find=c%00", data=sent).get_json()
    assert answer == {
        "form": {"a": ["xy", "", "ä\n😀"]}, "args": {"find": ["b", "c"]}, "name": "own.ics", "content": 2,
    }  # fmt: skip


def test_words_with_nul_are_kept_without(month: DatabaseMonth) -> None:
    client = month.client(month.session_of(SELF))
    days = {"first": "2027-06-01", "last": "2027-06-02"}
    assert client.post("/my/leave/", data={"team": "1", **days, "note": "A wed\0ding"}).status_code == 303
    [asked] = month.desks.leave.look(month.team)
    assert (asked.first, asked.note) == (date(2027, 6, 1), "A wedding")
