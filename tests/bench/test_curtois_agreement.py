"""Our rules price and forbid in the public instances' format just what a scorer says that knows nothing of them."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.curtois import main
from bench.curtois_format import Instance, read_instance, roster_text
from bench.curtois_published import instance_file, published, shared_bench
from bench.curtois_table import scored
from bench.curtois_team import board_of, columns_of, places_of, rows_of
from planner.board import Board
from planner.rulebook import plan_of, rule_of
from planner.rules.base import Subject
from solver.limits import Columns, Tier
from tests.bench.curtois_scorer import Score, score

SMALL = Path(__file__).parent / "curtois_small.txt"
Laid = tuple[Instance, Board, Columns]
Roster = dict[str, list[str]]


def laid_out(path: Path) -> Laid:
    instance = read_instance(path)
    board = board_of(instance)
    return instance, board, columns_of(board, instance)


@cache
def small() -> Laid:
    return laid_out(SMALL)


def ours(laid: Laid, rows: Roster) -> Score:
    """What our limits say: points, and (rule, employee) of what is hard or must be done."""
    _, board, columns = laid
    plan = plan_of(board, places_of(rows))
    outside = columns.outside(columns.values(plan)) > 0
    must = columns.hard | np.equal(columns.tier, Tier.MUST)
    broken = set()
    for row in np.flatnonzero(outside & must).tolist():
        subject = columns.subjects[row]
        assert isinstance(subject, Subject)
        assert subject.person is not None
        broken.add((rule_of(columns, row).code, board.people[subject.person].name))
    costs = columns.costs(plan)
    assert costs[Tier.COVERAGE] == costs[Tier.CHANGE] == 0
    return Score(costs[Tier.COMFORT], frozenset(broken))


def rows_drawn(draw: st.DrawFn, days: int, shifts: list[str]) -> list[str]:
    """A row of runs of days on and off, as long as limits are; mostly of one shift each."""
    row: list[str] = []
    while len(row) < days:
        shift = draw(st.sampled_from(["", *shifts]))
        row += [shift] * draw(st.integers(1, 6))
    return row[:days]


@st.composite
def rosters(draw: st.DrawFn, instance: Instance) -> Roster:
    shifts = [shift.id for shift in instance.shifts]
    return {person.id: rows_drawn(draw, instance.days, shifts) for person in instance.staff}


@st.composite
def instances(draw: st.DrawFn) -> str:
    """The text of a small random instance."""
    days = draw(st.sampled_from([14, 21]))
    shifts = "ABC"[: draw(st.integers(1, 3))]
    day = st.integers(0, days - 1)

    def number(low: int, high: int) -> int:
        return draw(st.integers(low, high))

    staff = [
        f"{name},{'|'.join(f'{shift}={draw(st.sampled_from([0, 2, 5, days]))}' for shift in shifts)},"
        f"{480 * number(6, 12)},{480 * number(0, 6)},{number(2, 6)},{number(1, 3)},{number(1, 3)},{number(0, 3)}"
        for name in ("p", "q", "r")[: number(1, 3)]
    ]
    people = st.sampled_from([line[0] for line in staff])
    requests = st.lists(st.tuples(people, day, st.sampled_from(shifts), st.integers(0, 9)), max_size=5)
    cover = st.dictionaries(
        st.tuples(day, st.sampled_from(shifts)),
        st.tuples(st.integers(0, 2), st.sampled_from([0, 10, 100]), st.integers(0, 2)),
        max_size=8,
    )
    forbidden = st.lists(st.sampled_from(shifts), unique=True)
    lines = {
        "HORIZON": [str(days)],
        "SHIFTS": [f"{s},{draw(st.sampled_from([360, 480, 720]))},{'|'.join(draw(forbidden))}" for s in shifts],
        "STAFF": staff,
        "DAYS_OFF": [f"{draw(people)},{draw(day)}" for _ in range(number(0, 2))],
        "SHIFT_ON_REQUESTS": [",".join(map(str, row)) for row in draw(requests)],
        "SHIFT_OFF_REQUESTS": [",".join(map(str, row)) for row in draw(requests)],
        "COVER": [",".join(map(str, (*place, *wanted))) for place, wanted in draw(cover).items()],
    }
    return "\n".join(f"SECTION_{name}\n" + "\n".join(rows) for name, rows in lines.items())


@given(st.data())
@settings(max_examples=150)
def test_any_roster_of_the_small_instance(data: st.DataObject) -> None:
    rows = data.draw(rosters(small()[0]))

    assert ours(small(), rows) == score(SMALL.read_text("utf-8"), rows)


@given(instances(), st.data())
@settings(max_examples=50)
def test_any_roster_of_any_instance(tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "instance.txt"
    path.write_text(text, "utf-8")
    laid = laid_out(path)
    rows = data.draw(rosters(laid[0]))

    assert ours(laid, rows) == score(text, rows)


LEGAL = {
    "Ada": "- L L L L - - - E E L L - -",
    "Bo": "E E - - - E E - - E E - - -",
    "Cy": "L L - - - E L L L L - - - -",
    "Di": "N N N - - E E E - - - - - -",
    "Eve": "E E E - - - - E E E E - - -",
}
#: What breaks one rule alone: the person, and other shifts on some days.
CHANGES = {
    "availability": ("Ada", {0: "L"}),
    "succession": ("Ada", {2: "E"}),
    "max_of_shift": ("Bo", {10: "L"}),
    "max_month": ("Ada", {8: "L", 9: "L", 12: "L"}),
    "min_month": ("Eve", {0: ""}),
    "max_days_in_row": ("Cy", {10: "L"}),
    "min_days_in_row": ("Di", {10: "E"}),
    "min_days_off": ("Bo", {3: "E", 4: "E"}),
    "max_weekends": ("Cy", {13: "L"}),
}


def legal() -> Roster:
    return {name: [code.strip("-") for code in row.split()] for name, row in LEGAL.items()}


def test_a_legal_roster_is_legal() -> None:
    assert ours(small(), legal()) == score(SMALL.read_text("utf-8"), legal())
    assert ours(small(), legal()).broken == frozenset()


@pytest.mark.parametrize("rule", CHANGES)
def test_one_change_breaks_one_rule(rule: str) -> None:
    name, change = CHANGES[rule]
    rows = legal()
    for day, code in change.items():
        rows[name][day] = code

    assert ours(small(), rows) == score(SMALL.read_text("utf-8"), rows)
    assert ours(small(), rows).broken == frozenset({(rule, name)})


def test_places_and_rows_are_each_others_reverse() -> None:
    instance = small()[0]
    rows = {person.id: ["E", "", "N", *[""] * 11] for person in instance.staff}

    assert rows_of(instance, places_of(rows)) == rows
    assert roster_text(instance, rows).splitlines() == ["E,,N" + "," * 11] * 5


# Those after 19, and 13 with its 460,000 limits, take long and say nothing that 12 does not.
@pytest.mark.shared_data
@pytest.mark.parametrize("number", [one.number for one in published() if one.number < 20 and one.number != 13])
def test_the_public_instances_by_their_own_scorer(number: int, tmp_path: Path) -> None:
    folder = shared_bench()
    if folder is None:
        pytest.skip("the public instances are not here")
    laid = laid_out(instance_file(folder, number))
    instance = laid[0]
    ids = [shift.id for shift in instance.shifts]
    rng = np.random.default_rng(number)
    # Runs of up to five days on one shift each, as real rows have them.
    rows = {
        person.id: [code for _ in range(instance.days) for code in [str(rng.choice(["", *ids]))] * rng.integers(1, 6)][
            : instance.days
        ]
        for person in instance.staff
    }
    roster = tmp_path / "roster.txt"
    roster.write_text(roster_text(instance, rows), "utf-8")

    found = ours(laid, rows)

    assert (found.cost, not found.broken) == scored(folder, number, roster)


@pytest.mark.shared_data
@pytest.mark.parametrize(("number", "seconds"), [(1, 3), (4, 3), (10, 60), (11, 60), (17, 60)])
def test_a_roster_that_was_found_by_their_own_scorer(
    number: int, seconds: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Mostly it is proven the best long before that."""
    folder, roster = shared_bench(), tmp_path / "roster.txt"
    if folder is None:
        pytest.skip("the public instances are not here")
    main([str(instance_file(folder, number)), "--seconds", str(seconds), "--out", str(roster)])
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    (best,) = (one.best for one in published() if one.number == number)

    assert (last["cost"], True) == scored(folder, number, roster)
    # A bound is a proof, so nothing that anybody found lies below it.
    assert last["bound"] <= best <= last["cost"]
