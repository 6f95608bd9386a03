"""What the page is told before a shift is dropped."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from planner.changing.landings import Verdict
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
