"""Two who work one late are ill, Ana and then Dora, in a team where nobody needs a lead's yes."""

from datetime import timedelta

from planner.bootstrap import StandingClock
from planner.domain.edit import Step
from planner.domain.offering import Offer, OfferRules, OfferState
from planner.services.offer_ends import OfferEnds
from planner.storage.database import Database
from tests.planner.account_cases import BASE
from tests.planner.storage.desk import Desk
from tests.planner.storage.offer_cases import (
    ANA,
    DORA,
    MORNING,
    ask_of,
    forget_letters,
    kept,
    now_in_force,
    offers_at,
    worked,
)

LATER = timedelta(seconds=1)


def both_ill(database: Database, desk: Desk) -> None:
    """Ana calls in, then Dora; what was written about it so far is forgotten."""
    offers_at(desk).answers.decide(desk.team, OfferRules(replacements_need_yes=False), desk.lead)
    offers_at(desk).sick.call_in({desk.team: ANA}, None)
    offers_at(desk, MORNING + LATER).sick.call_in({desk.team: DORA}, None)
    forget_letters(database)


def of(desk: Desk, person: str) -> Offer:
    """The last one."""
    return [one for one in kept(desk) if one.giver == person][-1]


def yes(desk: Desk, person: str, ill: str) -> OfferState:
    offer = of(desk, ill)
    return offers_at(desk).answers.accept(desk.team, person, offer.id, ask_of(offer, person)).state


def end_due(desk: Desk) -> None:
    OfferEnds(desk.vault, StandingClock(MORNING + 2 * LATER), BASE).end_due()


def by_hand(desk: Desk, *steps: Step) -> None:
    base = now_in_force(desk)
    draft = desk.drafts.go_on(base.id, desk.lead)
    desk.edit(draft.id, 0, *steps)
    desk.publishing.publish(draft.id, 1, base.id, desk.lead)


def lates(desk: Desk) -> set[str]:
    return {person for person, number, code in worked(desk) if (number, code) == (4, "L")}
