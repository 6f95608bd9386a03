"""The sweep finds what trying all ways through a box finds, whatever steps do the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.rows.box import Box
from solver.rows.sweep import sweep

STATES, OUTER, INNER, KINDS = 2, 2, 3, 3


@dataclass(frozen=True)
class Step:
    """A day's step, as plain data. to: the outer place after each one before (-1: none). shift: of the inner place."""

    source: int
    target: int
    to: tuple[int, ...]
    shift: int
    kind: int
    points: int


steps = st.builds(
    Step,
    source=st.integers(0, STATES - 1),
    target=st.integers(0, STATES - 1),
    to=st.sampled_from([(0, 1), (1, 0), (1, -1), (0, 0)]),
    shift=st.sampled_from([-1, 0, 0, 1]),
    kind=st.integers(0, KINDS - 1),
    points=st.integers(-5, 5),
)
#: First and last inner place of each state; no place where the first lies beyond the last.
ends = st.lists(st.sampled_from([(0, 2), (0, 1), (1, 2), (1, 0)]), min_size=STATES, max_size=STATES)


@st.composite
def days(draw: st.DrawFn) -> list[list[Step]]:
    """One to four days of steps; many of them do the same as another, of another kind or at another cost."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        of_day = draw(st.lists(steps, min_size=1, max_size=5))
        for step in draw(st.lists(st.sampled_from(of_day), max_size=4)):
            other = Step(
                step.source, step.target, step.to, step.shift, draw(st.integers(0, 2)), draw(st.integers(-5, 5))
            )
            of_day.append(other)
        # Next to each other, or wherever they are.
        found.append(
            sorted(of_day, key=lambda s: (s.source, s.target, s.to, s.shift)) if draw(st.booleans()) else of_day
        )
    return found


def boxed(of_days: list[list[Step]], bounds: list[tuple[int, int]], folds: tuple[bool, bool], final: list[int]) -> Box:
    """The box of these steps, the same bounds after every day; begun in state 0 at outer place 0 and inner place 1."""
    flat = [step for day in of_days for step in day]
    moves = [sorted({step.to for step in day}) for day in of_days]
    count = len(of_days)
    return Box(
        step_at=np.cumsum([0, *map(len, of_days)]),
        source=np.array([s.source for s in flat], np.int32),
        target=np.array([s.target for s in flat], np.int32),
        kind=np.array([s.kind for s in flat], np.int32),
        points=np.array([s.points for s in flat], np.float64),
        outer_move=np.array(
            [table.index(s.to) * OUTER for day, table in zip(of_days, moves, strict=True) for s in day], np.int32
        ),
        shift=np.array([s.shift for s in flat], np.int32),
        move_at=np.cumsum([0, *(len(table) * OUTER for table in moves)]),
        move_to=np.array([to for table in moves for move in table for to in move], np.int64),
        cell_at=np.arange(count + 2) * STATES * OUTER * INNER,
        outer=np.full(count + 1, OUTER),
        inner=np.full(count + 1, INNER),
        bound_at=np.arange(count + 2) * STATES,
        bounds=np.array(bounds * (count + 1), np.int64),
        folds=np.array(folds, np.int64),
        start=1,
        final=np.array(final, np.float64),
    )


def ways(
    of_days: list[list[Step]],
    bounds: list[tuple[int, int]],
    folds: tuple[bool, bool],
    final: list[int],
    prices: list[int],
) -> Iterator[tuple[int, list[int]]]:
    """What each way costs, and its kinds."""

    def on(
        day: int, state: int, outer: int, inner: int, paid: int, kinds: list[int]
    ) -> Iterator[tuple[int, list[int]]]:
        low, high = bounds[state]
        if not low <= inner <= high:
            return
        if day == len(of_days):
            yield paid + final[outer * INNER + inner], kinds
            return
        for step in of_days[day]:
            first, last = bounds[step.target]
            place = inner + step.shift
            place = max(place, first) if folds[0] else place
            place = min(place, last) if folds[1] else place
            if step.source == state and step.to[outer] >= 0 and first <= last:
                cost = paid + step.points + prices[step.kind]
                yield from on(day + 1, step.target, step.to[outer], place, cost, [*kinds, step.kind])

    yield from on(0, 0, 0, 1, 0, [])


#: What a box is made of (see boxed), and points of each kind of pattern.
of_boxes: dict[str, st.SearchStrategy[Any]] = {
    "of_days": days(),
    "bounds": ends,
    "folds": st.tuples(st.booleans(), st.booleans()),
    "final": st.lists(st.integers(-5, 5), min_size=OUTER * INNER, max_size=OUTER * INNER),
}
of_kinds = st.lists(st.integers(-5, 5), min_size=KINDS, max_size=KINDS)


@given(**of_boxes, prices=of_kinds)
def test_the_sweep_finds_the_cheapest_of_all_ways(
    of_days: list[list[Step]],
    bounds: list[tuple[int, int]],
    folds: tuple[bool, bool],
    final: list[int],
    prices: list[int],
) -> None:
    made = boxed(of_days, bounds, folds, final)
    kinds = np.full(len(of_days), -1, np.int64)

    found = sweep(made, np.array(prices, np.float64), np.zeros(made.cells), kinds)

    known = list(ways(of_days, bounds, folds, final, prices))
    assert found == min((cost for cost, _ in known), default=np.inf)
    if known:
        assert (found, kinds.tolist()) in known
