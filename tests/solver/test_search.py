"""The search: as good as trying all plans, honest about its bounds, and stopped without loss."""

import logging
import os
import threading
from itertools import pairwise
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings

import solver.local_search
import solver.search
import solver.whole_model
from solver.build import Model
from solver.fixing import FREE, empty_plan
from solver.layout import Layout
from solver.limits import Collector, Derived, Limit, Tier
from solver.search import Options, Progress, Search, usual_threads
from tests.solver.random_columns import Puzzle, Row, puzzles

ONE = Options(seconds=60, workers=1, seed=1)
PLAIN = Options(seconds=60, workers=1, seed=1, plain=True)


def _search(puzzle: Puzzle, options: Options = ONE) -> Search:
    return Search(puzzle.columns(), puzzle.fixed_atoms(), puzzle.layout(), options, puzzle.start())


def _wide(people: int = 8, days: int = 10) -> Puzzle:
    """Coverage of 5 a day by people who may work 4 days each: 18 of 50 stay open, 32 are filled."""
    on = [[frozenset({day * people + person}) for person in range(people)] for day in range(days)]
    rows = [Row(tuple(day), (1,) * people, 5, None, 3, Tier.COVERAGE) for day in on]
    rows += [Row(tuple(day[p] for day in on), (1,) * days, None, 4, 0, Tier.COMFORT) for p in range(people)]
    # Nobody likes two days running.
    rows += [
        Row((on[d][p], on[d + 1][p]), (1, 1), None, 1, 1 + (p + d) % 3, Tier.COMFORT)
        for d in range(days - 1)
        for p in range(people)
    ]
    return Puzzle(people * days, tuple(rows), (FREE,) * (people * days))


@settings(max_examples=30, deadline=None)
@given(puzzles(startable=True))
def test_both_modes_find_the_best_of_all_plans_and_prove_it(puzzle: Puzzle) -> None:
    best = min(puzzle.costs(plan) for plan in filter(puzzle.legal, puzzle.plans()))

    for options in (ONE, PLAIN):
        progress = _search(puzzle, options).run()
        assert progress.costs == progress.bounds == best
        assert puzzle.legal(progress.plan.tolist())
        assert puzzle.costs(progress.plan.tolist()) == best


def test_cost_never_rises_and_bounds_stay_below() -> None:
    search, seen = _search(_wide()), []
    offer, raise_bound = search.offer, search.raise_bound

    def offered(plan: np.ndarray) -> None:
        offer(plan)
        seen.append(search.progress())

    def raised(*args: object) -> None:
        raise_bound(*args)  # type: ignore[arg-type]
        seen.append(search.progress())

    search.offer, search.raise_bound = offered, raised  # type: ignore[method-assign]

    last = search.run()

    assert len(seen) > 2
    assert all(later.costs <= earlier.costs for earlier, later in pairwise(seen))
    assert all(bound <= cost for at in seen for bound, cost in zip(at.bounds, at.costs, strict=True))
    assert last.costs[Tier.COVERAGE] == 18 * 3
    assert all(search.columns.costs(at.plan) == at.costs for at in seen)


def test_one_worker_and_one_seed_give_one_plan() -> None:
    plans = [_search(_wide(4, 5)).run() for _ in range(2)]

    assert plans[0].costs == plans[0].bounds
    assert plans[0].costs == plans[1].costs
    assert np.array_equal(plans[0].plan, plans[1].plan)


def test_two_workers_are_as_good() -> None:
    progress = _search(_wide(4, 5), Options(seconds=60, workers=2, seed=1)).run()

    assert progress.costs == progress.bounds == _search(_wide(4, 5)).run().costs


def test_stopping_keeps_the_best_so_far() -> None:
    """Stopped at its first better plan by another thread, the search ends with a plan at least as good."""
    puzzle = _wide(14, 16)
    search = _search(puzzle, Options(seconds=600, workers=1, seed=1))
    offer, better = search.offer, threading.Event()
    at_stop: list[Progress] = []

    def offered(plan: np.ndarray) -> None:
        offer(plan)
        better.set()

    def stop() -> None:
        better.wait()
        at_stop.append(search.progress())
        search.stop.set()

    search.offer = offered  # type: ignore[method-assign]
    threading.Thread(target=stop, daemon=True).start()

    progress = search.run()

    assert progress.costs <= at_stop[0].costs < search.columns.costs(puzzle.start())
    assert puzzle.legal(progress.plan.tolist())
    assert puzzle.costs(progress.plan.tolist()) == progress.costs


def test_a_search_stopped_before_it_began_has_its_start() -> None:
    search = _search(_wide(4, 5))
    search.stop.set()

    progress = search.run()

    assert search.columns.costs(progress.plan) == progress.costs
    assert progress.costs <= search.columns.costs(empty_plan(search.fixed))


def test_a_stopped_search_constructs_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def constructed(*args: object) -> np.ndarray:
        *_, start, _, stopped = args
        assert callable(stopped)
        asked.append(stopped())
        search.stop.set()
        asked.append(stopped())
        assert isinstance(start, np.ndarray)
        return start

    monkeypatch.setattr(solver.search, "construct", constructed)
    search = _search(_wide(4, 5))
    search._construct()
    search._construct()

    assert asked == [False, True]


def test_no_time_is_a_plan_too() -> None:
    puzzle = _wide(4, 5)

    progress = _search(puzzle, Options(seconds=0, workers=1)).run()

    assert puzzle.legal(progress.plan.tolist())


def test_what_watches_sees_the_search_end() -> None:
    seen: list[Progress] = []

    last = _search(_wide(4, 5)).run(seen.append)

    assert seen[-1].costs == last.costs
    assert last.gap == 0


def test_an_interrupt_ends_the_search_and_is_raised() -> None:
    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    puzzle = _wide(14, 16)
    search = _search(puzzle, Options(seconds=600, workers=1, seed=1))

    with pytest.raises(KeyboardInterrupt):
        search.run(interrupt)

    assert search.stop.is_set()
    assert puzzle.legal(search.progress().plan.tolist())


def test_what_goes_wrong_before_there_is_a_plan_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ArithmeticError("broken on purpose")

    monkeypatch.setattr(solver.search, "construct", broken)

    with pytest.raises(ArithmeticError, match="on purpose"):
        _search(_wide(4, 5)).run()


@pytest.mark.parametrize(
    ("module", "part"),
    [(solver.whole_model, "build"), (solver.local_search, "build"), (solver.local_search, "Neighbourhoods")],
)
@pytest.mark.parametrize("failure", [MemoryError("no room"), ArithmeticError("broken on purpose")])
def test_what_was_found_until_a_thread_failed_stays(
    module: ModuleType,
    part: str,
    failure: Exception,
    monkeypatch: pytest.MonkeyPatch,
    failed_searches: list[logging.LogRecord],
) -> None:
    def nothing(*_: object) -> None:
        """As if the whole model had proven nothing."""

    def broken(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(module, part, broken)
    if module is solver.local_search:
        monkeypatch.setattr(Search, "whole", nothing)
    search = _search(_wide(4, 5))
    began = search.progress()

    assert search.run().costs < began.costs

    (told,) = failed_searches
    assert told.exc_info is not None
    assert told.exc_info[1] is failure
    failed_searches.clear()


def test_what_is_proven_stops_all_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[bool] = []

    def prove(search: Search) -> None:
        for tier, cost in zip(Tier, search.progress().costs, strict=True):
            search.raise_bound(tier, cost, ())
        # As a thread that asks for nothing else would go on.
        stopped.append(search.stop.wait(60))

    monkeypatch.setattr(Search, "_climb", prove)

    _search(_wide(4, 5), Options(seconds=600, workers=1)).run()

    assert stopped == [True]


@pytest.mark.parametrize("workers", [1, 2])
def test_coverage_is_bounded_where_nothing_is_of_comfort(workers: int) -> None:
    collector = Collector(Derived(6))
    for atom in range(6):
        collector.add(Limit([atom], high=int(atom > 1)), price=0, tier=Tier.COMFORT, source=0)
    collector.add(Limit(list(range(6)), low=6), price=2, tier=Tier.COVERAGE, source=0)
    columns, numbers = collector.columns(), np.arange(6)
    layout = Layout(numbers % 3, numbers // 3)
    search = Search(columns, np.full(6, FREE), layout, Options(600, workers), np.zeros(6, np.int64))

    search.settle_before_comfort()

    now = search.progress()
    assert now.costs == now.bounds == (0, 4, 0, 0)


@pytest.mark.parametrize("workers", [1, 2])
def test_neighbourhoods_alone_reach_the_best_plan(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first models find nothing: what improves then is found neighbourhood by neighbourhood, without a bound."""
    puzzle = _wide(4, 5)
    best = _search(puzzle).run().costs
    search = _search(puzzle, Options(seconds=60, workers=workers, seed=1))

    def until_best(progress: Progress) -> None:
        if progress.costs == best:
            search.stop.set()

    monkeypatch.setattr(Search, "whole", lambda *_: None)

    progress = search.run(until_best)

    assert progress.costs == best
    assert progress.bounds == (0, 0, 0, 0)


@pytest.mark.parametrize(("spare", "proven"), [(0, True), (-1, False)])
def test_without_rows_one_model_proves_what_it_can_hold(
    spare: int, proven: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is too large for one model is bettered by neighbourhoods, without a bound."""
    puzzle = _wide(4, 5)
    best = _search(puzzle).run().costs
    monkeypatch.setattr(Search, "_begin_by_rows", lambda _: False)
    monkeypatch.setattr(solver.whole_model, "_FEW_ATOMS", 0)
    monkeypatch.setattr(solver.whole_model, "_WHOLE_ATOMS", puzzle.base + spare)
    monkeypatch.setattr(solver.search, "_PROVE_FROM", 0.0)

    progress = _search(puzzle).run(None if proven else lambda now: now.costs == best)

    assert progress.costs == best
    assert progress.bounds == (best if proven else (0, 0, 0, 0))


def test_a_bound_counts_only_for_the_costs_it_was_proven_under() -> None:
    search = _search(_wide(4, 5))
    start = search.progress()
    search.raise_bound(Tier.COMFORT, 7, ((Tier.COVERAGE, start.costs[1] + 1),))
    assert search.progress().bounds == (0, 0, 0, 0)
    search.raise_bound(Tier.COMFORT, 0, ((Tier.COVERAGE, start.costs[1]),))
    search.raise_bound(Tier.COVERAGE, 5, ())
    search._bounds[Tier.COMFORT] = 3

    better = start.plan.copy()
    better[0] = 1
    search.offer(better)

    assert search.progress().costs[1] == start.costs[1] - 3
    assert search.progress().bounds == (0, 5, 0, 0)


def test_a_bound_of_all_plans_counts_whatever_earlier_tiers_cost() -> None:
    search = _search(_wide(4, 5))
    start = search.progress()
    search.raise_bound(Tier.COMFORT, 2, ())
    search.raise_bound(Tier.COMFORT, 3, ((Tier.COVERAGE, start.costs[1]),))
    assert search.progress().bounds == (0, 0, 0, 3)

    better = start.plan.copy()
    better[0] = 1
    search.offer(better)

    assert search.progress().costs[1] < start.costs[1]
    assert search.progress().bounds == (0, 0, 0, 2)


def test_worse_plans_are_not_taken() -> None:
    search = _search(_wide(4, 5))
    better, worse = search.progress().plan.copy(), search.progress().plan
    better[0] = 1

    search.offer(better)
    search.offer(worse)

    assert np.array_equal(search.progress().plan, better)


@pytest.mark.parametrize(
    ("costs", "bounds", "gap"),
    [((0, 110, 50), (0, 100, 50), 0.1), ((0, 3, 0, 0), (0, 0, 0, 0), 3.0), ((0, 0, 9), (0, 0, 9), 0)],
)
def test_gap_is_the_widest_of_the_tiers(costs: tuple[int, ...], bounds: tuple[int, ...], gap: float) -> None:
    assert Progress(1.0, "improving", costs, bounds, np.zeros(1, np.int64)).gap == gap


def test_atoms_banned_by_a_limit_of_their_own_are_never_on() -> None:
    ban = Row((frozenset({0}),), (1,), None, 0, 0, Tier.COMFORT)
    wanted = Row((frozenset({0}),), (1,), 1, None, 9, Tier.COVERAGE)
    search = _search(Puzzle(2, (ban, wanted), (FREE, FREE)))

    assert search.fixed.tolist() == [0, FREE]
    assert search.run().costs == (0, 9, 0, 0)


def test_nothing_asked_is_proven_at_once() -> None:
    puzzle = Puzzle(3, (), (FREE, 1, 0))

    progress = _search(puzzle).run()

    assert progress.costs == progress.bounds == (0, 0, 0, 0)
    assert progress.plan.tolist() == empty_plan(puzzle.fixed_atoms()).tolist() == [0, 1, 0]


@pytest.mark.parametrize("options", [ONE, PLAIN, Options(seconds=60, workers=2)])
def test_history_alone_is_proven_without_a_model_or_a_neighbourhood(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    puzzle = _wide()
    before = Layout(puzzle.layout().line, np.full(puzzle.base, -1))
    for part in ("whole", "neighbourhoods"):
        monkeypatch.setattr(Search, part, lambda *_: pytest.fail("asked"))
    fixed = np.zeros(puzzle.base, np.int64)
    fixed[0] = 1

    end = Search(puzzle.columns(), fixed, before, options, fixed).run()

    assert end.costs == end.bounds
    assert end.costs[Tier.COVERAGE] == 49 * 3
    assert end.plan.tolist() == fixed.tolist()


def test_a_thread_that_dawdles_does_not_keep_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    release, dawdling, came_back = (threading.Event() for _ in range(3))

    def dawdle(*_: object, **__: object) -> np.ndarray:
        dawdling.set()
        release.wait(60)
        came_back.set()
        return search.progress().plan

    monkeypatch.setattr(solver.search, "construct", dawdle)
    puzzle = _wide(4, 5)
    search = _search(puzzle)
    threading.Thread(target=lambda: (dawdling.wait(), search.stop.set()), daemon=True).start()

    progress = search.run()

    assert not came_back.is_set()
    assert puzzle.legal(progress.plan.tolist())
    release.set()


def test_what_costs_more_than_before_is_not_taken_for_a_gain(monkeypatch: pytest.MonkeyPatch) -> None:
    # Out of time, CP-SAT may end with less than the plan it was given: here, with nobody on any shift.
    puzzle = _wide()
    best = _search(puzzle).run()
    search = _search(puzzle)
    search.offer(best.plan)
    monkeypatch.setattr(Model, "plan", lambda model, _: np.zeros(model.columns.base, np.int64))

    found = search.improve(1, best.plan, search.layout.day >= 0)

    assert found.gain == 0
    assert (found.plan == best.plan).all()


@pytest.mark.parametrize(("usable", "threads"), [(1, 1), (2, 2), (3, 3), (4, 4), (5, 4)])
def test_there_is_a_thread_a_processor_up_to_four(usable: int, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(usable)), raising=False)
    assert usual_threads() == Options().workers == threads
    # As on a system that does not tell what a process may use.
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: usable)
    assert usual_threads() == threads
