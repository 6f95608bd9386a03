"""The benchmark of what compiling is worth: three ways that agree, and a table of them."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from bench import sweeps
from bench.curtois_format import read_instance
from bench.curtois_published import VARIABLE, instance_file
from solver.limits import Floats, Ints
from solver.rows.box import Box
from solver.rows.sweep import sweep

SMALL = Path(__file__).parent / "curtois_small.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    instance_file(tmp_path, 1).parent.mkdir()
    shutil.copy(SMALL, instance_file(tmp_path, 1))
    return tmp_path


def test_numpy_finds_what_the_compiled_sweep_finds() -> None:
    asked = sweeps.asked_sweeps(read_instance(SMALL), 5)
    assert len(asked) >= 5
    _, compiled = sweeps.timed(sweep, asked, 1)
    _, numpy = sweeps.timed(sweeps.numpy_sweep, asked, 1)
    assert np.isfinite(compiled).all()
    assert numpy == pytest.approx(compiled)


def test_the_table_has_a_row_an_instance(folder: Path) -> None:
    *_, heads, line, row = sweeps.report(folder, [(1, 2)])
    assert heads.count("|") == line.count("|") == row.count("|")
    assert row.startswith("| Instance1 | 14 | 2 |")


def test_ways_that_find_other_points_are_no_comparison(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = sweeps.numpy_sweep

    def wrong(box: Box, kind_points: Floats, value: Floats, kinds: Ints) -> float:
        return right(box, kind_points, value, kinds) + 1

    monkeypatch.setattr(sweeps, "numpy_sweep", wrong)
    with pytest.raises(ValueError, match="Instance1: the ways find other points"):
        sweeps.report(folder, [(1, 1)])


def test_without_instances_it_says_where_they_are_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert sweeps.main() == 2
    assert VARIABLE in capsys.readouterr().err
