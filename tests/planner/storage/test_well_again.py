"""Well again: what somebody else has by now stays theirs, and what has begun meanwhile comes back to nobody."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from planner.domain.edit import Put
from planner.domain.offering import OfferState
from planner.storage.database import Database
from tests.planner.storage.desk import Desk
from tests.planner.storage.offer_cases import (
    ANA,
    BEN,
    CLEO,
    DORA,
    ask_of,
    day,
    forget_letters,
    kept,
    now_in_force,
    offers_at,
    published,
    refused,
    told,
    worked,
)

#: When Ana's late of Friday 4 December begins, in Vienna.
BEGINS = datetime(2026, 12, 4, 13, tzinfo=UTC)


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    return published(shared_database)


def ill(desk: Desk, last: int = 4) -> None:
    offers_at(desk).sick.call_in({desk.team: ANA}, day(last))


def test_what_was_taken_stays_with_who_took_it(desk: Desk, shared_database: Database) -> None:
    ill(desk, last=6)
    late, early = kept(desk)
    answers = offers_at(desk).answers
    answers.accept(desk.team, BEN, late.id, ask_of(late, BEN))
    answers.confirm(desk.team, late.id, desk.lead)
    # The other is only accepted, and not confirmed.
    answers.accept(desk.team, CLEO, early.id, ask_of(early, CLEO))
    forget_letters(shared_database)
    assert offers_at(desk).sick.back({desk.team: ANA}, day(4)) == 1
    assert {(BEN, 4, "L"), (ANA, 6, "E")} < worked(desk)
    assert told(shared_database)["cleo"] == ["About E, 06:00–14:00, Sun 6 Dec"]
    assert "not on offer" in refused(lambda: answers.confirm(desk.team, early.id, desk.lead))


def test_what_the_lead_filled_otherwise_stays_so(desk: Desk) -> None:
    ill(desk)
    base = now_in_force(desk)
    draft = desk.edit(base.id, 0, Put(DORA, day(4), "L")).version
    desk.publishing.publish(draft.id, 1, base.id, desk.lead)
    [offer] = kept(desk)
    assert "somebody was faster" in refused(
        lambda: offers_at(desk).answers.accept(desk.team, BEN, offer.id, ask_of(offer, BEN))
    )
    assert offers_at(desk).sick.back({desk.team: ANA}, day(4)) == 0
    assert {one for one in worked(desk) if one[1:] == (4, "L")} == {(DORA, 4, "L")}


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
    ill(desk)
    act(desk)
    assert [one.state for one in kept(desk)] == [state]
    forget_letters(shared_database)
    comes_back = since_begin < timedelta(0)
    assert offers_at(desk, BEGINS + since_begin).sick.back({desk.team: ANA}, day(4)) == int(comes_back)
    assert ((ANA, 4, "L") in worked(desk)) is comes_back
    assert ("ana" in told(shared_database)) is comes_back
    assert [one.state for one in kept(desk)] == [OfferState.WITHDRAWN if comes_back else state]
