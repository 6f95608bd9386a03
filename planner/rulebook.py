"""All rules of a board laid out as columns, with each rule's price and tier settled."""

from collections.abc import Callable

import numpy as np

from planner.board import Board, Place
from planner.domain.team import NEVER
from planner.rules.base import Rule
from planner.rules.catalogue import RULES
from solver.limits import Collector, Columns, Ints, Limit, Tier

#: Points a unit of a rule that demands work and that the team made hard: it outranks all coverage (tier MUST).
MUST_PRICE = 1


def state_rules(board: Board, wanted: Callable[[Rule], bool] = lambda _: True) -> Columns:
    """Every limit of every rule that is not switched off. Columns.source is the rule's index in RULES.

    wanted: which of the rules are stated.

    Hard is only what forbids work. A hard rule's limit that more work could mend is priced in tier MUST instead, so
    that a roster always comes out, locks are built on where they leave something undone, and the gap is reported.
    """
    collector = Collector(board.derived)
    for source, rule in enumerate(RULES):
        price = rule.price_on(board) if wanted(rule) else 0
        if price == 0:
            continue
        for limit in rule.limits(board):
            if price != NEVER:
                collector.add(limit, price=price, tier=rule.tier, source=source)
            elif demands_work(limit):
                collector.add(limit, price=MUST_PRICE, tier=Tier.MUST, source=source)
            else:
                collector.add(limit, price=0, tier=rule.tier, source=source)
    return collector.columns()


def demands_work(limit: Limit) -> bool:
    """Whether a plan that breaks the limit could be mended by more work, not only by less."""
    if limit.low is not None and limit.low > 0:
        return True
    return limit.weights is not None and min(limit.weights, default=0) < 0 < max(limit.weights, default=0)


def rule_of(columns: Columns, row: int) -> Rule:
    """The rule a row comes from."""
    return RULES[int(columns.source[row])]


def plan_of(board: Board, places: frozenset[Place]) -> Ints:
    """0/1 a cell: the given places and all history. KeyError for a place the board has no cell for."""
    plan = np.zeros(len(board.cells), np.int64)
    plan[board.free :] = 1
    for place in places:
        number = board.number(place)
        if number is None:
            raise KeyError(f"no cell for {place}. Maybe pass the roster's places to Board(extra=...).")
        plan[number] = 1
    return plan
