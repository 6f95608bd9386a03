"""Coverage by channel and hour, worked out by hand on a tiny team."""

from datetime import date
from typing import Any

from planner.reporting.channel_coverage import ChannelHour, channel_coverage
from tests.planner.hand_made_reports import report_of

FIRST, SECOND = date(2026, 12, 1), date(2026, 12, 2)
FACTS: dict[str, Any] = {
    "people": {
        "Ana": {"channels": ["Chat", "Mail"], "skills": {"Video": 1}},
        "Ben": {"channels": ["Mail"]},
        "Cem": {"channels": ["Chat"]},
    },
    "shifts": {"E": "08:00-10:00", "L": {"times": "09:00-11:00", "channels": ["Mail"]}, "N": "22:00-26:00"},
    "opening_hours": [{"channel": "Chat", "when": 1, "times": "08:00-11:00", "presence_min": 1},
                      {"channel": "Mail", "when": 1, "times": "08:00-11:00", "presence_min": 0}],
    "demand": [
        {"when": 1, "times": "08:00-10:00", "channel": "Mail", "minimum": 1, "target": 2},
        {"when": 1, "shift": "L", "channel": "Mail", "minimum": 1, "target": 1},
        {"when": 2, "times": "00:00-02:00", "channel": "Chat", "target": 1},
    ],
}

#: When channels are open says nothing of how many are wanted.
OPEN = [{"channel": "Chat", "when": 1, "times": "08:00-11:00", "presence_min": 0}]


def test_a_person_counts_for_each_channel_they_know_and_a_shift_for_those_it_serves() -> None:
    report = report_of({"Ana": {1: "E"}, "Ben": {1: "L"}, "Cem": {1: "N"}}, **FACTS)
    found = channel_coverage(report.board, report.roster)
    # By the team's order. Chat from 8 to 11: Ana until 10; Ben's late shift is for mail, which is all he knows.
    chat, mail = found[FIRST]
    assert chat.channel == "Chat"
    assert chat.hours == (ChannelHour(8, 1, 1, 0), ChannelHour(9, 1, 1, 0), ChannelHour(10, 0, 1, 1))
    assert (chat.wanted_min, chat.missing_min) == (180, 60)
    # Mail: two wanted from 8 to 10, one from 9 to 11 by the late shift; Ana until 10, Ben from 9.
    assert mail.hours == (ChannelHour(8, 1, 2, 1), ChannelHour(9, 2, 2, 0), ChannelHour(10, 1, 1, 0))
    assert (mail.wanted_min, mail.missing_min) == (2 * 120 + 60, 60)
    # The night of the 1st reaches into the 2nd, when mail wants nobody.
    assert [(one.channel, one.hours) for one in found[SECOND]] == [
        ("Chat", (ChannelHour(0, 1, 1, 0), ChannelHour(1, 1, 1, 0)))
    ]
    assert found[date(2026, 12, 3)] == ()


def test_a_skill_that_is_missing_counts_though_people_are_there() -> None:
    wanted = [{"when": 1, "times": "08:00-10:00", "channel": "Chat", "skill": "Video", "level": 1, "target": 1}]
    facts = {**FACTS, "demand": wanted, "opening_hours": OPEN}
    report = report_of({"Cem": {1: "E"}}, **facts)
    [chat] = channel_coverage(report.board, report.roster)[FIRST]
    assert chat.hours == (ChannelHour(8, 1, 1, 1), ChannelHour(9, 1, 1, 1))
    with_video = report_of({"Cem": {1: "E"}, "Ana": {1: "E"}}, **facts)
    [chat] = channel_coverage(with_video.board, with_video.roster)[FIRST]
    assert chat.hours == (ChannelHour(8, 2, 1, 0), ChannelHour(9, 2, 1, 0))


def test_of_an_hour_the_shortest_moment_is_shown() -> None:
    demand = [{"when": 1, "times": "08:00-10:00", "channel": "Chat", "target": 1}]
    shifts = {"E": "08:00-08:30", "L": "08:30-10:00"}
    report = report_of({"Ana": {1: "E"}}, **{**FACTS, "demand": demand, "opening_hours": OPEN, "shifts": shifts})
    [chat] = channel_coverage(report.board, report.roster)[FIRST]
    assert chat.hours == (ChannelHour(8, 0, 1, 1), ChannelHour(9, 0, 1, 1))
    assert chat.missing_min == 90
