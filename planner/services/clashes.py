"""What cannot hold together in a month before it is planned, or in what is left of a published one."""

from planner.asking.clashes import Clashes, find_clashes
from planner.services.planning import Planning, PlanRequest


def clashes_of(planning: Planning, request: PlanRequest, seconds: float) -> Clashes:
    """The clashes among what planning the month would have to keep; with `keep`, days that are over are as published.

    seconds: wall time at most. InputProblems for files that are not right.
    """
    board, _ = planning.board_of(request)
    return find_clashes(board, seconds)
