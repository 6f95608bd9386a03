"""What it means for people to fill a gap: rest, hours, fairness and wishes of whoever could, before it is decided."""

from collections.abc import Iterable, Mapping

from planner.board import Place
from planner.changing.replace_effects import Effects
from planner.changing.replace_words import effect_words
from planner.messages import Message
from planner.reporting.report import Gap, Report
from planner.rulebook import plan_of
from solver.increments import Increments


def filling_words(report: Report, gaps: Iterable[Gap], closest: int) -> Mapping[Place, tuple[Message, ...]]:
    """The places of whoever could fill one of some gaps without breaking a rule -> what it brings them.

    closest: so many people of each gap at most.
    """
    board, places = report.board, report.roster.places()
    effects = Effects(board, report.columns, places)
    now = Increments(report.columns, plan_of(board, places))
    found = {}
    for one in (one for gap in gaps for one in gap.obstacles[:closest]):
        cell = board.number(one.place)
        if cell is not None and not one.reasons and one.place not in found:
            [effect] = effects.described(now, (cell,), ()).effects
            found[one.place] = tuple(effect_words(effect))
    return found
