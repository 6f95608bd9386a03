"""What rosters near the bound may have: nothing that a cheap enough roster needs is left out, and models prove."""

import numpy as np
import pytest

import solver.rows.work
import solver.search
from solver.fixing import FREE
from solver.limits import Columns, Floats, Ints, Tier
from solver.local_search import LocalSearch
from solver.rows.core import Core
from solver.rows.crew import Crew
from solver.rows.insertion import Insertion
from solver.rows.kept import Kept
from solver.rows.program import RowProgram
from solver.rows.proof import Proof
from solver.rows.room import Room
from solver.rows.rounds import Rounds
from solver.rows.team import Team
from solver.search import Options, Search
from tests.solver.rows_team import PEOPLE, team_of
from tests.solver.small_roster import ONE, PLAIN, search_of, small_roster
from tests.solver.test_rows_by_thousands import program_of, small_line


def cheapest_through(program: RowProgram, points: Floats, room: Room, pattern: int) -> float:
    """The points of the cheapest row with a pattern, all others of its day being out."""
    first = program.line.first
    day = int(np.searchsorted(first, pattern, side="right")) - 1
    out = points.copy()
    out[first[day] : first[day + 1]] = np.inf
    out[pattern] = points[pattern]
    return program.cheapest(out, room).points


def test_what_no_row_with_a_pattern_costs_less_than_is_what_the_cheapest_of_them_costs() -> None:
    rng, room = np.random.default_rng(1), Room()
    compared, none = 0, 0
    for _ in range(40):
        program = program_of(small_line(rng))
        if program is None:
            continue
        points = rng.integers(-9, 3, len(program.line.atoms)).astype(np.float64)
        through = program.through(points)
        assert through is not None
        for pattern, least in enumerate(through.tolist()):
            best = cheapest_through(program, points, room, pattern)
            # Counters that a row through it breaks, and the cheapest of all does not, are not looked at.
            assert least <= best
            compared += least == best
            none += best == np.inf
    assert compared > 400, compared
    assert none > 5, none


def near(seed: int) -> tuple[Columns, Search, Core, Rounds, Team]:
    """A team with rounds at their end, and what is near their bound."""
    columns, layout, team = team_of(seed)
    search = Search(columns, np.full(columns.base, FREE), layout, Options(60, 1), np.zeros(columns.base, np.int64))
    insertion = Insertion(team, seed, lambda: False)
    assert insertion.construct()
    search.offer(team.plan([insertion.row(number).path for number in range(PEOPLE)]))
    proof = Proof(search, team, Kept(PEOPLE), Crew(), [Room()])
    _, rounds = proof.rounds([insertion.row(number) for number in range(PEOPLE)], None)
    assert rounds.run(500)
    assert rounds.done
    return columns, search, Core(search, team, proof, rounds), rounds, team


@pytest.mark.parametrize("seed", range(6))
def test_no_roster_costs_less_than_is_said_of_any_of_its_patterns(seed: int) -> None:
    _, search, core, rounds, team = near(seed)
    least = core.least()
    assert least is not None
    insertion, told = Insertion(team, seed, lambda: False), list[list[Ints]]()
    insertion.take(team.paths(search.progress().plan) or [])
    seconds = iter(range(60, -1, -2))
    insertion.improve(lambda: next(seconds), told.append)
    for rows in [[insertion.row(number).path for number in range(PEOPLE)], *told]:
        insertion.take(rows)
        said = [least[number][row].max() for number, row in enumerate(rows)]
        assert max(said) <= insertion.cost + 1e-6
    # The best bound is what is said of the nearest; and others are dearer.
    assert min(points.min() for points in least.values()) >= rounds.best
    assert max(points.max() for points in least.values()) > rounds.best + 1


@pytest.mark.parametrize("seed", range(8))
def test_models_of_what_is_near_prove_the_best_roster(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    columns, search, core, _, _ = near(seed)
    best = Search(columns, search.fixed, search.layout, PLAIN, np.zeros(columns.base, np.int64)).run()
    free, whole = list[int](), LocalSearch.whole

    def noted(search: LocalSearch, *given: object, fixed: Ints, beyond: int) -> None:
        free.append(int((fixed == FREE).sum()))
        assert search.progress().bounds[Tier.COMFORT] < beyond <= search.progress().costs[Tier.COMFORT]
        whole(search, *given, fixed=fixed, beyond=beyond)  # type: ignore[arg-type]

    monkeypatch.setattr(LocalSearch, "whole", noted)
    core.run()

    end = search.progress()
    assert end.costs == end.bounds == best.costs
    assert columns.legal(end.plan)
    assert all(count < columns.base for count in free)


def test_models_are_made_where_the_bound_is_below_the_cost() -> None:
    """Of the teams above, some are not proven by rounds."""
    gaps = [search.progress().costs > search.progress().bounds for _, search, *_ in map(near, range(8))]
    assert sum(gaps) > 3


def test_what_a_model_leaves_out_bounds_what_it_proves() -> None:
    _, search, *_ = near(2)
    plan, cost = search.progress().plan, search.progress().costs[Tier.COMFORT]
    assert cost == 3

    def bound(most: int, fixed: Ints, beyond: int) -> int:
        search._bounds = [0] * len(Tier)
        search.whole(Tier.COMFORT, {Tier.COMFORT: most}, 60.0, 1, fixed=fixed, beyond=beyond)
        return search.progress().bounds[Tier.COMFORT]

    # With nothing on it costs more than may be: so whatever is left out counts alone.
    assert bound(0, np.zeros(len(plan), np.int64), 2) == 2
    # One roster is in it, which costs 3.
    assert [bound(3, plan, beyond) for beyond in (2, 3, 4)] == [2, 3, 3]


def test_where_counters_do_not_fit_no_model_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    _, search, core, _, _ = near(3)
    monkeypatch.setattr(RowProgram, "through", lambda *_: None)
    monkeypatch.setattr(LocalSearch, "whole", lambda *_, **__: pytest.fail("a model was made"))
    before = search.progress()

    core.run()

    assert search.progress().bounds == before.bounds


def test_searches_by_rows_prove_by_models_of_what_is_near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.search, "_ONE_MODEL_ATOMS", 0)
    monkeypatch.setattr(solver.rows.work, "_BETTERED_S", (0.05, 0.05))
    monkeypatch.setattr(Search, "prove", lambda _: None)
    proved, run = list[int](), Core.run

    def noted(core: Core) -> None:
        run(core)
        proved.append(core._search.progress().bounds[Tier.COMFORT])

    monkeypatch.setattr(Core, "run", noted)
    for seed in range(4):
        columns, layout = small_roster(seed)
        end = search_of(columns, layout, ONE).run()
        assert end.costs == end.bounds == search_of(columns, layout, PLAIN).run().costs
    assert proved
