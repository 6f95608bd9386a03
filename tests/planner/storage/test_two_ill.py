"""Two are ill on the same shift: each gap has its own offer, its own taker, and whoever fills it by hand fills one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from planner.domain.edit import Put, Take
from planner.domain.offering import Offer, OfferRules, OfferState
from planner.logs import log_to_stderr
from planner.problems import InputProblems
from planner.services.vacancies import Vacancies
from planner.storage.database import Database
from planner.storage.upgrade import differences, downgrade, upgrade
from tests.planner.small_teams import small_team
from tests.planner.storage.desk import Desk
from tests.planner.storage.offer_cases import (
    ANA,
    BEN,
    CLEO,
    DORA,
    MORNING,
    RULES_WEIGHED,
    day,
    forget_letters,
    kept,
    offers_at,
    published,
    refused,
    told,
)
from tests.planner.storage.two_ill_cases import LATER, both_ill, by_hand, end_due, lates, of, yes

#: Ana and Dora work the late of the 4th, which wants two; Ben and Cleo are free.
SHIFTS = ((ANA, 4, "L"), (DORA, 4, "L"), (BEN, 10, "E"), (CLEO, 11, "E"))


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    """Whoever is first has it."""
    return two_ill(shared_database)


def two_ill(database: Database, **rules: dict[str, object]) -> Desk:
    """rules: by code, beside those that count anyway."""
    people = {name: {"public_name": name.partition(" ")[0]} for name in (ANA, BEN, CLEO, DORA)}
    shifts = {code: {"times": times, "break_min": 30} for code, times in (("E", "06:00-14:00"), ("L", "14:00-22:00"))}
    demand = [{"when": 4, "shift": "L", "minimum": 2}]
    team = small_team(people=people, shifts=shifts, demand=demand, rules={**RULES_WEIGHED, **rules})
    found = published(database, team, SHIFTS)
    both_ill(database, found)
    return found


def back(desk: Desk, person: str) -> int:
    return offers_at(desk, MORNING + 2 * LATER).sick.back({desk.team: person}, day(4))


@pytest.mark.parametrize("ill", [ANA, DORA])
def test_one_accepts_and_one_gap_stays_open_and_on_offer(desk: Desk, shared_database: Database, ill: str) -> None:
    other = DORA if ill == ANA else ANA
    assert yes(desk, BEN, ill) is OfferState.TAKEN
    end_due(desk)
    left = of(desk, other)
    # Ben has one of the two, so he is asked for the other no more, and reads nothing of it.
    assert (left.state, [ask.person for ask in left.unanswered]) == (OfferState.OPEN, [CLEO])
    assert told(shared_database) == {"ben": ["Your shifts in December 2026 have changed"]}
    assert yes(desk, CLEO, other) is OfferState.TAKEN
    assert lates(desk) == {BEN, CLEO}


@pytest.mark.one_database
def test_who_is_well_again_gets_back_what_the_others_taker_has_not_filled(desk: Desk) -> None:
    yes(desk, BEN, ANA)
    assert back(desk, DORA) == 1
    assert lates(desk) == {BEN, DORA}
    assert back(desk, ANA) == 0
    assert (of(desk, ANA).state, of(desk, DORA).state) == (OfferState.TAKEN, OfferState.WITHDRAWN)


@pytest.mark.one_database
def test_one_person_who_says_yes_to_both_fills_one(desk: Desk, shared_database: Database) -> None:
    answers = offers_at(desk).answers
    answers.decide(desk.team, OfferRules(), desk.lead)
    assert [yes(desk, BEN, ill) for ill in (ANA, DORA)] == [OfferState.ACCEPTED] * 2
    answers.confirm(desk.team, of(desk, ANA).id, desk.lead)
    forget_letters(shared_database)
    end_due(desk)
    left = of(desk, DORA)
    assert (left.state, [ask.person for ask in left.unanswered]) == (OfferState.OPEN, [CLEO])
    # Ben knows which shift he has; for the lead, Dora, there is one question less.
    assert told(shared_database) == {"dora": ["Nothing to confirm any more: L, 14:00–22:00, Fri 4 Dec"]}


@pytest.mark.one_database
def test_both_well_again_get_both_back(desk: Desk) -> None:
    assert [back(desk, person) for person in (ANA, DORA)] == [1, 1]
    assert lates(desk) == {ANA, DORA}


@pytest.mark.one_database
def test_whom_the_lead_puts_there_fills_one_of_the_two(desk: Desk, shared_database: Database) -> None:
    by_hand(desk, Put(CLEO, day(4), "L"))
    forget_letters(shared_database)
    for _ in range(3):
        end_due(desk)
    assert sorted(one.state for one in kept(desk)) == [OfferState.COVERED, OfferState.OPEN]
    # Of the one that ended Ben hears; for the other he is asked still. Cleo knows.
    assert told(shared_database) == {"ben": ["About L, 14:00–22:00, Fri 4 Dec"]}
    [left] = [one for one in kept(desk) if one.state is OfferState.OPEN]
    assert [ask.person for ask in left.unanswered] == [BEN]
    by_hand(desk, Put(BEN, day(4), "L"))
    end_due(desk)
    assert {one.state for one in kept(desk)} == {OfferState.COVERED}


@pytest.mark.one_database
@pytest.mark.parametrize("looked", [False, True])
def test_of_two_the_first_who_is_well_again_finds_it_filled_by_hand_and_not_the_second(
    desk: Desk, looked: bool
) -> None:
    by_hand(desk, Put(CLEO, day(4), "L"))
    if looked:
        end_due(desk)
    assert sorted(back(desk, person) for person in (ANA, DORA)) == [0, 1]
    assert len(lates(desk)) == 2
    assert CLEO in lates(desk)


@pytest.mark.one_database
@pytest.mark.parametrize("ends", ["asked ones say no", "the lead ends it"])
def test_whoever_is_put_there_fills_first_what_is_not_on_offer_any_more(desk: Desk, ends: str) -> None:
    answers, anas = offers_at(desk).answers, of(desk, ANA)
    if ends == "the lead ends it":
        answers.end(desk.team, anas.id, desk.lead)
    else:
        for person in (BEN, CLEO):
            answers.decline(desk.team, person, anas.id)
    by_hand(desk, Put(CLEO, day(4), "L"))
    end_due(desk)
    # The other one of the two is missing still.
    assert (of(desk, DORA).state, [ask.person for ask in of(desk, DORA).unanswered]) == (OfferState.OPEN, [BEN])
    by_hand(desk, Put(BEN, day(4), "L"))
    end_due(desk)
    assert of(desk, DORA).state is OfferState.COVERED


@pytest.mark.one_database
def test_who_is_ill_well_and_ill_again_leaves_one_gap(desk: Desk) -> None:
    assert back(desk, ANA) == 1
    offers_at(desk, MORNING + 3 * LATER).sick.call_in({desk.team: ANA}, None)
    by_hand(desk, Put(CLEO, day(4), "L"))
    end_due(desk)
    by_hand(desk, Put(BEN, day(4), "L"))
    end_due(desk)
    assert {one.state for one in kept(desk)} == {OfferState.WITHDRAWN, OfferState.COVERED}


@pytest.mark.one_database
def test_who_is_put_there_in_place_of_another_fills_nothing(desk: Desk) -> None:
    by_hand(desk, Put(CLEO, day(4), "L"))
    end_due(desk)
    by_hand(desk, Take(CLEO, day(4), "L"), Put(BEN, day(4), "L"))
    end_due(desk)
    assert sorted(one.state for one in kept(desk)) == [OfferState.COVERED, OfferState.OPEN]


@pytest.mark.one_database
def test_where_one_is_enough_by_now_the_second_yes_is_one_too_many_and_the_offer_ends(desk: Desk) -> None:
    with desk.vault.writing() as records:
        facts = records.facts(desk.team)
        demand = tuple(replace(row, minimum=1, target=1) for row in facts.demand)
        records.save_facts(replace(facts, demand=demand), desk.team, records.people(desk.team))
    yes(desk, BEN, ANA)
    assert "somebody was faster" in refused(lambda: yes(desk, CLEO, DORA))
    assert of(desk, DORA).state is OfferState.COVERED
    # That was nobody in her place: well again, she has her shift.
    assert back(desk, DORA) == 1
    assert lates(desk) == {BEN, DORA}


@pytest.mark.one_database
def test_hours_that_somebody_owes_are_no_need_for_them(shared_database: Database) -> None:
    """Cleo has fewer hours than her contract, which the team insists on: that does not put a third one on the late."""
    desk = two_ill(shared_database, contract={"price": "hard"})
    by_hand(desk, Put(BEN, day(4), "L"))
    with desk.vault.writing() as records:
        facts = records.facts(desk.team)
        demand = tuple(replace(row, minimum=1, target=1) for row in facts.demand)
        records.save_facts(replace(facts, demand=demand), desk.team, records.people(desk.team))
    assert "somebody was faster" in refused(lambda: yes(desk, CLEO, DORA))
    assert of(desk, DORA).state is OfferState.COVERED
    assert lates(desk) == {BEN}


def test_of_fifty_yeses_to_both_two_people_have_one_each(desk: Desk, shared_database: Database) -> None:
    asks = [(person, ill) for ill in (ANA, DORA) for person in (BEN, CLEO)]

    def take(number: int) -> bool:
        try:
            return yes(desk, *asks[number % 4]) is OfferState.TAKEN
        except InputProblems:
            return False

    with ThreadPoolExecutor(50) as pool:
        taken = sum(pool.map(take, range(50)))
    # Where Ben has said yes to both, his second one is over, and Cleo may say yes to it still.
    for ill in (ANA, DORA):
        if of(desk, ill).state is OfferState.OPEN:
            [left] = [one.person for one in of(desk, ill).unanswered]
            assert yes(desk, left, ill) is OfferState.TAKEN
            taken += 1
    assert (taken, lates(desk)) == (2, {BEN, CLEO})
    assert {(one.state, one.taker) for one in kept(desk)} == {(OfferState.TAKEN, BEN), (OfferState.TAKEN, CLEO)}
    moved = ["Your shifts in December 2026 have changed"]
    assert [told(shared_database)[name].count(moved[0]) for name in ("ben", "cleo")] == [1, 1]


def test_down_and_up_with_a_shift_that_was_filled_by_hand(database: Database) -> None:
    found = published(database)
    offers_at(found).sick.call_in({found.team: ANA}, None)
    by_hand(found, Put(DORA, day(4), "L"))
    end_due(found)
    assert [one.state for one in kept(found)] == [OfferState.COVERED]
    downgrade(database, "0140")
    assert upgrade(database, lambda: None)
    assert differences(database) == []
    assert [one.state for one in kept(found)] == [OfferState.WITHDRAWN]


@pytest.mark.one_database
def test_whoever_is_needed_no_more_ends_nothing_for_those_who_are(shared_database: Database) -> None:
    """Two were wanted; one is enough by now, for a crisis, and one is there, but for no crisis."""
    people = {
        name: {"public_name": name.partition(" ")[0], "skills": {"crisis": 1} if name in (ANA, BEN) else {}}
        for name in (ANA, BEN, CLEO, DORA)
    }
    demand = [{"when": 4, "shift": "L", "minimum": 2},
              {"when": 4, "shift": "L", "skill": "crisis", "level": 1, "minimum": 0}]  # fmt: skip
    shifts = {code: {"times": times, "break_min": 30} for code, times in (("E", "06:00-14:00"), ("L", "14:00-22:00"))}
    weighed = {code: price for code, price in RULES_WEIGHED.items() if code != "mix"}
    team = small_team(people=people, shifts=shifts, demand=demand, rules=weighed)
    desk = published(shared_database, team, SHIFTS)
    offers_at(desk).answers.decide(desk.team, OfferRules(replacements_need_yes=False), desk.lead)
    offers_at(desk).sick.call_in({desk.team: ANA}, None)
    assert {ask.person for ask in of(desk, ANA).asks} == {BEN, CLEO}
    with desk.vault.writing() as records:
        facts = records.facts(desk.team)
        other = tuple(replace(row, minimum=1, target=1) for row in facts.demand)
        records.save_facts(replace(facts, demand=other), desk.team, records.people(desk.team))
    assert "somebody was faster" in refused(lambda: yes(desk, CLEO, ANA))
    assert of(desk, ANA).state is OfferState.OPEN
    assert yes(desk, BEN, ANA) is OfferState.TAKEN


def test_what_is_needed_no_more_ends_without_another_yes(desk: Desk, shared_database: Database) -> None:
    with desk.vault.writing() as records:
        facts = records.facts(desk.team)
        fewer = tuple(replace(row, minimum=1, target=1) for row in facts.demand)
        records.save_facts(replace(facts, demand=fewer), desk.team, records.people(desk.team))
    yes(desk, BEN, ANA)
    forget_letters(shared_database)
    end_due(desk)
    assert of(desk, DORA).state is OfferState.COVERED
    # Ben, who was asked for it, too, has the other one.
    assert told(shared_database) == {"cleo": ["About L, 14:00–22:00, Fri 4 Dec"]}


def test_an_offer_that_cannot_be_looked_at_does_not_keep_the_others_from_ending(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    by_hand(desk, Put(BEN, day(4), "L"), Put(CLEO, day(4), "L"))
    bad, good = of(desk, ANA).id, of(desk, DORA).id
    needed = Vacancies.needed
    log_to_stderr()

    def fails(self: Vacancies, offer: Offer) -> bool:
        if offer.id == bad:
            raise RuntimeError("damaged")
        return needed(self, offer)

    with monkeypatch.context() as patched:
        patched.setattr(Vacancies, "needed", fails)
        end_due(desk)
    assert {one.id: one.state for one in kept(desk)} == {bad: OfferState.OPEN, good: OfferState.COVERED}
    assert f"offer={bad}" in capsys.readouterr().err
    end_due(desk)
    assert of(desk, ANA).state is OfferState.COVERED
