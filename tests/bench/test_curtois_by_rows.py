"""Public instances by whole rows: no bound passes what anybody found, and a roster costs what a scorer says.

Each test on the instances that are not in this repository has a twin on an invented one.
"""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solver.rows.work
import solver.search
from bench.curtois_format import read_instance
from bench.curtois_published import instance_file, published, shared_bench
from bench.curtois_team import board_of, columns_of, rows_of
from planner.board import Board
from planner.solve import fixed_cells, places_of, search_over
from solver.limits import Tier
from solver.rows.crew import Crew
from solver.rows.kept import Kept
from solver.rows.team import Team
from solver.rows.warm import compile_now
from solver.rows.work import ByRows
from solver.search import Options, Search
from tests.bench.curtois_scorer import score
from tests.bench.test_curtois_agreement import instances

ROOT = Path(__file__).parents[2]
SMALL = Path(__file__).parent / "curtois_small.txt"
#: What the rounds have proven of each instance; more is welcome.
PROVEN = {1: 558, 2: 828, 3: 1001, 4: 1716, 5: 1141, 6: 1949, 7: 1055, 8: 1297, 9: 406, 10: 4631, 11: 3443, 17: 5746}


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    compile_now()


def search_on(path: Path, options: Options) -> tuple[Board, Search]:
    instance = read_instance(path)
    board = board_of(instance)
    return board, search_over(board, columns_of(board, instance), fixed_cells(board), options)


def bound_of(search: Search) -> int:
    """What the search says any roster costs at least, by rounds of pricing run to their end."""
    team = Team.of(search.columns, search.structure, search.fixed, search.layout, lambda: False)
    assert team is not None
    work = ByRows(search, team, Kept(len(team.members)), Crew(), 1)
    assert work.begin()
    assert work.prove() is not None
    return search.progress().bounds[Tier.COMFORT]


@pytest.mark.shared_data
@pytest.mark.parametrize("number", PROVEN)
def test_no_bound_passes_the_best_known(number: int) -> None:
    folder = shared_bench()
    if folder is None:
        pytest.skip("the public instances are not here")
    best = {one.number: one.best for one in published()}[number]
    _, search = search_on(instance_file(folder, number), Options(60, 1))

    assert PROVEN[number] <= bound_of(search) <= best


def test_no_bound_passes_the_best_of_an_invented_instance() -> None:
    best = search_on(SMALL, Options(600, 1, plain=True))[1].run()
    assert best.costs == best.bounds
    assert best.costs[Tier.MUST] == 0

    assert 3 <= bound_of(search_on(SMALL, Options(600, 1))[1]) <= best.costs[Tier.COMFORT]


@settings(max_examples=25)
@given(instances(), st.sampled_from([1, 2]))
def test_rosters_that_rows_find_cost_what_a_scorer_says(
    tmp_path_factory: pytest.TempPathFactory, text: str, workers: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "by_rows.txt"
    path.write_text(text, "utf-8")
    board, search = search_on(path, Options(600, workers))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver.search, "_ONE_MODEL_ATOMS", 0)
        patch.setattr(solver.rows.work, "_BETTERED_S", (0.05, 0.05))
        end = search.run()

    found = score(text, dict(rows_of(read_instance(path), places_of(board, end.plan))))

    assert found.cost == end.costs[Tier.COMFORT]
    assert bool(found.broken) == (end.costs[Tier.MUST] > 0)
    assert end.costs == end.bounds == search_on(path, Options(600, 1, plain=True))[1].run().costs


def larger(path: Path, times: int = 3) -> Path:
    """The small instance with everybody several times: more cells than one model is asked at once."""
    head, _, rest = SMALL.read_text("utf-8").partition("SECTION_STAFF")
    staff, _, others = rest.partition("SECTION_")
    lines = [line for line in staff.splitlines() if line.strip() and not line.startswith("#")]
    copies = [f"{number} {line}" if number > 1 else line for number in range(1, times + 1) for line in lines]
    path.write_text(head + "SECTION_STAFF\n" + "\n".join(copies) + "\nSECTION_" + others, "utf-8")
    return path


def run_alone(instance: Path, *words: str, hashing: str = "0") -> list[str]:
    """What `python -m bench.curtois` prints, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.curtois", str(instance), *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": hashing, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("seed", [1, 2])
def test_one_worker_one_seed_and_one_limit_of_work_give_the_same_bytes(seed: int, tmp_path: Path) -> None:
    """In two processes that hash differently, by rows."""
    instance, rosters = larger(tmp_path / "larger.txt"), []
    for hashing in ("1", "2"):
        out = tmp_path / f"roster-{hashing}.txt"
        words = ["--workers", "1", "--seed", str(seed), "--deterministic-limit", "0.1", "--out", str(out)]
        run_alone(instance, *words, hashing=hashing)
        rosters.append(out.read_bytes())
    board, search = search_on(instance, Options(60, 1, repeatable=True))

    assert rosters[0] == rosters[1]
    assert set(rosters[0].decode()) > {",", "\n"}
    assert search._begin_by_rows()
    assert len(board.people) == 15


def test_a_run_by_rows_goes_on_telling_where_it_stands_and_ends_on_time(tmp_path: Path) -> None:
    """By its own clock and with room for a slow machine: it means to tell every second, and to take three."""
    # Still by whole rows, and so large that in three seconds nothing is proven.
    instance = larger(tmp_path / "larger.txt", 30)

    told = [json.loads(line)["seconds"] for line in run_alone(instance, "--seconds", "3")]

    assert max(later - sooner for sooner, later in pairwise([0.0, *told])) <= 2
    assert told[-1] <= 5
