"""What it means for people to fill a gap: rest, hours, fairness and wishes of whoever could, before it is decided."""

from collections.abc import Iterable, Mapping

from planner.changing.replace_effects import Effects
from planner.changing.replace_words import effect_words
from planner.messages import Message
from planner.reporting.report import Gap, Report
from planner.rulebook import plan_of
from solver.increments import Increments


def filling_words(report: Report, gaps: Iterable[Gap]) -> Mapping[tuple[str, str], tuple[Message, ...]]:
    """(person, shift code) of whoever could fill one of a day's gaps without breaking a rule -> what it brings them."""
    board, places = report.board, report.roster.places()
    effects = Effects(board, report.columns, places)
    now = Increments(report.columns, plan_of(board, places))
    found = {}
    for gap in gaps:
        for one in gap.obstacles:
            cell = board.number((one.person, gap.day, one.shift))
            if not one.reasons and cell is not None and (one.person, one.shift) not in found:
                [effect] = effects.described(now, (cell,), ()).effects
                found[one.person, one.shift] = tuple(effect_words(effect))
    return found
