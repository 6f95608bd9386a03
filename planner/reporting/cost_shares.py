"""Whose costs a roster's costs are: points by rule and person, adding up to the checker's exactly."""

from dataclasses import dataclass

import numpy as np

from planner.board import Board, Place
from planner.rulebook import plan_of, rule_of
from planner.rules.base import Subject
from solver.limits import Columns, Tier


@dataclass(frozen=True, slots=True)
class CostShare:
    """Points of one rule that one person stands for. person: a name; None = nobody's, such as missing coverage."""

    rule: str
    person: str | None
    tier: Tier
    points: int


def cost_shares(board: Board, columns: Columns, places: frozenset[Place]) -> tuple[CostShare, ...]:
    """Every rule's points by person, none of them 0: dearest rule of the first tier first, dearest person first.

    What a limit costs is the cost of the people it is about (`Rule.concerned`). Of several, each has an equal part in
    whole points; points left over go to the first of them, one each. KeyError for places without a cell (`plan_of`).
    """
    points = columns.outside(columns.values(plan_of(board, places))) * columns.price
    found: dict[tuple[Tier, str], dict[str | None, int]] = {}
    for row in np.flatnonzero(points).tolist():
        rule, subject = rule_of(columns, row), columns.subjects[row]
        assert isinstance(subject, Subject)
        people: list[str | None] = [board.people[person].name for person in rule.concerned(board, subject)] or [None]
        of_rule = found.setdefault((Tier(int(columns.tier[row])), rule.code), {})
        for person, part in zip(people, split(int(points[row]), len(people)), strict=True):
            of_rule[person] = of_rule.get(person, 0) + part
    return tuple(
        CostShare(code, person, tier, part)
        for (tier, code), of_rule in sorted(found.items(), key=lambda it: (it[0][0], -sum(it[1].values()), it[0][1]))
        for person, part in sorted(of_rule.items(), key=lambda item: (-item[1], item[0] or ""))
        if part
    )


def split(points: int, parts: int) -> list[int]:
    """Points in so many parts that differ by one at most, larger ones first."""
    each, left = divmod(points, parts)
    return [each + 1] * left + [each] * (parts - left)
