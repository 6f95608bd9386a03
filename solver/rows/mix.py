"""A mix of whole rows, by a linear program: some members' rows in shares, the others' as they are. Its prices, and what
any roster costs at least by them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise

import numpy as np
from ortools.linear_solver import pywraplp

from solver.limits import Floats, Ints
from solver.rows.crew import Share
from solver.rows.least import Least, Values
from solver.rows.room import Room
from solver.rows.row import Cheapest, Row
from solver.rows.team import Team

#: Prices are kept on this grid, so that sums of them are exact.
GRID = 64
#: A row that is dearer than its line's price by less than this is no gain.
_NO_GAIN = 1e-4
#: Points of COVERAGE that count as one in the linear program, whose numbers are to be of a size.
_PART = 400.0
#: The share of rows that are out from which on a mix begins anew without them.
_MOSTLY_OUT = 0.4
#: One try at the linear program, so that a search can be stopped within a second: of GLOP's own seconds, which are
#: about a processor's and the same in each run.
_SOLVE_S = 0.9
#: What GLOP says where these were not enough: asked again, it goes on from there.
_OUT_OF_TIME = pywraplp.Solver.FEASIBLE, pywraplp.Solver.NOT_SOLVED
#: What is known of a row that nobody looked for.
_OPEN = Cheapest(-np.inf, np.inf, None)


class Mix:
    """members: those whose rows are mixed. values: of the links, made by everybody else. coverage: share of its points
    that come before COMFORT of each link: with the whole of them, prices would take long to settle. missing: where a
    bound is proven of legal rosters, points of COVERAGE that they may miss; these cost nothing then, and what is
    missing beyond costs its share.

    untouched: what links cost that no member moves.
    After `solve`: value, prices (a unit of each link) and shares (of `rows`, those known).
    """

    def __init__(
        self,
        team: Team,
        members: Sequence[int],
        values: Ints,
        coverage: Floats | None = None,
        missing: float | None = None,
    ) -> None:
        self.team, self.members = team, tuple(members)
        touched = np.unique(np.concatenate([np.zeros(0, np.int64), *(team.members[m].link for m in self.members)]))
        links = team.links
        self.untouched = links.cost(values) - float(links.points[links.at[touched] + values[touched]].sum())
        self._constant = 0.0
        self._tables: list[tuple[int, int, Floats]] = []
        self._missing, self._missed, self._dearest = missing or 0.0, dict[int, Floats](), 0.0
        implied_by = links.implied_by if missing is None else links.implied_where(missing)
        bounded = []
        for link in touched[implied_by[touched] == touched].tolist():
            begin = int(links.first[link])
            end = int(links.first[link + 1])
            share = 1.0 if coverage is None else float(coverage[link])
            table = links.points[begin:end] + (share - 1.0) * links.ahead[begin:end]
            covered, within = np.zeros(end - begin), np.ones(end - begin, bool)
            if missing is not None:
                # No other values are those of a roster that the bound is about.
                within = (links.covered[begin:end] <= missing) & (links.broken[begin:end] == 0)
            if missing is not None and links.covered[begin:end][within].any():
                covered = links.covered[begin:end]
                table = table - covered
                self._missed[link], self._dearest = covered, max(self._dearest, share)
            else:
                table = table + (share - 1.0) * links.covered[begin:end]
            if (table == table[0]).all() and not covered.any():
                self._constant += float(table[0])
            else:
                least = begin - int(links.at[link]) - int(values[link])
                added = np.arange(least, least + len(table))
                self._tables.append((link, least, table))
                bounded.append(Values(link, added[within], table[within], covered[within]))
        self._least = Least(bounded, self._missing)
        self._counted = np.array([values.link for values in bounded], np.int64)
        self._closed: dict[int, Floats] = {}
        self._begin()

    def _begin(self) -> None:
        """A linear program without rows of members."""
        self._lp = pywraplp.Solver("mix", pywraplp.Solver.GLOP_LINEAR_PROGRAMMING)
        # A mix begins where the last one ended, which what is left out beforehand would undo.
        self._lp.SetSolverSpecificParametersAsString(f"use_preprocessing: false max_deterministic_time: {_SOLVE_S}")
        self._lp.Objective().SetMinimization()
        self._convex = {member: self._lp.Constraint(1, 1) for member in self.members}
        self._links: dict[int, pywraplp.Constraint] = {}
        self._spent, missing = 0.0, self._missing
        self._whole = self._lp.Constraint(-self._lp.infinity(), 0.0) if self._missed else None
        for link, least, table in self._tables:
            missing -= self._add_link(link, least, table)
        if self._whole is not None:
            self._whole.SetUb(missing / _PART)
            beyond = self._lp.NumVar(0, self._lp.infinity(), "")
            self._whole.SetCoefficient(beyond, -1.0)
            self._lp.Objective().SetCoefficient(beyond, self._dearest * _PART)
        self.rows: list[Row] = []
        self.known: dict[int, dict[bytes, int]] = {member: {} for member in self.members}
        self._variables: list[pywraplp.Variable] = []
        self._out: set[int] = set()

    def _add_link(self, link: int, least: int, table: Floats) -> float:
        """A link's constraint: what the members add to it, but for stretches that cost more and more, or miss some of
        what may be missing; how much of that is missing anyway.
        """
        missed = self._missed.get(link, np.zeros(len(table)))
        total = table + missed
        best = np.flatnonzero(total == total.min())
        low, high = int(best[0]), int(best[-1])
        row = self._lp.Constraint(
            float(least + low) if low else -self._lp.infinity(),
            float(least + high) if high < len(table) - 1 else self._lp.infinity(),
        )
        rises = np.stack([np.diff(table), np.diff(missed)])
        self._spent += float(table[low])
        for side, slopes in ((1.0, -rises[:, :low][:, ::-1]), (-1.0, rises[:, high:])):
            length = slopes.shape[1]
            changed = [0, *(np.flatnonzero(np.diff(slopes).any(axis=0)) + 1).tolist(), length]
            for begin, end in pairwise(changed):
                if begin < end:
                    stretch = self._lp.NumVar(0, float(end - begin), "")
                    row.SetCoefficient(stretch, side)
                    self._lp.Objective().SetCoefficient(stretch, float(slopes[0, begin]))
                    if self._whole is not None and slopes[1, begin]:
                        self._whole.SetCoefficient(stretch, float(slopes[1, begin]) / _PART)
        self._links[link] = row
        return float(missed[low])

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
        for link, units in zip(row.moves.link.tolist(), row.moves.units.tolist(), strict=True):
            constraint = self._links.get(link)
            if constraint is not None:
                constraint.SetCoefficient(variable, float(units))
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
            self._begin_anew()

    def _begin_anew(self) -> None:
        kept = [row for number, row in enumerate(self.rows) if number not in self._out]
        self._begin()
        for row in kept:
            self.add(row)

    def solve(self) -> bool:
        """The best mix, within about a second; False when that is not enough, or GLOP fails."""
        self._status = self._lp.Solve()
        if self._status != pywraplp.Solver.OPTIMAL:
            return False
        self.value = self._lp.Objective().Value() + self._spent + self._constant
        prices = np.zeros(len(self.team.links.given))
        for link, row in self._links.items():
            prices[link] = row.dual_value()
        self.prices = prices
        self.of_member = {member: row.dual_value() for member, row in self._convex.items()}
        self.shares = np.array([variable.solution_value() for variable in self._variables])
        return True

    def solved(self, stopped: Callable[[], bool]) -> bool:
        """The best mix, however long it takes; False when stopped, or where GLOP fails and, begun anew, fails again."""
        failed = False
        while not stopped():
            if self.solve():
                return True
            if self._status not in _OUT_OF_TIME:
                if failed:
                    return False
                failed = True
                self._begin_anew()
        return False

    def price(
        self,
        prices: Floats,
        members: Sequence[int],
        rooms: Sequence[Room],
        share: Share,
        stopped: Callable[[], bool],
    ) -> tuple[int, float]:
        """Ask members for their cheapest rows under prices of links; by as many threads as there are rooms.

        How many rows are new and better the mix; and, if all are asked, what any roster costs at least (-inf where a
        row stayed open). stopped: asked before each member, by whichever thread; rows then stay open.
        """
        prices = self._on_grid(prices)
        worth = dict.fromkeys(members, np.inf)
        added, bound = 0, self._constant + self._least.under(prices)
        for number, found in self._ask(prices, worth, rooms, share, stopped):
            added, bound = added + self._take(number, found), bound + found.points
        return added, bound

    def find_better(
        self, members: Sequence[int], rooms: Sequence[Room], share: Share, stopped: Callable[[], bool]
    ) -> int:
        """As `price`, under the mix's own prices and for rows alone that better it; how many these are."""
        prices = self._on_grid(self.prices)
        worth = {number: self.of_member[number] for number in members}
        return sum(self._take(number, found) for number, found in self._ask(prices, worth, rooms, share, stopped))

    def _ask(
        self,
        prices: Floats,
        worth: Mapping[int, float],
        rooms: Sequence[Room],
        share: Share,
        stopped: Callable[[], bool],
    ) -> list[tuple[int, Cheapest]]:
        """What each member's cheapest row is. worth: of those who are asked, what rows are of use that cost less."""

        def ask(part: Sequence[int], room: Room) -> list[Cheapest]:
            return [_OPEN if stopped() else self._cheapest(number, prices, room, worth[number]) for number in part]

        # A member always in the same room, which holds where its slopes were left.
        parts = [[member for member in worth if member % len(rooms) == n] for n in range(len(rooms))]
        answers = share([partial(ask, part, room) for part, room in zip(parts, rooms, strict=True)])
        pairs = zip(parts, answers, strict=True)
        return [found for part, answer in pairs for found in zip(part, answer, strict=True)]

    def _take(self, number: int, found: Cheapest) -> bool:
        """Make a member's row known, if it betters the mix and is new."""
        if found.path is None:
            return False
        moves = self.team.members[number].moves(found.path)
        row = Row(number, found.path, found.own, moves)
        return row.own - moves.worth(self.prices) < self.of_member[number] - _NO_GAIN and self.add(row)

    def through(self, prices: Floats, stopped: Callable[[], bool]) -> dict[int, Floats] | None:
        """What any roster costs at least in which a member has a pattern, of each member and pattern, under prices of
        links; None where somebody's counters don't fit, or stopped.
        """
        prices, least, found = self._on_grid(prices), 0.0, dict[int, Floats]()
        for number in self.members:
            member = self.team.members[number]
            program = member.program
            rows = None if stopped() else program.through(member.paid(prices))
            if rows is None:
                return None
            # Every row has a pattern of the first day.
            cheapest = float(rows[: program.line.first[1]].min())
            least, found[number] = least + cheapest, rows - cheapest
        bound = self._constant + self._least.under(prices) + least
        return {number: bound + dearer for number, dearer in found.items()}

    def _on_grid(self, given: Floats) -> Floats:
        """Prices that bounds are told by: of links that are left out or cost the same at all values, nothing would give
        a price back.
        """
        prices = np.zeros(len(given))
        prices[self._counted] = np.round(given[self._counted] * GRID) / GRID
        return prices

    def _cheapest(self, number: int, prices: Floats, room: Room, worth: float) -> Cheapest:
        member = self.team.members[number]
        points = member.paid(prices)
        if number in self._closed:
            points += self._closed[number]
        return member.program.cheapest(points, room, worth)
