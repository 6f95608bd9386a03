"""What a replacement brings, in figures and words: rest, hours, fairness and wishes of its people, and coverage."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from planner.board import Board, Place
from planner.changing.replacement import Effect, FairChange, Replacement, Step, Way
from planner.changing.shortage import is_short, rows_short
from planner.check import breach_of
from planner.contract import absent_credit_min, month_contract_min
from planner.domain.people import Wish
from planner.fair_measures import MEASURES
from planner.fair_share import fair_targets
from planner.messages import Message, Term, _l
from planner.reporting.explain import causes
from planner.rulebook import plan_of, rule_of
from planner.rules.base import Subject
from planner.rules.wishes import Wishes
from solver.increments import Increments
from solver.limits import Columns, Ints


class Effects:
    """Describes changes of one roster. balance_min: each person's month against the contract, as the roster stands."""

    def __init__(self, board: Board, columns: Columns, places: frozenset[Place]) -> None:
        self._board, self._columns = board, columns
        self._counted = [measure.counted(board) for measure in MEASURES]
        self._shares = [fair_targets(board, measure) for measure in MEASURES]
        self.balance_min = _balances(board, plan_of(board, places))

    def described(self, now: Increments, turns: Sequence[int], missing: Sequence[int]) -> Replacement:
        """One way in words. now: the roster while the shift is vacant; turns: the cells that turn, in order.

        missing: rows of `short_rows`.
        """
        board = self._board
        before, after = now.plan, now.plan.copy()
        after[list(turns)] ^= 1
        moved = now.change_together(turns)
        worse = now.worse(moved)
        taken = next(n for n in turns if after[n])
        person = board.cells[taken].person
        gives_up = board.place(turns[0]) if before[turns[0]] else None
        lost = self.lost_rows(now, turns)
        return Replacement(
            board.people[person].name,
            Way.STEPS_IN if gives_up is None else Way.MOVES if len(turns) == 2 else Way.CHAIN,
            gives_up,
            tuple(Step(board.place(n), bool(after[n])) for n in turns),
            not now.forbidding(worse),
            board.cells[taken].day in board.away_days(person),
            self.reasons(now, turns, turns[-1]),
            now.costs(worse),
            tuple(self._effect(before, after, n, worse) for n in turns if after[n]),
            tuple(self._in_words(after, row, now.values[row] + moved[row]) for row in self.told(lost)),
            tuple(self._in_words(after, row, now.values[row]) for row in missing if worse.get(row, 0) >= 0),
        )

    # ---- what forbids it

    def reasons(self, now: Increments, turns: Sequence[int], cell: int) -> tuple[Message, ...]:
        """What forbids one of the cells that turn, once all others have, in words that leave its person's name out; ()
        where nothing does.
        """
        forbidding = now.forbidding(now.worse(now.change_together(turns)))
        if not forbidding:
            return ()
        plan = now.plan.copy()
        plan[[turn for turn in turns if turn != cell]] ^= 1
        then = now.copy()
        then.follow(plan)
        moved = then.change(cell)
        return tuple(causes(self._board, then, cell, moved, [row for row in forbidding if row in moved]))

    # ---- coverage

    def short_rows(self, now: Increments, cells: Iterable[int]) -> list[int]:
        """Rows of demand that are short as the roster stands and that one of the cells would count for."""
        return self.told(sorted(rows_short(now, cells)))

    def lost_rows(self, now: Increments, turns: Sequence[int]) -> list[int]:
        """Rows of demand that would be short, or shorter, once all the cells turn."""
        moved = now.change_together(turns)
        return self.lost(now, moved, now.worse(moved))

    def lost(self, now: Increments, moved: Mapping[int, int], worse: Mapping[int, int]) -> list[int]:
        """The same of sums that have been reckoned. moved, worse: row -> by how much."""
        after = ((row, now.values[row] + moved[row]) for row, by in worse.items() if by > 0)
        return [row for row, value in after if is_short(self._columns, row, value)]

    def lost_words(self, now: Increments, turns: Sequence[int]) -> tuple[Message, ...]:
        """What would be short, or shorter, in words."""
        after, moved = now.plan.copy(), now.change_together(turns)
        after[list(turns)] ^= 1
        rows = self.told(self.lost(now, moved, now.worse(moved)))
        return tuple(self._in_words(after, row, now.values[row] + moved[row]) for row in rows)

    def in_words(self, now: Increments, rows: Iterable[int]) -> tuple[Message, ...]:
        """Demand that is short, in words."""
        return tuple(self._in_words(now.plan, row, now.values[row]) for row in rows)

    def told(self, rows: Iterable[int]) -> list[int]:
        """One row for each subject: a stretch short of its minimum is short of its target too."""
        dearest: dict[object, int] = {}
        for row in rows:
            subject = self._columns.subjects[row]
            if subject not in dearest or self._columns.price[row] > self._columns.price[dearest[subject]]:
                dearest[subject] = row
        return list(dearest.values())

    def _in_words(self, plan: Ints, row: int, value: int) -> Message:
        on = [n for n in self._columns.base_atoms(row) if plan[n]]
        breach = breach_of(self._board, self._columns, row, on, value, plan)
        return rule_of(self._columns, row).message(self._board, breach)

    # ---- one person

    def _effect(self, before: Ints, after: Ints, taken: int, worse: dict[int, int]) -> Effect:
        """taken: the cell that the person gets."""
        board, person = self._board, self._board.cells[taken].person
        changed = [n for n in board.month_cells(person) if before[n] != after[n]]
        paid_min = sum(board.cells[n].paid_min * (1 if after[n] else -1) for n in changed)
        balance_min = self.balance_min[person]
        wishes = list(self._wishes(person, worse))
        return Effect(
            board.people[person].name,
            *_rests(board, before, after, taken),
            balance_min,
            balance_min + paid_min,
            tuple(self._fairness(person, before, after)),
            tuple(
                rule_of(self._columns, row).reason(
                    board, breach_of(board, self._columns, row, (), int(not wish.wants), after)
                )
                for row, wish, by in wishes
                if by > 0
            ),
            tuple(_granted(board, wish) for _, wish, by in wishes if by < 0),
        )

    def _wishes(self, person: int, worse: dict[int, int]) -> Iterator[tuple[int, Wish, int]]:
        for row, by in worse.items():
            if by and isinstance(rule_of(self._columns, row), Wishes):
                subject = self._columns.subjects[row]
                assert isinstance(subject, Subject)
                if subject.person == person:
                    wish = subject.detail[0]
                    assert isinstance(wish, Wish)
                    yield row, wish, by

    def _fairness(self, person: int, before: Ints, after: Ints) -> Iterator[FairChange]:
        for measure, counted, shares in zip(MEASURES, self._counted, self._shares, strict=True):
            atoms, weights = counted[person]
            was, is_now = (
                100 * sum(w for a, w in zip(atoms, weights, strict=True) if self._is_on(plan, a)) // measure.unit
                for plan in (before, after)
            )
            if was != is_now:
                yield FairChange(measure.key, is_now - was, is_now, shares[person])

    def _is_on(self, plan: Ints, atom: int) -> bool:
        derived = self._board.derived
        return bool(plan[atom] if atom < derived.base else any(plan[n] for n in derived.members[atom - derived.base]))


def _balances(board: Board, plan: Ints) -> list[int]:
    """Planned and credited minutes less the contract's, for each person."""
    planned_min = [0] * len(board.people)
    for number in np.flatnonzero(plan[: board.free]).tolist():
        planned_min[board.cells[number].person] += board.cells[number].paid_min
    return [
        minutes + absent_credit_min(board, person) - month_contract_min(board, person)
        for person, minutes in enumerate(planned_min)
    ]


def _rests(board: Board, before: Ints, after: Ints, taken: int) -> tuple[int | None, int | None]:
    """The shortest rest between the shifts round the one taken, before and after it is."""
    cells = board.cells
    work = board.work_cells(cells[taken].person)
    if taken not in work:
        return None, None
    there = [n for n in work if after[n]]
    at = there.index(taken)
    round_it = there[max(0, at - 1) : at + 2]
    first, last = cells[round_it[0]].start, cells[round_it[-1]].start
    same = [n for n in work if before[n] and first <= cells[n].start <= last]
    return _shortest(board, same), _shortest(board, round_it)


def _shortest(board: Board, numbers: Sequence[int]) -> int | None:
    gaps = (board.cells[b].start - board.cells[a].end for a, b in pairwise(numbers))
    return min((max(0, gap) for gap in gaps), default=None)


def _granted(board: Board, wish: Wish) -> Message:
    """A wish that comes true, in words."""
    if not wish.shift:
        return Message(_l("gets the wish to {what}"), what=Term(_l("work") if wish.wants else _l("be off")))
    text = _l("gets the wish for {shift}") if wish.wants else _l("gets the wish to be without {shift}")
    return Message(text, shift=board.shift_types[board.shift_index[wish.shift]].name)
