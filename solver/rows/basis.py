"""Counters beside the states in whole units only, the rest of each and all others at a slope: for lines whose counters
don't fit.

Minutes of 15 or 16 quarters a shift are the number of shifts, and a rest that hardly matters; so a box of few values
has most of what a row will pay, and slopes get little wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from solver.limits import Floats, Ints
from solver.rows.automaton import Automaton, Small
from solver.rows.box import Box, box, fits
from solver.rows.labels import Near, ends
from solver.rows.line import Sum
from solver.rows.slopes import Table
from solver.rows.windows import Reaches, Window

#: Bits of a number that holds the rests of all counters.
_MOST_BITS = 60
#: What a move may lack of whole units, as a share of the usual move: slopes get more than that wrong.
_MOST_REST = 0.25


@dataclass(frozen=True, slots=True)
class Basis:
    """order: the counters. box: states and whole units. near: see Near. spread: (low, high) of the rests of whole rows.

    moves, of_step: different moves of the rests, and which one each step makes.
    """

    order: tuple[int, ...]
    tables: tuple[Table, ...]
    box: Box
    near: Near
    spread: tuple[Ints, Ints]
    moves: Ints
    of_step: Small

    @classmethod
    def of(cls, automaton: Automaton, tables: Mapping[int, Table], most_cells: int) -> "Basis | None":
        """Of an automaton's counters; units of those whose points bend most, as far as they fit. None where the rests
        of all counters don't go into one number.
        """
        order = sorted(tables)
        moves, often = automaton.moves[:, order], np.bincount(automaton.laid_out.move, minlength=len(automaton.moves))
        units = np.array([_unit(moves[:, c], often) for c in range(len(order))], np.int64)
        whole = np.rint(moves / units).astype(np.int64)
        bends = [tables[number].bend() * unit**2 for number, unit in zip(order, units.tolist(), strict=True)]
        reaches = Reaches.of(_counting(automaton, whole))
        windows = [Window.open(reaches, c) for c in range(len(order))]
        chosen: list[int] = []
        cells = np.array(automaton.states, np.float64)
        for c in sorted(range(len(order)), key=lambda c: -bends[c]):
            larger = cells * (windows[c].high - windows[c].low + 1)
            if larger.sum() <= most_cells and fits(larger.sum()):
                chosen, cells = [*chosen, c], larger
        made = _boxed(automaton, whole[:, chosen], [windows[c] for c in chosen])
        if made is None:
            return None
        rests = moves.copy()
        rests[:, chosen] -= units[chosen] * whole[:, chosen]
        reaches = Reaches.of(_counting(automaton, rests))
        at_end = np.zeros((len(order), made[0].final.size), np.int64)
        for c, values in zip(chosen, made[1], strict=True):
            at_end[c] = units[c] * values
        box_, of_step = _ordered(made[0], automaton.laid_out.move)
        ordered = tuple(tables[number] for number in order)
        near = _near(box_, reaches, rests[of_step], at_end, ordered)
        if near is None:
            return None
        spread = reaches.fewest[0][0], reaches.most[0][0]
        return cls(tuple(order), ordered, box_, near, spread, rests, of_step)

    def sloped(self, slopes: Floats) -> "Sloped":
        """Under slopes of all counters' rests."""
        near = self.near
        pairs = zip(self.tables, slopes.tolist(), strict=True)
        aims = np.array([table.least + int(table.beyond(slope).argmin()) for table, slope in pairs], np.int64)
        final = np.zeros(self.box.final.size)
        ends(near, aims, slopes, *self.spread, final)
        points = self.box.points + (self.moves @ slopes)[self.of_step]
        return Sloped(self, slopes, aims, self.box._replace(points=points, final=final))


@dataclass(frozen=True, slots=True)
class Sloped:
    """aim: the value of each counter that costs least beyond its slope. box: with what slopes pay."""

    basis: Basis
    slopes: Floats
    aim: Ints
    box: Box

    def told(self, value: Floats, values: Ints, total: float) -> tuple[float, Floats]:
        """What the sweep's row costs by all but counters, and by how much its counters exceed where they cost least.

        value: as the sweep left it. values: of the row. total: of the sweep.
        """
        made = self.box
        last = value[made.cell_at[-2] : made.cell_at[-1]] + made.final
        place = int(last.argmin())
        rests = values - self.basis.near.at_end[:, place]
        alone = total - float(made.final[place]) - float(self.slopes @ rests)
        # Within what the rests could be, since no slope can move a counter that has none.
        base = values - rests
        aim = np.clip(self.aim, base + self.basis.spread[0], base + self.basis.spread[1])
        return alone, (values - aim).astype(np.float64)


def _unit(moves: Ints, often: Ints) -> int:
    """Of what moves a counter most often, the largest whole part that all moves are nearly multiples of."""
    sizes = np.abs(moves)
    counted = np.bincount(sizes, often)
    counted[0] = 0
    usual = max(1, int(counted.argmax()))
    units = (max(1, round(usual / parts)) for parts in count(1))
    return next(unit for unit in units if np.abs(sizes - unit * np.rint(sizes / unit)).max() <= _MOST_REST * usual)


def _counting(automaton: Automaton, moves: Ints) -> Automaton:
    """The same states, counting something else."""
    counters = (Sum(np.zeros(0, np.int64), (), 0, 0, 0, np.zeros(0)),) * moves.shape[1]
    return replace(automaton, moves=moves, counters=counters)


def _boxed(automaton: Automaton, whole: Ints, windows: list[Window]) -> tuple[Box, list[Ints]] | None:
    """States and whole units of counters, and their values at each place in the end; None where that is too much."""
    made = box(_counting(automaton, whole), list(enumerate(windows)))
    if made is None:
        return None
    # As the box lays counters out: the widest innermost.
    laid = sorted(range(len(windows)), key=lambda c: windows[c].widest())
    places = np.indices([len(windows[c].points) for c in laid], np.int64)
    values = [places[laid.index(c)].reshape(-1) + int(windows[c].low[-1]) for c in range(len(windows))]
    return made, values


def _ordered(made: Box, move: Small) -> tuple[Box, Small]:
    """The box with steps that do the same next to each other, and each step's move."""
    day_of = np.repeat(np.arange(len(made.step_at) - 1), np.diff(made.step_at))
    order = np.lexsort((made.shift, made.outer_move, made.target, made.source, day_of))
    steps = {name: getattr(made, name)[order] for name in ("source", "target", "kind", "points", "outer_move", "shift")}
    return made._replace(**steps), move[order]


def _near(made: Box, reaches: Reaches, rests: Ints, at_end: Ints, tables: tuple[Table, ...]) -> Near | None:
    days = len(made.step_at) - 1
    day_of = np.repeat(np.arange(days), np.diff(made.step_at))
    state = made.bound_at[day_of + 1] + made.target
    into = np.argsort(state, kind="stable")
    into_at = np.searchsorted(state[into], np.arange(made.bound_at[-1] + 1))
    move_of = made.outer_move // made.outer[day_of]
    back_at, back = [0], [np.zeros(0, np.int64)]
    for day in range(days):
        moves = made.move_to[made.move_at[day] : made.move_at[day + 1]].reshape(-1, made.outer[day])
        backwards = np.full((len(moves), int(made.outer[day + 1])), -1, np.int64)
        number, place = np.nonzero(moves >= 0)
        backwards[number, moves[number, place]] = place
        back.append(backwards.reshape(-1))
        back_at.append(back_at[-1] + backwards.size)
    lowest = np.minimum.reduce([fewest.min(axis=0) for fewest in reaches.fewest])
    sizes = np.maximum.reduce([most.max(axis=0) for most in reaches.most]) - lowest + 1
    bits = [int(size - 1).bit_length() for size in sizes]
    if sum(bits) > _MOST_BITS:
        return None
    shifts = np.cumsum([0, *bits])[:-1]
    return Near(
        into_at=into_at,
        into=into,
        back_at=np.array(back_at),
        move_from=np.concatenate(back),
        move_of=move_of,
        moved=(rests << shifts).sum(axis=1),
        shifts=shifts,
        masks=np.array([(1 << one) - 1 for one in bits], np.int64),
        lowest=lowest,
        low=np.concatenate(reaches.lows),
        high=np.concatenate(reaches.highs),
        least=np.array([table.least for table in tables], np.int64),
        table_at=np.cumsum([0, *(len(table.points) for table in tables)]),
        table=np.concatenate([np.zeros(0), *(table.points for table in tables)]),
        at_end=at_end,
    )
