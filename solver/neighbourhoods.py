"""Large-neighbourhood search: which atoms to free next, and how the choice learns from what paid."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from solver.limits import Columns, Ints


@dataclass(frozen=True, slots=True)
class Layout:
    """Where atoms lie: line (a person) and day (counted from 0) of each base atom."""

    line: Ints
    day: Ints

    @property
    def lines(self) -> int:
        """Number of lines."""
        return int(self.line.max()) + 1 if len(self.line) else 0

    @property
    def days(self) -> int:
        """Number of days."""
        return int(self.day.max()) + 1 if len(self.day) else 0


@dataclass(slots=True)
class Neighbourhood:
    """A way to choose atoms. size: share of its dimension to free, adapted to what solves in time. score: recent gain."""

    name: str
    choose: Callable[[float], NDArray[np.bool_]]
    size: float
    score: float = 1.0

    def learn(self, *, gained: bool, solved: bool) -> None:
        """Adapt after a try: grow what was solved to the end, shrink what was not, favour what gained."""
        self.size = min(1.0, self.size * 1.1) if solved else max(0.05, self.size * 0.85)
        self.score = 0.8 * self.score + (0.2 if gained else 0.0) + 0.01


@dataclass(slots=True)
class Neighbourhoods:
    """The choices for one problem. columns, layout: the problem; seed: of the random choice."""

    columns: Columns
    layout: Layout
    seed: int
    kinds: list[Neighbourhood] = field(init=False)
    _random: random.Random = field(init=False)
    _costs: Ints = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._costs = np.zeros(self.columns.base, np.int64)
        self.kinds = [
            Neighbourhood("days", self._days, 0.25),
            Neighbourhood("lines", self._lines, 0.2),
            Neighbourhood("block", self._block, 0.5),
            Neighbourhood("costly", self._costly, 0.2),
        ]

    def pick(self, plan: Ints) -> tuple[Neighbourhood, NDArray[np.bool_]]:
        """A neighbourhood and the atoms it frees (a mask over base atoms), chosen by score."""
        self._costs = self._cost_by_atom(plan)
        kind = self._random.choices(self.kinds, [k.score for k in self.kinds])[0]
        return kind, kind.choose(kind.size)

    def _cost_by_atom(self, plan: Ints) -> Ints:
        """Points of the broken priced rows an atom stands in: where something is to be gained."""
        points = self.columns.outside(self.columns.values(plan)) * self.columns.price
        per_entry = np.repeat(points, np.diff(self.columns.start))
        result = np.zeros(self.columns.base, np.int64)
        own = self.columns.atom < self.columns.base
        np.add.at(result, self.columns.atom[own], per_entry[own])
        for derived in np.unique(self.columns.atom[~own & (per_entry > 0)]).tolist():
            members = list(self.columns.derived.members[derived - self.columns.base])
            result[members] += 1
        return result

    def _window(self, days: int) -> NDArray[np.bool_]:
        first = self._random.randrange(-days // 2, max(1, self.layout.days - days // 2))
        return (self.layout.day >= first) & (self.layout.day < first + days)

    def _some_lines(self, count: int) -> NDArray[np.bool_]:
        chosen = self._random.sample(range(self.layout.lines), min(self.layout.lines, max(2, count)))
        return np.isin(self.layout.line, chosen)

    def _days(self, size: float) -> NDArray[np.bool_]:
        return self._window(max(2, round(size * self.layout.days)))

    def _lines(self, size: float) -> NDArray[np.bool_]:
        return self._some_lines(round(size * self.layout.lines))

    def _block(self, size: float) -> NDArray[np.bool_]:
        return self._some_lines(round(size * self.layout.lines)) & self._window(
            max(3, round(min(1.0, size * 1.2) * self.layout.days))
        )

    def _costly(self, size: float) -> NDArray[np.bool_]:
        """Lines that pay most, with a few at random that may take over."""
        by_line = np.zeros(self.layout.lines)
        own = self.layout.line >= 0
        np.add.at(by_line, self.layout.line[own], self._costs[own])
        noise = np.array([self._random.random() for _ in range(self.layout.lines)])
        order = np.argsort(-(by_line + 1) * noise)
        return np.isin(self.layout.line, order[: max(2, round(size * self.layout.lines))])
