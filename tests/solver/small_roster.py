"""Random small rosters whose rows fit the row program: two shifts a day, limits of each person, and coverage."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from solver.fixing import FREE
from solver.layout import Layout
from solver.limits import Collector, Columns, Derived, Ints, Kind, Limit, Tier
from solver.rows.team import Team
from solver.search import Options, Progress, Search

#: One thread by all that a search has, and by CP-SAT's plain model alone.
ONE, PLAIN = Options(seconds=600, workers=1), Options(seconds=600, workers=1, plain=True)
#: Adds limits over the atoms (people x days x 2).
More = Callable[[Collector, np.ndarray], None]


def small_roster(
    seed: int, people: int = 4, days: int = 6, *, more: Sequence[More] = (), spare: int = 0
) -> tuple[Columns, Layout]:
    """Early and late shifts that up to two are wanted for; each person's hard limits leave the empty plan legal.

    more: what else is asked. spare: atoms on the first person's first day that no limit asks anything of.
    """
    rng = np.random.default_rng(seed)
    atoms = np.arange(people * days * 2).reshape(people, days, 2)
    derived = Derived(atoms.size + spare)
    collector = Collector(derived)

    def add(limit: Limit, price: int, tier: Tier = Tier.COMFORT) -> None:
        collector.add(limit, price=price, tier=tier, source=0)

    for person in atoms.tolist():
        on = [derived.any_of(day) for day in person]
        for day in person:
            add(Limit(day, high=1), 0)
        for before, after in pairwise(person):
            add(Limit([before[1], after[0]], high=1, kind=Kind.PAIR), 0)
        for first in range(days - 3):
            add(Limit([a for a in on[first : first + 4] if a is not None], high=3, kind=Kind.RUN), 0)
        add(Limit([a for day in person for a in day], high=max(2, days // 2), kind=Kind.COUNTER), 0)
        for _ in range(days // 2):
            disliked = person[int(rng.integers(days))][int(rng.integers(2))]
            add(Limit([disliked], high=0), int(rng.integers(1, 9)))
    for slot in atoms.transpose(1, 2, 0).reshape(-1, people).tolist():
        wanted = int(rng.integers(0, 3))
        add(Limit(slot, low=wanted, kind=Kind.COVER), 100)
        add(Limit(slot, high=wanted, kind=Kind.COVER), 1)
    for one in more:
        one(collector, atoms)
    line, day, _ = np.indices(atoms.shape)
    first = np.zeros(spare, np.int64)
    return collector.columns(), Layout(*(np.concatenate([of.reshape(-1), first]) for of in (line, day)))


def coverage_first(people: int) -> More:
    """So many are wanted early on each day before anything is of comfort."""

    def add(collector: Collector, atoms: np.ndarray) -> None:
        for day in range(atoms.shape[1]):
            collector.add(Limit(atoms[:, day, 0].tolist(), low=people), price=3, tier=Tier.COVERAGE, source=0)

    return add


def rather_busy(collector: Collector, atoms: np.ndarray) -> None:
    """Each person would rather have three shifts or more."""
    for person in atoms:
        collector.add(Limit(person.reshape(-1).tolist(), low=3), price=5, tier=Tier.COMFORT, source=0)


def not_both_early(collector: Collector, atoms: np.ndarray) -> None:
    """A hard rule that links people: of three one at most is early on a day."""
    for day in atoms[:3, :, 0].T.tolist():
        collector.add(Limit(day, high=1), price=0, tier=Tier.COMFORT, source=0)


def works_on(collector: Collector, atoms: np.ndarray, person: int, days: Sequence[int]) -> int:
    """The atom "this person works on any of these days"."""
    found = collector._derived.any_of(atoms[person, list(days)].reshape(-1).tolist())
    assert found is not None
    return found


def both_or_none(collector: Collector, atoms: np.ndarray) -> None:
    """A rule of MUST: two people share each early shift."""
    for early in atoms[[0, 2], :, 0].T.tolist():
        collector.add(Limit(early, low=0, high=0, weights=[1, -1]), price=1, tier=Tier.MUST, source=0)


def never_both(collector: Collector, atoms: np.ndarray) -> None:
    """A hard rule over what two people do on a day: they never work on the same one."""
    for day in range(atoms.shape[1]):
        both = [works_on(collector, atoms, person, [day]) for person in (0, 1)]
        collector.add(Limit(both, high=1), price=0, tier=Tier.COMFORT, source=0)


def rather_both(collector: Collector, atoms: np.ndarray) -> None:
    """A priced rule over what two people do on a day: they work on the same ones."""
    for day in range(atoms.shape[1]):
        both = [works_on(collector, atoms, person, [day]) for person in (0, 2)]
        collector.add(Limit(both, low=0, high=0, weights=[1, -1]), price=7, tier=Tier.COMFORT, source=0)


def not_both(collector: Collector, atoms: np.ndarray) -> None:
    """A priced rule over several days: two of them would rather not work on any of the same two days."""
    for days in ((0, 1), (3, 4)):
        both = [works_on(collector, atoms, person, days) for person in (0, 1)]
        collector.add(Limit(both, high=1), price=50, tier=Tier.COMFORT, source=0)


def never_both_of_two_days(collector: Collector, atoms: np.ndarray) -> None:
    """A hard rule over several days: of two people one at most works on any of two days."""
    for days in ((0, 1), (3, 4)):
        both = [works_on(collector, atoms, person, days) for person in (1, 2)]
        collector.add(Limit(both, high=1), price=0, tier=Tier.COMFORT, source=0)


def somebody_late(collector: Collector, atoms: np.ndarray) -> None:
    """A priced rule over an atom of several people: on each of three days any of three is late, and on one of two early
    none is.
    """
    late = [collector._derived.any_of(atoms[:3, day, 1].tolist()) for day in (1, 2, 4)]
    early = [collector._derived.any_of(atoms[:3, day, 0].tolist()) for day in (1, 2)]
    collector.add(Limit([a for a in late if a is not None], low=3), price=40, tier=Tier.COMFORT, source=0)
    collector.add(Limit([a for a in early if a is not None], high=1), price=40, tier=Tier.COMFORT, source=0)


def somebody_there(collector: Collector, atoms: np.ndarray) -> None:
    """Coverage over atoms of several people and of several days: rows know nothing of it."""
    for day in (0, 2, 4):
        late = collector._derived.any_of(atoms[:2, day, 1].tolist())
        ends = works_on(collector, atoms, 3, (day, day + 1))
        assert late is not None
        collector.add(Limit([late, ends], low=2), price=2, tier=Tier.COVERAGE, source=0)


def search_of(columns: Columns, layout: Layout, options: Options) -> Search:
    """A search from the empty plan with everything free."""
    return Search(columns, np.full(columns.base, FREE), layout, options, np.zeros(columns.base, np.int64))


def rows_team(search: Search) -> Team | None:
    """Everybody's programs, where a search has begun by rows."""
    return None if search._rows is None else search._rows.team


def best_of(columns: Columns, layout: Layout) -> Progress:
    """The best roster, by CP-SAT."""
    end = search_of(columns, layout, PLAIN).run()
    assert end.costs == end.bounds
    return end


def legal(columns: Columns, plan: Ints) -> bool:
    """Whether a plan keeps all hard limits."""
    return not columns.outside(columns.values(plan))[columns.hard].any()
