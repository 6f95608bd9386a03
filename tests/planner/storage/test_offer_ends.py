"""What cannot come off any more ends by itself: those asked hear of it, and the lead, or who offers the shift."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from planner.bootstrap import StandingClock
from planner.domain.edit import Put, Take
from planner.domain.offering import AskState, Offer, OfferRules, OfferState
from planner.domain.people import Absence, AbsenceKind
from planner.domain.team import Team
from planner.messages import words
from planner.problems import InputProblems
from planner.services.offer_ends import OfferEnds
from planner.storage.database import Database
from tests.planner.account_cases import BASE
from tests.planner.storage.desk import Desk
from tests.planner.storage.offer_cases import (
    ANA,
    BEN,
    CLEO,
    DORA,
    MORNING,
    PAIR_SHIFTS,
    SHIFTS,
    ask_of,
    bodies,
    day,
    forget_letters,
    kept,
    now_in_force,
    offers_at,
    pair_team,
    place,
    published,
    told,
    worked,
)

TICK = timedelta(microseconds=1)


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    """Ana is ill; Cleo is asked to move to her late, and another one to take over Cleo's early."""
    found = published(shared_database, pair_team(), PAIR_SHIFTS)
    offers_at(found).answers.decide(found.team, OfferRules(replacements_need_yes=False), found.lead)
    offers_at(found).sick.call_in({found.team: ANA}, day(4))
    forget_letters(shared_database)
    return found


def end_due(desk: Desk, now: datetime = MORNING) -> None:
    OfferEnds(desk.vault, StandingClock(now), BASE).end_due()


def the_offer(desk: Desk) -> Offer:
    [offer] = kept(desk)
    return offer


def yes(desk: Desk, person: str) -> Offer:
    return offers_at(desk).answers.accept(desk.team, person, the_offer(desk).id, ask_of(the_offer(desk), person))


def second_of(desk: Desk) -> str:
    return the_offer(desk).asks[1].person


def save(desk: Desk, change: Callable[[Team], Team]) -> None:
    with desk.vault.writing() as records:
        records.save_facts(change(records.facts(desk.team)), desk.team, records.people(desk.team))


def away(desk: Desk, person: str, number: int) -> None:
    row = Absence(person, AbsenceKind.LEAVE, day(number), day(number))
    save(desk, lambda facts: replace(facts, absences=(*facts.absences, row)))


def publish(desk: Desk, *steps: Put | Take) -> None:
    held = now_in_force(desk)
    draft = desk.drafts.go_on(held.id, desk.lead)
    desk.edit(draft.id, 0, *steps)
    desk.publishing.publish(draft.id, 1, held.id, desk.lead)


def test_a_pair_ends_when_the_shift_to_be_left_begins_and_not_before(desk: Desk, shared_database: Database) -> None:
    back = the_offer(desk).asks[0].back
    assert back is not None
    end_due(desk, back.begins_at - TICK)
    assert [ask.state for ask in the_offer(desk).asks] == [AskState.ASKED, AskState.ASKED]
    assert not told(shared_database)
    end_due(desk, back.begins_at)
    after = the_offer(desk)
    assert (after.state, [ask.state for ask in after.asks]) == (OfferState.DECLINED, [AskState.ENDED] * 2)
    letters = told(shared_database)
    assert letters["cleo"] == ["About L, 14:00–22:00, Fri 4 Dec"]
    assert "About E, 08:00–14:00, Fri 4 Dec" in letters[second_of(desk).partition(" ")[0].lower()]
    assert {"About L, 14:00–22:00, Fri 4 Dec", "Nobody takes L, 14:00–22:00, Fri 4 Dec"} <= {*letters["dora"]}
    assert "ana" not in letters
    text = " ".join(bodies(shared_database))
    assert "What you were asked about E, 08:00–14:00, Fri 4 Dec can’t be any more." in text
    assert f"{CLEO} can’t take L, 14:00–22:00, Fri 4 Dec any more with {second_of(desk)} taking over E, 08" in text
    # Told once, also by the next worker.
    end_due(desk, back.begins_at)
    assert told(shared_database) == letters


@pytest.mark.one_database
def test_a_yes_that_waits_is_over_too_and_binds_nothing(desk: Desk) -> None:
    yes(desk, CLEO)
    away(desk, second_of(desk), 4)
    end_due(desk)
    assert {ask.state for ask in the_offer(desk).asks[:2]} == {AskState.ENDED}
    seen = offers_at(desk).views.own({desk.team: CLEO})
    assert seen is not None
    assert not [one for one in seen.own if one.offer.vacant]
    assert (CLEO, 4, "E") in worked(desk)


@pytest.mark.one_database
@pytest.mark.parametrize("who", [0, 1])
def test_it_ends_when_one_of_them_is_away_that_day_and_not_for_the_next(desk: Desk, who: int) -> None:
    person = the_offer(desk).asks[who].person
    away(desk, person, 5)
    end_due(desk)
    assert the_offer(desk).asks[who].state is AskState.ASKED
    away(desk, person, 4)
    end_due(desk)
    # The lead, or the other one who can take the early, may be asked anew, in another pair.
    assert [ask.state for ask in the_offer(desk).asks[:2]] == [AskState.ENDED] * 2


@pytest.mark.one_database
def test_after_a_pair_that_is_over_the_next_one_is_asked(desk: Desk) -> None:
    gone = second_of(desk)
    away(desk, gone, 4)
    end_due(desk)
    after = the_offer(desk)
    other = next(name for name in (BEN, DORA) if name != gone)
    assert [ask.person for ask in after.asks] == [CLEO, gone, CLEO, other]
    assert (after.state, after.asks[2].chain) == (OfferState.OPEN, 2)
    [first, second] = [ask for ask in after.asks if ask.chain == 2]
    answers = offers_at(desk).answers
    answers.accept(desk.team, CLEO, after.id, first.id)
    assert answers.accept(desk.team, other, after.id, second.id).state is OfferState.TAKEN
    assert {(CLEO, 4, "L"), (other, 4, "E")} <= worked(desk)


@pytest.mark.one_database
def test_it_ends_when_the_shift_to_be_left_is_published_otherwise(desk: Desk) -> None:
    publish(desk, Take(CLEO, day(4), "E"))
    end_due(desk)
    assert [ask.state for ask in the_offer(desk).asks[:2]] == [AskState.ENDED] * 2


@pytest.mark.one_database
def test_it_ends_when_one_of_them_leaves_the_team(desk: Desk, shared_database: Database) -> None:
    gone = second_of(desk)
    save(desk, lambda facts: replace(facts, managers=tuple(one for one in facts.managers if one.name != gone)))
    end_due(desk)
    assert [ask.state for ask in the_offer(desk).asks[:2]] == [AskState.ENDED] * 2
    assert told(shared_database)["cleo"]


@pytest.mark.one_database
def test_a_yes_that_a_rule_forbids_by_now_ends_the_pair_at_once(desk: Desk, shared_database: Database) -> None:
    # After a late that ends at ten there are no eleven hours until the early.
    publish(desk, Put(second_of(desk), day(3), "L"))
    end_due(desk)
    assert the_offer(desk).asks[0].state is AskState.ASKED
    forget_letters(shared_database)
    with pytest.raises(InputProblems):
        yes(desk, CLEO)
    assert [ask.state for ask in the_offer(desk).asks[:2]] == [AskState.ENDED] * 2
    assert told(shared_database)["cleo"][0] == "About L, 14:00–22:00, Fri 4 Dec"
    assert (CLEO, 4, "E") in worked(desk)


def test_an_exchange_ends_with_what_would_come_back_and_others_are_asked_on(shared_database: Database) -> None:
    desk = published(shared_database)
    wanted = [(CLEO, (day(8), "E")), (BEN, None)]
    offers_at(desk).swaps.ask(desk.team, place(ANA, 6, "E"), wanted)
    forget_letters(shared_database)
    publish(desk, Take(CLEO, day(8), "E"))
    forget_letters(shared_database)
    end_due(desk)
    after = the_offer(desk)
    assert (after.state, [ask.state for ask in after.asks]) == (OfferState.OPEN, [AskState.ENDED, AskState.ASKED])
    assert {name: len(subjects) for name, subjects in told(shared_database).items()} == {"cleo": 1, "ana": 1}
    offers_at(desk).answers.decline(desk.team, BEN, after.id)
    assert the_offer(desk).state is OfferState.DECLINED


@pytest.mark.one_database
def test_exchanges_that_end_at_once_are_all_named_to_who_asked(shared_database: Database) -> None:
    desk = published(shared_database)
    offers_at(desk).swaps.ask(desk.team, place(ANA, 6, "E"), [(CLEO, (day(8), "E")), (DORA, (day(11), "E"))])
    publish(desk, Take(CLEO, day(8), "E"), Take(DORA, day(11), "E"))
    forget_letters(shared_database)
    end_due(desk)
    assert the_offer(desk).state is OfferState.DECLINED
    [letter] = [body for body in bodies(shared_database) if body.startswith("Hello Ana")]
    for name, back in (("Cleo", "Tue 8 Dec"), ("Dora", "Fri 11 Dec")):
        assert f"{name} can’t take E, 06:00–14:00, Sun 6 Dec in exchange for E, 06:00–14:00, {back} any more." in letter
    assert "Nobody else is asked" in letter


@pytest.mark.one_database
def test_of_two_exchanges_with_one_person_the_one_that_ends_is_named(shared_database: Database) -> None:
    desk = published(shared_database, None, (*SHIFTS, (CLEO, 9, "E")))
    offers_at(desk).swaps.ask(desk.team, place(ANA, 6, "E"), [(CLEO, (day(8), "E")), (CLEO, (day(9), "E"))])
    publish(desk, Take(CLEO, day(8), "E"))
    forget_letters(shared_database)
    end_due(desk)
    assert [ask.state for ask in the_offer(desk).asks] == [AskState.ENDED, AskState.ASKED]
    told_of = [body for body in bodies(shared_database) if "in exchange for E, 06:00–14:00, Tue 8 Dec" in body]
    assert len(told_of) == 2
    assert not any("Wed 9 Dec" in body or "Nobody else is asked" in body for body in told_of)


@pytest.mark.one_database
def test_leads_read_who_takes_what_and_not_two_names(shared_database: Database) -> None:
    desk = published(shared_database, pair_team(), PAIR_SHIFTS)
    offers_at(desk).sick.call_in({desk.team: ANA}, day(4))
    [letter] = [body for body in bodies(shared_database) if f"{ANA} is ill until" in body]
    way = f"{CLEO} (instead of E, 08:00–14:00, Fri 4 Dec, which {second_of(desk)} would take over)"
    assert f"L, 14:00–22:00, Fri 4 Dec: offered to {way}" in letter
    [seen] = offers_at(desk).views.of_team(desk.team).open
    assert [words(one, "en") for one in seen.ways] == [way]
