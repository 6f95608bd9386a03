"""The benchmark of what compiling is worth: three ways that agree, and a table of them."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import sweeps
from bench.curtois_format import read_instance
from bench.curtois_published import VARIABLE, instance_file
from solver.limits import Floats, Ints
from solver.rows.box import Box
from tests.solver.test_sweep import boxed, of_boxes, of_kinds

SMALL = Path(__file__).parent / "curtois_small.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    instance_file(tmp_path, 1).parent.mkdir()
    shutil.copy(SMALL, instance_file(tmp_path, 1))
    return tmp_path


def test_all_ways_find_the_same() -> None:
    asked = sweeps.sweeps_of(read_instance(SMALL), 5)
    assert len(asked) >= 5
    _, compiled = sweeps.timed(sweeps.compiled_sweep, asked, 1)
    assert np.isfinite(compiled).all()
    for way in (sweeps.numpy_sweep, sweeps.python_sweep):
        _, found = sweeps.timed(way, asked, 1)
        assert found == pytest.approx(compiled)


@given(box=st.builds(boxed, **of_boxes), prices=of_kinds)
def test_they_do_whatever_the_box(box: Box, prices: list[int]) -> None:
    one = sweeps.OneSweep.of(box, np.array(prices, np.float64))
    (_, compiled), (_, in_numpy) = (sweeps.timed(way, [one], 1) for way in (sweeps.compiled_sweep, sweeps.numpy_sweep))
    assert in_numpy == compiled


def test_values_that_all_lie_beyond_the_last_place_count_as_it_or_not_at_all() -> None:
    for fold, wanted in ((0, np.inf), (1, 1.0)):
        new, old = np.full((1, 8), np.inf), np.array([[3.0, 1.0, 2.0]])
        sweeps._put(new, np.zeros(1, np.int64), old, (4, 0, 2), np.array([0, fold]))
        assert new[0].tolist() == [np.inf, np.inf, wanted, *[np.inf] * 5]


def test_the_table_has_a_row_an_instance(folder: Path) -> None:
    *_, heads, line, row = sweeps.report(folder, [(1, 2)])
    assert heads.count("|") == line.count("|") == row.count("|")
    assert row.startswith("| Instance1 | 14 | 2 |")


def test_ways_that_find_other_points_are_no_comparison(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = sweeps.numpy_sweep

    def wrong(one: sweeps.OneSweep, value: Floats, kinds: Ints) -> float:
        return right(one, value, kinds) + 1

    monkeypatch.setattr(sweeps, "numpy_sweep", wrong)
    with pytest.raises(ValueError, match="Instance1: the ways find other points"):
        sweeps.report(folder, [(1, 1)])


def test_without_instances_it_says_where_they_are_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert sweeps.main() == 2
    assert VARIABLE in capsys.readouterr().err
