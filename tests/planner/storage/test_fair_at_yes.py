"""A swap that was fair when it was asked for, and is not when somebody says yes, is not made."""

import pytest

from planner.domain.edit import Put
from planner.domain.offering import OfferRules, OfferState
from planner.problems import InputProblems
from planner.storage.database import Database
from tests.planner.storage.desk import Desk
from tests.planner.storage.offer_cases import (
    ANA,
    BEN,
    DORA,
    ask_of,
    day,
    kept,
    now_in_force,
    offers_at,
    place,
    published,
    worked,
)


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    """Ana, who has one late, has asked Dora, who has none, to take it."""
    found = published(shared_database)
    offers_at(found).swaps.ask(found.team, place(ANA, 4, "L"), [(DORA, None)])
    return found


def late_for(desk: Desk, person: str) -> None:
    """The lead gives somebody another late."""
    base = now_in_force(desk)
    draft = desk.drafts.go_on(base.id, desk.lead)
    desk.edit(draft.id, 0, Put(person, day(16), "L"))
    desk.publishing.publish(draft.id, 1, base.id, desk.lead)


def yes(desk: Desk) -> OfferState:
    [offer] = kept(desk)
    return offers_at(desk).answers.accept(desk.team, DORA, offer.id, ask_of(offer, DORA)).state


def test_whoever_has_had_a_late_meanwhile_cannot_take_another(desk: Desk) -> None:
    late_for(desk, DORA)
    with pytest.raises(InputProblems, match="shared less fairly"):
        yes(desk)
    assert [one.state for one in kept(desk)] == [OfferState.DECLINED]
    assert (ANA, 4, "L") in worked(desk)


def test_a_lead_does_not_confirm_it_either(desk: Desk) -> None:
    assert yes(desk) is OfferState.ACCEPTED
    late_for(desk, DORA)
    [offer] = kept(desk)
    with pytest.raises(InputProblems, match="shared less fairly"):
        offers_at(desk).answers.confirm(desk.team, offer.id, desk.lead)
    assert [one.state for one in kept(desk)] == [OfferState.DECLINED]


def test_the_late_of_somebody_else_changes_nothing(desk: Desk) -> None:
    offers_at(desk).answers.decide(desk.team, OfferRules(swaps_need_yes=False), desk.lead)
    late_for(desk, BEN)
    assert yes(desk) is OfferState.TAKEN
    # Both take it back, though Dora had fewer lates.
    [offer] = kept(desk)
    assert offers_at(desk).answers.undo(desk.team, ANA, offer.id).state is OfferState.UNDONE
