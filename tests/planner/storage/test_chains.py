"""Nobody can simply take a vacant shift: two are asked, one to move to it, one to take what that one leaves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from planner.bootstrap import StandingClock
from planner.domain.edit import Put
from planner.domain.offering import AskState, Offer, OfferRules, OfferState
from planner.messages import render
from planner.problems import InputProblems
from planner.services.offer_rounds import OfferRounds
from planner.storage.database import Database
from planner.storage.upgrade import differences, downgrade, upgrade
from tests.planner.account_cases import BASE
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
    refused,
    told,
    worked,
)

FIRST_GETS_IT = OfferRules(replacements_need_yes=False)


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    found = published(shared_database, pair_team(), PAIR_SHIFTS)
    offers_at(found).answers.decide(found.team, FIRST_GETS_IT, found.lead)
    offers_at(found).sick.call_in({found.team: ANA}, day(4))
    return found


def the_offer(desk: Desk) -> Offer:
    [offer] = kept(desk)
    return offer


def yes(desk: Desk, person: str) -> Offer:
    offer = the_offer(desk)
    return offers_at(desk).answers.accept(desk.team, person, offer.id, ask_of(offer, person))


def test_a_pair_is_asked_and_told_what_each_would_do(desk: Desk, shared_database: Database) -> None:
    first, second = the_offer(desk).asks
    assert (first.person, first.back and first.back.place) == (CLEO, (CLEO, day(4), "E"))
    assert (second.person in (BEN, DORA), second.back, first.chain == second.chain != 0) == (True, None, True)
    texts = " ".join(bodies(shared_database))
    taker = second.person.partition(" ")[0]
    assert f"instead of E, 08:00–14:00, Fri 4 Dec? {taker} is asked to take that." in texts
    assert "Cleo could take a free shift if you took over theirs: E, 08:00–14:00, Fri 4 Dec." in texts
    assert texts.count("It holds once both of you have said yes.") == 2
    seen = offers_at(desk).views.own({desk.team: second.person})
    assert seen is not None
    [asked] = seen.asked
    assert (asked.shown.code, bool(asked.effects)) == ("E", True)
    # Once that has begun nobody is asked to take it, though the late is still to come.
    begun = offers_at(desk, asked.shown.begins_at).views.own({desk.team: second.person})
    assert begun is not None
    assert not begun.asked


@pytest.mark.parametrize("order", [0, 1])
def test_both_have_to_say_yes_whoever_is_first(desk: Desk, shared_database: Database, order: int) -> None:
    people = [ask.person for ask in the_offer(desk).asks][:: -1 if order else 1]
    after = yes(desk, people[0])
    assert after.state is OfferState.OPEN
    assert (CLEO, 4, "E") in worked(desk)
    seen = offers_at(desk).views.own({desk.team: people[0]})
    assert seen is not None
    assert [one.ask.state for one in seen.own if one.ask] == [AskState.WOULD]
    assert "answered this already" in refused(lambda: yes(desk, people[0]))
    forget_letters(shared_database)
    assert yes(desk, people[1]).state is OfferState.TAKEN
    second = the_offer(desk).asks[1].person
    assert {(CLEO, 4, "L"), (second, 4, "E")} <= worked(desk)
    assert (CLEO, 4, "E") not in worked(desk)
    assert {"cleo", second.partition(" ")[0].lower()} <= told(shared_database).keys()


@pytest.mark.one_database
def test_the_leads_yes_is_asked_for_once_both_would(desk: Desk, shared_database: Database) -> None:
    offers_at(desk).answers.decide(desk.team, OfferRules(), desk.lead)
    first, second = (ask.person for ask in the_offer(desk).asks)
    yes(desk, first)
    forget_letters(shared_database)
    assert yes(desk, second).state is OfferState.ACCEPTED
    # The lead hears of both shifts that change.
    [letter] = [body for body in bodies(shared_database) if "Confirm it, or say no" in body]
    assert f"{CLEO} would take L, 14:00–22:00, Fri 4 Dec." in letter
    assert f"{second} would take E, 08:00–14:00, Fri 4 Dec." in letter
    assert (CLEO, 4, "E") in worked(desk)
    # On the page, too, and what it means for each.
    [waiting] = offers_at(desk).views.of_team(desk.team).waiting
    assert [person for person, effects in waiting.weighed if effects] == [CLEO, second]
    offers_at(desk).answers.confirm(desk.team, the_offer(desk).id, desk.lead)
    assert not offers_at(desk).views.of_team(desk.team).waiting
    assert {(CLEO, 4, "L"), (second, 4, "E")} <= worked(desk)


@pytest.mark.one_database
def test_after_a_no_of_one_the_other_is_told_and_other_pairs_are_asked(desk: Desk, shared_database: Database) -> None:
    offer = the_offer(desk)
    first, second = (ask.person for ask in offer.asks)
    yes(desk, first)
    forget_letters(shared_database)
    after = offers_at(desk).answers.decline(desk.team, second, offer.id)
    # Cleo was the only one who can do it, and has been asked.
    assert after.state is OfferState.DECLINED
    letters = told(shared_database)
    assert letters["cleo"] == ["About L, 14:00–22:00, Fri 4 Dec"]
    assert "Nobody takes L, 14:00–22:00, Fri 4 Dec" in letters["dora"]
    assert (CLEO, 4, "E") in worked(desk)


@pytest.mark.one_database
def test_a_no_of_who_would_move_ends_the_question_of_the_other(desk: Desk) -> None:
    offer = the_offer(desk)
    offers_at(desk).answers.decline(desk.team, CLEO, offer.id)
    seen = offers_at(desk).views.own({desk.team: offer.asks[1].person})
    assert seen is not None
    assert not seen.asked
    assert "Nobody who was asked" in refused(lambda: yes(desk, offer.asks[1].person))


@pytest.mark.one_database
def test_a_no_of_the_lead_names_each_the_shift_that_they_would_have_taken(
    desk: Desk, shared_database: Database
) -> None:
    offers_at(desk).answers.decide(desk.team, OfferRules(), desk.lead)
    first, second = (ask.person for ask in the_offer(desk).asks)
    yes(desk, first)
    yes(desk, second)
    forget_letters(shared_database)
    offers_at(desk).answers.refuse(desk.team, the_offer(desk).id, desk.lead)
    letters = told(shared_database)
    assert letters["cleo"] == ["About L, 14:00–22:00, Fri 4 Dec"]
    assert "About E, 08:00–14:00, Fri 4 Dec" in letters[second.partition(" ")[0].lower()]


@pytest.mark.one_database
def test_back_when_well_who_would_have_followed_hears_of_their_shift(desk: Desk, shared_database: Database) -> None:
    second = the_offer(desk).asks[1].person
    yes(desk, second)
    forget_letters(shared_database)
    offers_at(desk).sick.back({desk.team: ANA}, day(4))
    assert "About E, 08:00–14:00, Fri 4 Dec" in told(shared_database)[second.partition(" ")[0].lower()]


@pytest.mark.one_database
def test_back_when_well_both_keep_what_they_have(desk: Desk, shared_database: Database) -> None:
    yes(desk, CLEO)
    forget_letters(shared_database)
    assert offers_at(desk).sick.back({desk.team: ANA}, day(4)) == 1
    assert {(ANA, 4, "L"), (CLEO, 4, "E")} <= worked(desk)
    assert told(shared_database)["cleo"] == ["About L, 14:00–22:00, Fri 4 Dec"]


@pytest.mark.one_database
@pytest.mark.parametrize("order", [0, 1])
def test_what_forbids_a_pair_is_told_to_whom_it_forbids_it(
    desk: Desk, shared_database: Database, order: int
) -> None:
    """Cleo is to work the early of the next day by now, ten hours after the late: no business of the other's."""
    people = [ask.person for ask in the_offer(desk).asks][:: -1 if order else 1]
    yes(desk, people[0])
    base = now_in_force(desk)
    draft = desk.drafts.go_on(base.id, desk.lead)
    desk.edit(draft.id, 0, Put(CLEO, day(5), "E"))
    desk.publishing.publish(draft.id, 1, base.id, desk.lead)
    forget_letters(shared_database)
    with pytest.raises(InputProblems) as caught:
        yes(desk, people[1])
    [problem] = caught.value.problems
    said = render(problem.reason, "en")
    rest = "only 10 h of rest between L on Fri 4 Dec and E on Sat 5 Dec; 11 h are needed"
    assert said == f"That is not possible any more: {rest if order else 'a rule would be broken'}."
    # What she would leave is not in the way.
    why = f"What forbids it: {rest}."
    letters = bodies(shared_database)
    assert [body.partition(",")[0] for body in letters if why in body] == ["Hello Cleo", "Hello Dora"]
    second = the_offer(desk).asks[1].person
    [lead] = [body for body in letters if why in body and "Hello Dora" in body]
    assert f"{CLEO} can’t take L, 14:00–22:00, Fri 4 Dec any more with {second} taking over E" in lead


@pytest.mark.one_database
def test_a_pair_is_asked_where_who_could_step_in_does_not_answer(shared_database: Database) -> None:
    desk = published(shared_database, pair_team(DORA), PAIR_SHIFTS)
    offers_at(desk).answers.decide(desk.team, FIRST_GETS_IT, desk.lead)
    offers_at(desk).sick.call_in({desk.team: ANA}, day(4))
    due = the_offer(desk).next_round_at
    assert due is not None
    for now, asked in ((due - timedelta(seconds=1), [DORA]), (due, [DORA, CLEO, BEN])):
        OfferRounds(desk.vault, StandingClock(now), BASE).ask_due()
        assert [ask.person for ask in the_offer(desk).asks] == asked
    # Whoever is first has it.
    assert yes(desk, DORA).state is OfferState.TAKEN


@pytest.mark.one_database
def test_a_no_that_nobody_can_follow_leaves_the_next_round(shared_database: Database) -> None:
    desk = published(shared_database, pair_team(BEN, DORA), PAIR_SHIFTS)
    offers_at(desk).sick.call_in({desk.team: ANA}, day(4))
    offer = the_offer(desk)
    assert {ask.person for ask in offer.asks} == {BEN, DORA}
    after = offers_at(desk).answers.decline(desk.team, DORA, offer.id)
    assert after.next_round_at == offer.next_round_at is not None


def test_of_fifty_yeses_one_pair_comes_out(desk: Desk) -> None:
    offer = the_offer(desk)

    def take(number: int) -> bool:
        ask = offer.asks[number % 2]
        try:
            return offers_at(desk).answers.accept(desk.team, ask.person, offer.id, ask.id).state is OfferState.TAKEN
        except InputProblems:
            return False

    with ThreadPoolExecutor(50) as pool:
        assert sum(pool.map(take, range(50))) == 1
    assert {one for one in worked(desk) if one[1:] == (4, "L")} == {(CLEO, 4, "L")}
    assert len([one for one in worked(desk) if one[1:] == (4, "E")]) == 1


def test_down_and_up_with_a_pair_asked(database: Database) -> None:
    found = published(database, pair_team(), PAIR_SHIFTS)
    offers_at(found).sick.call_in({found.team: ANA}, day(4))
    downgrade(database, "0100")
    assert upgrade(database, lambda: None)
    assert differences(database) == []
    assert kept(found)[0].asks == ()
