"""Answers to questions about a roster, as sentences."""

from collections.abc import Iterator

from planner.asking.alternative import Alternative
from planner.asking.clashes import Clashes
from planner.asking.mends import Mend, Mends
from planner.board import Board
from planner.changing.change_words import change_words
from planner.cost_words import dearer_words
from planner.fair_measures import measure_named
from planner.messages import AllOf, Message, Minutes, Points, Term, _l
from planner.reporting.report import FairShare
from planner.services.asking import Otherwise
from solver.limits import Tier

#: Rules named of those that make a roster dearer or cheaper.
_RULES_NAMED = 2


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
    yield proven_cost_words(answer.alternative)
    if not alternative.fewest:
        yield Message(_l("Fewer changes may be possible; the time did not suffice to rule it out."))
    for share in answer.shares:
        yield share_words(share)


def proven_cost_words(alternative: Alternative) -> Message:
    """What a roster costs beside the one there is, and what is certain of that."""
    cost = cost_words(alternative)
    if alternative.cheapest:
        return Message(_l("The roster would be {cost}; no way with as few changes is cheaper."), cost=cost)
    least = alternative.comfort_bound - alternative.costs_before[Tier.COMFORT]
    if least > 0:
        text = _l("The best roster found would be {cost}; {least} dearer is certain.")
        return Message(text, cost=cost, least=Points(least))
    return Message(_l("The best roster found would be {cost}; it may go cheaper."), cost=cost)


def cost_words(alternative: Alternative) -> Message:
    """What a roster costs in wishes, fairness and contracts beside the one there is, and what weighs most in that."""
    points = alternative.dearer[Tier.COMFORT]
    weighing = [(rule, by) for rule, by in alternative.by_rule if by * points > 0][:_RULES_NAMED]
    dearer = dearer_words(points)
    if not weighing:
        return Message(_l("{dearer} in wishes, fairness and contracts"), dearer=dearer)
    rules = AllOf([Term(rule.label) for rule, _ in weighing])
    return Message(_l("{dearer} in wishes, fairness and contracts, mostly for: {rules}"), dearer=dearer, rules=rules)


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


def condition_words(mend: Mend) -> AllOf:
    """What would have to be otherwise, or who steps in, or that others' shifts are moved."""
    shifts = mend.alternative.changes.shifts
    if mend.what:
        return AllOf(mend.what)
    if any(change.before is not None for change in shifts):
        return AllOf([Message(_l("with other shifts moved"))])
    return AllOf([_steps_in(person, mend) for person in mend.alternative.changes.people])


def _steps_in(person: str, mend: Mend) -> Message:
    alone = len(mend.alternative.changes.shifts) == 1
    unwished = alone and any(rule.code == "wishes" and by > 0 for rule, by in mend.alternative.by_rule)
    return Message(_l("{person} steps in, against a wish") if unwished else _l("{person} steps in"), person=person)


def mend_words(board: Board, mend: Mend) -> Iterator[Message]:
    """One way to mend a gap in sentences."""
    yield Message(
        _l("{condition}: {changes}."),
        condition=condition_words(mend),
        changes=AllOf([change_words(board, change) for change in mend.alternative.changes.shifts]),
    )
    yield from outcome_words(mend)


def outcome_words(mend: Mend) -> Iterator[Message]:
    """What a mend costs, what stays of the gap, and whether fewer changes might do."""
    yield proven_cost_words(mend.alternative)
    if mend.alternative.uncovered:
        yield Message(_l("Part of the gap stays."))
    if not mend.alternative.fewest:
        yield Message(_l("Perhaps fewer changes would do."))


def tried_words(mends: Mends) -> Message | None:
    """How many ways there was time for; None where all were tried."""
    if mends.tried >= mends.ways:
        return None
    return Message(_l("{tried} of {ways} ways were tried in the time there was."), tried=mends.tried, ways=mends.ways)


def rest_words(clashes: Clashes) -> Message:
    """What is known of all that is in none of the clashes."""
    if not clashes.complete:
        return Message(_l("The time was too short to look at everything; there may be more clashes."))
    if clashes.found:
        return Message(_l("With the first of each released, everything else can hold together."))
    return Message(_l("Nothing clashes: all locks and hard rules can hold together."))
