"""Clashes: locks, hard rules and fixed facts that cannot hold together, in small sets and in the users' words."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np

from planner.asking.clash_words import elsewhere_words, fact_words, over_words, row_words
from planner.board import Board
from planner.domain.team import NEVER
from planner.messages import Message
from planner.rulebook import demands_work, rule_of
from planner.rules.base import Subject
from planner.rules.catalogue import RULES
from planner.rules.lock import LockRule
from planner.rules.overlap import Overlap
from planner.solve import fixed_cells, layout_of
from solver.conflict import Conflict, Member, find_conflicts
from solver.limits import Collector, Columns, Tier

#: Longest that a search for clashes takes: with reading and telling, an answer stands within ten seconds.
SECONDS = 9.0


@dataclass(frozen=True, slots=True)
class ClashMember:
    """What clashes. mends: whether it can be released; the past cannot, nor that nobody is in two places at once."""

    message: Message
    mends: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """Members that cannot hold together, locks first. minimal: shown that without any one of them the others can."""

    members: tuple[ClashMember, ...]
    minimal: bool


@dataclass(frozen=True, slots=True)
class Clashes:
    """complete: shown that there are no others once the first member of each clash is released."""

    found: tuple[Clash, ...]
    complete: bool


class _Rank(IntEnum):
    """What a member is; what is most readily released comes first."""

    LOCK = 0
    DEMAND = 1
    PAST = 2
    NATURE = 3
    RULE = 4


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A member for the solver. message: of a lock or the past; rows are put into words once it is known which count."""

    rank: _Rank
    member: Member
    message: Message | None = None


def find_clashes(board: Board, seconds: float = SECONDS) -> Clashes:
    """The clashes among a month's locks, past and hard rules; no two of them share their first member.

    A demand that the team made hard counts as hard here, though a plan may leave it open. seconds: wall time at most,
    stating the rules included.
    """
    ends = time.monotonic() + seconds
    columns = _stated(board)
    candidates = sorted([*_locks(board), *_past(board), *_rules(columns)], key=lambda c: c.rank)
    members = [candidate.member for candidate in candidates]
    result = find_conflicts(columns, layout_of(board), members, ends - time.monotonic())
    return Clashes(tuple(_clash(board, columns, candidates, conflict) for conflict in result.found), result.complete)


def _stated(board: Board) -> Columns:
    """The rows that must hold: all limits of the rules that are hard, those that demand work with a price.

    Locks are left out: they are held, not stated.
    """
    collector = Collector(board.derived)
    for source, rule in enumerate(RULES):
        if rule.price_on(board) == NEVER and not isinstance(rule, LockRule):
            for limit in rule.limits(board):
                collector.add(limit, price=int(demands_work(limit)), tier=Tier.MUST, source=source)
    return collector.columns()


def _locks(board: Board) -> Iterator[_Candidate]:
    """Each lock from today on: its shift is worked, and of that day's others none that the planner keeps off."""
    fixed = fixed_cells(board)
    off: dict[tuple[str, date], list[tuple[int, int]]] = {key: [] for key in board.locks}
    for number in np.flatnonzero(fixed[: board.free] == 0).tolist():
        name, day, _ = board.place(number)
        if (name, day) in off:
            off[name, day].append((number, 0))
    for (name, day), codes in board.locks.items():
        if day not in board.cells_of_day or (board.today is not None and day < board.today):
            continue
        for code in sorted(codes):
            cell = board.number((name, day, code))
            on = [] if cell is None else [(cell, 1)]
            words = fact_words(board, board.person_index[name], day, code, past=False)
            yield _Candidate(_Rank.LOCK, Member(atoms=(*on, *off[name, day])), words)


def _past(board: Board) -> Iterator[_Candidate]:
    """Shifts known from before and after the month, and the days of a published month that are over: each as it was."""
    days: dict[tuple[int, date], list[int]] = {}
    for number, cell in enumerate(board.cells):
        if number >= board.free or (board.today is not None and cell.day < board.today):
            days.setdefault((cell.person, cell.day), []).append(number)
    fixed = fixed_cells(board)
    for (person, day), numbers in days.items():
        worked = [n for n in numbers if fixed[n] == 1]
        for number in worked:
            words = (
                fact_words(board, person, day, board.shift_of(number).code, past=True)
                if number < board.own and day <= board.days[-1]
                else elsewhere_words(board, number)
            )
            yield _Candidate(_Rank.PAST, Member(atoms=((number, 1),)), words)
        off = tuple((n, 0) for n in numbers if fixed[n] == 0)
        if off:
            yield _Candidate(_Rank.PAST, Member(atoms=off), over_words(board, person, day, worked))


def _rules(columns: Columns) -> Iterator[_Candidate]:
    """Rows that must hold, put together as they are released: what a rule asks of a person, or of nobody by name."""
    groups: dict[tuple[_Rank, int, object], list[int]] = {}
    for row in range(columns.rows):
        rule, subject, demand = rule_of(columns, row), columns.subjects[row], bool(columns.price[row])
        assert isinstance(subject, Subject)
        single_wish = demand and columns.start[row + 1] - columns.start[row] == 1
        about: object = subject if single_wish or subject.person is None else subject.person
        rank = _Rank.NATURE if isinstance(rule, Overlap) else _Rank.DEMAND if demand else _Rank.RULE
        groups.setdefault((rank, int(columns.source[row]), about), []).append(row)
    for (rank, _, _), rows in groups.items():
        yield _Candidate(rank, Member(rows=tuple(rows)))


def _clash(board: Board, columns: Columns, candidates: list[_Candidate], conflict: Conflict) -> Clash:
    members = [candidates[index] for index in conflict.members]
    held = np.zeros(columns.base, np.int64)
    for atom, value in (pair for member in members for pair in member.member.atoms):
        held[atom] = value
    said = [(member.rank, member.message) for member in members if member.message is not None]
    asked = _asked_by(members, frozenset(conflict.rows))
    said += [(rank, row_words(board, columns, rows, held, alone=len(asked) == 1)) for rank, rows in asked]
    return Clash(
        tuple(ClashMember(words, rank not in (_Rank.PAST, _Rank.NATURE)) for rank, words in said), conflict.minimal
    )


def _asked_by(members: list[_Candidate], rows: frozenset[int]) -> list[tuple[_Rank, list[int]]]:
    """The rows that a clash takes of each rule's member; of all whom it keeps from being in two places, together."""
    found: list[tuple[_Rank, list[int]]] = []
    for member in members:
        own = [row for row in member.member.rows if row in rows]
        if own and member.rank is _Rank.NATURE and found and found[-1][0] is _Rank.NATURE:
            found[-1][1].extend(own)
        elif own:
            found.append((member.rank, own))
    return found
