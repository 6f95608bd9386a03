"""Replacements in words: what somebody does to fill a shift, and what that brings."""

from collections.abc import Iterator

from planner.board import Board
from planner.changing.replacement import Effect, FairChange, Replacement, Vacancy, Way
from planner.cost_words import dearer_words
from planner.fair_measures import measure_label
from planner.messages import Message, Minutes, Term, _l
from solver.limits import Tier

#: Rests longer than this are nobody's concern.
_REST_TOLD_MIN = 24 * 60


def vacancy_words(board: Board, vacancy: Vacancy) -> Message:
    """What is vacant: 'Late on Sat 12 Dec, without Ana'."""
    shift = _shift_name(board, vacancy.shift)
    if vacancy.person:
        return Message(_l("{shift} on {day}, without {person}"), shift=shift, day=vacancy.day, person=vacancy.person)
    return Message(_l("{shift} on {day}, one more person"), shift=shift, day=vacancy.day)


def way_words(board: Board, one: Replacement) -> Message:
    """What is done: 'Ben moves from Early, and Cem takes Early over'."""
    if one.gives_up is None:
        return Message(_l("{person} steps in"), person=one.person)
    left = _shift_name(board, one.gives_up[2])
    if one.way is Way.CHAIN:
        text = _l("{person} moves from {left}, and {second} takes {left} over")
        return Message(text, person=one.person, left=left, second=one.second)
    return Message(_l("{person} moves from {left}"), person=one.person, left=left)


def coverage_words(one: Replacement) -> Iterator[Message]:
    """What becomes short by it, and what it leaves short."""
    for what in one.coverage_lost:
        yield Message(_l("opens a gap: {what}"), what=what)
    for what in one.coverage_left:
        yield Message(_l("leaves a gap: {what}"), what=what)


def cost_words(one: Replacement) -> Iterator[Message]:
    """What it costs beside leaving the shift open: its coverage, which it is for, apart from the rest."""
    coverage = sum(one.cost_change[: Tier.CHANGE])
    if coverage:
        yield Message(_l("coverage, beside leaving it open: {dearer}"), dearer=dearer_words(coverage))
    text = _l("wishes, fairness, contracts and changes, beside leaving it open: {dearer}")
    yield Message(text, dearer=dearer_words(sum(one.cost_change[Tier.CHANGE :])))


def effect_words(effect: Effect) -> Iterator[Message]:
    """What it means for one person: rest, hours, fairness, wishes."""
    rest_min = effect.rest_after_min
    if rest_min is not None and rest_min <= _REST_TOLD_MIN and rest_min != effect.rest_before_min:
        yield _rest_words(effect.rest_before_min, rest_min)
    yield _hours_words(effect.balance_after_min)
    yield from (_fair_words(change) for change in effect.fairness)
    yield from effect.wishes_refused
    yield from effect.wishes_granted


def _rest_words(before_min: int | None, after_min: int) -> Message:
    if before_min is None:
        return Message(_l("rest {after}"), after=Minutes(after_min))
    return Message(_l("rest {after} instead of {before}"), after=Minutes(after_min), before=Minutes(before_min))


def _hours_words(balance_min: int) -> Message:
    if balance_min == 0:
        return Message(_l("hours just as in the contract"))
    text = _l("{hours} over the contract") if balance_min > 0 else _l("{hours} under the contract")
    return Message(text, hours=Minutes(abs(balance_min)))


def _fair_words(change: FairChange) -> Message:
    now, before, target = (
        round(hundredths / 100, 1) for hundredths in (change.carried, change.carried - change.change, change.target)
    )
    return Message(
        _l("{measure}: {now} instead of {before}, the target is {target}"),
        measure=Term(measure_label(change.measure)), now=now, before=before, target=target,
    )  # fmt: skip


def _shift_name(board: Board, code: str) -> str:
    return board.shift_types[board.shift_index[code]].name
