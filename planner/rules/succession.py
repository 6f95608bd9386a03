"""Shift types that may not follow each other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from planner.board import Board
from planner.messages import _l
from planner.rules.banned_days import days_reached
from planner.rules.base import Rule, Subject
from planner.rules.single_cells import cells_on
from solver.limits import Kind, Limit


class Succession(Rule):
    """After a shift, none of the types that its shift type forbids is worked on the next day, on-call duty included.

    Stated as: of "works one of these types today" and "works one of the types forbidden after them tomorrow", one at
    most, for all types that forbid the same.
    """

    code, label = "succession", _l("Order of shifts")
    text = _l("{person}: these may not follow each other: {shifts}")
    why = _l("these may not follow each other: {shifts}")

    def limits(self, board: Board) -> Iterator[Limit]:
        forbidding: dict[frozenset[str], set[str]] = {}
        for shift in board.shift_types:
            if shift.forbidden_next:
                forbidding.setdefault(shift.forbidden_next, set()).add(shift.code)
        if not forbidding:
            return
        for day in days_reached(board):
            known: dict[tuple[tuple[tuple[int, int, int], ...], ...], list[_Clash]] = {}
            for person in range(len(board.people)):
                dates = [cells_on(board, person, on) for on in (day - timedelta(days=1), day)]
                # Whoever is offered the same shifts has the same clashes, at the same places in the lists. What is
                # published has times of its own.
                key = tuple(
                    tuple((cell.shift, cell.start, cell.end) for number in cells for cell in [board.cells[number]])
                    for cells in dates
                )
                if key not in known:
                    known[key] = list(_clashes(board, dates[0], dates[1], forbidding))
                for clash in known[key]:
                    sides = ([cells[at] for at in places] for cells, places in zip(dates, clash.places, strict=True))
                    atoms = [atom for side in sides if (atom := board.derived.any_of(side)) is not None]
                    yield Limit(atoms, high=1, kind=Kind.PAIR, subject=Subject(person, day, clash.codes))


@dataclass(frozen=True, slots=True)
class _Clash:
    """places: in the lists of a person's cells of two dates running, those of which one side only may be worked.

    codes: of the shift types there.
    """

    places: tuple[tuple[int, ...], tuple[int, ...]]
    codes: tuple[tuple[str, ...], tuple[str, ...]]


def _clashes(
    board: Board, before: Sequence[int], today: Sequence[int], forbidding: Mapping[frozenset[str], set[str]]
) -> Iterator[_Clash]:
    """forbidding: the codes after which a set of codes is forbidden, by that set."""
    for after, firsts in forbidding.items():
        for later in _alike(board, before, firsts):
            for sooner in _alike(board, today, after):
                yield _Clash((later, sooner), (_codes(board, before, later), _codes(board, today, sooner)))


def _alike(board: Board, cells: Sequence[int], codes: Collection[str]) -> Iterator[tuple[int, ...]]:
    """The places of those cells of a date that have one of some codes, in groups of which one at most can be worked.

    Two that can be worked on one date are two breaches, so that they are never in one group: duty beside a shift, or
    a shift after another.
    """
    wanted = [at for at, number in enumerate(cells) if board.shift_of(number).code in codes]
    left = sorted(wanted, key=lambda at: board.cells[cells[at]].end)
    while left:
        end, on_call = board.cells[cells[left[0]]].end, board.shift_of(cells[left[0]]).on_call
        group = [at for at in left if board.cells[cells[at]].start < end]
        group = [at for at in group if board.shift_of(cells[at]).on_call == on_call]
        yield tuple(group)
        left = [at for at in left if at not in group]


def _codes(board: Board, cells: Sequence[int], places: Collection[int]) -> tuple[str, ...]:
    return tuple(board.shift_of(cells[at]).code for at in places)
