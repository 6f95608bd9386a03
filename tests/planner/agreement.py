"""Checker and oracle brought to one form, so that they can be compared rule by rule."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from planner.board import Board, Place
from planner.rulebook import plan_of
from planner.rules.base import Rule, Subject
from planner.rules.catalogue import RULES
from solver.limits import Columns
from tests.oracle import Verdict, judge
from tests.planner.small_teams import places_of, small_board

#: Said of groups of shifts of which one at most can be worked: the pairs that clash are compared, not the groups.
BY_PAIRS = frozenset({"overlap", "rest", "succession"})
#: Said of more than one date, so only the person is compared.
WITHOUT_DAY = frozenset(
    {
        "average_week",
        "contract",
        "extra_minutes",
        "fair_holidays",
        "fair_lates",
        "fair_on_call",
        "fair_unpleasant",
        "fair_weekends",
        "free_sundays",
        "max_month",
        "max_of_shift",
        "max_weekends",
        "min_month",
        "night",
        "on_call_days",
        "overtime",
    }
)

#: A rule's breaches: whether hard, then what breaks it with units (hard) or points (priced) of it.
Facts = dict[tuple[bool, object], int]


def board_of(case: dict[str, Any]) -> Board:
    """The board of a YAML case (tests/planner/test_rule_cases.py)."""
    return small_board(
        **{key: case[key] for key in ("month", "people", "shifts", "roster", "published")},
        today=case.get("today"),
        **case["facts"],
    )


def places_in(case: dict[str, Any]) -> frozenset[Place]:
    """The roster of a YAML case."""
    return places_of(case["roster"], case["month"])


def judged(board: Board, places: Iterable[Place]) -> dict[str, Verdict]:
    """The oracle's verdicts on a roster; of the board only its facts are used."""
    return judge(board.team, board.year, board.month, places, published=board.published, today=board.today)


def of_checker(
    board: Board, columns: Columns, places: Iterable[Place], rules: Sequence[Rule] = RULES
) -> dict[str, Facts]:
    """What the planner's limits say, by rule code. rules: those the columns were stated with."""
    plan = plan_of(board, frozenset(places))
    values = columns.values(plan)
    outside = columns.outside(values)
    found: dict[str, Counter[tuple[bool, object]]] = {}
    for row in np.flatnonzero(outside).tolist():
        code, hard, subject = rules[int(columns.source[row])].code, bool(columns.hard[row]), columns.subjects[row]
        assert isinstance(subject, Subject)
        on = [atom for atom in columns.base_atoms(row) if plan[atom]]
        counted = found.setdefault(code, Counter())
        if code in BY_PAIRS:
            for pair in combinations(map(board.place, on), 2):
                # Shifts of one date stand side by side in a succession's limit; what they clash with is another date's.
                if code == "succession" and pair[0][1] == pair[1][1]:
                    continue
                counted[hard, frozenset(pair)] = 1 if hard else int(columns.price[row])
        else:
            person = None if subject.person is None else board.people[subject.person].name
            day = subject.day or max((board.cells[atom].day for atom in on), default=None)
            key = person, None if code in WITHOUT_DAY else day
            units = int(outside[row]) * (1 if hard else int(columns.price[row]))
            # Said of each two shifts that are too far apart; the oracle names the day once.
            counted[hard, key] = units if code == "day_span" else counted[hard, key] + units
    return {code: dict(counted) for code, counted in found.items()}


def of_oracle(verdicts: Mapping[str, Verdict]) -> dict[str, Facts]:
    """What the oracle says, by rule code."""
    found: dict[str, Counter[tuple[bool, object]]] = {}
    for code, verdict in verdicts.items():
        for breach in verdict.breaches:
            counted = found.setdefault(code, Counter())
            hard = breach in verdict.forbidden
            if code in BY_PAIRS:
                counted[hard, breach.shifts] = 1 if hard else verdict.price
            else:
                day = None if code in WITHOUT_DAY else breach.day
                counted[hard, (breach.person, day)] += breach.amount if hard else verdict.cost_of(breach)
    return {code: dict(counted) for code, counted in found.items()}
