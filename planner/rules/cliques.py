"""Groups of a person's shifts of which at most one can be worked: maximal cliques of overlapping spans."""

from collections.abc import Iterator, Sequence

from planner.board import Board


def overlapping(board: Board, cells: Sequence[int], *, longer_min: int = 0) -> Iterator[list[int]]:
    """Maximal groups of cells whose spans [start, end + longer_min) all share a moment; groups of one are left out.

    cells: of one person. Every two cells that overlap are together in at least one group, and no group holds a pair
    that does not: spans form an interval graph, whose maximal cliques are found by sweeping once over the starts.
    Groups wholly before the month are left out too: nothing can be done about them any more.
    """
    ordered = sorted(cells, key=lambda n: (board.cells[n].start, board.cells[n].end))
    active: list[int] = []
    grew = False
    for number in ordered:
        start = board.cells[number].start
        staying = [n for n in active if board.cells[n].end + longer_min > start]
        if len(staying) < len(active):
            if grew and _undecided(board, active):
                yield active
            grew = False
        active = [*staying, number]
        grew = True
    if grew and _undecided(board, active):
        yield active


def _undecided(board: Board, group: Sequence[int]) -> bool:
    return len(group) > 1 and any(number < board.free for number in group)
