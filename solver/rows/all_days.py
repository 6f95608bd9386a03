"""A thread's work on rosters of many days: gone through some days at a time, beside other threads."""

from collections.abc import Callable

import numpy as np

from solver.rows.days import Days
from solver.rows.roster import Roster
from solver.rows.team import Team

#: What going through all days is to gain, as a share, to be done once more.
_LITTLE = 0.1


class AllDays:
    """days: what solves some of them. roster: the thread's, bettered and offered. over: whether the search is."""

    def __init__(self, team: Team, days: Days, roster: Roster, over: Callable[[], bool]) -> None:
        self._team, self._days, self._roster = team, days, roster
        self._over, self._insertion = over, roster.insertion

    def go_through(self) -> None:
        """All days, some at a time, until that gains little."""
        gained = np.inf
        while gained > _LITTLE and not self._over():
            self._roster.follow()
            before = self._insertion.cost
            self._all_once()
            gained = (before - self._insertion.cost) / max(before, 1.0)

    def _all_once(self) -> None:
        passes = self._days.passes
        while self._days.passes == passes and not self._over():
            self._roster.follow()
            self.some()

    def some(self) -> None:
        """Some days of everybody."""
        found = self._days.better(self._insertion)
        if found is None:
            return
        begin, end, rows = found
        if self._insertion.better(rows):
            if not self._roster.best:
                self._merge(begin, end)
            self._roster.offer()

    def _merge(self, begin: int, end: int) -> None:
        """Put this thread's rows of some days into the best plan of all, which another brought in between."""
        theirs, ours = self._roster.best_rows(), self._insertion.all_in()
        assert ours is not None
        if theirs is None:
            return
        merged, cost = {}, self._insertion.cost
        for number, (other, own) in enumerate(zip(theirs, ours, strict=True)):
            both = np.concatenate([other[:begin], own[begin:end], other[end:]])
            legal = self._team.members[number].program.own(both) < np.inf
            merged[number] = both if legal else other
        self._insertion.replace(merged)
        if self._insertion.cost > cost:
            self._insertion.replace(dict(enumerate(ours)))
