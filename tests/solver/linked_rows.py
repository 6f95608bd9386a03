"""Rules that link people, hard ones and over derived atoms, and what rosters under them come to."""

import numpy as np
import pytest

import solver.rows.market
import solver.rows.work
import solver.search
from solver.fixing import FREE
from solver.layout import Layout
from solver.limits import Columns, Ints, Tier
from solver.rows.links import weight_of
from solver.rows.team import Team
from solver.rows.warm import compile_now
from solver.structure import Structure
from tests.solver.small_roster import (
    More,
    both_or_none,
    coverage_first,
    never_both,
    never_both_of_two_days,
    not_both,
    not_both_early,
    rather_both,
    somebody_late,
    somebody_there,
)

PEOPLE, DAYS = 4, 6

#: What patterns tell.
TOLD: dict[str, tuple[More, ...]] = {
    "hard": (not_both_early,),
    "hard, of days": (never_both,),
    "priced, of days": (rather_both,),
    "must": (both_or_none,),
    "all of these": (not_both_early, never_both, rather_both, both_or_none),
}
#: What they don't, beside what they do.
LEFT_OUT: dict[str, tuple[More, ...]] = {
    "priced, of several days": (not_both,),
    "hard, of several days": (never_both_of_two_days,),
    "of several people": (somebody_late,),
    "all": (not_both_early, never_both, rather_both, not_both, never_both_of_two_days, somebody_late),
}

#: Coverage of which rows know a part, or nothing.
COVERED: dict[str, tuple[More, ...]] = {
    **{name: (*more, coverage_first(2)) for name, more in {**TOLD, **LEFT_OUT}.items()},
    "coverage left out": (somebody_there,),
    "some coverage left out": (somebody_there, coverage_first(1), never_both, not_both),
}

covered_rules = pytest.mark.parametrize("more", COVERED.values(), ids=COVERED)
rules = pytest.mark.parametrize("more", [*TOLD.values(), *LEFT_OUT.values()], ids=[*TOLD, *LEFT_OUT])
told_rules = pytest.mark.parametrize("more", TOLD.values(), ids=TOLD)


def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are taken of few atoms as well; turns are short, nothing is bettered for long, and markets end early."""
    compile_now()
    monkeypatch.setattr(solver.search, "_ONE_MODEL_ATOMS", 0)
    monkeypatch.setattr(solver.rows.work, "_BETTERED_S", (0.05, 0.05))
    monkeypatch.setattr(solver.rows.work, "_TURN_S", 0.1)
    monkeypatch.setattr(solver.rows.market, "_SOONER", (0.05, 0.05))


def team_of(columns: Columns, layout: Layout, fixed: Ints | None = None) -> Team:
    """The team of a roster."""
    state = np.full(columns.base, FREE) if fixed is None else fixed
    team = Team.of(columns, Structure.of(columns), state, layout, lambda: False)
    assert team is not None
    return team


def paid(columns: Columns, plan: Ints, per_break: float) -> float:
    """What a plan costs in weighted points, so much of them for each unit of a hard limit that it breaks."""
    broken = int(columns.outside(columns.values(plan))[columns.hard].sum())
    return broken * per_break + sum(
        weight_of(tier) * cost for tier, cost in zip(Tier, columns.costs(plan), strict=True)
    )


def noted(search: solver.search.Search) -> list[Ints]:
    """All plans that are offered from now on."""
    plans: list[Ints] = []
    offer = search.offer

    def offered(plan: Ints) -> None:
        plans.append(plan)
        offer(plan)

    search.offer = offered  # type: ignore[method-assign]
    return plans
