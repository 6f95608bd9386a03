"""A vacant shift is offered, too, to whoever works another one of the day that can spare them: they move over to it."""

import pytest

from planner.domain.edit import Take
from planner.domain.offering import AskState, Offer, OfferRules, OfferState
from planner.problems import InputProblems
from planner.storage.database import Database
from tests.planner.storage.desk import Desk
from tests.planner.storage.offer_cases import (
    ANA,
    BEN,
    CLEO,
    DORA,
    PAIR_SHIFTS,
    ask_of,
    bodies,
    day,
    forget_letters,
    kept,
    now_in_force,
    offers_at,
    pair_team,
    published,
    told,
    worked,
)

#: Beside Cleo, who can work the late, Dora works the early.
TWO_EARLIES = (*PAIR_SHIFTS[:3], (DORA, 4, "E"))
MOVES = {(CLEO, 4, "L"), (DORA, 4, "E")}


def ill(database: Database, early: int) -> Desk:
    """early: how many are wanted on the early."""
    desk = published(database, pair_team(early=early), TWO_EARLIES)
    offers_at(desk).answers.decide(desk.team, OfferRules(replacements_need_yes=False), desk.lead)
    forget_letters(database)
    offers_at(desk).sick.call_in({desk.team: ANA}, day(4))
    return desk


def the_offer(desk: Desk) -> Offer:
    [offer] = kept(desk)
    return offer


def take(desk: Desk) -> Offer:
    offer = the_offer(desk)
    return offers_at(desk).answers.accept(desk.team, CLEO, offer.id, ask_of(offer, CLEO))


def test_whoever_can_be_spared_is_asked_alone_and_told_what_they_leave(shared_database: Database) -> None:
    desk = ill(shared_database, early=1)
    [ask] = the_offer(desk).asks
    assert (ask.person, ask.back and ask.back.place, ask.chain) == (CLEO, (CLEO, day(4), "E"), 0)
    [letter] = [body for body in bodies(shared_database) if "A shift is free" in body]
    assert "Would you take it instead of E, 08:00–14:00, Fri 4 Dec? There others remain." in letter
    assert "both of you" not in letter
    assert f"offered to {CLEO} (instead of E, 08:00–14:00, Fri 4 Dec)" in " ".join(bodies(shared_database))
    seen = offers_at(desk).views.own({desk.team: CLEO})
    assert seen is not None
    [asked] = seen.asked
    assert (asked.shown.code, bool(asked.effects)) == ("L", True)


@pytest.mark.parametrize(("early", "chained"), [(1, False), (2, True)])
def test_who_is_needed_where_they_are_moves_only_if_another_follows(
    shared_database: Database, early: int, chained: bool
) -> None:
    asks = the_offer(ill(shared_database, early)).asks
    assert (asks[0].person, len(asks), bool(asks[0].chain)) == (CLEO, 2 if chained else 1, chained)


def test_one_yes_moves_them_over_and_nobody_else(shared_database: Database) -> None:
    desk = ill(shared_database, early=1)
    forget_letters(shared_database)
    assert take(desk).state is OfferState.TAKEN
    assert {one for one in worked(desk) if one[1] == 4} == MOVES
    assert told(shared_database) == {"cleo": ["Your shifts in December 2026 have changed"]}


def test_who_can_be_spared_no_more_stays_and_the_others_shift_is_not_left_alone(shared_database: Database) -> None:
    desk = ill(shared_database, early=1)
    held = now_in_force(desk)
    draft = desk.drafts.go_on(held.id, desk.lead)
    desk.edit(draft.id, 0, Take(DORA, day(4), "E"))
    desk.publishing.publish(draft.id, 1, held.id, desk.lead)
    with pytest.raises(InputProblems, match="nobody can be spared"):
        take(desk)
    assert {one for one in worked(desk) if one[1] == 4} == {(CLEO, 4, "E")}
    assert the_offer(desk).asks[0].state is AskState.ENDED


def test_the_lead_reads_that_the_other_shift_has_one_fewer(shared_database: Database) -> None:
    desk = ill(shared_database, early=1)
    offers_at(desk).answers.decide(desk.team, OfferRules(), desk.lead)
    forget_letters(shared_database)
    assert take(desk).state is OfferState.ACCEPTED
    assert "E, 08:00–14:00, Fri 4 Dec would be one fewer for it." in " ".join(bodies(shared_database))
    assert (ANA, 4, "L") not in worked(desk)
    offers_at(desk).answers.confirm(desk.team, the_offer(desk).id, desk.lead)
    assert {one for one in worked(desk) if one[1] == 4} == MOVES


def test_back_when_well_the_one_who_moves_keeps_their_own(shared_database: Database) -> None:
    desk = ill(shared_database, early=1)
    assert offers_at(desk).sick.back({desk.team: ANA}, day(4)) == 1
    assert {(ANA, 4, "L"), (CLEO, 4, "E"), (DORA, 4, "E")} <= worked(desk)
    assert BEN not in {ask.person for ask in the_offer(desk).asks}
