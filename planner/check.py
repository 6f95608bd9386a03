"""The checker: what a roster breaks, made by the solver or by hand, with measured value and limit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.board import Board, Place
from planner.messages import Message
from planner.rulebook import plan_of, rule_of
from planner.rules.base import Breach, Subject
from solver.limits import OPEN, Columns, Ints, Tier


@dataclass(frozen=True, slots=True)
class Finding:
    """One limit that a roster breaks.

    rule: its code. value, bound, amount: in the rule's unit. cost: points, 0 where only too much is wrong that must not
    be.
    figures: measured value and limit as a person would state them (Minutes, Days or a number).
    """

    rule: str
    hard: bool
    tier: Tier
    person: str | None
    day: date | None
    value: int
    bound: int
    amount: int
    cost: int
    figures: tuple[object, object]
    places: tuple[Place, ...]
    message: Message
    subject: Subject

    @property
    def must(self) -> bool:
        """Whether it must not be: something forbidden, or something undone that had to be, like a blanked lock."""
        return self.hard or self.tier is Tier.MUST


@dataclass(frozen=True, slots=True)
class CheckResult:
    """findings: hard ones first, then by cost.

    costs: points a tier. by_rule: points a rule code, adding up to costs.
    """

    findings: tuple[Finding, ...]
    costs: tuple[int, ...]
    by_rule: Mapping[str, int]

    @property
    def hard(self) -> tuple[Finding, ...]:
        """Findings of rules that must never be broken."""
        return tuple(finding for finding in self.findings if finding.hard)


def check(board: Board, columns: Columns, places: frozenset[Place]) -> CheckResult:
    """All broken limits of a roster given by its places. KeyError for places without a cell (see `plan_of`)."""
    plan = plan_of(board, places)
    values = columns.values(plan)
    outside = columns.outside(values)
    points = outside * columns.price
    by_rule: dict[str, int] = {}
    grouped: dict[tuple[int, Subject], list[int]] = {}
    for row in np.flatnonzero(outside).tolist():
        rule = rule_of(columns, row)
        by_rule[rule.code] = by_rule.get(rule.code, 0) + int(points[row])
        subject = columns.subjects[row]
        assert isinstance(subject, Subject)
        grouped.setdefault((int(columns.source[row]), subject), []).append(row)
    # Of a row of days each window is broken by itself; it is one breach to whoever works it.
    told: dict[tuple[int, Subject], tuple[Breach, list[int]]] = {}
    for (source, subject), rows in grouped.items():
        # What must not be is told however little it is.
        if columns.price[rows[0]] == 0 or rule_of(columns, rows[0]).told(subject, int(values[rows[0]])):
            breach = _breach_under(board, columns, plan, rows[0], int(values[rows[0]]))
            told.setdefault((source, breach.subject), (breach, []))[1].extend(rows)
    findings = [
        _finding(board, columns, rows[0], breach, cost=int(points[rows].sum())) for breach, rows in told.values()
    ]
    findings.sort(key=lambda f: (not f.hard, f.tier, -f.cost, f.rule, f.day or date.min, f.person or ""))
    return CheckResult(tuple(findings), columns.costs(plan), by_rule)


def breach_of(board: Board, columns: Columns, row: int, cells: Iterable[int], value: int, plan: Ints) -> Breach:
    """A broken row for its rule's words. cells: those of its base atoms that are on; value: its sum; plan: 0/1 a base
    atom, for what the rule tells beyond the row.
    """
    subject = columns.subjects[row]
    assert isinstance(subject, Subject)
    low, high = int(columns.low[row]), int(columns.high[row])
    breach = Breach(
        subject,
        value,
        None if low == -OPEN else low,
        None if high == OPEN else high,
        int(max(low - value, value - high)),
        tuple(board.cells[n] for n in sorted(cells, key=lambda n: board.cells[n].start)),
    )
    return rule_of(columns, row).whole(board, breach, plan)


def finding_of(board: Board, columns: Columns, plan: Ints, row: int, *, value: int, cost: int) -> Finding:
    """One broken row in words. plan: 0/1 a base atom; value: the row's sum under it."""
    return _finding(board, columns, row, _breach_under(board, columns, plan, row, value), cost=cost)


def _breach_under(board: Board, columns: Columns, plan: Ints, row: int, value: int) -> Breach:
    on = (number for number in columns.base_atoms(row) if plan[number])
    return breach_of(board, columns, row, on, value, plan)


def _finding(board: Board, columns: Columns, row: int, breach: Breach, *, cost: int) -> Finding:
    """One breach in words. row: that it was made of."""
    rule, subject = rule_of(columns, row), breach.subject
    return Finding(
        rule.code,
        bool(columns.price[row] == 0),
        Tier(int(columns.tier[row])),
        None if subject.person is None else board.people[subject.person].name,
        subject.day or (breach.cells[-1].day if breach.cells else None),
        breach.value,
        breach.bound,
        breach.amount,
        cost,
        rule.figures(board, breach),
        tuple(place for cell in breach.cells if (place := board.month_place(cell)) is not None),
        rule.message(board, breach),
        subject,
    )
