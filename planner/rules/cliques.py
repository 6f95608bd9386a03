"""Groups of a person's shifts of which at most one can be worked: maximal cliques of overlapping spans."""

from collections.abc import Iterator, Sequence

from planner.board import Board


def overlapping(board: Board, cells: Sequence[int], *, longer_min: int = 0) -> Iterator[list[int]]:
    """Maximal groups of cells whose spans [start, end + longer_min) all share a moment; groups of one are left out.

    cells: of one person. Every two cells that overlap are together in at least one group, and no group holds a pair
    that does not: spans form an interval graph, whose maximal cliques are found by sweeping once over the starts.
    What lies wholly before the month or in other teams is left out too: nothing can be done about it here.
    """
    ordered = sorted(cells, key=lambda n: (board.cells[n].start, board.cells[n].end))
    active: list[int] = []
    grew = False
    for number in ordered:
        start = board.cells[number].start
        staying = [n for n in active if board.cells[n].end + longer_min > start]
        if len(staying) < len(active):
            if grew:
                yield from _undecided(board, active)
            grew = False
        active = [*staying, number]
        grew = True
    if grew:
        yield from _undecided(board, active)


def _undecided(board: Board, group: Sequence[int]) -> Iterator[list[int]]:
    """The group; where two of it or more are settled, in parts, so that those are in none of them together."""
    settled = [number for number in group if number >= board.free]
    free = [number for number in group if number < board.free]
    parts = [list(group)]
    if len(settled) > 1:
        parts = [free, *([number, other] for number in free for other in settled)]
    yield from (part for part in parts if len(part) > 1 and free)
