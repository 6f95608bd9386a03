"""A thread's own roster: it takes over plans of the search, and is offered to it."""

import numpy as np

from solver.limits import Ints, Tier
from solver.local_search import LocalSearch
from solver.rows.insertion import Insertion
from solver.rows.links import weight_of
from solver.rows.team import Team


class Roster:
    """insertion: what it is made of. search: whose plan it betters. seed: who is put in when."""

    def __init__(self, search: LocalSearch, team: Team, seed: int) -> None:
        self._search, self._team = search, team
        self.insertion = Insertion(team, seed, search.count_step)
        # The plan that it was taken from or offered as.
        self._plan: Ints | None = None

    def begin(self) -> bool:
        """A first one of everybody; False when stopped, or where somebody has no row."""
        if self._team.links.count_coverage:
            self.take(self._search.progress().plan)
        if self.insertion.all_in() is None and not self.insertion.construct():
            return False
        self.offer()
        return True

    @property
    def legal(self) -> bool:
        """Whether it keeps what is hard."""
        return not self.insertion.broken

    @property
    def short(self) -> bool:
        """Whether it breaks what is hard, or lacks of MUST or COVERAGE what the best plan of all has."""
        ours, best = self.insertion, self._search.progress().costs
        lacks = ((Tier.MUST, ours.unkept), (Tier.COVERAGE, ours.uncovered))
        return not self.legal or any(points > weight_of(tier) * best[tier] + 1e-6 for tier, points in lacks)

    @property
    def best(self) -> bool:
        """Whether the best plan of all is this one, as last taken or offered."""
        return self._search.progress().plan is self._plan

    def best_rows(self) -> list[Ints] | None:
        """Rows of the best plan of all; None where one has a day that no row may have."""
        return self._team.paths(self._search.progress().plan)

    def follow(self) -> bool:
        """Take over the best plan of all, if it is better; False where no legal one is at hand."""
        plan, ours, columns = self._search.progress().plan, self.insertion.all_in(), self._search.columns
        if plan is self._plan and ours is not None and self.legal:
            return True
        if ours is None or not self.legal or columns.costs(plan) < columns.costs(self._team.plan(ours)):
            self.take(plan)
        return (self.insertion.all_in() is not None or self.insertion.construct()) and self.legal

    def take(self, plan: Ints) -> None:
        """Begin from a plan, where each of its rows is legal."""
        rows = self._team.paths(plan)
        members = self._team.members
        if rows is not None and all(
            member.program.own(row) < np.inf for member, row in zip(members, rows, strict=True)
        ):
            self.insertion.take(rows)
            self._plan = plan

    def offer(self, rows: list[Ints] | None = None) -> None:
        """Offer it to the search, or rows that it had before."""
        rows = rows or self.insertion.all_in()
        assert rows is not None
        plan = self._team.plan(rows)
        if self._search.columns.legal(plan):
            self._search.offer(plan)
        self._plan = plan if self._search.progress().plan is plan else None
