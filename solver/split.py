"""A problem split by lines: what limits one line alone, and the sums that link lines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from solver.build import FREE
from solver.limits import OPEN, Columns, Ints, Tier
from solver.neighbourhoods import Layout
from solver.pricing.tables import LineTables, line_tables
from solver.structure import Structure


@dataclass(frozen=True, slots=True)
class Link:
    """A sum over several lines that must reach `bound` (side 1) or stay within it (side -1), but for its stretches.

    number: of the sum, see Structure. atoms, weights: of the free atoms; what is fixed is taken off `bound`.
    stretches: (units, points a tier), the cheapest first.
    """

    number: int
    atoms: Ints
    weights: Ints
    side: int
    bound: int
    stretches: tuple[tuple[int, Mapping[Tier, int]], ...]


@dataclass(frozen=True, slots=True)
class Split:
    """lines: tables of each line. own: the limits of each line alone. links: what lines have in common. spent: points a
    tier that every plan pays.
    """

    lines: tuple[LineTables, ...]
    own: tuple[Ints, ...]
    links: tuple[Link, ...]
    spent: tuple[int, ...]

    @classmethod
    def of(
        cls, columns: Columns, structure: Structure, fixed: Ints, layout: Layout, stopped: Callable[[], bool]
    ) -> "Split | None":
        """The split; None where linking limits stand on derived atoms, or lines on limits that can't be priced.

        stopped: asked between lines, since hundreds of them take seconds; None then as well.
        """
        derived_lines = [_one(layout.line[list(members)]) for members in columns.derived.members]
        line_of = np.array([*layout.line, *derived_lines], np.int64)
        first = np.minimum.reduceat(line_of[columns.atom], columns.start[:-1])
        last = np.maximum.reduceat(line_of[columns.atom], columns.start[:-1])
        own = (first == last) & (first >= 0)
        linking = np.flatnonzero(~own)
        derived = np.logical_or.reduceat(columns.atom >= columns.base, columns.start[:-1])
        if derived[linking].any() or (columns.price[linking] == 0).any():
            return None
        order = np.argsort(first, kind="stable")
        rows_of = np.split(order, np.searchsorted(first[order], np.arange(1, layout.lines)))
        rows_of = [rows[own[rows]] for rows in rows_of]
        lines = []
        for line in range(layout.lines):
            if stopped():
                return None
            rows = rows_of[line].tolist()
            atoms = np.flatnonzero(layout.line == line)
            tables = line_tables(columns, structure.sum_of, rows, fixed, atoms, layout.day)
            if tables is None or _pays_before_comfort(tables):
                return None
            lines.append(tables)
        links, spent = _links(columns, structure, fixed, linking)
        for tables in lines:
            spent = [a + int(b) for a, b in zip(spent, [*tables.spent[: Tier.COMFORT], 0], strict=True)]
        return cls(tuple(lines), tuple(rows_of), links, tuple(spent))


def _one(lines: Ints) -> int:
    return int(lines[0]) if (lines == lines[0]).all() else -1


def _pays_before_comfort(tables: LineTables) -> bool:
    """Whether rows of the line may cost in a tier that the master has no row for."""
    return bool(tables.points[: Tier.COMFORT].any() or tables.pattern_points[: Tier.COMFORT].any())


def _links(columns: Columns, structure: Structure, fixed: Ints, rows: Ints) -> tuple[tuple[Link, ...], list[int]]:
    """Rows over the same sum as one link a side, as far as free atoms can break them; and what they cost anyway."""
    spent = [0] * len(Tier)
    together: dict[int, list[int]] = {}
    for row in rows.tolist():
        together.setdefault(int(structure.sum_of[row]), []).append(row)
    found = []
    for number, group in together.items():
        atoms, weights = columns.entries(group[0])
        free = fixed[atoms] == FREE
        given = int((weights * np.where(free, 0, fixed[atoms])).sum())
        atoms, weights = atoms[free], weights[free]
        least, most = given + int(np.minimum(weights, 0).sum()), given + int(np.maximum(weights, 0).sum())
        for side in (1, -1):
            # Seen from the side: bounds to be reached, between the worst and the best that free atoms can do.
            worst, best = (least, most) if side > 0 else (-most, -least)
            bounds = columns.low if side > 0 else -columns.high
            asked = sorted(
                ((int(bounds[r]), r) for r in group if worst < bounds[r] and bounds[r] > -OPEN), reverse=True
            )
            prices: dict[Tier, int] = {}
            stretches = []
            for index, (bound, row) in enumerate(asked):
                end = asked[index + 1][0] if index + 1 < len(asked) else worst
                tier = Tier(int(columns.tier[row]))
                prices[tier] = prices.get(tier, 0) + int(columns.price[row])
                sure = max(0, bound - max(best, end))
                for charged, price in prices.items():
                    spent[charged] += price * sure
                if bound - end > sure:
                    stretches.append((bound - end - sure, dict(prices)))
            if stretches:
                reached = side * min(asked[0][0], best) - given
                found.append(Link(number, atoms, weights, side, reached, tuple(stretches)))
    return tuple(found), spent
