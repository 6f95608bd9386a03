"""Ranked replacements for one shift: who steps in, who moves to it from another shift, who does so in a chain of two.

Every way is priced exactly, by the rows of the rules that its changes move; words are made for the best ones only.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from planner.board import Board, Place
from planner.changing.replace_effects import Effects
from planner.changing.replacement import Ranking, Replacement, Vacancy
from planner.changing.shortage import covers_more, gap_of, rows_short
from planner.rulebook import plan_of
from planner.rules.lock import locked_as
from planner.rules.single_cells import cells_on
from solver.increments import Entry, Increments
from solver.limits import Columns, Tier

Points = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A way to fill a vacancy, before words. turns: cells that turn on or off, in order; second: -1 = no chain.

    rules, limits: how many hard ones forbid it. costs: points a tier.
    """

    person: int
    second: int
    turns: tuple[int, ...]
    rules: int
    limits: int
    costs: Points

    @property
    def legal(self) -> bool:
        """Whether nothing hard forbids it."""
        return self.limits == 0


@dataclass(frozen=True, slots=True)
class _Taker:
    """Somebody who could take over a shift, as far as the rules about that person alone go. costs: of those rules.

    together: the cell's entries in rows that are about other people too.
    """

    person: int
    cell: int
    together: tuple[Entry, ...]
    costs: Points


class Replacer:
    """Ranks replacements for shifts of one roster: made once a roster, asked for one vacancy after the other.

    columns: the board's rules as stated; places: the roster. Asking changes nothing, so threads may share it.
    """

    def __init__(self, board: Board, columns: Columns, places: frozenset[Place]) -> None:
        self.board, self.columns = board, columns
        self.effects = Effects(board, columns, places)
        self.away = [board.away_days(person) for person in range(len(board.people))]
        self.shared = shared_rows(board, columns)
        self.hard: list[bool] = columns.hard.tolist()
        self.sources: list[int] = columns.source.tolist()
        self._start = Increments(columns, plan_of(board, places))

    def rank(self, vacancy: Vacancy, *, limit: int | None = None) -> Ranking:
        """The best ways to fill a vacancy, at most `limit` of them; KeyError when its person does not work the shift.

        Legal ways come first: by the points a tier that they change, fewer steps before wishes and fairness, then who
        has worked least against the contract. Then whom the fewest rules forbid it; who is away comes last. Each
        person is in the list once for each legal way, or once with what comes closest to one.
        """
        now = self._start.copy()
        gone = self._gone(vacancy)
        for cell in gone:
            now.remove(cell)
        case = _Case(self, now, vacancy)
        options = sorted(case.options(), key=case.rank_of)
        legal = sum(option.legal for option in options)
        missing = self.effects.short_rows(now, [*gone, *case.candidates.values()])
        return Ranking(
            vacancy,
            self.effects.in_words(now, missing),
            legal,
            len(options) - legal,
            tuple(self.effects.described(now, option.turns, missing) for option in options[:limit]),
        )

    def gap(self, place: Place) -> Sequence[int]:
        """Rows of demand that are short for want of a shift that somebody works no more: with them, each would be less
        so. None where that cannot be known, as they have left the team.
        """
        return sorted(gap_of(self.board, self._start, place))

    def alone(
        self,
        vacancy: Vacancy,
        most: int,
        but: Collection[str] = (),
        kept: Collection[Place] = (),
        gap: Sequence[int] = (),
    ) -> Sequence[Replacement]:
        """Who may fill a shift that is short without anybody else: in addition to what they have, or in exchange for a
        shift of the day that can spare them.

        Best first, at most `most`; without some by name. kept: places that nobody can leave for it. gap: rows of demand
        of which each must be less short by it.
        """
        now = self._start.copy()
        case = _Case(self, now, vacancy)
        ways = (one for one in case.alone() if self.board.people[one.person].name not in but)
        fill = (one for one in ways if self._fills(now, one, gap) and not self._leaves(one, kept))
        fits = sorted((one for one in fill if not self.effects.lost_rows(now, one.turns)), key=case.rank_of)
        missing = self.effects.short_rows(now, list(case.candidates.values()))
        first = {option.person: option for option in reversed(fits)}
        best = [option for option in fits if first[option.person] is option]
        return [self.effects.described(now, option.turns, missing) for option in best[:most]]

    def chains(
        self,
        vacancy: Vacancy,
        most: int,
        but: Collection[str] = (),
        kept: Collection[Place] = (),
        gap: Sequence[int] = (),
    ) -> Sequence[Replacement]:
        """How two people could fill a shift that is short: one moves to it, the other takes over what that one leaves.

        Best first, at most `most`; nobody is in two of them, and some by name in none. kept: places that nobody can
        leave for it. gap: rows of demand of which each must be less short by it.
        """
        now = self._start.copy()
        case = _Case(self, now, vacancy)
        missing = self.effects.short_rows(now, list(case.candidates.values()))
        chains = (one for one in case.options() if one.second >= 0)
        ways = (one for one in chains if self._fills(now, one, gap) and not self._leaves(one, kept))
        used = {self.board.person_index[name] for name in but if name in self.board.person_index}
        found: list[Replacement] = []
        for one in sorted(ways, key=case.rank_of):
            if used.isdisjoint((one.person, one.second)) and len(found) < most:
                used |= {one.person, one.second}
                found.append(self.effects.described(now, one.turns, missing))
        return found

    def _fills(self, now: Increments, option: Option, gap: Sequence[int]) -> bool:
        """Whether coverage is better for it, each row of a gap is, and nothing forbids it. The vacant shift itself must
        be needed: what a chain does for another one alone is no reason to ask.
        """
        taken = next(cell for cell in option.turns if not now.plan[cell])
        if not option.legal or not rows_short(now, [taken]):
            return False
        worse = now.worse(now.change_together(option.turns))
        return covers_more(now, worse) and all(worse.get(row, 0) < 0 for row in gap)

    def _leaves(self, option: Option, kept: Collection[Place]) -> bool:
        return any(self._start.plan[cell] and self.board.place(cell) in kept for cell in option.turns)

    def _gone(self, vacancy: Vacancy) -> list[int]:
        """The cell that somebody falls out of, if anybody does."""
        if not vacancy.person:
            return []
        cell = self.board.number((vacancy.person, vacancy.day, vacancy.shift))
        if cell is None or not self._start.plan[cell]:
            raise KeyError(f"{vacancy.person} does not work {vacancy.shift} on {vacancy.day}.")
        return [cell]


def replacements(
    board: Board, columns: Columns, places: frozenset[Place], vacancy: Vacancy, *, limit: int | None = None
) -> tuple[Replacement, ...]:
    """`Replacer.rank` for a single question."""
    return Replacer(board, columns, places).rank(vacancy, limit=limit).replacements


def shared_rows(board: Board, columns: Columns) -> list[bool]:
    """For each row, whether it is about cells of more than one person."""
    if not columns.rows:
        return []
    person = np.array([cell.person for cell in board.cells], np.int64)
    least = most = person
    if columns.derived.members:
        flat, starts = columns.derived.laid_out()
        least = np.concatenate([person, np.minimum.reduceat(person[flat], starts)])
        most = np.concatenate([person, np.maximum.reduceat(person[flat], starts)])
    first = np.minimum.reduceat(least[columns.atom], columns.start[:-1])
    last = np.maximum.reduceat(most[columns.atom], columns.start[:-1])
    found: list[bool] = (first != last).tolist()
    return found


class _Case:
    """One vacancy. now: the roster's sums while it is vacant; each method leaves them as they were."""

    def __init__(self, replacer: Replacer, now: Increments, vacancy: Vacancy) -> None:
        self._on, self._now, self._vacancy = replacer, now, vacancy
        self._board = replacer.board
        self._away = {person for person, days in enumerate(replacer.away) if vacancy.day in days}
        self.candidates = self._cells_of(vacancy.shift)

    def _cells_of(self, shift: str) -> dict[int, int]:
        """Person -> their cell of a shift of that day, for everybody who does not work it; the vacancy's person left
        out.
        """
        found = {}
        for person, manager in enumerate(self._board.people):
            cell = self._board.number((manager.name, self._vacancy.day, shift))
            if cell is not None and not self._now.plan[cell] and manager.name != self._vacancy.person:
                found[person] = cell
        return found

    def rank_of(self, option: Option) -> tuple[object, ...]:
        """The order of the list; never equal for two options."""
        people = (option.person,) if option.second < 0 else (option.person, option.second)
        balances = tuple(self._on.effects.balance_min[person] for person in people)
        last = (balances, tuple(self._board.people[person].name for person in people), option.turns)
        if option.person in self._away or not option.legal:
            return (1 + (option.person in self._away), option.rules, option.limits, *option.costs, *last)
        changes, comfort = option.costs[: Tier.COMFORT], option.costs[Tier.COMFORT :]
        return (0, *changes, len(option.turns), *comfort, *last)

    def options(self) -> Iterator[Option]:
        """All ways: one person's, and for each move that is legal the best chain."""
        takers: dict[str, list[_Taker]] = {}
        for person, cell in self.candidates.items():
            for option in self._alone(person, cell):
                yield option
                if option.legal and len(option.turns) == 2 and person not in self._away:
                    left = self._board.shift_of(option.turns[0]).code
                    if left not in takers:
                        takers[left] = self._takers(left)
                    yield from self._chain(option, takers[left])

    def alone(self) -> Iterator[Option]:
        """The ways of people who are there that need nobody else."""
        for person, cell in self.candidates.items():
            if person not in self._away:
                yield from self._alone(person, cell)

    # ---- one person

    def _alone(self, person: int, cell: int) -> list[Option]:
        """Stepping in if that is legal, else the legal moves, else the closest of all these."""
        straight = self._priced(person, (cell,))
        if straight.legal:
            return [straight]
        worked = [n for n in cells_on(self._board, person, self._vacancy.day) if self._now.plan[n]]
        moves = [self._priced(person, (left, cell)) for left in worked if not locked_as(self._board, left)]
        return [move for move in moves if move.legal] or [min((straight, *moves), key=self.rank_of)]

    def _priced(self, person: int, turns: tuple[int, ...]) -> Option:
        now = self._now
        worse = now.worse(now.change_together(turns))
        forbidding = now.forbidding(worse)
        rules = len({self._on.sources[row] for row in forbidding})
        return Option(person, -1, turns, rules, len(forbidding), now.costs(worse))

    # ---- two people

    def _takers(self, shift: str) -> list[_Taker]:
        """Who could take over a shift: of people that count alike in every row they share with others, the best.

        Rows about one person alone do not depend on what somebody else does, so they are weighed once for all chains.
        """
        now, shared = self._now, self._on.shared
        best: dict[tuple[Entry, ...], tuple[tuple[object, ...], _Taker]] = {}
        for person, cell in self._cells_of(shift).items():
            if person in self._away:
                continue
            alone: list[Entry] = []
            together: list[Entry] = []
            for entry in now.entries(cell):
                (together if shared[entry[0]] else alone).append(entry)
            worse = now.worse(now.change_in(cell, alone))
            if now.forbidding(worse):
                continue
            taker = _Taker(person, cell, tuple(together), now.costs(worse))
            rank = (taker.costs, self._on.effects.balance_min[person], self._board.people[person].name)
            if taker.together not in best or rank < best[taker.together][0]:
                best[taker.together] = rank, taker
        return [taker for _, taker in best.values()]

    def _chain(self, move: Option, takers: list[_Taker]) -> list[Option]:
        """The best chain that begins with a legal move, if any is legal."""
        now = self._now
        moved = now.change_together(move.turns)
        found: list[Option] = []
        left, taken = move.turns
        now.remove(left)
        now.add(taken)
        for taker in takers:
            further = now.change_in(taker.cell, taker.together)
            if any(self._forbids(row, moved.get(row, 0), by) for row, by in further.items()):
                continue
            parts = move.costs, taker.costs, now.costs(now.worse(further))
            costs = tuple(map(sum, zip(*parts, strict=True)))
            found.append(Option(move.person, taker.person, (*move.turns, taker.cell), 0, 0, costs))
        now.remove(taken)
        now.add(left)
        return [min(found, key=self.rank_of)] if found else []

    def _forbids(self, row: int, moved: int, further: int) -> bool:
        """Whether a hard row is worse after both steps of a chain, the first of which is done, than before them."""
        now, value = self._now, self._now.values[row]
        return self._on.hard[row] and now.outside(row, value + further) > now.outside(row, value - moved)
