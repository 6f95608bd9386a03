"""Large-neighbourhood search: which atoms to free next, and how the choice learns from what paid."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from solver.layout import Layout
from solver.limits import Columns, Ints

#: A broken row of more lines than these frees only days around it.
_FEW_LINES = 4
#: A try that takes less could have been larger.
QUICK_S = 0.7
#: How many atoms a neighbourhood frees at first.
FIRST_ATOMS = 400.0
#: And how many at least.
FEWEST_ATOMS = 60.0
#: What a unit of a broken hard limit counts in the choice of what to free.
_BROKEN = 1_000_000
#: Days that all lines are freed for: at first, and at most.
_ALL_DAYS = 7, 12
#: The same for half of the lines.
_HALF_DAYS = 10, 18


@dataclass(slots=True)
class Neighbourhood:
    """A way to choose atoms. atoms: how many to free, adapted to what solves in time. score: recent gain a second.

    most: never more than so many atoms.
    """

    name: str
    choose: Callable[[float], NDArray[np.bool_]]
    most: int
    atoms: float = FIRST_ATOMS
    score: float = 0.0
    tries: int = 0

    def learn(self, *, gain: float, seconds: float, solved: bool) -> None:
        """Adapt after a try: grow what was solved quickly, shrink what was not solved, favour what gained a second."""
        if not solved:
            self.atoms = max(FEWEST_ATOMS, self.atoms * 0.75)
        elif seconds < QUICK_S:
            self.atoms = min(float(self.most), self.atoms * 1.25)
        rate = gain / max(seconds, 0.05)
        self.score = rate if not self.tries else 0.7 * self.score + 0.3 * rate
        self.tries += 1


@dataclass(slots=True)
class Neighbourhoods:
    """The choices for one problem. columns, layout: the problem; seed: of the random choice."""

    columns: Columns
    layout: Layout
    seed: int
    kinds: list[Neighbourhood] = field(init=False)
    _random: random.Random = field(init=False)
    _points: Ints = field(init=False)
    _free: NDArray[np.bool_] = field(init=False)
    _linking: Ints = field(init=False)
    _per_cell: float = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._points = np.zeros(self.columns.rows, np.int64)
        self._free = self.layout.day >= 0
        self._linking = self._rows_of_several_lines()
        self._per_cell = max(1.0, self._free.sum() / max(1, self.layout.lines * self.layout.days))
        choices = {
            "days": self._days,
            "lines": self._lines,
            "block": self._block,
            "costly": self._costly,
            "breach": self._breach,
        }
        self.kinds = [Neighbourhood(name, choose, int(self._free.sum())) for name, choose in choices.items()]
        cells = self.layout.lines * self._per_cell
        for name, choose, days in (
            ("weeks", self._days, _ALL_DAYS),
            ("half", self._half, (_HALF_DAYS[0] / 2, _HALF_DAYS[1] / 2)),
        ):
            first, most = (min(float(self._free.sum()), cells * count) for count in days)
            self.kinds.append(Neighbourhood(name, choose, int(most), first))

    def pick(self, plan: Ints) -> tuple[Neighbourhood, NDArray[np.bool_]]:
        """A neighbourhood and the atoms it frees (a mask over base atoms): each once, then by gain a second."""
        points = np.where(self.columns.hard, _BROKEN, self.columns.price)
        self._points = self.columns.outside(self.columns.values(plan)) * points
        untried = [kind for kind in self.kinds if not kind.tries]
        if untried:
            kind = self._random.choice(untried)
        else:
            floor = 0.15 * max(kind.score for kind in self.kinds) + 1e-9
            kind = self._random.choices(self.kinds, [kind.score + floor for kind in self.kinds])[0]
        return kind, kind.choose(kind.atoms / self._per_cell)

    def _rows_of_several_lines(self) -> Ints:
        """Rows whose plain atoms lie on more than one line.

        Derived ones are passed over, as `layout.reach` does not: what ties lines by those is mostly no shortage.
        """
        plain = self.columns.atom < self.columns.base
        line = self.layout.line[np.where(plain, self.columns.atom, 0)] if self.columns.base else self.columns.atom
        lowest, highest = np.where(plain, line, self.layout.lines), np.where(plain, line, -1)
        starts = self.columns.start[:-1]
        return np.flatnonzero(np.minimum.reduceat(lowest, starts) < np.maximum.reduceat(highest, starts))

    def _cost_by_line(self) -> NDArray[np.float64]:
        """Points of the broken rows, hard and priced, that a line stands in, shared among their lines."""
        result = np.zeros(self.layout.lines)
        for row in np.flatnonzero(self._points).tolist():
            lines = np.unique(self.layout.line[self.columns.base_atoms(row)])
            result[lines] += self._points[row] / len(lines)
        return result

    def _window(self, days: int) -> NDArray[np.bool_]:
        first = self._random.randrange(-days // 2, max(1, self.layout.days - days // 2))
        return (self.layout.day >= first) & (self.layout.day < first + days)

    def _some_lines(self, count: int) -> NDArray[np.bool_]:
        chosen = self._random.sample(range(self.layout.lines), min(self.layout.lines, max(2, count)))
        return np.isin(self.layout.line, chosen)

    def _days(self, cells: float) -> NDArray[np.bool_]:
        """All lines for some days running."""
        return self._window(max(1, round(cells / self.layout.lines)))

    def _half(self, cells: float) -> NDArray[np.bool_]:
        """Half of the lines for some days around a broken row of several lines: a shortage or a surplus."""
        lines = max(2, self.layout.lines // 2)
        days = max(1, round(cells / lines))
        broken = self._linking[self._points[self._linking] > 0]
        if not len(broken):
            return self._some_lines(lines) & self._window(days)
        row = self._random.choices(broken.tolist(), self._points[broken].tolist())[0]
        middle = self._random.choice(self.layout.day[self.columns.base_atoms(row)].tolist())
        first = middle - self._random.randrange(days)
        near: NDArray[np.bool_] = (self.layout.day >= first) & (self.layout.day < first + days)
        return self._some_lines(lines) & near

    def _lines(self, cells: float) -> NDArray[np.bool_]:
        """Some lines for all days."""
        return self._some_lines(round(cells / self.layout.days))

    def _block(self, cells: float) -> NDArray[np.bool_]:
        """Some lines for some days running."""
        days = self._random.randint(min(5, self.layout.days), max(5, self.layout.days * 2 // 3))
        return self._some_lines(round(cells / days)) & self._window(days)

    def _costly(self, cells: float) -> NDArray[np.bool_]:
        """Lines that pay most, with some at random that may take over, for all days."""
        by_line = self._cost_by_line()
        noise = np.array([self._random.random() for _ in range(self.layout.lines)])
        order = np.argsort(-(by_line + by_line.mean() + 1) * noise)
        return np.isin(self.layout.line, order[: max(2, round(cells / self.layout.days))])

    def _breach(self, cells: float) -> NDArray[np.bool_]:
        """A broken row: its lines on all days if they are few, and others on the days around it."""
        broken = np.flatnonzero(self._points)
        if not len(broken):
            return self._block(cells)
        row = self._random.choices(broken.tolist(), np.sqrt(self._points[broken]).tolist())[0]
        atoms = self.columns.base_atoms(row)
        days = self.layout.day[atoms]
        lines = np.unique(self.layout.line[atoms])
        middle = int(self._random.choice(days.tolist()))
        chosen = np.zeros(len(self.layout.line), bool)
        if len(lines) <= _FEW_LINES:
            chosen |= np.isin(self.layout.line, lines)
        reach = self._random.choice((1, 2, 3, 5))
        near = (self.layout.day >= middle - reach) & (self.layout.day <= middle + reach)
        spare = max(2, round((cells - chosen.sum() / self._per_cell) / (2 * reach + 1)))
        return chosen | (self._some_lines(spare) & near)
