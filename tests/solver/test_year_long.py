"""A year of many people is never laid out as one model: what is solved at a time, and what a person's program takes."""

from dataclasses import fields, is_dataclass

import numpy as np
import pytest

import solver.line_by_line
import solver.local_search
import solver.relaxation
import solver.search
import solver.whole_model
from solver.build import Model, build
from solver.fixing import FREE
from solver.limits import Columns, Ints
from solver.neighbourhoods import Neighbourhood
from solver.rows.room import Room
from solver.rows.team import Team
from solver.rows.warm import compile_now
from solver.search import Options
from solver.structure import Structure
from tests.solver.small_roster import coverage_first, not_both_early, rows_team, search_of, small_roster

PEOPLE, DAYS = 12, 364
#: Of the program of a person's year of two shifts a day.
MOST_BYTES = 1_000_000


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Free atoms of each model that is made; what one model is asked of at once lies just below the year's atoms."""
    compile_now()
    sizes: list[int] = []

    def noted(columns: Columns, fixed: Ints, *args: object, **more: object) -> Model:
        sizes.append(int((fixed == FREE).sum()))
        return build(columns, fixed, *args, **more)  # type: ignore[arg-type]

    for module in (solver.local_search, solver.line_by_line, solver.relaxation, solver.whole_model):
        monkeypatch.setattr(module, "build", noted)
    for limit in ("_WHOLE_ATOMS", "_FEW_ATOMS"):
        monkeypatch.setattr(solver.whole_model, limit, 2 * PEOPLE * DAYS - 1)
    return sizes


def test_no_model_is_of_a_whole_year(models: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    # As of a team too large for programs of rows; more people are wanted than there can be, so that no tier is proven
    # without a model.
    monkeypatch.setattr(solver.search, "_PROGRAM_ATOMS", 2 * PEOPLE * DAYS - 1)
    of_year = small_roster(1, PEOPLE, DAYS, more=[coverage_first(8), not_both_early])
    search = search_of(*of_year, Options(seconds=600, workers=1))
    tried, before = iter(range(7)), search.progress()

    def solved(*args: object) -> None:
        if next(tried) == 6:
            search.stop.set()

    monkeypatch.setattr(Neighbourhood, "learn", lambda kind, **of: solved())
    end = search.run()

    assert rows_team(search) is None
    assert len(models) == 7
    assert 0 < max(models) < search.columns.base / 4
    assert end.costs < before.costs


def test_a_covered_year_by_rows_begins_without_a_model_of_it(models: list[int]) -> None:
    columns, layout = small_roster(1, PEOPLE, DAYS, more=[coverage_first(2)])
    search = search_of(columns, layout, Options(seconds=600, workers=1))

    search._begin_by_rows()

    # Its programs are there, and nobody has waited for prices of the relaxation.
    assert rows_team(search) is not None
    assert max(models, default=0) < columns.base / 4


def test_a_year_by_rows_begins_without_a_model(models: list[int]) -> None:
    search = search_of(*small_roster(1, 3, DAYS), Options(seconds=600, workers=1))
    before = search.progress()

    assert search._begin_by_rows()

    assert models == []
    assert search.progress().costs < before.costs


def arrays_in(thing: object, known: dict[int, int]) -> dict[int, int]:
    """Bytes of each array that a thing holds, itself and in what it is made of."""
    if id(thing) in known:
        return known
    if isinstance(thing, np.ndarray):
        known[id(thing)] = thing.nbytes
        return known
    known[id(thing)] = 0
    parts: list[object] = []
    if is_dataclass(thing) and not isinstance(thing, type):
        parts = [getattr(thing, field.name) for field in fields(thing)]
    elif isinstance(thing, dict):
        parts = list(thing.values())
    elif isinstance(thing, (list, tuple)):
        parts = list(thing)
    elif hasattr(thing, "__dict__"):
        parts = list(vars(thing).values())
    for part in parts:
        arrays_in(part, known)
    return known


def taken_by(days: int) -> int:
    """Bytes of the largest program of a person, once it was asked."""
    columns, layout = small_roster(1, 2, days)
    team = Team.of(columns, Structure.of(columns), np.full(columns.base, FREE), layout, lambda: False)
    assert team is not None
    room = Room()
    for member in team.members:
        member.program.cheapest(np.zeros(len(member.program.line.atoms)), room)
    return max(sum(arrays_in(member.program, {}).values()) for member in team.members)


def test_a_year_of_one_person_takes_little_and_no_more_than_its_months() -> None:
    month, year = taken_by(DAYS // 13), taken_by(DAYS)

    assert month < year < MOST_BYTES
    assert year < 1.5 * 13 * month
