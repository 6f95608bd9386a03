"""Line by line: what must be in a line alone is reached, piece by piece, and nothing hard is broken on the way."""

from functools import partial

import numpy as np
import pytest

import solver.line_by_line
from solver.fixing import FREE
from solver.layout import Layout
from solver.limits import Collector, Columns, Derived, Ints, Kind, Limit, Tier
from solver.line_by_line import MENDING_TURNS, LineByLine
from solver.part import Part
from solver.search import Options, Progress, Search

LINES, DAYS = 4, 70


def _columns(layout: Layout, least: int, most: int) -> Columns:
    """Each line works least to most of 70 days, three running at most, and never one day alone; 2 are wanted a day."""
    collector = Collector(Derived(len(layout.day)))
    for line in range(LINES):
        days = np.flatnonzero(layout.line == line).tolist()
        collector.add(Limit(days, high=most, kind=Kind.COUNTER), price=0, tier=Tier.COMFORT, source=0)
        collector.add(Limit(days, low=least, kind=Kind.COUNTER), price=1, tier=Tier.MUST, source=0)
        for at in range(DAYS - 3):
            collector.add(Limit(days[at : at + 4], high=3, kind=Kind.RUN), price=0, tier=Tier.COMFORT, source=0)
        for at in range(1, DAYS - 1):
            alone = Limit([days[at], days[at - 1], days[at + 1]], high=0, weights=[1, -1, -1], kind=Kind.RUN)
            collector.add(alone, price=1, tier=Tier.MUST, source=0)
    for day in range(DAYS):
        collector.add(Limit(np.flatnonzero(layout.day == day).tolist(), low=2), price=10, tier=Tier.COMFORT, source=0)
    return collector.columns()


def _search(least: int, most: int, workers: int = 1) -> Search:
    layout = Layout(np.arange(LINES * DAYS) // DAYS, np.arange(LINES * DAYS) % DAYS)
    columns = _columns(layout, least, most)
    start = np.zeros(LINES * DAYS, np.int64)
    return Search(columns, np.full(LINES * DAYS, FREE), layout, Options(60, workers), start)


def _work(search: Search) -> LineByLine:
    lines = LineByLine(search)
    for work in (lines.plan_anew, *(partial(lines.mend, turn) for turn in range(1, 1 + MENDING_TURNS))):
        if lines.take_up():
            work()
    return lines


@pytest.mark.parametrize(("least", "most"), [(30, 36), (40, 40), (52, 53)])
def test_a_long_line_reaches_what_must_be_in_pieces(least: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 70 days 53 can be worked: three of each four, and two more at the end."""
    monkeypatch.setattr(solver.line_by_line, "_PIECE_ATOMS", 28)
    search = _search(least, most)

    lines = _work(search)

    progress = search.progress()
    assert progress.costs[Tier.MUST] == 0
    assert not (search.columns.outside(search.columns.values(progress.plan))[search.columns.hard] > 0).any()
    assert not lines.take_up()


def test_what_cannot_be_is_missed_by_as_little_as_can_be() -> None:
    search = _search(54, 60)

    lines = _work(search)

    assert search.progress().costs[Tier.MUST] == LINES
    assert lines.take_up()


def test_what_is_counted_is_spread_over_the_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """With 20 of 70 days each there are 80 for the 140 that are wanted. The first of two pieces may be 3 days ahead of
    its 10, and would like 2; its last five days are planned again with the second.
    """
    monkeypatch.setattr(solver.line_by_line, "_PIECE_ATOMS", 28)
    search = _search(20, 20)

    _work(search)

    plan = search.progress().plan.reshape(LINES, DAYS)
    assert (plan.sum(axis=1) == 20).all()
    assert set(plan[:, : DAYS // 2 - 5].sum(axis=1).tolist()) <= set(range(7, 14))


def test_a_search_of_two_threads_begins_with_it() -> None:
    search = _search(40, 45, workers=2)

    progress = search.run(lambda at: at.costs[Tier.MUST] == 0)

    assert progress.costs[Tier.MUST] == 0


def test_what_is_planned_of_a_line_by_the_end_of_the_search_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.line_by_line, "_PIECE_ATOMS", 28)
    search = _search(30, 36)
    before, pieces, best = search.progress().costs, list[Ints](), LineByLine._best

    def stops(lines: LineByLine, part: Part, plan: Ints, others: int) -> Ints:
        pieces.append(best(lines, part, plan, others))
        search.stop.set()
        return pieces[-1]

    monkeypatch.setattr(LineByLine, "_best", stops)
    lines = LineByLine(search)
    assert lines.take_up()
    lines.plan_anew()

    end = search.progress()
    assert len(pieces) == 1
    assert end.plan.tolist() == pieces[0].tolist()
    assert end.costs < before
    assert search.columns.legal(end.plan)


def test_stopped_in_its_midst_the_best_so_far_is_kept_and_no_cost_ever_rose() -> None:
    search = _search(40, 45, workers=2)
    seen: list[Progress] = []
    offer = search.offer

    def offered(plan: Ints) -> None:
        offer(plan)
        seen.append(search.progress())
        if len(seen) == 2:
            search.stop.set()

    search.offer = offered  # type: ignore[method-assign]

    end = search.run()

    assert [one.costs for one in seen] == sorted((one.costs for one in seen), reverse=True)
    assert end.costs <= seen[1].costs < search.columns.costs(np.zeros(LINES * DAYS, np.int64))
    assert search.columns.costs(end.plan) == end.costs
    assert not (search.columns.outside(search.columns.values(end.plan))[search.columns.hard] > 0).any()
