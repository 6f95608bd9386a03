"""Rosters that are begun anew by a dive over everybody: how long they are bettered, which dives are lost, and
what time these have."""

import random
from collections.abc import Mapping

import numpy as np
import pytest

from solver.fixing import FREE
from solver.limits import Ints
from solver.rows.crew import Crew
from solver.rows.dive import LESS, Dive, Pace
from solver.rows.kept import Kept
from solver.rows.work import ByRows
from solver.search import Options, Search
from tests.solver.rows_team import PEOPLE, team_of

#: Seconds that each dive over all takes, and each turn after it.
DIVE_S, TURN_S = 2.0, 0.25


def work_on(seed: int) -> tuple[Search, ByRows]:
    columns, layout, team = team_of(seed)
    search = Search(columns, np.full(columns.base, FREE), layout, Options(600, 1), np.zeros(columns.base, np.int64))
    work = ByRows(search, team, Kept(PEOPLE), Crew(), seed)
    assert work.begin()
    return search, work


@pytest.mark.parametrize(
    ("stood_s", "bettered_s"),
    # Four times as long as the dive took, or as the best one has stood, and 40 s at most.
    [(0.0, 8.0), (7.75, 8.0), (8.0, 8.0), (8.25, 8.25), (39.75, 39.75), (40.0, 40.0), (40.25, 40.0)],
)
def test_a_roster_begun_anew_is_bettered_the_longer_the_longer_the_best_one_has_stood(
    stood_s: float, bettered_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, work = work_on(1)
    now, turns = 1000.0, 0

    def dived() -> bool:
        nonlocal now
        now += DIVE_S
        return True

    def turned() -> float:
        nonlocal now, turns
        now, turns = now + TURN_S, turns + 1
        return 0.0

    monkeypatch.setattr(search.clock, "now", lambda: now)
    monkeypatch.setattr(search, "over", lambda: False)
    monkeypatch.setattr(search, "_found_at", now - stood_s)
    monkeypatch.setattr(work._dives, "over_all", dived)
    monkeypatch.setattr(work._turns, "take", turned)

    work.begin_anew()

    assert turns * TURN_S == bettered_s
    # As long again for the best one of all.
    assert work._due == now + DIVE_S + bettered_s


def test_the_best_plan_stands_from_when_it_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    search, _ = work_on(1)
    best, now = search.progress().plan, 1000.0
    monkeypatch.setattr(search.clock, "now", lambda: now)
    search._costs = (0, 0, 0, search.progress().costs[-1] + 1)
    search.offer(best)
    now = 1003.5
    assert search.stood_s() == 3.5
    # The same again is no better.
    search.offer(best)
    assert search.stood_s() == 3.5


def test_a_dive_is_lost_once_it_costs_more_than_the_last_but_none_after_one_that_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, work = work_on(2)
    dives, rows = work._dives, work._insertion.all_in()
    assert rows is not None
    kept = dict(enumerate(rows))
    aims: list[float] = []
    ends = iter([kept, kept, None, kept, kept])

    def run(dive: Dive, aim: float, leave: int = 0) -> Mapping[int, Ints] | None:
        assert leave == 0
        aims.append(aim + dive._mix.untouched)
        return next(ends)

    monkeypatch.setattr(Dive, "run", run)

    found = [dives.over_all() for _ in range(5)]

    below = work._insertion.cost - LESS
    assert found == [True, True, False, True, True]
    assert aims == [np.inf, below, below, np.inf, below]


@pytest.mark.parametrize("seed", range(20))
def test_a_dive_over_all_has_a_share_of_the_time_left(seed: int) -> None:
    pace = Pace.over_all(random.Random(seed), 200.0)
    assert pace.seconds == pytest.approx(0.3 * 200.0)
    assert pace.share in (0.02, 0.03, 0.04)
    assert pace.rounds in (2, 3)
    assert pace.sure in (0.95, 0.99)


@pytest.mark.parametrize(
    ("first_s", "took_s", "left_s", "time"),
    [
        # None over all yet.
        *((0.0, 0.0, 0.1, True),),
        # A share of 0.3 of the time is half of what the last one took, or less.
        *((0.0, 30.0, 50.0, True), (0.0, 30.0, 49.9, False)),
        # Where all dived first: alone twice as long, and the model's 8 s.
        *((10.0, 0.0, 28.1, True), (10.0, 0.0, 28.0, False)),
    ],
)
def test_a_dive_over_all_is_not_begun_where_time_is_short(
    first_s: float, took_s: float, left_s: float, time: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, work = work_on(1)
    dives = work._dives
    dives._kept.dive_s, dives._took_s = first_s, took_s
    monkeypatch.setattr(search, "left", lambda: left_s)
    assert dives.time_for_all() is time
