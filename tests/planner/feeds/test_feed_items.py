"""What a roster puts into each feed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from planner.domain.demand import ShiftType
from planner.domain.people import Absence, AbsenceKind
from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.feeds.items import FeedContent, Writing, feeds_of
from planner.feeds.model import FeedKey, FeedKind, NoSuchFeed, clean, midnight, shorten
from tests.planner.feeds.feed_cases import (
    BASE,
    DUTY,
    EARLY,
    FULL,
    IDS,
    JAN,
    LATE,
    MARA,
    NIGHT,
    TEAM,
    ZOE,
    december,
    roster,
    shift,
)


def feed(kind: str, subject: str = "", *, team: Team = TEAM, plan: Roster = FULL, language: str = "en") -> FeedContent:
    contents = feeds_of(team, plan.assignments, Writing(language, BASE, IDS))
    return next(content for content in contents if content.key == FeedKey.of(kind, subject))


def summaries(content: FeedContent) -> list[str]:
    return [item.summary for item in content.items]


def test_one_feed_a_person_and_the_shared_ones() -> None:
    contents = feeds_of(TEAM, FULL.assignments, Writing("en", BASE, IDS))
    assert [(c.key.kind, c.key.subject, c.name) for c in contents] == [
        ("person", "Mara Maier", "Roster Mara"),
        ("person", "Jan Novak", "Roster Jan"),
        ("person", "Zoe Zach", "Roster Zoë"),
        ("team", "", "Roster Brand"),
        ("channel", "Instagram", "Instagram – Brand"),
        ("channel", "Facebook", "Facebook – Brand"),
        ("duty", "", "Escalation duty – Brand"),
    ]


def test_a_shift_in_the_persons_own_feed() -> None:
    first = feed("person", "Mara Maier").items[0]
    assert first.uid == FULL.assignments[0].uid
    assert (first.start, first.end) == (
        datetime(2026, 12, 1, 5, tzinfo=UTC),
        datetime(2026, 12, 1, 13, tzinfo=UTC),
    )
    assert (first.summary, first.location, first.category, first.busy) == ("Early", "Vienna", "Shift", True)
    assert first.url == "https://planner.example/day/2026-12-01"
    assert first.description.split("\n") == [
        "Shift: Early (F)",
        "Channels: Instagram",
        "Escalation contact: Jan",
        "Contact for Recipes: Mara",
        "Briefing: https://planner.example/day/2026-12-01",
    ]


def test_topic_contacts_are_those_at_work_during_the_shift() -> None:
    late = feed("person", "Zoe Zach").items[0]
    assert "Contact for Recipes: Mara" in late.description  # the early shift ends an hour after the late one starts
    apart = replace(LATE, start_min=14 * 60)
    team = replace(TEAM, shift_types=(EARLY, apart, NIGHT, DUTY))
    assert "Contact for Recipes: Zoë" in feed("person", "Zoe Zach", team=team).items[0].description


def test_a_shift_without_duty_channels_or_address_says_less() -> None:
    alone = roster(shift(JAN, december(2), LATE))
    contents = feeds_of(TEAM, alone.assignments, Writing("en", "", IDS))
    item = next(c for c in contents if c.key.subject == "Jan Novak").items[0]
    assert item.description == "Shift: Late (S)\nChannels: all"
    assert item.url == ""


def test_on_call_duty_leaves_the_calendar_free() -> None:
    duty = feed("person", "Jan Novak").items[0]
    assert (duty.summary, duty.category, duty.busy) == ("Escalation", "On-call duty", False)


@pytest.mark.parametrize(
    ("kind", "subject", "expected"),
    [
        ("team", "", ["Escalation: Jan", "Early: Jan, Mara", "Late: Zoë", "Night: Mara"]),
        # Jan works the early Instagram shift, but doesn't know the channel.
        ("channel", "Instagram", ["Early: Mara", "Late: Zoë", "Night: Mara"]),
        ("channel", "Facebook", ["Night: Mara"]),
        ("duty", "", ["Escalation: Jan"]),
    ],
)
def test_shared_feeds_hold_one_entry_a_shift_with_public_names(kind: str, subject: str, expected: list[str]) -> None:
    content = feed(kind, subject)
    assert summaries(content) == expected
    assert not any(item.busy or item.location for item in content.items)


def test_absences_stand_only_in_the_persons_own_feed() -> None:
    assert "Leave" in summaries(feed("person", "Jan Novak"))
    assert "Leave" not in summaries(feed("person", "Mara Maier"))
    assert "Leave" not in summaries(feed("team"))


def test_an_absence_from_monday_to_friday_ends_before_saturday() -> None:
    leave = feed("person", "Jan Novak").items[-1]
    assert (leave.start, leave.end, leave.last_day) == (midnight(december(21)), midnight(december(26)), december(25))
    assert (leave.whole_day, leave.busy, leave.category, leave.description) == (True, False, "Absence", "")


def test_illness_is_not_told_to_calendars() -> None:
    team = replace(TEAM, absences=(Absence("Jan Novak", AbsenceKind.SICK, december(8), december(8)),))
    assert summaries(feed("person", "Jan Novak", team=team))[-1] == "Absent"


def test_an_absence_keeps_its_identity_when_it_grows() -> None:
    longer = replace(TEAM, absences=(replace(TEAM.absences[0], last=december(31)),))
    assert feed("person", "Jan Novak", team=longer).items[-1].uid == feed("person", "Jan Novak").items[-1].uid


def test_night_of_the_spring_change_has_seven_hours() -> None:
    plan = roster(shift(MARA, date(2026, 3, 28), NIGHT), year=2026, month=3)
    night = feed("person", "Mara Maier", plan=plan).items[0]
    assert night.start == datetime(2026, 3, 28, 21, tzinfo=UTC)
    assert night.end == datetime(2026, 3, 29, 4, tzinfo=UTC)
    assert night.day == night.last_day == date(2026, 3, 28)


def test_night_of_the_autumn_change_has_nine_hours() -> None:
    plan = roster(shift(MARA, date(2026, 10, 24), NIGHT), year=2026, month=10)
    night = feed("person", "Mara Maier", plan=plan).items[0]
    assert night.start == datetime(2026, 10, 24, 20, tzinfo=UTC)
    assert night.end == datetime(2026, 10, 25, 5, tzinfo=UTC)


def test_a_shift_inside_the_skipped_hour_has_no_entry() -> None:
    gone = ShiftType("X", "Skipped", 2 * 60, 3 * 60)
    team = replace(TEAM, shift_types=(*TEAM.shift_types, gone))
    plan = roster(shift(MARA, date(2026, 3, 29), gone), year=2026, month=3)
    assert feed("person", "Mara Maier", team=team, plan=plan).items == ()


def test_who_or_what_the_team_no_longer_has_is_left_out() -> None:
    plan = roster(shift(MARA, december(1), EARLY), shift(ZOE, december(1), NIGHT))
    team = replace(TEAM, managers=(MARA, JAN), shift_types=(EARLY, LATE, DUTY))
    assert summaries(feed("team", team=team, plan=plan)) == ["Early: Mara"]


def test_only_people_and_channels_have_a_subject() -> None:
    assert FeedKey.of("team", "Brand") == FeedKey.of("team", "") == FeedKey(FeedKind.TEAM)
    assert FeedKey.of("channel", "Instagram").subject == "Instagram"
    with pytest.raises(NoSuchFeed, match="no feed of kind 'site'"):
        FeedKey.of("site", "Vienna")


@pytest.mark.parametrize(
    ("text", "lines", "expected"),
    [
        ("a\r\nBEGIN:VEVENT", False, "a BEGIN:VEVENT"),
        ("a\r\nb\rc\nd", True, "a\nbc\nd"),
        ("\0a\x1b\x7f\x85\u2028\u2029b\t c", False, "ab  c"),
        ("a\ud800b\udfff", False, "ab"),
        ("Grüße 👩‍🚒", False, "Grüße 👩‍🚒"),
        ("x" * 10, False, "x" * 10),
        ("x" * 11, False, "x" * 9 + "…"),
    ],
)
def test_texts_are_cleaned_and_cut(text: str, lines: bool, expected: str) -> None:
    assert clean(text, 40 if "x" not in text else 10, lines=lines) == expected


def test_shortening() -> None:
    assert [shorten("abc", n) for n in (0, 1, 2, 3, 4)] == ["", "…", "a…", "abc", "abc"]
