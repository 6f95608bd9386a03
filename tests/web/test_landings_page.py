"""What the page is told before a shift is dropped."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from planner.changing.block_landings import Block, BlockLandings
from planner.changing.landings import Verdict
from planner.messages import Message
from tests.web.database_desk import PLACE, DatabaseMonth


@pytest.fixture
def lead(month: DatabaseMonth) -> FlaskClient:
    return month.client()


def test_every_cell_has_the_letter_of_its_verdict(lead: FlaskClient, month: DatabaseMonth) -> None:
    standing = month.standing()
    board, roster = standing.report.board, standing.report.roster
    taken = next(a.place for a in roster.assignments if a.shift == "S")
    query = {"shift": "S", "from_person": taken[0], "from_day": taken[1].isoformat()}
    found = lead.get(f"{PLACE}/landings/", query_string=query).json
    assert found is not None
    assert set(found["cells"]) == set(board.person_index)
    assert {len(letters) for letters in found["cells"].values()} == {31}
    letters = {Verdict.FINE: "f", Verdict.COSTS: "c", Verdict.FORBIDDEN: "x"}
    for one in standing.landings.of("S", taken):
        assert found["cells"][one.place[0]][one.place[1].day - 1] == letters[one.verdict]
    # Saturdays do not offer it, and where it stands it cannot land.
    assert {letters[4] for letters in found["cells"].values()} == {"-"}
    assert found["cells"][taken[0]][taken[1].day - 1] == "-"


@pytest.mark.parametrize(
    ("language", "instead", "forbidden", "costs"),
    [("en", "instead of ", "not allowed: ", "fits, "), ("de", "statt ", "nicht erlaubt: ", "passt, ")],
)
def test_one_cell_says_why(
    lead: FlaskClient, month: DatabaseMonth, language: str, instead: str, forbidden: str, costs: str
) -> None:
    standing = month.standing()
    for one in standing.landings.of("F")[::4]:
        query = {"shift": "F", "person": one.place[0], "day": one.place[1].isoformat()}
        told = lead.get(f"{PLACE}/landings/reason", query_string=query, headers={"Accept-Language": language}).json
        assert told is not None
        assert told["words"].startswith(instead) == bool(one.replaces)
        verdict = told["words"].partition(": ")[2] if one.replaces else told["words"]
        assert (told["verdict"] == "x") == verdict.startswith(forbidden)
        assert (told["verdict"] == "c" and any(one.cost_change)) <= verdict.startswith(costs)
        # What costs most is named.
        assert (told["verdict"] == "c") <= verdict.endswith(")")


@pytest.mark.parametrize(("shift", "day"), [("F", "2026-12-05"), ("?", "2026-12-04")])
def test_a_shift_that_is_not_offered_says_so(lead: FlaskClient, shift: str, day: str) -> None:
    query = {"shift": shift, "day": day, "person": "Anna Berger"}
    told = lead.get(f"{PLACE}/landings/reason", query_string=query).json
    assert told == {"verdict": "-", "words": "not offered on this day"}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"shift": "F", "day": "x", "person": "Anna Berger"},
        {"shift": "F", "day": "2027-01-04", "person": "Anna Berger"},
        {"shift": "F", "day": "2026-12-04", "person": "Nobody"},
    ],
)
def test_cells_that_are_not_there_have_no_reason(lead: FlaskClient, query: dict[str, str]) -> None:
    assert lead.get(f"{PLACE}/landings/reason", query_string=query).status_code == 404


def test_a_shift_that_is_not_there_any_more_is_not_weighed(lead: FlaskClient, month: DatabaseMonth) -> None:
    worked = month.places()
    free = next(
        day
        for day in (date(2026, 12, 1) + timedelta(days=n) for n in range(31))
        if ("Anna Berger", day, "F") not in worked
    )
    query = {"shift": "F", "from_person": "Anna Berger", "from_day": free.isoformat()}
    assert lead.get(f"{PLACE}/landings/", query_string=query).status_code == 404


# ---- a block

ANNA, BEN = "Anna Berger", "Ben Moser"


def block(lands: list[int], **more: object) -> dict[str, object]:
    """Two days of Anna, seized at the second one, among three rows."""
    of = {"rows": [ANNA, BEN, "David Wagner"], "top": 0, "first": "2026-12-02", "height": 1, "width": 2}
    return {**of, "copies": False, "down": 0, "across": 1, "lands": lands, **more}


def test_a_block_has_letters_in_the_rows_that_are_asked_for(lead: FlaskClient, month: DatabaseMonth) -> None:
    found = lead.post(f"{PLACE}/landings/block", json=block([0, 1])).json
    assert found is not None
    assert list(found["cells"]) == [ANNA, BEN]
    # The pointer on the 1st would have the block begin in November, on the 3rd leave it where it is.
    assert [found["cells"][ANNA][n] for n in (0, 2)] == ["-", "-"]
    landings = BlockLandings(month.standing().landings, Block((ANNA, BEN), 0, date(2026, 12, 2), 1, 2))
    letters = {Verdict.FINE: "f", Verdict.COSTS: "c", Verdict.FORBIDDEN: "x"}
    for day in range(2, 32):
        landing = landings.at(1, date(2026, 12, day - 1))
        expected = "-" if isinstance(landing, Message) else letters[landing.verdict]
        assert found["cells"][BEN][day - 1] == expected
    assert {"x", "c", "-"} <= set(found["cells"][BEN])


def test_one_cell_says_why_for_a_block(lead: FlaskClient) -> None:
    letters = lead.post(f"{PLACE}/landings/block", json=block([1])).json
    assert letters is not None
    words = {"x": "not allowed: ", "c": "fits, ", "f": "fits"}
    for day in range(2, 32):
        asked = block([1], day=f"2026-12-{day:02}")
        told = lead.post(f"{PLACE}/landings/block/reason", json=asked).json
        assert told is not None
        assert told["verdict"] == letters["cells"][BEN][day - 1]
        verdict = told["words"].partition(": ")[2] if told["words"].startswith("instead of ") else told["words"]
        assert verdict.startswith(words.get(told["verdict"], ""))
    outside = lead.post(f"{PLACE}/landings/block/reason", json=block([1], day="2026-12-01")).json
    assert outside == {"verdict": "-", "words": "not all of it fits in here"}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 400),
        (block([3]), 400),
        (block([0], height=4), 400),
        (block([0], first="2027-01-01"), 404),
        (block([0], rows=[ANNA, "Nobody"], height=2), 404),
    ],
)
def test_what_no_grid_would_ask_has_no_answer(lead: FlaskClient, asked: dict[str, object], status: int) -> None:
    assert lead.post(f"{PLACE}/landings/block", json=asked).status_code == status
