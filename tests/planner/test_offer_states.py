"""The states of an offer: every step in every state is allowed or refused, and says so."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from planner.domain.offering import Ask, AskState, Offer, OfferedShift, OfferRules, OfferState
from planner.problems import InputProblems

NOW = datetime(2026, 12, 4, 6, tzinfo=UTC)
BEGINS = NOW + timedelta(hours=8)
TICK = timedelta(microseconds=1)
ANA, BEN, CLEO = "Ana", "Ben", "Cleo"
LEAD = 7


def shift(person: str, day: int, begins_at: datetime = BEGINS) -> OfferedShift:
    return OfferedShift(person, date(2026, 12, day), "L", UUID(int=day), begins_at)


def offer(state: OfferState = OfferState.OPEN, *, vacant: bool = False, back: bool = False) -> Offer:
    """Ana's late, offered to Ben and Cleo; where anybody has accepted, Ben."""
    answered = state in (OfferState.ACCEPTED, OfferState.TAKEN, OfferState.UNDO_ASKED, OfferState.UNDONE)
    ben = Ask(BEN, shift(BEN, 5, BEGINS - timedelta(hours=1)) if back else None, id=1)
    asks = (replace(ben, state=AskState.ACCEPTED) if answered else ben, Ask(CLEO, id=2))
    undo_by = ANA if state is OfferState.UNDO_ASKED else ""
    return Offer(1, shift(ANA, 4), vacant, asks, NOW, state, undo_by, id=3)


#: Step -> what it leads to from the states in which it is allowed.
STEPS: Mapping[str, tuple[Callable[[Offer], Offer], Mapping[OfferState, OfferState]]] = {
    "accept": (
        lambda it: it.accept(2, NOW, needs_yes=False),
        {OfferState.OPEN: OfferState.TAKEN},
    ),
    "accept, to be confirmed": (
        lambda it: it.accept(2, NOW, needs_yes=True),
        {OfferState.OPEN: OfferState.ACCEPTED},
    ),
    "decline": (lambda it: it.decline(CLEO, NOW), {OfferState.OPEN: OfferState.OPEN}),
    "withdraw": (
        lambda it: it.withdraw(NOW),
        {OfferState.OPEN: OfferState.WITHDRAWN, OfferState.ACCEPTED: OfferState.WITHDRAWN},
    ),
    "confirm": (
        lambda it: it.confirm(NOW, LEAD),
        {OfferState.ACCEPTED: OfferState.TAKEN, OfferState.UNDO_ASKED: OfferState.UNDONE},
    ),
    "refuse": (
        lambda it: it.refuse(NOW, LEAD),
        {OfferState.ACCEPTED: OfferState.OPEN, OfferState.UNDO_ASKED: OfferState.TAKEN},
    ),
    "keep": (lambda it: it.keep(NOW), {OfferState.UNDO_ASKED: OfferState.TAKEN}),
    "cover": (
        lambda it: it.cover(NOW),
        {OfferState.OPEN: OfferState.COVERED, OfferState.ACCEPTED: OfferState.COVERED},
    ),
    "end": (
        lambda it: it.end([1], NOW),
        {OfferState.OPEN: OfferState.OPEN, OfferState.ACCEPTED: OfferState.OPEN},
    ),
    "undo": (lambda it: it.undo(BEN, NOW, needs_yes=False), {OfferState.TAKEN: OfferState.UNDONE}),
    "undo, to be confirmed": (lambda it: it.undo(ANA, NOW, needs_yes=True), {OfferState.TAKEN: OfferState.UNDO_ASKED}),
}
KEPT = [state for state in OfferState if state is not OfferState.LAPSED]


@pytest.mark.parametrize("state", KEPT)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_in_every_state(step: str, state: OfferState) -> None:
    act, leads_to = STEPS[step]
    if state in leads_to:
        assert act(offer(state)).state is leads_to[state]
    else:
        with pytest.raises(InputProblems) as caught:
            act(offer(state))
        assert caught.value.problems[0].reason.text


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", KEPT)
def test_nothing_can_be_done_once_the_shift_has_begun(step: str, state: OfferState) -> None:
    begun = replace(offer(state), shift=shift(ANA, 4, NOW))
    with pytest.raises(InputProblems):
        STEPS[step][0](begun)


@pytest.mark.parametrize(
    ("state", "then"),
    [(OfferState.OPEN, OfferState.LAPSED), (OfferState.ACCEPTED, OfferState.LAPSED),
     (OfferState.TAKEN, OfferState.TAKEN), (OfferState.UNDO_ASKED, OfferState.TAKEN),
     (OfferState.DECLINED, OfferState.DECLINED)],
)  # fmt: skip
def test_it_lapses_when_the_shift_begins(state: OfferState, then: OfferState) -> None:
    assert offer(state).at(BEGINS - TICK) == offer(state)
    for moment in (BEGINS, BEGINS + TICK):
        assert offer(state).at(moment).state is then


def test_an_exchange_ends_with_its_first_shift_and_the_offer_goes_on() -> None:
    first = BEGINS - timedelta(hours=1)
    for state in (OfferState.OPEN, OfferState.ACCEPTED):
        assert offer(state, back=True).at(first - TICK).state is state
        # It can still be taken by somebody else, also where the lead has said neither yes nor no.
        still = offer(state, back=True).at(first)
        assert still.accept(2, first, needs_yes=False).taker == CLEO
        with pytest.raises(InputProblems):
            still.accept(1, first, needs_yes=False)
    alone = replace(offer(OfferState.ACCEPTED, back=True), asks=offer(OfferState.ACCEPTED, back=True).asks[:1])
    assert alone.at(first).state is OfferState.DECLINED
    assert alone.at(BEGINS).state is OfferState.LAPSED


def test_who_accepts_second_is_told() -> None:
    taken = offer().accept(1, NOW, needs_yes=False)
    assert (taken.taker, [one.state for one in taken.asks]) == (BEN, [AskState.ACCEPTED, AskState.ASKED])
    with pytest.raises(InputProblems, match="Somebody was faster"):
        taken.accept(2, NOW, needs_yes=False)


def test_nobody_answers_twice_or_what_others_are_asked() -> None:
    once = offer().decline(BEN, NOW)
    for again in (lambda: once.decline(BEN, NOW), lambda: once.accept(1, NOW, needs_yes=False)):
        with pytest.raises(InputProblems, match="answered this already"):
            again()
    with pytest.raises(KeyError):
        once.accept(9, NOW, needs_yes=False)
    assert once.decline(CLEO, NOW).state is OfferState.DECLINED


def test_after_the_leads_no_the_others_can_still_take_it() -> None:
    first = offer().accept(1, NOW, needs_yes=True).refuse(NOW, LEAD)
    assert (first.open_asks(BEN), len(first.open_asks(CLEO)), first.decided_by) == ((), 1, LEAD)
    assert first.accept(2, NOW, needs_yes=True).refuse(NOW, LEAD).state is OfferState.REFUSED


def test_only_the_two_who_swapped_undo_and_no_replacement_is_undone() -> None:
    for wrong, who in ((offer(OfferState.TAKEN), CLEO), (offer(OfferState.TAKEN, vacant=True), ANA)):
        with pytest.raises(InputProblems, match="Only the two"):
            wrong.undo(who, NOW, needs_yes=False)


def test_the_lead_confirms_unless_the_team_says_otherwise() -> None:
    for rules, vacant, needed in (
        (OfferRules(), True, True), (OfferRules(), False, True), (OfferRules(replacements_need_yes=False), True, False),
        (OfferRules(replacements_need_yes=False), False, True), (OfferRules(swaps_need_yes=False), False, False),
    ):  # fmt: skip
        assert rules.needs_yes(offer(vacant=vacant)) is needed
