"""No swap, and no undoing of one, leaves a shift short of people who know what it wants, whoever says yes to it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from planner.domain.offering import AskState, Offer, OfferRules, OfferState
from planner.domain.team import Team
from planner.problems import InputProblems
from planner.storage.database import Database
from tests.planner.small_teams import small_team
from tests.planner.storage.desk import Desk
from tests.planner.storage.offer_cases import (
    ANA,
    BEN,
    CLEO,
    DORA,
    RULES_WEIGHED,
    ask_of,
    day,
    forget_letters,
    kept,
    offers_at,
    place,
    published,
    refused,
    told,
    worked,
)

#: Those of the demand that a swap could leave short.
RULES = {code: row for code, row in RULES_WEIGHED.items() if code not in ("mix", "topic_contact", "duty")}
SHIFTS = ((ANA, 4, "L"), (BEN, 10, "E"), (CLEO, 11, "E"), (DORA, 12, "E"))


def team(wants: Mapping[str, Any], able: tuple[str, ...] = (ANA, BEN), on_call: bool = False, **more: Any) -> Team:
    """able: who has the skill. on_call: the late is a duty."""
    people = {
        name: {"public_name": name.partition(" ")[0], "skills": {"crisis": 1} if name in able else {}}
        for name in (ANA, BEN, CLEO, DORA)
    }
    shifts = {"E": {"times": "06:00-14:00", "break_min": 30},
              "L": {"times": "14:00-22:00", "break_min": 30, "on_call": on_call}}  # fmt: skip
    return small_team(people=people, shifts=shifts, demand=[{"when": 4, "shift": "L", **wants}], rules=RULES, **more)


def knows_no_more(facts: Team, person: str = BEN) -> Team:
    """Somebody has lost the skill, and is no expert any more."""
    managers = tuple(replace(one, skills={}) if one.name == person else one for one in facts.managers)
    topics = tuple(replace(one, experts=one.experts - {person}) for one in facts.topics)
    return replace(facts, managers=managers, topics=topics)


def change(desk: Desk, by: Callable[[Team], Team]) -> None:
    with desk.vault.writing() as records:
        records.save_facts(by(records.facts(desk.team)), desk.team, records.people(desk.team))


def ask(desk: Desk, back: tuple[int, str] | None = None) -> Offer:
    wanted = [(BEN, (day(back[0]), back[1]) if back else None)]
    return offers_at(desk).swaps.ask(desk.team, place(ANA, 4, "L"), wanted)


def yes(desk: Desk) -> Offer:
    [offer] = kept(desk)
    return offers_at(desk).answers.accept(desk.team, BEN, offer.id, ask_of(offer, BEN))


def refused_words(desk: Desk) -> str:
    """Why a yes was refused, in words."""
    with pytest.raises(InputProblems) as caught:
        yes(desk)
    return str(caught.value)


REFUNDS: Mapping[str, Any] = {
    "topics": {"Refunds": {"experts": [ANA, BEN]}},
    "opening_hours": [{"when": 4, "channel": "", "times": "14:00-22:00"}],
}
CASES = {
    "skill": (team({"minimum": 1, "skill": "crisis"}), "1 short, 0 of 1 people with crisis"),
    "duty": (team({"minimum": 1, "skill": "crisis"}, on_call=True), "1 short, 0 of 1 people with crisis"),
    "topic": (team({"minimum": 1}, **REFUNDS), "nobody who knows Refunds"),
}


@pytest.mark.parametrize("what", CASES)
def test_a_yes_that_leaves_a_shift_short_is_refused_with_what_would_be_missing(
    shared_database: Database, what: str
) -> None:
    facts, missing = CASES[what]
    desk = published(shared_database, facts, SHIFTS)
    ask(desk)
    change(desk, knows_no_more)
    forget_letters(shared_database)
    assert missing in refused_words(desk)
    assert worked(desk) == set(SHIFTS)
    [offer] = kept(desk)
    assert (offer.state, offer.asks[0].state) == (OfferState.DECLINED, AskState.ENDED)
    about = "About L, 14:00–22:00, Fri 4 Dec"
    assert told(shared_database) == {"ana": [about], "ben": [about]}


@pytest.mark.one_database
@pytest.mark.parametrize("what", CASES)
def test_the_leads_yes_is_refused_too(shared_database: Database, what: str) -> None:
    desk = published(shared_database, CASES[what][0], SHIFTS)
    offer = ask(desk)
    assert yes(desk).state is OfferState.ACCEPTED
    change(desk, knows_no_more)
    assert "not possible any more" in refused(
        lambda: offers_at(desk).answers.confirm(desk.team, offer.id, desk.lead)
    )
    assert worked(desk) == set(SHIFTS)
    assert offers_at(desk).views.waiting(desk.team) == 0


@pytest.mark.one_database
@pytest.mark.parametrize("what", CASES)
def test_who_does_not_know_it_is_not_listed(shared_database: Database, what: str) -> None:
    desk = published(shared_database, CASES[what][0], SHIFTS)
    gives = offers_at(desk).swaps.choose(desk.team, place(ANA, 4, "L")).gives
    assert [one.name for one in gives] == [BEN]


@pytest.mark.one_database
@pytest.mark.parametrize(("wanted", "goes"), [(1, True), (2, False), (3, False)])
def test_as_many_as_are_wanted_have_to_stay(shared_database: Database, wanted: int, goes: bool) -> None:
    """Two who know it work the late; of three that are wanted one is missing already, and a second one would."""
    facts = team({"minimum": wanted, "skill": "crisis"}, able=(ANA, BEN, CLEO))
    desk = published(shared_database, facts, ((ANA, 4, "L"), (CLEO, 4, "L"), (BEN, 10, "E"), (DORA, 12, "E")))
    offers_at(desk).answers.decide(desk.team, OfferRules(swaps_need_yes=False), desk.lead)
    ask(desk)
    change(desk, knows_no_more)
    if goes:
        assert yes(desk).state is OfferState.TAKEN
    else:
        assert f"{wanted - 1} short, 1 of {wanted} people" in refused_words(desk)
    assert ((BEN, 4, "L") in worked(desk)) is goes


@pytest.mark.one_database
def test_what_is_short_already_may_stay_so(shared_database: Database) -> None:
    facts = team({"minimum": 2})
    desk = published(shared_database, facts, SHIFTS)
    ask(desk)
    assert yes(desk).state is OfferState.ACCEPTED


@pytest.mark.one_database
def test_a_gap_is_not_made_good_by_another_that_closes(shared_database: Database) -> None:
    """In exchange Ana would bring to the early of the 10th what it lacks, and leave the late of the 4th without it."""
    facts = team({"minimum": 1, "skill": "crisis"}, able=(ANA,))
    facts = replace(facts, demand=(*facts.demand, replace(facts.demand[0], when=day(10), shift="E")))
    desk = published(shared_database, facts, SHIFTS)
    assert not [one.name for one in offers_at(desk).swaps.choose(desk.team, place(ANA, 4, "L")).exchanges]
    with pytest.raises(InputProblems, match="not as it was any more"):
        ask(desk, back=(10, "E"))


def test_an_undo_that_leaves_a_shift_short_is_refused(shared_database: Database) -> None:
    desk = published(shared_database, CASES["skill"][0], SHIFTS)
    answers = offers_at(desk).answers
    answers.decide(desk.team, OfferRules(swaps_need_yes=False), desk.lead)
    offer = ask(desk)
    assert yes(desk).state is OfferState.TAKEN
    change(desk, lambda facts: knows_no_more(facts, ANA))
    assert "not possible any more" in refused(lambda: answers.undo(desk.team, ANA, offer.id))
    assert (kept(desk)[0].state, (BEN, 4, "L") in worked(desk)) == (OfferState.TAKEN, True)
