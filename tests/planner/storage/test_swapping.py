"""Swaps of a published month: with whom, asked, answered, done and undone; who is told, and what calendars say."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from planner.bootstrap import StandingClock
from planner.domain.drafts import EventKind
from planner.domain.edit import Put, Take
from planner.domain.offering import Offer, OfferRules, OfferState
from planner.exchange.calendar_feed import calendar_file
from planner.feeds.model import FeedKind
from planner.messages import render
from planner.problems import InputProblems
from planner.services.offer_ends import OfferEnds
from planner.services.publishing import Publishing
from planner.services.team_feeds import FeedFollower, TeamFeeds
from planner.storage.database import Database
from planner.storage.feed_rows import feed_rows
from planner.storage.records import DatabaseVault
from planner.storage.upgrade import differences, downgrade, upgrade
from tests.planner.account_cases import BASE
from tests.planner.storage.desk import Desk, desk_on
from tests.planner.storage.offer_cases import (
    ANA,
    BEN,
    CLEO,
    DORA,
    MORNING,
    SHIFTS,
    ask_of,
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

LATE = place(ANA, 4, "L")
NOBODYS_YES = OfferRules(swaps_need_yes=False)
ABOUT = "About L, 14:00–22:00, Fri 4 Dec"
CHANGED = "Your shifts in December 2026 have changed"


@pytest.fixture
def desk(shared_database: Database) -> Desk:
    return published(shared_database)


def asked(desk: Desk, *people: str, back: tuple[int, str] | None = None) -> Offer:
    """Ana offers her late."""
    wanted = [(name, (day(back[0]), back[1]) if back else None) for name in people]
    return offers_at(desk).swaps.ask(desk.team, LATE, wanted)


def test_only_whom_the_rules_allow_it_are_listed(desk: Desk) -> None:
    found = offers_at(desk).swaps.choose(desk.team, LATE)
    # Cleo works the early of that day; Ben has a late already, as many as Ana, so it is not fair to give him another.
    assert [one.name for one in found.gives] == [DORA]
    ways = {(one.name, one.back.day.day, one.back.shift.code) for one in found.exchanges if one.back}
    # Cleo's early of the 4th has begun; for hers of the 8th she would have both shifts of the 4th.
    assert ways == {(BEN, 10, "L"), (DORA, 11, "E")}


def test_what_is_listed_can_be_asked_and_the_rest_cannot(desk: Desk) -> None:
    other = desk_on(desk.vault._database, team_of_four())
    swaps = offers_at(desk).swaps
    for people, back in (((CLEO,), None), ((BEN,), None), ((ANA,), None), (("Nobody",), None),
                         ((CLEO,), (8, "E")), ((BEN,), (9, "L")), ((DORA,), (10, "L"))):  # fmt: skip
        with pytest.raises((InputProblems, KeyError)):
            asked(desk, *people, back=back)
    assert "Nobody was chosen" in refused(lambda: asked(desk))
    for team, wrong in ((other.team, LATE), (desk.team, place(BEN, 4, "L")), (desk.team, place(ANA, 4, "E"))):
        with pytest.raises(KeyError):
            swaps.choose(team, wrong)
        with pytest.raises(KeyError):
            swaps.ask(team, wrong, [(DORA, None)])
    begun = offers_at(desk, datetime(2026, 12, 4, 13, tzinfo=UTC)).swaps
    assert (begun.choose(desk.team, LATE).gives, kept(desk)) == ((), [])
    assert "has begun" in refused(lambda: begun.ask(desk.team, LATE, [(DORA, None)]))


def test_given_away_with_the_leads_yes_and_only_they_are_told(desk: Desk, shared_database: Database) -> None:
    answers = offers_at(desk).answers
    offer = asked(desk, DORA)
    assert told(shared_database) == {"dora": ["Could you take L, 14:00–22:00, Fri 4 Dec?"]}
    assert "on offer already" in refused(lambda: asked(desk, DORA))
    assert offers_at(desk).swaps.choose(desk.team, LATE).offer == offer
    forget_letters(shared_database)
    answers.accept(desk.team, DORA, offer.id, ask_of(offer, DORA))
    assert told(shared_database) == {"ana": [ABOUT], "dora": ["Your yes or no: L, 14:00–22:00, Fri 4 Dec"]}
    assert LATE in {(name, day(on), code) for name, on, code in worked(desk)}
    forget_letters(shared_database)
    answers.confirm(desk.team, offer.id, desk.lead)
    assert told(shared_database) == {"ana": [CHANGED], "dora": [CHANGED]}
    assert worked(desk) == {*SHIFTS, (DORA, 4, "L")} - {(ANA, 4, "L")}
    assert [event.kind for event in desk.events(now_in_force(desk).id)] == [EventKind.HAND_OVER]


def test_exchanged_by_rule_and_undone_by_either(desk: Desk, shared_database: Database) -> None:
    answers = offers_at(desk).answers
    answers.decide(desk.team, NOBODYS_YES, desk.lead)
    before = uids(desk)
    offer = asked(desk, BEN, back=(10, "L"))
    forget_letters(shared_database)
    assert answers.accept(desk.team, BEN, offer.id, ask_of(offer, BEN)).state is OfferState.TAKEN
    swapped = {*SHIFTS, (BEN, 4, "L"), (ANA, 10, "L")} - {(ANA, 4, "L"), (BEN, 10, "L")}
    assert (worked(desk), told(shared_database)) == (swapped, {"ana": [CHANGED], "ben": [CHANGED]})
    # New for new people.
    assert not {uids(desk)[place(BEN, 4, "L")], uids(desk)[place(ANA, 10, "L")]} & set(before.values())
    forget_letters(shared_database)
    with pytest.raises(KeyError):
        answers.undo(desk.team, DORA, offer.id)
    assert answers.undo(desk.team, BEN, offer.id).state is OfferState.UNDONE
    assert (uids(desk), told(shared_database)) == (before, {"ana": [CHANGED], "ben": [CHANGED]})
    assert "undone already" in refused(lambda: answers.undo(desk.team, ANA, offer.id))


def test_an_undo_waits_for_the_lead_and_goes_only_while_all_is_as_it_was_left(
    desk: Desk, shared_database: Database
) -> None:
    answers = offers_at(desk).answers
    offer = asked(desk, DORA)
    answers.accept(desk.team, DORA, offer.id, ask_of(offer, DORA))
    answers.confirm(desk.team, offer.id, desk.lead)
    forget_letters(shared_database)
    assert answers.undo(desk.team, ANA, offer.id).state is OfferState.UNDO_ASKED
    assert told(shared_database) == {"dora": ["Your yes or no: L, 14:00–22:00, Fri 4 Dec", ABOUT]}
    assert answers.refuse(desk.team, offer.id, desk.lead).state is OfferState.TAKEN
    answers.undo(desk.team, DORA, offer.id)
    base = now_in_force(desk)
    draft = desk.edit(base.id, 0, Take(DORA, day(4), "L"), Put(BEN, day(4), "L")).version
    desk.publishing.publish(draft.id, 1, base.id, desk.lead)
    assert "somebody was faster" in refused(lambda: answers.confirm(desk.team, offer.id, desk.lead))
    begun = offers_at(desk, datetime(2026, 12, 4, 13, tzinfo=UTC)).answers
    assert "has begun" in refused(lambda: begun.undo(desk.team, ANA, offer.id))


def test_what_forbids_an_undo_is_told_to_whom_it_forbids_it_alone(desk: Desk) -> None:
    """Ana is to work the early of the next day by now, eight hours after the late that Dora has of her."""
    answers = offers_at(desk).answers
    answers.decide(desk.team, NOBODYS_YES, desk.lead)
    offer = asked(desk, DORA)
    answers.accept(desk.team, DORA, offer.id, ask_of(offer, DORA))
    base = now_in_force(desk)
    draft = desk.drafts.go_on(base.id, desk.lead)
    desk.edit(draft.id, 0, Put(ANA, day(5), "E"))
    desk.publishing.publish(draft.id, 1, base.id, desk.lead)
    for person, why in ((ANA, "of rest between L on Fri 4 Dec"), (DORA, "possible any more: a rule would be broken.")):
        with pytest.raises(InputProblems) as caught:
            answers.undo(desk.team, person, offer.id)
        [problem] = caught.value.problems
        assert why in render(problem.reason, "en")


def test_a_lead_sees_what_an_exchange_means_for_either_and_nothing_of_what_is_undone(desk: Desk) -> None:
    offers = offers_at(desk)
    offer = asked(desk, BEN, back=(10, "L"))
    offers.answers.accept(desk.team, BEN, offer.id, ask_of(offer, BEN))
    [waiting] = offers.views.of_team(desk.team).waiting
    assert [person for person, effects in waiting.weighed if effects] == [BEN, ANA]
    offers.answers.confirm(desk.team, offer.id, desk.lead)
    offers.answers.undo(desk.team, ANA, offer.id)
    [undo] = offers.views.of_team(desk.team).waiting
    assert not undo.weighed


def test_a_no_is_told_to_who_asked_alone(desk: Desk, shared_database: Database) -> None:
    offer = asked(desk, BEN, back=(10, "L"))
    forget_letters(shared_database)
    assert offers_at(desk).answers.decline(desk.team, BEN, offer.id).state is OfferState.DECLINED
    assert told(shared_database) == {"ana": [ABOUT]}


def test_taken_back_by_who_asked(desk: Desk, shared_database: Database) -> None:
    answers = offers_at(desk).answers
    offer = asked(desk, DORA)
    answers.accept(desk.team, DORA, offer.id, ask_of(offer, DORA))
    forget_letters(shared_database)
    with pytest.raises(KeyError):
        answers.withdraw(desk.team, DORA, offer.id)
    assert answers.withdraw(desk.team, ANA, offer.id).state is OfferState.WITHDRAWN
    # She would have taken it, and is the lead whose yes it waited for.
    assert told(shared_database) == {"dora": [ABOUT, "Nothing to confirm any more: L, 14:00–22:00, Fri 4 Dec"]}
    assert asked(desk, DORA).state is OfferState.OPEN


def test_one_of_fifty_swaps(desk: Desk) -> None:
    """The same person has offered the same shift to two, who both press again and again."""
    answers = offers_at(desk).answers
    answers.decide(desk.team, NOBODYS_YES, desk.lead)
    offer = offers_at(desk).swaps.ask(desk.team, LATE, [(DORA, None), (BEN, (day(10), "L"))])

    def take(number: int) -> str:
        person = (DORA, BEN)[number % 2]
        try:
            return answers.accept(desk.team, person, offer.id, ask_of(offer, person)).taker
        except InputProblems as late:
            return late.problems[0].reason.text

    with ThreadPoolExecutor(50) as pool:
        each = list(pool.map(take, range(50)))
    [winner] = [name for name in each if name in (DORA, BEN)]
    assert set(each) - {winner} == {"Somebody was faster: the shift is taken."}
    assert {one for one in worked(desk) if one[1:] == (4, "L")} == {(winner, 4, "L")}


def test_of_fifty_who_confirm_refuse_and_take_back_at_once_one_does(desk: Desk, shared_database: Database) -> None:
    answers = offers_at(desk).answers
    offer = asked(desk, DORA)
    answers.accept(desk.team, DORA, offer.id, ask_of(offer, DORA))
    forget_letters(shared_database)
    ends = OfferEnds(desk.vault, StandingClock(MORNING), BASE)
    acts: dict[OfferState, Callable[[], Offer]] = {
        OfferState.TAKEN: lambda: answers.confirm(desk.team, offer.id, desk.lead),
        OfferState.REFUSED: lambda: answers.refuse(desk.team, offer.id, desk.lead),
        OfferState.WITHDRAWN: lambda: answers.withdraw(desk.team, ANA, offer.id),
    }

    def act(number: int) -> OfferState | None:
        ends.end_due()
        try:
            return [*acts.values()][number % 3]().state
        except InputProblems:
            return None

    with ThreadPoolExecutor(50) as pool:
        [done] = [state for state in pool.map(act, range(50)) if state]
    assert kept(desk)[0].state is done
    assert (LATE in {(name, day(on), code) for name, on, code in worked(desk)}) is (done is not OfferState.TAKEN)
    over = "Nothing to confirm any more: L, 14:00–22:00, Fri 4 Dec"
    assert told(shared_database) == {
        OfferState.TAKEN: {"ana": [CHANGED], "dora": [CHANGED]},
        OfferState.REFUSED: {"ana": [ABOUT], "dora": [ABOUT]},
        OfferState.WITHDRAWN: {"dora": [ABOUT, over]},
    }[done]


def test_calendars_follow_in_the_same_transaction(shared_database: Database) -> None:
    clock = StandingClock(MORNING)
    follower = FeedFollower(feed_rows, clock, BASE, calendar_file, "en")
    desk = published(shared_database)
    vault = DatabaseVault(shared_database, follower.follow)
    desk = replace(desk, vault=vault, publishing=Publishing(vault, clock, BASE))
    again = desk.draft(*SHIFTS)
    desk.publishing.publish(again.id, 0, now_in_force(desk).id, desk.lead)
    offers_at(desk).answers.decide(desk.team, NOBODYS_YES, desk.lead)
    feeds, old = TeamFeeds(vault, follower).of(desk.team), uids(desk)[LATE]
    offer = asked(desk, DORA)
    assert f"UID:{old}" in body(feeds, ANA)
    offers_at(desk).answers.accept(desk.team, DORA, offer.id, ask_of(offer, DORA))
    new = uids(desk)[place(DORA, 4, "L")]
    assert new != old
    [hers] = [part for part in body(feeds, ANA).split("BEGIN:VEVENT") if f"UID:{old}" in part]
    assert "STATUS:CANCELLED" in hers
    [theirs] = [part for part in body(feeds, DORA).split("BEGIN:VEVENT") if f"UID:{new}" in part]
    assert "STATUS:CANCELLED" not in theirs
    # Undone, it is the same entry for Ana again.
    offers_at(desk).answers.undo(desk.team, ANA, offer.id)
    [hers] = [part for part in body(feeds, ANA).split("BEGIN:VEVENT") if f"UID:{old}" in part]
    assert "STATUS:CANCELLED" not in hers


def body(feeds, person: str) -> str:  # type: ignore[no-untyped-def]
    text: str = feeds.body(FeedKind.PERSON, person).decode()
    return text.replace("\r\n ", "")


def uids(desk: Desk) -> dict[tuple[str, object, str], object]:
    with desk.vault.reading() as records:
        return {row.place: row.uid for row in records.roster(now_in_force(desk).id).assignments}




def test_down_and_up_with_data(database: Database) -> None:
    desk = published(database)
    asked(desk, DORA)
    offers_at(desk).answers.decide(desk.team, NOBODYS_YES, desk.lead)
    downgrade(database, "0060")
    assert upgrade(database, lambda: None)
    assert differences(database) == []
    assert told(database) == {}
    assert (kept(desk), offers_at(desk).answers.rules(desk.team)) == ([], OfferRules())
