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
    findings = [
        finding_of(board, columns, plan, rows[0], value=int(values[rows[0]]), cost=int(points[rows].sum()))
        for (_, subject), rows in grouped.items()
        if rule_of(columns, rows[0]).told(subject, int(values[rows[0]]))
    ]
    findings.sort(key=lambda f: (not f.hard, f.tier, -f.cost, f.rule, f.day or date.min, f.person or ""))
    return CheckResult(tuple(findings), columns.costs(plan), by_rule)


def breach_of(board: Board, columns: Columns, row: int, cells: Iterable[int], value: int) -> Breach:
    """A broken row for its rule's words. cells: those of its base atoms that are on; value: its sum."""
    subject = columns.subjects[row]
    assert isinstance(subject, Subject)
    low, high = int(columns.low[row]), int(columns.high[row])
    return Breach(
        subject,
        value,
        None if low == -OPEN else low,
        None if high == OPEN else high,
        int(max(low - value, value - high)),
        tuple(board.cells[n] for n in sorted(cells, key=lambda n: board.cells[n].start)),
    )


def finding_of(board: Board, columns: Columns, plan: Ints, row: int, *, value: int, cost: int) -> Finding:
    """One broken row in words. plan: 0/1 a base atom; value: the row's sum under it."""
    rule = rule_of(columns, row)
    on = sorted((n for n in columns.base_atoms(row) if plan[n]), key=lambda n: board.cells[n].start)
    breach = breach_of(board, columns, row, on, value)
    subject = breach.subject
    return Finding(
        rule.code,
        bool(columns.price[row] == 0),
        Tier(int(columns.tier[row])),
        None if subject.person is None else board.people[subject.person].name,
        subject.day or (breach.cells[-1].day if breach.cells else None),
        value,
        breach.bound,
        breach.amount,
        cost,
        rule.figures(board, breach),
        tuple(board.place(n) for n in on if n < board.free),
        rule.message(board, breach),
        subject,
    )
