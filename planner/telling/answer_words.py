"""Answers to questions about a roster, as sentences."""

from collections.abc import Iterator

from planner.asking.clashes import Clashes
from planner.asking.mends import Mend
from planner.board import Board
from planner.changing.change_words import change_words
from planner.fair_measures import measure_named
from planner.messages import Message, Minutes, Term, _l
from planner.reporting.report import FairShare
from planner.services.asking import Otherwise
from solver.limits import Tier


def otherwise_words(board: Board, answer: Otherwise) -> Iterator[Message]:
    """What would change, who would carry it, and what it would cost."""
    yield from breaks_words(answer)
    for change in answer.alternative.changes.shifts:
        yield change_words(board, change)
    yield from brings_words(answer)


def breaks_words(answer: Otherwise) -> Iterator[Message]:
    """The rules that the condition itself would break."""
    for rule in answer.alternative.clashes:
        yield Message(_l("It would break a rule that must hold: {rule}."), rule=Term(rule.label))


def brings_words(answer: Otherwise) -> Iterator[Message]:
    """What the changes cost and what is proven of them, and what those whom they concern carry."""
    alternative = answer.alternative
    if answer.uncovered_min > 0:
        yield Message(_l("{time} more would be uncovered."), time=Minutes(answer.uncovered_min))
    yield _cost_words(answer)
    if not alternative.fewest:
        yield Message(_l("Fewer changes may be possible; the time did not suffice to rule it out."))
    for share in answer.shares:
        yield share_words(share)


def _cost_words(answer: Otherwise) -> Message:
    alternative = answer.alternative
    points = alternative.dearer[Tier.COMFORT]
    if alternative.cheapest and not points:
        return Message(_l("Wishes and fairness would cost the same; no way with as few changes is cheaper."))
    if alternative.cheapest and points > 0:
        text = _l("Wishes and fairness would cost {points} points more; no way with as few changes is cheaper.")
        return Message(text, points=points)
    if alternative.cheapest:
        text = _l("Wishes and fairness would cost {points} points less; no way with as few changes is cheaper.")
        return Message(text, points=-points)
    least = alternative.comfort_bound - alternative.costs_before[Tier.COMFORT]
    if least > 0:
        text = _l("In the best roster found, wishes and fairness would cost {points} points more; {least} are certain.")
        return Message(text, points=points, least=least)
    text = _l("In the best roster found, wishes and fairness would cost {points} points more; it may go cheaper.")
    return Message(text, points=points)


def share_words(share: FairShare) -> Message:
    """What a person carries of a measure beside what the plan aimed at."""
    measure = measure_named(share.measure)
    return Message(
        _l("{measure}: {person} carries {carried}, {target} would be the fair target."),
        measure=Term(measure.label),
        person=share.person,
        carried=measure.words(share.carried),
        target=measure.words(share.target),
    )


def mend_words(board: Board, mend: Mend) -> Message:
    """One way to mend a gap as a sentence."""
    changes = [change_words(board, change) for change in mend.alternative.changes.shifts]
    points = mend.points
    if not mend.what:
        return Message(_l("With other shifts moved ({points} points): {changes}"), points=points, changes=changes)
    return Message(
        _l("{conditions} ({points} points): {changes}"), conditions=list(mend.what), points=points, changes=changes
    )


def rest_words(clashes: Clashes) -> Message:
    """What is known of all that is in none of the clashes."""
    if not clashes.complete:
        return Message(_l("The time was too short to look at everything; there may be more clashes."))
    if clashes.found:
        return Message(_l("With the first of each released, everything else can hold together."))
    return Message(_l("Nothing clashes: all locks and hard rules can hold together."))
