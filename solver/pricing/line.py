"""Pricing one line: a quick bound from the relaxed program, tuned; then rows, exact in cost, guided by it."""

from dataclasses import dataclass

import numpy as np

from solver.limits import Ints, Tier
from solver.pricing.graph import Carried, Graph, Sums, band, classes
from solver.pricing.labels import cheapest
from solver.pricing.sums import Floats
from solver.pricing.tables import LineTables
from solver.pricing.tuning import of_use, tune

#: Points a unit that a hard limit may be worth in the relaxed program, and what one move is usually worth.
_HARD, _MOVE = 2000.0, 100.0
#: Steps of tuning the relaxed program once a sum is carried in it.
_CARRIED_STEPS = 2
#: Rows are looked for so many points above the bound at first, then so many times further.
_WINDOW, _WIDER = 2.0, 4.0
#: A sum is carried if its linear price may miss by so many points.
_WORTH_CARRYING = 20.0


@dataclass(frozen=True, slots=True)
class Priced:
    """bound: no row costs less. costs, paths: rows found and their patterns a day, cheapest first."""

    bound: float
    costs: Floats
    paths: Ints


class LinePricer:
    """Prices rows of one line again and again; what it learned about the prices of long sums stays."""

    def __init__(self, tables: LineTables) -> None:
        self.tables = t = tables
        limited = t.longest[t.longest <= t.days]
        # Runs from 0 to one more than the longest that is allowed.
        width = int(limited.max()) + 2 if len(limited) else 2
        days = t.first, t.pattern_bits, t.keep, t.triple_at, t.triples, t.on
        self._graph = Graph(*days, t.longest, width, *classes(*days))
        self._sums = self._laid_out()
        self._slope = np.clip(np.zeros(len(t.table_at)), self._sums.steep_low, self._sums.steep_high)
        # Slopes beside a carried sum, once there are any.
        self._beside: dict[int, Floats] = {}
        self._best_at, self._vertex = np.zeros(len(self._slope), np.int64), np.zeros(len(self._slope))
        self._tilted = np.zeros(len(t.pattern_bits)), np.zeros(t.days * 64), np.zeros(t.days, np.int64)
        begins, _, sums, *_ = t.opened
        self._opens = np.full(len(t.table_at), t.days)
        np.minimum.at(self._opens, sums, np.repeat(np.arange(t.days), np.diff(begins)))
        self._plain = self._carry(-1, np.zeros(len(t.pattern_bits), np.int64), -1, np.zeros(1), (0, 0))
        self._by = self._units_of_those_to_carry()

    def tilt(self, slope: Floats) -> None:
        """Begin with these points a unit of each sum."""
        self._slope = np.round(np.clip(slope, self._sums.steep_low, self._sums.steep_high) * 1024) / 1024

    def _laid_out(self) -> Sums:
        t, points = self.tables, self.tables.points[Tier.COMFORT]
        steep, scale = np.zeros((2, len(t.table_at))), np.zeros(len(t.table_at))
        for i in np.flatnonzero(t.long).tolist():
            low, high = (int(ends[i]) for ends in t.reach)
            rises = np.diff(points[t.table_at[i] + low : t.table_at[i] + high + 1])
            hard_low, hard_high = (_HARD * int(hard[i]) for hard in t.bound_by)
            steep[:, i] = min(rises, default=0) - hard_low, max(rises, default=0) + hard_high
            scale[i] = min(steep[1, i] - steep[0, i], _MOVE / t.largest[i])
        begins, slots, sums = t.closing
        of_slot = np.full((t.days, max(t.slots, 1)), -1)
        of_slot[np.repeat(np.arange(t.days), np.diff(begins)), slots] = sums
        begins, slots, sums, *_ = t.opened
        of_slot[np.repeat(np.arange(t.days), np.diff(begins)), slots] = sums
        sloped = (steep != 0).any(axis=0)
        begins, slots, by = t.moves
        pattern = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
        day = np.repeat(np.arange(t.days), np.diff(t.first))
        moved = of_slot[day[pattern], slots]
        kept = sloped[moved]
        moves = pattern[kept], moved[kept], by[kept].astype(np.float64)
        begins, slots, by, far = t.bit_moves
        key = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
        moved = of_slot[key // 64, slots]
        kept = sloped[moved]
        bits = key[kept], moved[kept], by[kept].astype(np.float64), far[kept] > 0
        return Sums(t.table_at, *t.reach, points, t.long, steep[0], steep[1], scale, *moves, *bits)

    def _units_of_those_to_carry(self) -> dict[int, Ints]:
        """Units a pattern of each long sum that can be carried: moved by patterns alone, and upwards alone."""
        s = self._sums
        fits = s.long & (s.lows >= 0)
        fits[s.bit_sum] = False
        fits[s.move_sum[s.move_by < 0]] = False
        found = {}
        for i in np.flatnonzero(fits).tolist():
            here = s.move_sum == i
            found[i] = np.zeros(len(self.tables.pattern_bits), np.int64)
            np.add.at(found[i], s.move_pattern[here], s.move_by[here].astype(np.int64))
        return found

    def _carry(self, chosen: int, by: Ints, closes: int, points: Floats, ends: tuple[int, int]) -> Carried | None:
        """A sum to carry that ends between `ends`; None where no row does."""
        lows, highs = band(self._graph.first, by, closes, *ends)
        if (lows > highs).any():
            return None
        sizes = np.diff(self._graph.class_at) * self._graph.width * (highs - lows + 1)
        return Carried(chosen, by, closes, points, lows, highs, np.array([0, *np.cumsum(sizes)], np.int64))

    def _to_carry(self) -> int:
        """The sum whose linear price may miss by most when it ends half a move from where it is best; -1 for none."""
        s, most, chosen = self._sums, _WORTH_CARRYING, -1
        for i in self._by:
            best, half = int(self._best_at[i]), -(-int(self.tables.largest[i]) // 2)
            around = [at for at in (best - half, best + half) if s.lows[i] <= at <= s.highs[i]]
            misses = [s.points[s.table_at[i] + at] - self._slope[i] * at - self._vertex[i] for at in around]
            if misses and min(misses) > most:
                most, chosen = min(misses), i
        return chosen

    def _carried(self, chosen: int, room: float) -> Carried | None:
        """The chosen sum, with its ends that cost less than `room` above its linear price; None where no row does."""
        s = self._sums
        low, high = int(s.lows[chosen]), int(s.highs[chosen])
        at = int(s.table_at[chosen])
        points = np.concatenate([np.full(low, np.inf), s.points[at + low : at + high + 1]])
        missed = points - self._slope[chosen] * np.arange(len(points)) - self._vertex[chosen]
        of_use = np.flatnonzero(missed < room)
        if not len(of_use):
            return None
        points[: of_use[0]] = points[of_use[-1] + 1 :] = np.inf
        begins, _, sums = self.tables.closing
        closes = int(np.repeat(np.arange(self.tables.days), np.diff(begins))[sums == chosen][0])
        return self._carry(chosen, self._by[chosen], closes, points, (int(of_use[0]), int(of_use[-1])))

    def price(
        self,
        atom_cost: Floats,
        *,
        labels: int,
        rows: int,
        steps: int,
        target: float = 0.0,
        upper: float = np.inf,
    ) -> Priced:
        """Rows under a cost of each base atom.

        labels: at most so many are kept a day; the fewer, the further the bound may lie below the cheapest row.
        rows: at most so many are given. steps: of tuning the relaxed program, towards `target`, the cost of some row.
        upper: rows that cost so much or more are of no use.
        """
        t, carried = self.tables, self._plain
        cost = t.pattern_points[Tier.COMFORT] + np.bincount(t.pattern_of, atom_cost[t.atom_of], len(t.pattern_bits))
        spent = float(t.spent[Tier.COMFORT])
        target, upper = target - spent, upper - spent
        assert carried is not None
        slope = self._slope
        bound, value = self._tuned(carried, cost, slope, steps, target)
        tuned = bound
        chosen = self._to_carry()
        if chosen >= 0 and bound < upper:
            carried = self._carried(chosen, upper - bound)
            if carried is not None:
                slope = self._beside.setdefault(chosen, self._slope.copy())
                tuned, value = self._tuned(carried, cost, slope, _CARRIED_STEPS, target)
                bound = max(bound, tuned)
        if carried is None or bound >= upper:
            return Priced(upper + spent, np.zeros(0), np.zeros((0, t.days), np.int64))
        after = np.bincount(self._opens, self._vertex, t.days + 1).astype(np.float64)
        later = after[::-1].cumsum()[::-1].copy()
        bound, window = min(bound, upper), _WINDOW
        while True:
            # Few labels lie below the bound and a little more, so that they are all kept and what is found is proven.
            limit = min(upper, bound + window)
            use = of_use(self._sums, carried, slope, self._vertex, limit - tuned)
            costs, paths, proven = cheapest(
                self._graph, self._sums, carried, cost, t.moves, t.bit_moves[:3], t.closing, t.opened, t.slots, slope,
                self._best_at, later, self._tilted, value, use, (labels, rows), limit,
            )  # fmt: skip
            bound = max(bound, proven)
            if len(costs) or limit == upper:
                return Priced(bound + spent, costs + spent, paths)
            window *= _WIDER

    def _tuned(self, c: Carried, cost: Floats, slope: Floats, steps: int, target: float) -> tuple[float, Floats]:
        """The bound with `slope` tuned in place, and the values it comes from."""
        value = np.empty(int(c.at[-1]))
        of_line = self._graph, self._sums, c
        found = tune(*of_line, cost, value, slope, self._best_at, self._vertex, self._tilted, steps, target)
        return float(found), value
