"""Sick in a published month: what falls away, who is asked, who gets it, what comes back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from planner.bootstrap import StandingClock
from planner.domain.drafts import EventKind, VersionState
from planner.domain.edit import Put, Take
from planner.domain.offering import AskState, OfferRules, OfferState
from planner.domain.people import Absence, AbsenceKind
from planner.domain.roster import Assignment
from planner.problems import InputProblems
from planner.services.offer_rounds import OfferRounds, next_round
from planner.services.published_change import passed_by
from planner.services.sick_calls import with_sickness, without_sickness
from planner.storage.database import Database
from planner.storage.schema_rosters import roster_versions
from tests.planner.account_cases import BASE
from tests.planner.storage.desk import Desk, desk_on, month_ending
from tests.planner.storage.offer_cases import (
    ANA,
    BEN,
    CLEO,
    DORA,
    MORNING,
    ask_of,
    bodies,
    day,
    forget_letters,
    kept,
    now_in_force,
    offers_at,
    place,
    published,
    refused,
    team_of_four,
    told,
    worked,
)

SICK = AbsenceKind.SICK
FIRST_GETS_IT = OfferRules(replacements_need_yes=False)


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    return published(shared_database)


def ill(desk: Desk, last: int = 4, now: datetime = MORNING) -> None:
    offers_at(desk, now).sick.call_in({desk.team: ANA}, day(last))


def absences(desk: Desk) -> list[Absence]:
    with desk.vault.reading() as records:
        return [row for row in records.facts(desk.team).absences if row.person == ANA]


def test_sick_today_empties_the_shift_and_offers_it_to_who_may_take_it(desk: Desk, shared_database: Database) -> None:
    found = offers_at(desk).sick.call_in({desk.team: ANA}, None)
    assert (found.last, found.fallen, found.offered) == (day(4), 1, 1)
    assert absences(desk) == [Absence(ANA, SICK, day(4), day(4))]
    assert worked(desk) >= {(ANA, 6, "E"), (CLEO, 4, "E")}
    assert (ANA, 4, "L") not in worked(desk)
    [offer] = kept(desk)
    # Cleo works the early of that day, so she may not.
    assert (offer.vacant, offer.state, {ask.person for ask in offer.asks}) == (True, OfferState.OPEN, {BEN, DORA})
    assert told(shared_database) == {
        "ana": ["Your shifts in December 2026 have changed"],
        "ben": ["Could you take L, 14:00–22:00, Fri 4 Dec?"],
        "dora": ["Could you take L, 14:00–22:00, Fri 4 Dec?", "Ana Ill is ill"],
    }
    version = now_in_force(desk)
    assert [event.kind for event in desk.events(version.id)] == [EventKind.AWAY]
    assert (version.number, version.state) == (3, VersionState.PUBLISHED)


def test_nobody_learns_why_but_the_lead(desk: Desk, shared_database: Database) -> None:
    ill(desk)
    offer = kept(desk)[0]
    offers_at(desk).answers.accept(desk.team, BEN, offer.id, ask_of(offer, BEN))
    offers_at(desk).answers.confirm(desk.team, offer.id, None)
    with_reason = [body for body in bodies(shared_database) if "ill" in body.replace("Ill", "").replace("will", "")]
    assert [body.split("\n")[2] for body in with_reason] == ["Ana Ill is ill until Fri 4 Dec."]
    assert not [body for body in bodies(shared_database) if "sick" in body.casefold()]
    seen = offers_at(desk).views.own({desk.team: DORA})
    assert seen is not None
    assert not [one for one in (*seen.asked, *seen.own) if one.offer.state is OfferState.OPEN]


@pytest.mark.parametrize(
    ("now", "fallen", "offered"),
    [
        (datetime(2026, 12, 4, 12, 59, tzinfo=UTC), 1, 1),  # 13:59 in Vienna
        (datetime(2026, 12, 4, 13, 0, tzinfo=UTC), 1, 0),  # it begins: it falls away, and nobody is asked
        (datetime(2026, 12, 4, 20, 59, tzinfo=UTC), 1, 0),
        (datetime(2026, 12, 4, 21, 0, tzinfo=UTC), 0, 0),  # it is over
    ],
)
def test_what_is_over_stays_and_what_runs_is_offered_to_nobody(
    desk: Desk, now: datetime, fallen: int, offered: int
) -> None:
    found = offers_at(desk, now).sick.call_in({desk.team: ANA}, None)
    assert (found.fallen, found.offered, len(kept(desk))) == (fallen, offered, offered)


def test_a_sick_call_is_for_today_up_to_six_weeks(desk: Desk) -> None:
    sick = offers_at(desk).sick
    for wrong in (day(3), day(4) + timedelta(days=43)):
        assert "no last day" in refused(lambda: sick.call_in({desk.team: ANA}, wrong))  # noqa: B023
    assert sick.call_in({desk.team: ANA}, day(4) + timedelta(days=42)).fallen == 2
    with pytest.raises(KeyError):
        sick.call_in({desk.team: "Nobody"}, None)


def test_the_first_to_accept_gets_it_by_itself_or_with_the_leads_yes(desk: Desk, shared_database: Database) -> None:
    answers = offers_at(desk).answers
    ill(desk)
    [offer] = kept(desk)
    forget_letters(shared_database)
    after = answers.accept(desk.team, BEN, offer.id, ask_of(offer, BEN))
    assert (after.state, told(shared_database)) == (
        OfferState.ACCEPTED, {"dora": ["Your yes or no: L, 14:00–22:00, Fri 4 Dec"]}
    )  # fmt: skip
    assert "Somebody was faster" in refused(lambda: answers.accept(desk.team, DORA, offer.id, ask_of(offer, DORA)))
    assert (BEN, 4, "L") not in worked(desk)
    answers.confirm(desk.team, offer.id, desk.lead)
    assert (BEN, 4, "L") in worked(desk)
    assert told(shared_database)["ben"] == ["Your shifts in December 2026 have changed"]
    assert set(told(shared_database)) == {"ben", "dora"}


def test_after_the_leads_no_the_next_may(desk: Desk, shared_database: Database) -> None:
    answers = offers_at(desk).answers
    ill(desk)
    [offer] = kept(desk)
    answers.accept(desk.team, BEN, offer.id, ask_of(offer, BEN))
    forget_letters(shared_database)
    assert answers.refuse(desk.team, offer.id, desk.lead).state is OfferState.OPEN
    assert told(shared_database) == {"ben": ["About L, 14:00–22:00, Fri 4 Dec"]}
    assert answers.decline(desk.team, DORA, offer.id).state is OfferState.DECLINED
    assert told(shared_database)["dora"] == ["Nobody takes L, 14:00–22:00, Fri 4 Dec"]


def test_a_yes_that_a_rule_forbids_ends_the_question_and_says_why(desk: Desk, shared_database: Database) -> None:
    answers = offers_at(desk).answers
    ill(desk)
    [offer] = kept(desk)
    # Meanwhile the lead gives Ben the early of the next day, eight hours after the late.
    base = now_in_force(desk)
    draft = desk.edit(base.id, 0, Put(BEN, day(5), "E")).version
    desk.publishing.publish(draft.id, 1, base.id, desk.lead)
    reason = refused(lambda: answers.accept(desk.team, BEN, offer.id, ask_of(offer, BEN)))
    assert "not possible any more" in reason
    [offer] = kept(desk)
    # Nobody asks him again; Dora can still take it.
    assert (offer.state, {ask.person: ask.state for ask in offer.asks}) == (
        OfferState.OPEN, {BEN: AskState.ENDED, DORA: AskState.ASKED}
    )  # fmt: skip
    assert "answered this already" in refused(lambda: answers.accept(desk.team, BEN, offer.id, ask_of(offer, BEN)))
    why = [body for body in bodies(shared_database) if "What forbids it: only 8 h of rest" in body]
    assert [body.split()[1] for body in why] == ["Ben,", "Dora,"]


def test_one_of_fifty_gets_it(shared_database: Database) -> None:
    desk = published(shared_database)
    offers_at(desk).answers.decide(desk.team, FIRST_GETS_IT, desk.lead)
    ill(desk)
    [offer] = kept(desk)
    answers = offers_at(desk).answers

    def take(number: int) -> str:
        ask = offer.asks[number % 2]
        try:
            answers.accept(desk.team, ask.person, offer.id, ask.id)
        except InputProblems as late:
            return late.problems[0].reason.text
        return ask.person

    before = now_in_force(desk)
    with ThreadPoolExecutor(50) as pool:
        told_each = list(pool.map(take, range(50)))
    winners = [name for name in told_each if name in (BEN, DORA)]
    assert len(winners) == 1
    assert {text for text in told_each if text not in winners} == {"Somebody was faster: the shift is taken."}
    assert {one for one in worked(desk) if one[1:] == (4, "L")} == {(winners[0], 4, "L")}
    with shared_database.read() as connection:
        count = select(func.count()).where(roster_versions.c.team_id == desk.team, roster_versions.c.id > before.id)
        assert connection.execute(count).scalar_one() == 1


def test_back_when_well_brings_back_what_nobody_took(desk: Desk, shared_database: Database) -> None:
    before = {row.place: row.uid for row in _roster(desk)}
    ill(desk, last=6)
    sick = offers_at(desk).sick
    assert {(ANA, 4, "L"), (ANA, 6, "E")}.isdisjoint(worked(desk))
    forget_letters(shared_database)
    assert "Nobody can be back" in refused(lambda: sick.back({desk.team: ANA}, day(6)))
    assert sick.back({desk.team: ANA}, day(5)) == 1
    assert absences(desk) == [Absence(ANA, SICK, day(4), day(4))]
    assert (ANA, 6, "E") in worked(desk)
    assert (ANA, 4, "L") not in worked(desk)
    # For her calendar it is the same shift again.
    assert {row.place: row.uid for row in _roster(desk)}[place(ANA, 6, "E")] == before[place(ANA, 6, "E")]
    # Who was asked, and has not answered, hears that they need not.
    over = "About E, 06:00–14:00, Sun 6 Dec"
    assert told(shared_database) == {
        "ana": ["Your shifts in December 2026 have changed"], "ben": [over], "cleo": [over],
        "dora": [over, "Ana Ill is back"],
    }  # fmt: skip
    assert [one.state for one in kept(desk)] == [OfferState.OPEN, OfferState.WITHDRAWN]
    assert sick.back({desk.team: ANA}, day(4)) == 1
    assert absences(desk) == []
    assert sick.back({desk.team: ANA}, day(4)) == 0


def test_the_lead_calls_in_for_somebody_and_is_not_told_of_it(desk: Desk, shared_database: Database) -> None:
    with desk.vault.reading() as records:
        lead = records.people(desk.team)[DORA]
    offers_at(desk).sick.call_in({desk.team: ANA}, day(4), lead)
    assert told(shared_database)["dora"] == ["Could you take L, 14:00–22:00, Fri 4 Dec?"]
    assert [event.actor_name for event in desk.events(now_in_force(desk).id)] == [DORA]


def test_a_closed_month_is_not_changed(desk: Desk) -> None:
    ending = month_ending(desk)
    sheet = ending.sheet()
    assert sheet is not None
    ending.close(sheet.seen, sheet.version)
    before = now_in_force(desk)
    assert "closed" in refused(lambda: ill(desk))
    assert (now_in_force(desk), absences(desk)) == (before, [])


def test_the_leads_draft_gets_the_change_and_keeps_its_own(desk: Desk) -> None:
    base = now_in_force(desk)
    draft = desk.edit(base.id, 0, Put(DORA, day(8), "L")).version
    ill(desk)
    with desk.vault.reading() as records:
        newest = records.versions(desk.team, 2026, 12)[-1]
    assert (newest.id, newest.state, newest.based_on) == (draft.id, VersionState.DRAFT, now_in_force(desk).number)
    assert desk.places(draft.id) == {*worked(desk), (DORA, 8, "L")}
    assert (DORA, 8, "L") not in worked(desk)
    # The lead's own edit can still be undone, and what was looked at is not published unseen.
    with pytest.raises(InputProblems, match="edited meanwhile"):
        desk.publishing.publish(draft.id, 1, now_in_force(desk).id, desk.lead)
    desk.drafts.undo(draft.id, desk.lead)
    assert desk.places(draft.id) == worked(desk)


def test_where_the_draft_says_something_else_that_stays_and_is_told(desk: Desk) -> None:
    base = now_in_force(desk)
    draft = desk.edit(base.id, 0, Take(ANA, day(4), "L"), Put(ANA, day(4), "E")).version
    ill(desk)
    assert (ANA, 4, "E") in desk.places(draft.id)
    with desk.vault.reading() as records:
        [change] = passed_by(records, records.version(draft.id))
        assert (change.cell, change.after.codes) == ((ANA, day(4)), ())
    desk.edit(draft.id, 1, Take(ANA, day(4), "E"))
    with desk.vault.reading() as records:
        assert passed_by(records, records.version(draft.id)) == []


def test_only_own_asks_of_the_own_team_can_be_answered(desk: Desk, shared_database: Database) -> None:
    ill(desk)
    [offer] = kept(desk)
    answers = offers_at(desk).answers
    other = desk_on(shared_database, team_of_four())
    for act in (
        lambda: answers.accept(desk.team, CLEO, offer.id, ask_of(offer, BEN)),
        lambda: answers.accept(desk.team, BEN, offer.id, ask_of(offer, DORA)),
        lambda: answers.accept(other.team, BEN, offer.id, ask_of(offer, BEN)),
        lambda: answers.decline(desk.team, CLEO, offer.id),
        lambda: answers.decline(other.team, BEN, offer.id),
        lambda: answers.withdraw(desk.team, ANA, offer.id),
        lambda: answers.undo(desk.team, ANA, offer.id),
        lambda: answers.confirm(other.team, offer.id, None),
        lambda: answers.refuse(desk.team, offer.id + 1, None),
    ):
        with pytest.raises(KeyError):
            act()
    assert kept(desk) == [offer]


def test_sick_stretches_join_and_end() -> None:
    leave = Absence(ANA, AbsenceKind.LEAVE, day(1), day(9))
    others = (leave, Absence(BEN, SICK, day(1), day(9)))
    met = (*others, Absence(ANA, SICK, day(2), day(3)))
    assert with_sickness(met, ANA, day(4), day(4)) == (*others, Absence(ANA, SICK, day(2), day(4)))
    assert with_sickness(met, ANA, day(5), day(5)) == (*met, Absence(ANA, SICK, day(5), day(5)))
    assert without_sickness(met, ANA, day(4)) == met
    assert without_sickness(met, ANA, day(3)) == (*others, Absence(ANA, SICK, day(2), day(2)))
    assert without_sickness(met, ANA, day(2)) == others


def _roster(desk: Desk) -> list[Assignment]:
    with desk.vault.reading() as records:
        return list(records.roster(now_in_force(desk).id).assignments)


@pytest.fixture
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("sick_calls", "offer_rounds", "offering"):
        monkeypatch.setattr(f"planner.services.{module}.ASKED", 1)


@pytest.mark.usefixtures("one_at_a_time")
def test_after_a_no_the_next_is_asked_until_nobody_is_left(desk: Desk, shared_database: Database) -> None:
    answers = offers_at(desk).answers
    ill(desk)
    [offer] = kept(desk)
    [first] = [ask.person for ask in offer.asks]
    second = DORA if first == BEN else BEN
    forget_letters(shared_database)
    after = answers.decline(desk.team, first, offer.id)
    assert (after.state, [ask.person for ask in after.asks]) == (OfferState.OPEN, [first, second])
    assert [subject for letters in told(shared_database).values() for subject in letters] == [
        "Could you take L, 14:00–22:00, Fri 4 Dec?"
    ]
    # Cleo works the early of that day: nobody is left.
    after = answers.decline(desk.team, second, offer.id)
    assert (after.state, after.next_round_at) == (OfferState.DECLINED, None)
    assert "Nobody takes L, 14:00–22:00, Fri 4 Dec" in told(shared_database)["dora"]


@pytest.mark.usefixtures("one_at_a_time")
def test_after_the_leads_no_the_next_is_asked(desk: Desk) -> None:
    answers = offers_at(desk).answers
    ill(desk)
    [offer] = kept(desk)
    answers.accept(desk.team, offer.asks[0].person, offer.id, offer.asks[0].id)
    after = answers.refuse(desk.team, offer.id, desk.lead)
    assert (after.state, len(after.asks)) == (OfferState.OPEN, 2)
    answers.accept(desk.team, after.asks[1].person, offer.id, after.asks[1].id)
    assert answers.refuse(desk.team, offer.id, desk.lead).state is OfferState.REFUSED


@pytest.mark.usefixtures("one_at_a_time")
def test_who_does_not_answer_is_followed_by_the_next_after_a_sixth_of_the_time(
    desk: Desk, shared_database: Database
) -> None:
    ill(desk)
    [offer] = kept(desk)
    # At 6:30 for 14:00: 75 minutes a round.
    due = MORNING + timedelta(minutes=75)
    assert offer.next_round_at == due
    for now, asked in ((due - timedelta(seconds=1), 1), (due, 2), (due, 2), (due + timedelta(hours=2), 2)):
        OfferRounds(desk.vault, StandingClock(now), BASE).ask_due()
        [offer] = kept(desk)
        assert len(offer.asks) == asked, now
        # The lead hears once nobody is left to ask.
        left = now > due
        assert ("Still open: L, 14:00–22:00, Fri 4 Dec" in told(shared_database)["dora"]) is left
    assert {ask.person for ask in offer.asks} == {BEN, DORA}
    # Both may still say yes.
    assert offers_at(desk, due).answers.accept(desk.team, BEN, offer.id, ask_of(offer, BEN)).taker == BEN


@pytest.mark.usefixtures("one_at_a_time")
def test_two_workers_ask_the_next_once(desk: Desk, shared_database: Database) -> None:
    ill(desk)
    forget_letters(shared_database)
    later = StandingClock(MORNING + timedelta(minutes=80))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: OfferRounds(desk.vault, later, BASE).ask_due(), range(4)))
    assert len(kept(desk)[0].asks) == 2
    assert sum(map(len, told(shared_database).values())) == 1


def test_a_round_lasts_a_quarter_of_an_hour_at_least_and_four_hours_at_most() -> None:
    assert next_round(MORNING + timedelta(minutes=30), MORNING, 8) == MORNING + timedelta(minutes=15)
    assert next_round(MORNING + timedelta(days=9), MORNING, 1) == MORNING + timedelta(hours=4)
    assert next_round(MORNING + timedelta(days=9), MORNING, 0) is None
