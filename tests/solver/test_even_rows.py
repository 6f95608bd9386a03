"""Even rows: those whose counters stay near the middle of what they may have come to."""

import numpy as np
import pytest

import solver.rows.program as program_module
from solver.fixing import FREE
from solver.limits import Collector, Columns, Derived, Limit, Tier
from solver.rows.line import Line
from solver.rows.program import RowProgram
from solver.rows.room import Room
from solver.structure import Structure

DAYS, WANTED = 80, 12


def one_shift_a_day(high: int = WANTED, low: int | None = WANTED) -> tuple[Columns, RowProgram]:
    """A line of a shift a day, of which so many are to be worked."""
    collector = Collector(Derived(DAYS))
    collector.add(Limit(list(range(DAYS)), low, high), price=0, tier=Tier.COMFORT, source=0)
    columns = collector.columns()
    days, sum_of = np.arange(DAYS), Structure.of(columns).sum_of
    line = Line.of(columns, sum_of, np.arange(1), np.full(DAYS, FREE), days, days, (1.0,) * 4)
    assert line is not None
    program = RowProgram.of(line)
    assert program is not None
    return columns, program


def points_of(program: RowProgram, worked: np.ndarray) -> np.ndarray:
    """Of each pattern: so much less for each day of `worked` that it works on."""
    return np.array([-float(worked[list(atoms)].sum()) for atoms in program.line.atoms])


def worked_in(program: RowProgram, points: np.ndarray) -> list[int]:
    found = program.cheapest(points, Room())
    assert found.path is not None
    return [atom for pattern in found.path.tolist() for atom in program.line.atoms[pattern]]


@pytest.mark.parametrize("apart", [1, 2, 3, 4])
def test_a_count_stays_as_near_to_the_middle_as_is_said(apart: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_module, "_EVEN", apart)
    _, program = one_shift_a_day()
    early = points_of(program, np.where(np.arange(DAYS) < WANTED, 10, 1))
    assert worked_in(program, early) == list(range(WANTED))

    assert program.even is not None
    worked = worked_in(program.even, early)

    # Up to day d a row may have worked from max(0, d - 12) to min(d, 12) days: their middle is d // 2.
    count = np.cumsum(np.isin(np.arange(DAYS), worked))
    away = [int(count[d - 1]) - d // 2 for d in range(1, DAYS + 1)]
    assert count[-1] == WANTED
    assert max(away) == apart


def test_the_best_row_is_found_where_it_is_even(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_module, "_EVEN", 1)
    _, program = one_shift_a_day()
    other = points_of(program, np.arange(DAYS) % 2)
    assert program.even is not None
    assert program.even.cheapest(other, Room()).points == program.cheapest(other, Room()).points


def test_none_where_all_rows_are_near_or_a_count_is_bounded_from_above_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_module, "_EVEN", 5)
    assert one_shift_a_day()[1].even is not None
    monkeypatch.setattr(program_module, "_EVEN", 6)
    assert one_shift_a_day()[1].even is None
    monkeypatch.setattr(program_module, "_EVEN", 1)
    assert one_shift_a_day(low=None)[1].even is None
