"""Neighbourhoods: what they free, and how they learn."""

import numpy as np
import pytest

from solver.layout import Layout
from solver.limits import Collector, Columns, Derived, Limit, Tier
from solver.neighbourhoods import FEWEST_ATOMS, QUICK_S, Neighbourhood, Neighbourhoods

LINES, DAYS, A_CELL = 12, 20, 2
BASE = LINES * DAYS * A_CELL


def _layout(history: int = 3) -> Layout:
    """Two atoms for each of 12 lines and 20 days, then some of days gone by."""
    line = [i % LINES for i in range(BASE)] + [0] * history
    day = [i // LINES % DAYS for i in range(BASE)] + [-1 - i for i in range(history)]
    return Layout(np.array(line), np.array(day))


def _columns(layout: Layout) -> Columns:
    """One person wanted on each day, on any line; line 5 may never be on."""
    collector = Collector(Derived(len(layout.day)))
    for day in range(DAYS):
        atoms = np.flatnonzero(layout.day == day).tolist()
        collector.add(Limit(atoms, low=1), price=10, tier=Tier.COVERAGE, source=0)
    dear = collector._derived.any_of(np.flatnonzero((layout.line == 5) & (layout.day >= 0)).tolist())
    assert dear is not None
    collector.add(Limit([dear], high=0), price=500, tier=Tier.COMFORT, source=0)
    return collector.columns()


def _neighbourhoods(seed: int = 1) -> Neighbourhoods:
    layout = _layout()
    return Neighbourhoods(_columns(layout), layout, seed)


def _picks(seed: int, count: int = 30) -> list[tuple[str, np.ndarray]]:
    choice = _neighbourhoods(seed)
    plan = np.zeros(len(choice.layout.day), np.int64)
    found = []
    for _ in range(count):
        kind, freed = choice.pick(plan)
        kind.atoms = 60.0
        kind.learn(gain=1.0, seconds=QUICK_S, solved=True)
        found.append((kind.name, freed))
    return found


def test_each_kind_is_tried_before_any_is_tried_again() -> None:
    names = [name for name, _ in _picks(seed=3)]

    assert sorted(names[:4]) == ["block", "costly", "days", "lines"]


def test_masks_lie_over_all_atoms_and_days_free_whole_days() -> None:
    layout = _layout()
    for name, freed in _picks(seed=1)[4:]:
        assert freed.shape == layout.day.shape
        assert freed.dtype == bool
        if name == "days":
            assert freed.any()
            days = set(layout.day[freed].tolist())
            assert np.array_equal(freed, np.isin(layout.day, sorted(days)))
            assert max(days) - min(days) == len(days) - 1
        if name == "lines":
            assert 0 < len(set(layout.line[freed].tolist())) < LINES
            assert set(layout.day[freed].tolist()) >= set(range(DAYS))


def test_the_same_seed_gives_the_same_choices() -> None:
    one, same, other = (_picks(seed) for seed in (1, 1, 2))

    assert all(a[0] == b[0] and np.array_equal(a[1], b[1]) for a, b in zip(one, same, strict=True))
    assert not all(a[0] == b[0] and np.array_equal(a[1], b[1]) for a, b in zip(one, other, strict=True))


def test_costly_lines_are_chosen_most() -> None:
    """Line 5 pays for being on; with all else equal it is freed more often than the mean line."""
    choice = _neighbourhoods()
    plan = np.zeros(len(choice.layout.day), np.int64)
    plan[np.flatnonzero((choice.layout.line == 5) & (choice.layout.day == 0))] = 1
    costly = next(kind for kind in choice.kinds if kind.name == "costly")
    times = np.zeros(LINES)
    for _ in range(60):
        choice.pick(plan)
        times += [costly.choose(2.0 * DAYS)[choice.layout.line == line].any() for line in range(LINES)]

    assert times[5] > times.mean()


@pytest.mark.parametrize(
    ("solved", "seconds", "change"), [(True, QUICK_S / 2, 1), (True, QUICK_S, 0), (False, 3.0, -1), (False, 0.1, -1)]
)
def test_size_follows_what_was_solved_in_time(solved: bool, seconds: float, change: int) -> None:
    kind = Neighbourhood("days", lambda atoms: np.zeros(1, bool), most=1000)
    before = kind.atoms

    kind.learn(gain=0.0, seconds=seconds, solved=solved)

    assert (kind.atoms > before) - (kind.atoms < before) == change


def test_size_stays_between_its_ends() -> None:
    kind = Neighbourhood("days", lambda atoms: np.zeros(1, bool), most=450)
    for _ in range(10):
        kind.learn(gain=0.0, seconds=0.1, solved=True)
    assert kind.atoms == 450

    for _ in range(20):
        kind.learn(gain=0.0, seconds=3.0, solved=False)
    assert kind.atoms == FEWEST_ATOMS


def test_score_is_the_gain_a_second_of_late() -> None:
    kind = Neighbourhood("days", lambda atoms: np.zeros(1, bool), most=450)
    kind.learn(gain=10.0, seconds=2.0, solved=True)
    assert (kind.score, kind.tries) == (5.0, 1)

    kind.learn(gain=0.0, seconds=2.0, solved=True)

    assert 0 < kind.score < 5.0
    assert kind.tries == 2


def _kind(choice: Neighbourhoods, name: str) -> Neighbourhood:
    return next(kind for kind in choice.kinds if kind.name == name)


def test_weeks_are_all_lines_for_seven_to_twelve_days() -> None:
    choice = _neighbourhoods()
    kind = _kind(choice, "weeks")

    first = kind.choose(kind.atoms / A_CELL)
    kind.learn(gain=0, seconds=QUICK_S / 9, solved=True)
    for _ in range(9):
        kind.learn(gain=0, seconds=QUICK_S / 9, solved=True)
    most = [kind.choose(kind.atoms / A_CELL) for _ in range(30)]

    assert len(np.unique(choice.layout.day[first])) <= 7
    # Near the edges of the time there are fewer.
    assert max(len(np.unique(choice.layout.day[freed])) for freed in most) == 12
    assert all(len(np.unique(choice.layout.line[freed])) == LINES for freed in most)


def test_half_of_the_lines_are_freed_around_a_broken_row_of_several() -> None:
    choice = _neighbourhoods()
    plan = np.zeros(len(choice.layout.day), np.int64)
    # One is wanted on each day: all days but 13 have somebody.
    plan[
        [np.flatnonzero((choice.layout.day == day) & (choice.layout.line == 0))[0] for day in range(DAYS) if day != 13]
    ] = 1
    choice.pick(plan)
    kind = _kind(choice, "half")

    for _ in range(20):
        freed = kind.choose(kind.atoms / A_CELL)
        days = np.unique(choice.layout.day[freed])
        assert 13 in days
        assert len(days) <= 10
        assert len(np.unique(choice.layout.line[freed])) == LINES // 2
