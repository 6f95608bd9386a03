"""Well again on the same day: what has begun meanwhile is nobody's, whatever became of asking for it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from planner.domain.offering import OfferState
from planner.storage.database import Database
from tests.planner.storage.desk import Desk
from tests.planner.storage.offer_cases import (
    ANA,
    BEN,
    DORA,
    ask_of,
    day,
    forget_letters,
    kept,
    offers_at,
    published,
    told,
    worked,
)

#: When Ana's late of Friday 4 December begins, in Vienna.
BEGINS = datetime(2026, 12, 4, 13, tzinfo=UTC)


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    found = published(shared_database)
    offers_at(found).sick.call_in({found.team: ANA}, day(4))
    return found


def nobody_asked_takes_it(desk: Desk) -> None:
    [offer] = kept(desk)
    for person in (BEN, DORA):
        offers_at(desk).answers.decline(desk.team, person, offer.id)


def the_lead_says_no(desk: Desk) -> None:
    [offer] = kept(desk)
    offers_at(desk).answers.decline(desk.team, DORA, offer.id)
    offers_at(desk).answers.accept(desk.team, BEN, offer.id, ask_of(offer, BEN))
    offers_at(desk).answers.refuse(desk.team, offer.id, desk.lead)


@pytest.mark.parametrize(
    ("act", "state"), [(nobody_asked_takes_it, OfferState.DECLINED), (the_lead_says_no, OfferState.REFUSED)]
)
@pytest.mark.parametrize("since_begin", [timedelta(seconds=-1), timedelta(0)])
def test_what_nobody_took_comes_back_until_it_begins(
    desk: Desk, shared_database: Database, act: Callable[[Desk], None], state: OfferState, since_begin: timedelta
) -> None:
    act(desk)
    assert [one.state for one in kept(desk)] == [state]
    forget_letters(shared_database)
    comes_back = since_begin < timedelta(0)
    assert offers_at(desk, BEGINS + since_begin).sick.back({desk.team: ANA}, day(4)) == int(comes_back)
    assert ((ANA, 4, "L") in worked(desk)) is comes_back
    assert ("ana" in told(shared_database)) is comes_back
    assert [one.state for one in kept(desk)] == [OfferState.WITHDRAWN if comes_back else state]
