"""Whole rows under each rule of the catalogue: rows and links together cost and allow just what the rule does."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

import solver.rows.team
from planner.rulebook import plan_of, state_rules
from planner.rules.catalogue import RULES
from planner.solve import fixed_cells, layout_of
from solver.fixing import FREE, derived_state, empty_plan, fixed_by_bans, settle
from solver.layout import Layout
from solver.limits import Columns, Ints, Tier
from solver.rows.insertion import Insertion
from solver.rows.room import Room
from solver.rows.team import Team
from solver.rows.warm import compile_now
from solver.structure import Structure
from tests.planner.agreement import board_of, places_in
from tests.planner.test_rule_cases import CASES
from tests.solver.linked_rows import paid

DECISION = Path(__file__).parents[2] / "docs" / "adr" / "0016-whole-rows.md"
#: Least and most points of a pattern: what is asked for are full rows, sparse ones, and those that cost little.
ASKED = ((-40, 20), (-5, 60), (-3, 4))
#: Changed rows that are tried of each roster.
CHANGED = 4
CODES = [rule.code for rule in RULES]


class Laid(NamedTuple):
    """A case as a search takes it. fixed: FREE, 0 or 1 an atom. own: the limits that rows keep, alone.

    holds: of each rule with anything that can still be moved what holds that.
    """

    columns: Columns
    fixed: Ints
    team: Team | None
    own: Columns
    holds: set[tuple[str, str]]
    roster: Ints


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    compile_now()


@cache
def laid(number: int) -> Laid:
    """The rule of a case, and one shift a person at a time: of all rules together little would be left to do."""
    code, case = CASES[number]
    board = board_of(case)
    stated, fixed = state_rules(board, lambda rule: rule.code in (code, "overlap")), fixed_cells(board)
    columns, _ = settle(stated, empty_plan(fixed))
    fixed, layout = fixed_by_bans(columns, fixed), layout_of(board)
    asked: list[tuple[Ints, Ints]] = []
    told_by_patterns = solver.rows.team.told_by_patterns

    def noted(columns: Columns, rows: Ints, state: Ints, layout: Layout) -> Ints:
        asked.append((rows, told_by_patterns(columns, rows, state, layout)))
        return asked[-1][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver.rows.team, "told_by_patterns", noted)
        team = Team.of(columns, Structure.of(columns), fixed, layout, lambda: False)
    ((linking, told),) = asked
    holds, state = set(), np.concatenate([fixed, derived_state(columns, fixed)])
    for row in range(columns.rows):
        atoms, _ = columns.entries(row)
        if (state[atoms] == FREE).any():
            by = "rows" if row not in linking else "links" if row in told else "left out"
            holds.add((RULES[int(columns.source[row])].code, by))
    own = columns.only(np.setdiff1d(np.arange(columns.rows), linking))
    return Laid(columns, fixed, team, own, holds, plan_of(board, places_in(case)))


def chosen(code: str) -> list[int]:
    """Of a rule's cases the first that keeps it and the first that breaks it."""
    of_rule = [number for number, (of_code, _) in enumerate(CASES) if of_code == code]
    found = {bool(CASES[number][1]["breaches"]): number for number in reversed(of_rule)}
    return sorted(found.values())


def agrees(at: Laid, team: Team, paths: list[Ints]) -> bool:
    """Whether rows are legal, as far as each is about one person; if so, they cost what their plan does."""
    plan = team.plan(paths)
    pairs = zip(team.members, paths, strict=True)
    legal = at.own.legal(plan) and all(member.program.own(path) < np.inf for member, path in pairs)
    # What is MUST counts as hard where a line can keep it.
    assert legal or not at.own.legal(plan) or at.own.costs(plan)[Tier.MUST]
    if legal:
        insertion = Insertion(team, 1, lambda: False)
        insertion.take(paths)
        assert insertion.cost == pytest.approx(paid(at.columns, plan, team.links.per_break), abs=1e-6)
        assert insertion.broken != at.columns.legal(plan)
    return legal


def rosters(at: Laid, team: Team, rng: np.random.Generator, room: Room) -> Iterator[list[Ints]]:
    """Rosters of rows that are cheapest under random points."""
    for least, most in ASKED:
        found = []
        for member in team.members:
            points = rng.integers(least, most, len(member.program.line.atoms)).astype(float)
            path = member.program.cheapest(points, room).path
            assert path is not None
            found.append(path)
        yield found
    paths = team.paths(at.roster)
    free = at.fixed == FREE
    if paths is not None and np.array_equal(at.roster[~free], at.fixed[~free]):
        yield paths


@pytest.mark.parametrize("code", CODES)
def test_rows_and_links_cost_and_allow_what_the_rule_does(code: str) -> None:
    rng, room = np.random.default_rng(1), Room()
    for number in chosen(code):
        at = laid(number)
        team = at.team
        assert team is not None
        for turn, paths in enumerate(rosters(at, team, rng, room)):
            # The cheapest rows are legal; the case's own roster need not be.
            assert agrees(at, team, paths) or turn == len(ASKED)
            for _ in range(CHANGED if team.members else 0):
                who = int(rng.integers(len(paths)))
                line, changed = team.members[who].program.line, paths[who].copy()
                for day in rng.integers(line.days, size=int(rng.integers(1, 4))).tolist():
                    changed[day] = rng.integers(line.first[day], line.first[day + 1])
                agrees(at, team, [*paths[:who], changed, *paths[who + 1 :]])


def test_the_decision_says_which_rules_rows_hold() -> None:
    found: dict[str, set[str]] = {}
    for code in CODES:
        for of_code, by in set().union(*(laid(number).holds for number in chosen(code))):
            found.setdefault(by, set()).add(of_code)
    # These forbid single cells, so nothing of them can still be moved.
    found["cells"] = set(CODES) - set().union(*found.values())

    rows = re.findall(r"^\| (rows|links|cells) \| (.+) \|$", DECISION.read_text("utf-8"), re.MULTILINE)

    assert {by: set(re.findall(r"`(\w+)`", rules)) for by, rules in rows} == found
