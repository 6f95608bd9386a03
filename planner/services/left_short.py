"""Whoever takes a vacant shift may lack what is needed there: that stays on offer, to those who have it."""

from collections.abc import Sequence

from planner.domain.drafts import Version
from planner.domain.offering import AskState, Offer
from planner.messages import Message
from planner.ports import Records
from planner.services.month_ground import ground_of
from planner.services.offer_notices import OfferNotices
from planner.services.offer_rounds import ASKED, Candidates, next_round


def offer_again(
    records: Records, taken: Offer, version: Version, left: Sequence[Message], notices: OfferNotices
) -> None:
    """Offer a vacant shift that was taken to those who fill what is short still, within a transaction; leads are told.

    version: with its taker there. left: what is short, in words.
    """
    # Who has not answered yet may say yes still.
    no = {ask.person for ask in taken.asks if ask.state in (AskState.DECLINED, AskState.REFUSED)}
    but = {taken.giver, taken.taker, *no, *([taken.second.person] if taken.second else [])}
    candidates = Candidates(ground_of(records, version, notices.now), notices.now)
    found = candidates.next(taken.shift, ASKED, but, partly=False)
    due = next_round(taken.shift.begins_at, notices.now, len(found))
    asks = tuple(one.ask for one in found)
    offer = records.add_offer(Offer(taken.team, taken.shift, True, asks, version.made_at, next_round_at=due))
    for ask, one in zip(offer.asks, found, strict=True):
        notices.tell(notices.offered(offer, ask, one.effects))
    notices.tell(notices.left_short(taken, offer, left))
