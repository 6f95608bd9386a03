"""What is compiled ahead is all that a search needs: a version more would cost seconds in the midst of it."""

import logging
import pkgutil
import sys
import threading
from importlib import import_module

import numba.core.caching
import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

import solver.rows
import solver.rows.program
import solver.rows.warm
import solver.search
from solver.native import native
from solver.rows import scratch
from solver.rows.crew import Crew
from solver.rows.kept import Kept
from solver.rows.near import NearRows
from solver.rows.team import Team
from solver.rows.warm import begin_compiling, compile_now, compiled, compiling
from solver.rows.work import ByRows
from solver.search import Options
from tests.solver.small_roster import coverage_first, rows_team, search_of, small_roster


def versions() -> dict[str, int]:
    """How many versions of each compiled function this process knows."""
    found: dict[str, int] = {}
    for module in pkgutil.iter_modules(solver.rows.__path__, "solver.rows."):
        for name, one in vars(import_module(module.name)).items():
            if isinstance(one, Dispatcher) and one.py_func.__module__ == module.name:
                found[f"{module.name.removeprefix('solver.rows.')}.{name}"] = len(one.signatures)
    return found


@pytest.mark.parametrize("looked_cells", [300_000, -1])
def test_rows_compile_nothing_more(looked_cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_now()
    assert compiled()
    before = versions()
    called = ("sweep.sweep", "backwards.backwards", "labels.nearest_row", "labels.ends")
    assert [before[name] for name in called] == [1] * 4
    near: list[bool] = []
    cheapest = NearRows.cheapest

    def noted(*args: object) -> object:
        near.append(True)
        return cheapest(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(NearRows, "cheapest", noted)
    monkeypatch.setattr(solver.rows.program, "_LOOKED_CELLS", looked_cells)

    search = search_of(*small_roster(3, 4, 12, more=[coverage_first(1)]), Options(seconds=600, workers=1))
    team = Team.of(search.columns, search.structure, search.fixed, search.layout, search.over)
    assert team is not None
    work = ByRows(search, team, Kept(len(team.members)), Crew(), 7)
    assert work.begin()
    for turn in (work.prove, work.shake, work.dive):
        turn()
    program = team.members[0].program
    priced = program.priced_rows
    kinds = np.arange(int(priced.box.kind.max()) + 1)
    priced.back((np.zeros(len(kinds)), kinds), np.zeros(len(priced.slopes.order)), scratch.values(priced.box.cells))

    assert bool(near) is (looked_cells < 0)
    assert versions() == before


def test_where_nothing_can_be_kept_functions_are_compiled_all_the_same() -> None:
    def double(number: int) -> int:
        return 2 * number

    with pytest.MonkeyPatch.context() as patch:
        # As in an install that nobody may write to, of a user without a home.
        patch.setattr(numba.core.caching.CacheImpl, "_locator_classes", [])
        with pytest.raises(RuntimeError, match="cannot cache"):
            numba.njit(cache=True)(double)
        assert native(double)(4) == 8


@pytest.mark.parametrize("options", [Options(600, 1, repeatable=True), Options(600, 2)])
def test_where_nothing_can_be_compiled_a_search_goes_without_whole_rows(
    options: Options, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        raise MemoryError("no room to compile")

    monkeypatch.setattr(solver.search, "_ONE_MODEL_ATOMS", 0)
    monkeypatch.setattr(solver.rows.warm, "_compiled", threading.Event())
    monkeypatch.setattr(solver.rows.warm, "_failed", threading.Event())
    monkeypatch.setattr(solver.rows.warm, "_begun", threading.Lock())
    monkeypatch.setattr(solver.rows.warm, "compile_now", fails)
    search = search_of(*small_roster(3), options)

    end = search.run()

    assert rows_team(search) is None
    assert end.costs == end.bounds
    assert "without whole rows" in caplog.text
    assert "no room to compile" in caplog.text
    # Nor does a later one wait for it, or try again.
    begin_compiling()
    assert not compiling()
    assert not compiled()


@pytest.mark.parametrize("options", [Options(600, 1), Options(600, 2)])
def test_where_numba_cannot_be_loaded_a_search_goes_without_whole_rows(
    options: Options, monkeypatch: pytest.MonkeyPatch, failed_searches: list[logging.LogRecord]
) -> None:
    """As beside a numpy that is too new for it: no import of it succeeds."""
    monkeypatch.setattr(solver.search, "_ONE_MODEL_ATOMS", 0)
    monkeypatch.setitem(sys.modules, "numba", None)
    search = search_of(*small_roster(3), options)

    end = search.run()

    assert rows_team(search) is None
    assert end.costs == end.bounds
    (told,) = failed_searches
    assert "without whole rows" in told.getMessage()
    failed_searches.clear()
