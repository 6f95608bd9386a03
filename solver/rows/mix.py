"""A mix of whole rows, by a linear program: some members' rows in shares, the others' as they are. Its prices, and what
any roster costs at least by them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from ortools.linear_solver import pywraplp

from solver.limits import Ints
from solver.pricing.sums import Floats
from solver.rows.program import Cheapest, Room
from solver.rows.team import Team

#: Prices are kept on this grid, so that sums of them are exact.
GRID = 64
#: A row that is dearer than its line's price by less than this is no gain.
_NO_GAIN = 1e-4
#: The share of rows that are out from which on a mix begins anew without them.
_MOSTLY_OUT = 0.4
#: One try at the linear program, so that a search can be stopped within a second.
_SOLVE_MS = 900
#: Does jobs, alone or on several threads.
Share = Callable[[list[Callable[[], list[Cheapest]]]], list[list[Cheapest]]]


def alone(jobs: list[Callable[[], list[Cheapest]]]) -> list[list[Cheapest]]:
    """All on this thread."""
    return [job() for job in jobs]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a member: what it costs by the member's own limits, and by how much it moves the links."""

    member: int
    path: Ints
    own: float
    moves: Ints


class Mix:
    """members: those whose rows are mixed. values: of the links, made by everybody else. coverage: share of its points
    that COVERAGE counts of each link: with the whole of them, prices would take long to settle.

    untouched: what links cost that no member moves.
    After `solve`: value, prices (a unit of each link) and shares (of `rows`, those known).
    """

    def __init__(self, team: Team, members: Sequence[int], values: Ints, coverage: Floats | None = None) -> None:
        self.team, self.members, self._values = team, tuple(members), values
        touched = np.unique(np.concatenate([team.members[m].link for m in self.members]))
        links = team.links
        self.untouched = links.cost(values) - float(links.points[links.at[touched] + values[touched]].sum())
        self._constant = 0.0
        self._tables: list[tuple[int, Ints, Floats]] = []
        for link in touched[links.implied_by[touched] == touched].tolist():
            begin = int(links.first[link])
            end = int(links.first[link + 1])
            table = links.points[begin:end]
            if coverage is not None:
                table = table + (coverage[link] - 1.0) * links.covered[begin:end]
            if (table == table[0]).all():
                self._constant += float(table[0])
            else:
                least = begin - int(links.at[link]) - int(values[link])
                self._tables.append((link, np.arange(least, least + len(table)), table))
        self._closed: dict[int, Floats] = {}
        self._begin()

    def _begin(self) -> None:
        """A linear program without rows of members."""
        self._lp = pywraplp.Solver("mix", pywraplp.Solver.GLOP_LINEAR_PROGRAMMING)
        # A mix begins where the last one ended, which what is left out beforehand would undo.
        self._lp.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self._lp.Objective().SetMinimization()
        self._convex = {member: self._lp.Constraint(1, 1) for member in self.members}
        self._links: dict[int, pywraplp.Constraint] = {}
        self._spent = 0.0
        for link, values, table in self._tables:
            self._add_link(link, int(values[0]), table)
        self.rows: list[Row] = []
        self.known: dict[int, dict[bytes, int]] = {member: {} for member in self.members}
        self._variables: list[pywraplp.Variable] = []
        self._out: set[int] = set()

    def _add_link(self, link: int, least: int, table: Floats) -> None:
        """A link's constraint: what the members add to it, but for stretches that cost more and more."""
        best = np.flatnonzero(table == table.min())
        low, high = int(best[0]), int(best[-1])
        row = self._lp.Constraint(
            float(least + low) if low else -self._lp.infinity(),
            float(least + high) if high < len(table) - 1 else self._lp.infinity(),
        )
        rises = np.diff(table)
        self._spent += float(table.min())
        for side, slopes in ((1.0, -rises[:low][::-1]), (-1.0, rises[high:])):
            changed = [0, *(np.flatnonzero(np.diff(slopes)) + 1).tolist(), len(slopes)]
            for begin, end in pairwise(changed):
                if begin < end:
                    stretch = self._lp.NumVar(0, float(end - begin), "")
                    row.SetCoefficient(stretch, side)
                    self._lp.Objective().SetCoefficient(stretch, float(slopes[begin]))
        self._links[link] = row

    def add(self, row: Row) -> bool:
        """Make a row known; False where it is."""
        known = self.known[row.member]
        key = row.path.tobytes()
        if key in known:
            return False
        known[key] = len(self.rows)
        variable = self._lp.NumVar(0, self._lp.infinity(), "")
        self._convex[row.member].SetCoefficient(variable, 1.0)
        self._lp.Objective().SetCoefficient(variable, row.own)
        for link in np.flatnonzero(row.moves).tolist():
            constraint = self._links.get(link)
            if constraint is not None:
                constraint.SetCoefficient(variable, float(row.moves[link]))
        self.rows.append(row)
        self._variables.append(variable)
        return True

    def settle(self, member: int, patterns: Sequence[int]) -> None:
        """Settle a member on one pattern of each of some days: rows with others are out, known and new ones."""
        first = self.team.members[member].program.line.first
        closed = self._closed.setdefault(member, np.zeros(int(first[-1])))
        for pattern in patterns:
            day = int(np.searchsorted(first, pattern, side="right")) - 1
            closed[first[day] : first[day + 1]] = np.inf
            closed[pattern] = 0.0
        for number in self.known[member].values():
            if closed[self.rows[number].path].any():
                self._variables[number].SetUb(0.0)
                self._out.add(number)

    def thin_out(self) -> None:
        """Begin anew with the rows that are not out, if most are: what is out slows the others down."""
        if len(self._out) > _MOSTLY_OUT * len(self.rows):
            kept = [row for number, row in enumerate(self.rows) if number not in self._out]
            self._begin()
            for row in kept:
                self.add(row)

    def solve(self) -> bool:
        """The best mix, within about a second; False when that is not enough: ask again."""
        self._lp.SetTimeLimit(_SOLVE_MS)
        if self._lp.Solve() != pywraplp.Solver.OPTIMAL:
            return False
        self.value = self._lp.Objective().Value() + self._spent + self._constant
        prices = np.zeros(len(self._values))
        for link, row in self._links.items():
            prices[link] = row.dual_value()
        self.prices = prices
        self.of_member = {member: row.dual_value() for member, row in self._convex.items()}
        self.shares = np.array([variable.solution_value() for variable in self._variables])
        return True

    def solved(self, stopped: Callable[[], bool]) -> bool:
        """The best mix, however long it takes; False when stopped."""
        while not stopped():
            if self.solve():
                return True
        return False

    def price(
        self, prices: Floats, members: Sequence[int], rooms: Sequence[Room], share: Share, *, bounding: bool = True
    ) -> tuple[int, float]:
        """Ask members for their cheapest rows under prices of links; by as many threads as there are rooms.

        How many rows are new and better the mix; and, if all are asked, what any roster costs at least (-inf where a
        row stayed open). bounding: False where nobody asks for the bound, and rows that don't better the mix are not
        looked for.
        """
        # Of links that are left out or cost the same at all values, nothing would give a price back.
        counted = np.array([link for link, _, _ in self._tables], np.int64)
        given, prices = prices, np.zeros(len(prices))
        prices[counted] = np.round(given[counted] * GRID) / GRID
        added, bound = 0, self._constant
        for link, values, table in self._tables:
            bound += float((table + prices[link] * values).min())

        def ask(part: Sequence[int], room: Room) -> list[Cheapest]:
            return [self._ask(number, prices, room, bounding) for number in part]

        # A member always in the same room, which holds where its slopes were left.
        parts = [[member for member in members if member % len(rooms) == n] for n in range(len(rooms))]
        answers = share([partial(ask, part, room) for part, room in zip(parts, rooms, strict=True)])
        for part, answer in zip(parts, answers, strict=True):
            for number, found in zip(part, answer, strict=True):
                bound += found.points
                if found.path is not None:
                    moves = self.team.members[number].moves(found.path, len(prices))
                    row = Row(number, found.path, found.own, moves)
                    if row.own - float(self.prices @ row.moves) < self.of_member[number] - _NO_GAIN:
                        added += self.add(row)
        return added, bound

    def _ask(self, number: int, prices: Floats, room: Room, bounding: bool) -> Cheapest:
        member = self.team.members[number]
        points = member.of_links(-prices[member.link] * member.units)
        if number in self._closed:
            points += self._closed[number]
        return member.program.cheapest(points, room, np.inf if bounding else self.of_member[number])
