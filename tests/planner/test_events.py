"""Events as people write them, and the team after each."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.board import Board
from planner.changing.event_words import event_message, event_of
from planner.changing.events import after_events
from planner.domain.event import Away, Event, Fixed, Surge, Swap
from planner.domain.people import Absence, AbsenceKind
from planner.domain.scenario import Hire, Leave
from planner.domain.team import Lock, Team
from planner.messages import render
from planner.problems import InputProblems
from planner.slots import slots_of
from tests.planner.small_teams import small_team

SHIFTS = {"E": {"times": "08:00-16:00", "name": "Early"}, "L": {"times": "14:00-22:00", "name": "Late"}}
CHANNEL = {"channel": "Chat", "when": "weekday", "times": "08:00-16:00", "presence_min": 2}
FRIDAY, SATURDAY, MONDAY = date(2026, 12, 4), date(2026, 12, 5), date(2026, 12, 7)


def team(**more: Any) -> Team:
    return small_team(people={"Ana": {}, "Ben Ott": {}}, shifts=SHIFTS, **{"opening_hours": [CHANNEL], **more})


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("sick Ana 2026-12-04", Away("Ana", AbsenceKind.SICK, FRIDAY, FRIDAY)),
        ("Krank  ben OTT 2026-12-04..2026-12-07", Away("Ben Ott", AbsenceKind.SICK, FRIDAY, MONDAY)),
        ("leave Ana 2026-12-04..2026-12-07", Away("Ana", AbsenceKind.LEAVE, FRIDAY, MONDAY)),
        ("Schulung Ana 2026-12-04", Away("Ana", AbsenceKind.TRAINING, FRIDAY, FRIDAY)),
        ("surge chat 2026-12-04..2026-12-07 +50%", Surge("Chat", FRIDAY, MONDAY, 150)),
        ("andrang alle 2026-12-04 80 %", Surge("", FRIDAY, FRIDAY, 80)),
        ("lock Ana 2026-12-04 late", Fixed("Ana", FRIDAY, "L")),
        ("fest Ana 2026-12-04 L", Fixed("Ana", FRIDAY, "L")),
        ("free Ana 2026-12-04", Fixed("Ana", FRIDAY, "")),
        ("swap Ana 2026-12-04 with Ben Ott", Swap("Ana", FRIDAY, "Ben Ott", FRIDAY)),
        ("tausch Ben Ott 2026-12-04 mit Ana 2026-12-05", Swap("Ben Ott", FRIDAY, "Ana", SATURDAY)),
        ("join Cem Ay 2026-12-04 20h like Ana", Hire("Cem Ay", 1200, "Ana", FRIDAY)),
        ("join Cem Ay 2026-12-04 38.5h like Ana", Hire("Cem Ay", 2310, "Ana", FRIDAY)),
        ("kommt Cem Ay 4.12.2026 38,5 h wie Ana", Hire("Cem Ay", 2310, "Ana", FRIDAY)),
        ("join Cem Ay 2026-12-04 38:30h like Ana", Hire("Cem Ay", 2310, "Ana", FRIDAY)),
        ("krank Ana 04.12.2026..7.12.2026", Away("Ana", AbsenceKind.SICK, FRIDAY, MONDAY)),
        ("leaves Ana 2026-12-04", Leave("Ana", FRIDAY)),
    ],
)
def test_events_in_words(text: str, event: Event) -> None:
    assert event_of(text, team()) == event


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sick Ana 2026-12-04", "Ana is sick, Fri 4 Dec"),
        ("leave Ana 2026-12-04..2026-12-07", "Ana is on leave, Fri 4 Dec – Mon 7 Dec"),
        ("surge all 2026-12-04 +50%", "all channels: 150 % of the usual, Fri 4 Dec"),
        ("lock Ana 2026-12-04 L", "Ana works Late on Fri 4 Dec, whatever else"),
        ("free Ana 2026-12-04", "Ana is free on Fri 4 Dec"),
        ("swap Ana 2026-12-04 with Ben Ott 2026-12-05", "Ana on Fri 4 Dec swaps with Ben Ott on Sat 5 Dec"),
        ("join Cem 2026-12-04 20h like Ana", "Cem joins on Fri 4 Dec, 20 h a week, like Ana"),
        ("leaves Ana 2026-12-04", "Ana leaves on Fri 4 Dec"),
    ],
)
def test_events_are_told_as_sentences(text: str, words: str) -> None:
    assert render(event_message(event_of(text, team()), team()), "en") == words


@pytest.mark.parametrize(
    ("text", "reason", "mend"),
    [
        ("holiday Ana 2026-12-04", "no event that the planner knows", "sick NAME"),
        ("sick Ana", "no event", "sick NAME"),
        ("sick Anna 2026-12-04", "Nobody in the team is called “Anna”", "Ana, Ben Ott"),
        ("sick Ana 2026-02-30", "2026-02-30 is no date", "2026-12-04"),
        ("sick Ana 30.2.2026", "30.2.2026 is no date", "2026-12-04"),
        ("sick Ana 2026-12-05..2026-12-04", "lies before the first", "earlier date first"),
        ("surge Mail 2026-12-04 +50%", "There is no channel “Mail”", "Chat"),
        ("lock Ana 2026-12-04 N", "no such shift type", "E, L"),
        ("swap Ana 2026-12-04 with ana", "themselves", "two people"),
    ],
)
def test_refused_words_say_what_would_do(text: str, reason: str, mend: str) -> None:
    with pytest.raises(InputProblems) as caught:
        event_of(text, team())
    (problem,) = caught.value.problems
    assert (problem.place, problem.value) == ("--event", text)
    assert reason in render(problem.reason, "en")
    assert mend in render(problem.mend, "en")


def test_who_is_away_has_an_absence_more() -> None:
    leave = Absence("Ana", AbsenceKind.LEAVE, SATURDAY, SATURDAY)
    after = after_events(replace(team(), absences=(leave,)), [Away("Ana", AbsenceKind.SICK, FRIDAY, FRIDAY)], ())
    assert after.absences == (leave, Absence("Ana", AbsenceKind.SICK, FRIDAY, FRIDAY))


@pytest.mark.parametrize(
    ("first", "last", "left"),
    [
        (1, 3, [(4, 8)]),
        (1, 4, [(5, 8)]),
        (5, 6, [(4, 4), (7, 8)]),
        (4, 8, []),
        (8, 9, [(4, 7)]),
        (9, 9, [(4, 8)]),
    ],
)
def test_a_new_absence_is_cut_out_of_an_older_one(first: int, last: int, left: list[tuple[int, int]]) -> None:
    def away(kind: AbsenceKind, begin: int, end: int, person: str = "Ana") -> Absence:
        return Absence(person, kind, date(2026, 12, begin), date(2026, 12, end))

    others = away(AbsenceKind.LEAVE, 4, 8, "Ben Ott")
    before = replace(team(), absences=(away(AbsenceKind.LEAVE, 4, 8), others))
    event = Away("Ana", AbsenceKind.SICK, date(2026, 12, first), date(2026, 12, last))
    after = after_events(before, [event], ())
    kept = [away(AbsenceKind.LEAVE, *span) for span in left]
    assert after.absences == (*kept, others, away(AbsenceKind.SICK, first, last))


def test_a_new_lock_stands_instead_of_an_older_one_of_that_day() -> None:
    older = (Lock("Ana", FRIDAY, "E"), Lock("Ana", SATURDAY, "E"), Lock("Ben Ott", FRIDAY, "E"))
    after = after_events(replace(team(), locks=older), [Fixed("Ana", FRIDAY, "L")], ())
    assert after.locks == (*older[1:], Lock("Ana", FRIDAY, "L"))


def test_events_build_on_each_other() -> None:
    events = [Hire("Cem", 1200, "Ana", FRIDAY), Fixed("Cem", SATURDAY, "L")]
    after = after_events(team(), events, ())
    assert [manager.name for manager in after.managers] == ["Ana", "Ben Ott", "Cem"]
    assert after.locks == (Lock("Cem", SATURDAY, "L"),)


# ---- swaps


def _locks_after(swap: Swap, *places: tuple[str, date, str]) -> set[Lock]:
    return set(after_events(team(), [swap], places).locks)


def test_a_swap_of_two_days_leaves_each_free_on_the_own_day() -> None:
    places = ("Ana", FRIDAY, "E"), ("Ben Ott", MONDAY, "L")
    assert _locks_after(Swap("Ana", FRIDAY, "Ben Ott", MONDAY), *places) == {
        Lock("Ben Ott", FRIDAY, "E"), Lock("Ana", MONDAY, "L"), Lock("Ana", FRIDAY, ""), Lock("Ben Ott", MONDAY, "")
    }  # fmt: skip


def test_a_swap_on_one_day_exchanges_the_shifts() -> None:
    places = ("Ana", FRIDAY, "E"), ("Ben Ott", FRIDAY, "L")
    swapped = {Lock("Ben Ott", FRIDAY, "E"), Lock("Ana", FRIDAY, "L")}
    assert _locks_after(Swap("Ana", FRIDAY, "Ben Ott", FRIDAY), *places) == swapped


def test_a_shift_may_be_given_away_for_nothing() -> None:
    given = {Lock("Ben Ott", FRIDAY, "E"), Lock("Ana", FRIDAY, "")}
    assert _locks_after(Swap("Ana", FRIDAY, "Ben Ott", FRIDAY), ("Ana", FRIDAY, "E")) == given


def test_there_is_nothing_to_swap_where_neither_works() -> None:
    with pytest.raises(InputProblems, match="Neither of the two works"):
        after_events(team(), [Swap("Ana", FRIDAY, "Ben Ott", MONDAY)], [("Ana", SATURDAY, "E")])


# ---- surges


def _wanted(facts: Team, day: date, hour: int) -> int:
    """The most people that any slot of an hour wants."""
    slots = [slot for slot in slots_of(Board(facts, 2026, 12)) if slot.day == day]
    first = slots[0].start - slots[0].start % 1440
    at = first + (hour - 1) * 60  # moments are in UTC, an hour behind Vienna's winter
    return max((slot.target for slot in slots if slot.start <= at < slot.end), default=0)


def test_presence_grows_where_there_is_no_volume() -> None:
    after = after_events(team(), [Surge("Chat", FRIDAY, FRIDAY, 150)], ())
    assert [_wanted(facts, FRIDAY, 9) for facts in (team(), after)] == [2, 3]
    assert [_wanted(facts, MONDAY, 9) for facts in (team(), after)] == [2, 2]


def test_volume_grows_on_its_dates_alone_and_over_a_weekend() -> None:
    busy = [
        {"channel": "Chat", "when": kind, "hour": 9, "messages_per_hour": 20, "handle_time_min": 6}
        for kind in ("weekday", "saturday")
    ]
    hours = [CHANNEL, {**CHANNEL, "when": "saturday"}]
    before = team(volume=busy, opening_hours=hours)
    after = after_events(before, [Surge("", FRIDAY, SATURDAY, 200)], ())
    per_day = {day: [_wanted(facts, day, 9) for facts in (before, after)] for day in (FRIDAY, SATURDAY, MONDAY)}
    assert per_day[FRIDAY][1] > per_day[FRIDAY][0]
    assert per_day[SATURDAY][1] > per_day[SATURDAY][0]
    assert per_day[MONDAY][1] == per_day[MONDAY][0]
    # Presence is a minimum beside the volume: it stays.
    assert after.opening_hours == before.opening_hours


def test_demand_of_other_channels_stays_beside_a_surge() -> None:
    wanted = [
        {"when": "weekday", "times": "08:00-16:00", "channel": "Chat", "minimum": 1, "target": 2, "maximum": 3},
        {"when": "weekday", "times": "08:00-16:00", "channel": "Mail", "minimum": 1, "target": 1},
        {"when": "weekday", "shift": "E", "minimum": 1, "target": 1},
    ]
    before = team(demand=wanted)
    after = after_events(before, [Surge("Chat", FRIDAY, FRIDAY, 150)], ())
    dated = [row for row in after.demand if row.when == FRIDAY]
    assert [(row.channel, row.minimum, row.target, row.maximum) for row in dated] == [
        ("Chat", 2, 3, 5), ("Mail", 1, 1, None)
    ]  # fmt: skip
    assert after.demand[: len(before.demand)] == before.demand


def test_two_surges_multiply() -> None:
    twice = after_events(team(), [Surge("Chat", FRIDAY, FRIDAY, 150)] * 2, ())
    assert [row.presence_min for row in twice.opening_hours if row.when == FRIDAY] == [5]  # 2 -> 3 -> 4.5


def test_nothing_can_become_more_where_nothing_is_expected() -> None:
    with pytest.raises(InputProblems, match="Nothing is expected there"):
        after_events(team(), [Surge("Chat", SATURDAY, SATURDAY, 150)], ())
