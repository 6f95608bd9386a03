"""A skill is needed on a shift of two, and both are ill: who lacks it does not fill the gap of who has it."""

from dataclasses import replace

import pytest

from planner.bootstrap import StandingClock
from planner.domain.edit import Put
from planner.domain.offering import Offer, OfferState
from planner.domain.people import Absence, AbsenceKind
from planner.services.offer_ends import OfferEnds
from planner.services.offer_rounds import OfferRounds
from planner.storage.database import Database
from tests.planner.account_cases import BASE
from tests.planner.small_teams import small_team
from tests.planner.storage.desk import Desk
from tests.planner.storage.offer_cases import (
    ANA,
    BEN,
    CLEO,
    DORA,
    MORNING,
    RULES_WEIGHED,
    ask_of,
    bodies,
    day,
    forget_letters,
    offers_at,
    published,
    told,
)
from tests.planner.storage.two_ill_cases import LATER, both_ill, by_hand, end_due, lates, of, yes

#: Ana is for crises, and so is Ben; Dora, Cleo and Emil are not. Ana and Dora work the late of the 4th.
EMIL = "Emil Young"
SHIFTS = ((ANA, 4, "L"), (DORA, 4, "L"), (BEN, 10, "E"), (CLEO, 11, "E"), (EMIL, 12, "E"))


def team_on(database: Database, *, ben_away: bool = False) -> Desk:
    """Two are wanted on the late, one of them for crises; Ana is ill, then Dora. Nobody needs a lead's yes."""
    people = {
        name: {"public_name": name.partition(" ")[0], "skills": {"crisis": 1} if name in (ANA, BEN) else {}}
        for name in (ANA, BEN, CLEO, DORA, EMIL)
    }
    shifts = {code: {"times": times, "break_min": 30} for code, times in (("E", "06:00-14:00"), ("L", "14:00-22:00"))}
    demand = [{"when": 4, "shift": "L", "minimum": 2},
              {"when": 4, "shift": "L", "skill": "crisis", "level": 1, "minimum": 1}]  # fmt: skip
    weighed = {code: price for code, price in RULES_WEIGHED.items() if code != "mix"}
    desk = published(database, small_team(people=people, shifts=shifts, demand=demand, rules=weighed), SHIFTS)
    if ben_away:
        save(desk, absences=(Absence(BEN, AbsenceKind.LEAVE, day(4), day(4)),))
    both_ill(database, desk)
    return desk


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    return team_on(shared_database)


def save(desk: Desk, **facts: object) -> None:
    with desk.vault.writing() as records:
        records.save_facts(replace(records.facts(desk.team), **facts), desk.team, records.people(desk.team))  # type: ignore[arg-type]


def asked(offer: Offer) -> list[str]:
    return sorted(ask.person for ask in offer.unanswered)


def test_whoever_lacks_the_skill_is_asked_for_the_other_gap_alone(desk: Desk) -> None:
    assert [asked(of(desk, ill)) for ill in (ANA, DORA)] == [[BEN], [BEN, CLEO, EMIL]]
    yes(desk, CLEO, DORA)
    end_due(desk)
    assert (of(desk, ANA).state, asked(of(desk, ANA))) == (OfferState.OPEN, [BEN])
    yes(desk, BEN, ANA)
    assert lates(desk) == {BEN, CLEO}


def test_once_the_skill_is_there_the_others_are_asked_for_what_is_left(desk: Desk) -> None:
    yes(desk, BEN, DORA)
    end_due(desk)
    assert asked(of(desk, ANA)) == [CLEO]
    yes(desk, CLEO, ANA)
    assert lates(desk) == {BEN, CLEO}


def test_whom_the_lead_puts_there_fills_the_gap_that_they_can(desk: Desk) -> None:
    by_hand(desk, Put(CLEO, day(4), "L"))
    end_due(desk)
    assert (of(desk, ANA).state, of(desk, DORA).state) == (OfferState.OPEN, OfferState.COVERED)
    by_hand(desk, Put(BEN, day(4), "L"))
    end_due(desk)
    assert of(desk, ANA).state is OfferState.COVERED


def test_where_the_other_two_cannot_one_who_lacks_it_is_better_than_nobody_and_the_skill_stays_on_offer(
    shared_database: Database,
) -> None:
    desk = team_on(shared_database, ben_away=True)
    assert asked(of(desk, ANA)) == [CLEO, EMIL]
    assert yes(desk, CLEO, ANA) is OfferState.TAKEN
    assert (of(desk, ANA).state, asked(of(desk, ANA))) == (OfferState.OPEN, [])
    assert told(shared_database)["dora"] == ["Still short: L, 14:00–22:00, Fri 4 Dec"]
    [body] = [body for body in bodies(shared_database) if "Still short" in body]
    assert "Cleo Far takes L, 14:00–22:00, Fri 4 Dec. Still short:" in body
    assert "0 of 1 people with crisis level 1" in body
    assert "There is nobody else to ask." in body
    yes(desk, EMIL, DORA)
    end_due(desk)
    # Ana alone has it: well again she has her shift, though Cleo stands in for one of two.
    assert of(desk, ANA).state is OfferState.OPEN
    assert offers_at(desk, MORNING + 2 * LATER).sick.back({desk.team: ANA}, day(4)) == 1
    assert lates(desk) == {ANA, CLEO, EMIL}


def test_who_has_not_answered_in_time_can_still_bring_the_skill(desk: Desk, shared_database: Database) -> None:
    due = of(desk, ANA).next_round_at
    assert due is not None
    OfferRounds(desk.vault, StandingClock(due), BASE).ask_due()
    assert asked(of(desk, ANA)) == [BEN, CLEO, EMIL]
    forget_letters(shared_database)
    offers_at(desk, due).answers.accept(desk.team, EMIL, of(desk, ANA).id, ask_of(of(desk, ANA), EMIL))
    assert (of(desk, ANA).state, asked(of(desk, ANA))) == (OfferState.OPEN, [BEN])
    assert told(shared_database)["ben"] == ["Could you take L, 14:00–22:00, Fri 4 Dec?"]
    offers_at(desk, due).answers.accept(desk.team, BEN, of(desk, ANA).id, ask_of(of(desk, ANA), BEN))
    assert of(desk, ANA).state is OfferState.TAKEN
    OfferEnds(desk.vault, StandingClock(due), BASE).end_due()
    # Two are there, and one of them has it: Dora's is needed no more, and nobody has to say yes to hear so.
    assert of(desk, DORA).state is OfferState.COVERED
    assert lates(desk) == {BEN, EMIL}


def test_of_what_a_taker_left_short_leads_do_not_read_that_nobody_has_taken_the_shift(
    desk: Desk, shared_database: Database
) -> None:
    due = of(desk, ANA).next_round_at
    assert due is not None
    OfferRounds(desk.vault, StandingClock(due), BASE).ask_due()
    offers_at(desk, due).answers.end(desk.team, of(desk, DORA).id, desk.lead)
    offers_at(desk, due).answers.accept(desk.team, EMIL, of(desk, ANA).id, ask_of(of(desk, ANA), EMIL))
    forget_letters(shared_database)
    later, begins = of(desk, ANA).next_round_at, of(desk, ANA).begins_at
    assert later is not None
    OfferRounds(desk.vault, StandingClock(later), BASE).ask_due()
    OfferEnds(desk.vault, StandingClock(begins), BASE).end_due()
    late = "L, 14:00–22:00, Fri 4 Dec"
    assert told(shared_database)["dora"] == [f"Still open: {late}", f"Still short: {late}"]
    said = " ".join(bodies(shared_database))
    assert f"Nobody else has taken {late} yet, and there is nobody else to ask." in said
    assert f"{late} has begun, and nobody else has taken it: it is still short." in said
    assert "obody has taken" not in said


def test_what_a_taker_left_short_ends_once_it_is_not_so(shared_database: Database) -> None:
    desk = team_on(shared_database, ben_away=True)
    yes(desk, CLEO, ANA)
    save(desk, absences=tuple(row for row in facts_of(desk) if row.person != BEN))
    by_hand(desk, Put(BEN, day(4), "L"))
    end_due(desk)
    assert of(desk, ANA).state is OfferState.COVERED
    assert offers_at(desk, MORNING + 2 * LATER).sick.back({desk.team: ANA}, day(4)) == 0


def facts_of(desk: Desk) -> tuple[Absence, ...]:
    with desk.vault.reading() as records:
        return records.facts(desk.team).absences
