"""A new team out of answers: each mistake at its field, shifts that fit the hours, a month that can be planned."""

from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.bootstrap import StandingClock
from planner.domain.days import DayKind
from planner.domain.demand import LONGEST_AT_WORK_MIN
from planner.exchange.sheet_forms import SheetForms
from planner.messages import render
from planner.services.new_team import NewTeams, Step, balance_of, holidays_in, places
from planner.services.new_team_answers import USUAL_CHANNEL, Answers, ChannelAnswer, ShiftAnswer, read, written
from planner.services.new_team_shifts import Template, fitting, open_hours, shifts_of, uncovered
from tests.conftest import NOW

TEAMS = NewTeams(cast(Any, None), SheetForms(), cast(Any, None), StandingClock(NOW))

CHANNELS = (
    ChannelAnswer("Instagram", "8-20", "10-18", "10-18", "10-18"),
    ChannelAnswer("Facebook", "9:30-17:00"),
)
PEOPLE = "Lea Huber;38,5;Crisis 3;Instagram\nJonas Berger;30\nMira Novak;30\nTarek Aydin;20"
BARE = Answers("Alpenglück", "AT-9", "2026-12", CHANNELS, "Agreement", "Agreement", (), PEOPLE)
GOOD = replace(BARE, shifts=shifts_of(Template.EARLY_LATE, BARE, "en"))


def told(answers: Answers) -> dict[str, str]:
    """Step and field -> what is wrong."""
    judged = TEAMS.judge(answers, "en")
    assert judged.team is None
    problems = {
        f"{problem.step}.{problem.field}": render(problem.reason, "en") for problem in reversed(judged.problems)
    }
    cells = {f"people.{row}.{column}": render(p.reason, "en") for (row, column), p in judged.cells.items()}
    return {**problems, **cells}


@pytest.mark.parametrize("language", ["en", "de"])
def test_good_answers_make_a_team(language: str) -> None:
    judged = TEAMS.judge(GOOD, language)
    assert (judged.problems, judged.cells) == ((), {})
    team = judged.team
    assert team is not None
    assert (team.name, team.month, team.zone.key) == ("Alpenglück", (2026, 12), "Europe/Vienna")
    [site] = team.sites
    assert (site.name, site.country, site.subdivision) == ("Wien", "AT", "9")
    assert (site.sunday_basis, site.holiday_basis) == ("Agreement", "Agreement")
    assert team.channels == ("Instagram", "Facebook")
    # Who names no channel looks after all, and half holidays go with weekdays.
    assert [manager.channels for manager in team.managers[:2]] == [{"Instagram"}, {"Instagram", "Facebook"}]
    assert {row.when for row in team.opening_hours if row.channel == "Facebook"} == {
        DayKind.WEEKDAY, DayKind.HALF_HOLIDAY
    }  # fmt: skip
    assert {(row.shift, row.when, row.minimum, row.target) for row in team.demand if row.shift == "E"} == {
        ("E", DayKind.WEEKDAY, 1, 1), ("E", DayKind.HALF_HOLIDAY, 1, 1)
    }  # fmt: skip


def test_nothing_answered_is_told_step_by_step() -> None:
    assert told(Answers()) == {
        "team.name": "Nothing stands here yet.",
        "team.place": "Nothing is chosen.",
        "team.month": "Nothing is chosen.",
        "hours.channel-0": "There is no channel yet.",
        "shifts.": "There is no shift yet.",
        "people.": "There is nobody yet.",
    }


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"name": "  "}, "team.name", "Nothing stands here yet."),
        ({"place": "DE"}, "team.place", "In DE holidays depend on the subdivision, and none is given."),
        ({"place": "XX-1"}, "team.place", "This word is not known here."),
        ({"month": "2026-13"}, "team.month", "This is not a month."),
        ({"channels": (CHANNELS[0], ChannelAnswer("instagram", "8-9"))}, "hours.channel-1", "This channel is named"),
        ({"channels": (ChannelAnswer("Instagram"),)}, "hours.weekday-0", "This channel is never open."),
        ({"channels": (ChannelAnswer("Instagram", "8-20", "noon"),)}, "hours.saturday-0", "“noon” are no opening"),
        ({"channels": (CHANNELS[0], ChannelAnswer("", "7-19"))}, "hours.channel-1", "Nothing stands here yet."),
        ({"people": "Lea Huber;forty"}, "people.0.contract", "This is not a duration."),
        ({"people": "Lea;40;Crisis 9\nBen;40;;Instagrm"}, "people.1.channels", "There is no channel “Instagrm”."),
        ({"people": "Lea;40\nlea;30"}, "people.1.name", "This person is already in row 1."),
        ({"people": "Name;Hours;Skils\nLea;40;"}, "people.", "Skils: This column is not known here."),
    ],
)  # fmt: skip
def test_mistakes_are_told_at_their_fields(change: dict[str, Any], field: str, reason: str) -> None:
    assert told(replace(GOOD, **change))[field].startswith(reason)


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"code": ""}, "code-1", "Nothing stands here yet."),
        ({"code": "Late"}, "code-1", "This code is too long."),
        ({"code": "E"}, "code-1", "This code is already taken by row 1."),
        ({"start": "soon"}, "start-1", "This is not a time of day."),
        ({"end": ""}, "end-1", "Nothing stands here yet."),
        ({"start": "08:00", "end": "8:00"}, "end-1", "It ends when it begins."),
        ({"start": "00:00", "end": "24:00"}, "end-1", "It ends when it begins."),
        ({"break_min": "900"}, "break_min-1", "This is longer than the shift"),
        ({"days": ()}, "days-1", "This shift is on no day."),
        ({"minimum": "-1"}, "minimum-1", "The value lies outside what is possible."),
        ({"target": "few"}, "target-1", "This is not a number."),
        ({"minimum": "3", "target": "2"}, "minimum-1", "Minimum, target and maximum are not in this order."),
    ],
)
def test_mistakes_in_shifts_are_told_at_their_fields(change: dict[str, Any], field: str, reason: str) -> None:
    shifts = (GOOD.shifts[0], replace(GOOD.shifts[1], **change), *GOOD.shifts[2:])
    assert told(replace(GOOD, shifts=shifts))[f"shifts.{field}"].startswith(reason)


def spans(shifts: tuple[ShiftAnswer, ...]) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    return [(shift.code, shift.start, shift.end, shift.break_min, shift.days) for shift in shifts]


def test_templates_fit_the_hours() -> None:
    free = ("saturday", "sunday", "holiday")
    assert fitting(BARE) is Template.EARLY_LATE
    assert spans(shifts_of(Template.EARLY_LATE, BARE, "de")) == [
        ("F", "08:00", "14:15", "30", ("weekday",)),
        ("S", "13:45", "20:00", "30", ("weekday",)),
        ("W", "10:00", "18:00", "30", free),
    ]
    assert spans(shifts_of(Template.DAY, BARE, "en")) == [
        ("D", "08:00", "17:00", "30", ("weekday",)),
        ("W", "10:00", "18:00", "30", free),
    ]
    everywhere = replace(BARE, channels=(ChannelAnswer("Chat", *["0-24"] * 4),))
    assert fitting(everywhere) is Template.ROUND_THE_CLOCK
    assert spans(shifts_of(Template.ROUND_THE_CLOCK, everywhere, "en")) == [
        ("E", "06:00", "14:00", "30", ("weekday", *free)),
        ("L", "14:00", "22:00", "30", ("weekday", *free)),
        ("N", "22:00", "06:00", "30", ("weekday", *free)),
    ]
    office = replace(BARE, channels=(ChannelAnswer("Mail", "9-17"),))
    assert fitting(office) is Template.DAY
    long = replace(BARE, channels=(ChannelAnswer("Chat", "8-20", "8-20", "8-18", ""),))
    assert [code for code, *_ in spans(shifts_of(Template.EARLY_LATE, long, "en"))] == ["E", "L", "Su1", "Su2"]


@pytest.mark.parametrize(
    ("place", "hours", "minutes"),
    [
        ("AT-9", "8-14", ""),
        ("AT-9", "8-15", "30"),
        ("DE-BY", "8-17", "30"),
        ("CH-ZH", "8-14", "15"),
        ("CH-ZH", "8-17", "30"),
    ],
)
def test_breaks_are_as_long_as_the_law_asks(place: str, hours: str, minutes: str) -> None:
    answers = replace(BARE, place=place, channels=(ChannelAnswer("Mail", hours),))
    assert [shift.break_min for shift in shifts_of(Template.DAY, answers, "en")] == [minutes]


HOURS = st.just("") | st.tuples(st.integers(0, 23), st.integers(0, 24)).map(lambda t: f"{t[0]}-{t[1]}")


@given(HOURS.filter(bool), HOURS, HOURS, HOURS, st.sampled_from(Template), st.sampled_from(["AT-9", "DE-BY", "CH-ZH"]))
def test_every_suggestion_is_right_as_it_stands(
    weekday: str, saturday: str, sunday: str, holiday: str, template: Template, place: str
) -> None:
    answers = replace(GOOD, place=place, channels=(ChannelAnswer("Instagram", weekday, saturday, sunday, holiday),))
    answers = replace(answers, shifts=shifts_of(template, answers, "en"))
    assert TEAMS.judge(answers, "en").of_step(Step.SHIFTS) == {}
    if template is Template.EARLY_LATE:
        # Both begin on the day, and nobody is at work for longer than 16 hours.
        spans_of = open_hours(answers)
        assert all(spans_of[kind][-1][1] - spans_of[kind][0][0] > LONGEST_AT_WORK_MIN for kind in uncovered(answers))
    if template is Template.ROUND_THE_CLOCK:
        assert set(uncovered(answers)) <= set(DayKind)


def test_open_hours_without_a_shift_are_named() -> None:
    assert uncovered(GOOD) == {}
    early, late, weekend = GOOD.shifts
    late = replace(late, start="15:00", end="19:30")
    gaps = uncovered(replace(GOOD, shifts=(early, late, replace(weekend, days=("saturday",)))))
    assert gaps == {
        DayKind.WEEKDAY: [(855, 900), (1170, 1200)],
        DayKind.SUNDAY: [(600, 1080)],
        DayKind.HOLIDAY: [(600, 1080)],
    }
    night = ShiftAnswer("N", "Night", "22:00", "06:00", "30", ("weekday",), "1", "1")
    chat = replace(GOOD, channels=(ChannelAnswer("Chat", "0-24"),), shifts=(night,))
    assert uncovered(chat) == {DayKind.WEEKDAY: [(360, 1320)]}


@pytest.mark.parametrize(("code", "fine"), [("Sp2", True), ("Spät", False)])
def test_a_code_fits_into_a_cell(code: str, fine: bool) -> None:
    judged = TEAMS.judge(replace(GOOD, shifts=(replace(GOOD.shifts[0], code=code), *GOOD.shifts[1:])), "de")
    assert judged.is_done(Step.SHIFTS) is fine


def test_nights_are_open_hours_with_shifts_of_their_own() -> None:
    def suggested(*hours: str) -> list[tuple[str, str, str]]:
        answers = replace(GOOD, channels=tuple(ChannelAnswer(span, span) for span in hours), people="Lea;40")
        answers = replace(answers, shifts=shifts_of(fitting(answers), answers, "en"))
        assert uncovered(answers) == {}
        team = TEAMS.judge(answers, "en").team
        assert team is not None
        return [(shift.code, shift.start, shift.end) for shift in answers.shifts]

    assert suggested("22:00-06:00") == [("N", "22:00", "06:00")]
    assert suggested("18-24") == [("D", "18:00", "24:00")]
    assert suggested("14-2") == [("E", "14:00", "20:15"), ("L", "19:45", "02:00")]
    assert suggested("18-8") == [("L", "18:00", "23:45"), ("N", "23:15", "08:00")]
    # Between the two nobody is asked for.
    assert uncovered(replace(GOOD, channels=(ChannelAnswer("A", "8-12"), ChannelAnswer("B", "22-6")), shifts=(
        ShiftAnswer("D", "Day", "8:00", "12:00", days=("weekday",)),
        ShiftAnswer("N", "Night", "22:00", "5:30", days=("weekday",)),
    ))) == {DayKind.WEEKDAY: [(1770, 1800)]}  # fmt: skip
    night = TEAMS.judge(replace(GOOD, channels=(ChannelAnswer("Chat", "22-6"),), people="Lea;40"), "en").team
    assert night is not None
    assert {(row.start_min, row.end_min) for row in night.opening_hours} == {(1320, 1800)}


def test_hours_of_contracts_and_shifts_are_compared() -> None:
    team = TEAMS.judge(GOOD, "en").team
    assert team is not None
    found = balance_of(team)
    # 21 workdays, half holidays among them, with 2 x 5.75 h; 10 Saturdays, Sundays and holidays with 7.5 h.
    assert found.minimum == found.target == (21 * 2 * 345) + 10 * 450
    assert found.contracts > 0
    doubled = replace(GOOD, shifts=tuple(replace(shift, target="2") for shift in GOOD.shifts))
    team = TEAMS.judge(doubled, "en").team
    assert team is not None
    assert balance_of(team).target == 2 * found.minimum


def test_holidays_of_the_month_are_named() -> None:
    public, half = ({day.day: name for day, name in days} for days in holidays_in(GOOD, "de"))
    assert public[8] == "Mariä Empfängnis"
    assert (set(public), set(half)) == ({8, 25, 26}, {24, 31})
    assert holidays_in(Answers(), "de") == holidays_in(replace(GOOD, place="XX"), "de") == ([], [])


def test_places_are_those_that_have_a_calendar() -> None:
    found = places()
    assert (found["AT"]["AT-9"], found["DE"]["DE-BY"], found["CH"]["CH-ZH"]) == ("Wien", "Bayern", "Zürich")
    assert ("AT" in found["AT"], "DE" in found["DE"]) == (True, False)


def test_months_begin_with_this_one() -> None:
    assert TEAMS.months()[:3] == [(2026, 11), (2026, 12), (2027, 1)]
    assert len(TEAMS.months()) == 12


def test_rows_that_nobody_wrote_into_are_none() -> None:
    spare = replace(CHANNELS[0], name="")
    written_into = ChannelAnswer("", "7-19")
    answers = replace(GOOD, channels=(*CHANNELS, spare, USUAL_CHANNEL, ChannelAnswer(), written_into))
    answers = replace(answers, shifts=(ShiftAnswer(), *GOOD.shifts, ShiftAnswer(minimum="2")))
    tidied = answers.tidied(Answers())
    assert (tidied.channels, tidied.shifts) == ((*CHANNELS, written_into), (*GOOD.shifts, ShiftAnswer(minimum="2")))
    # Its row came with the hours of the channel before they were changed.
    assert answers.tidied(replace(GOOD, channels=(ChannelAnswer("Chat", "7-19"),))).channels == CHANNELS


def test_answers_are_held_as_they_were_given() -> None:
    assert read(written(GOOD)) == GOOD
    assert read(b"{}") == read(b"no json") == read(b'{"name": 3}') == Answers()


def test_a_day_may_be_closed_at_noon() -> None:
    answers = replace(GOOD, channels=(ChannelAnswer("Chat", "8-12, 14-18", "9-12 und 13-15"),), people="Lea;40")
    answers = replace(answers, shifts=shifts_of(Template.EARLY_LATE, answers, "en"))
    assert [(shift.code, shift.start, shift.end) for shift in answers.shifts] == [
        ("E", "08:00", "12:00"), ("L", "14:00", "18:00"), ("Sa1", "09:00", "12:00"), ("Sa2", "13:00", "15:00"),
    ]  # fmt: skip
    assert uncovered(answers) == {}
    team = TEAMS.judge(answers, "en").team
    assert team is not None
    found = [(row.when, row.start_min, row.end_min) for row in team.opening_hours]
    assert [span for span in found if span[0] is DayKind.WEEKDAY] == [
        (DayKind.WEEKDAY, 480, 720), (DayKind.WEEKDAY, 840, 1080)
    ]  # fmt: skip
    assert len([span for span in found if span[0] is DayKind.SATURDAY]) == 2
    one = shifts_of(Template.DAY, answers, "en")
    assert [(shift.start, shift.end) for shift in one] == [("08:00", "17:00"), ("09:00", "15:00")]


@pytest.mark.parametrize("hours", ["8-12, 11-17", "8-12,", "8-12, noon", "8-12 14-18"])
def test_stretches_that_are_none_or_overlap_are_told(hours: str) -> None:
    told_of = told(replace(GOOD, channels=(ChannelAnswer("Instagram", hours, "10-18"), CHANNELS[1])))
    assert told_of == {"hours.weekday-0": f"“{hours}” are no opening hours."}


def test_hours_that_run_into_those_of_the_next_day_are_told_where_they_are_typed() -> None:
    channels = (CHANNELS[1], ChannelAnswer("Instagram", "20-2", "0-6"))
    assert told(replace(GOOD, channels=channels)) == {
        "hours.saturday-1": "After midnight these overlap: 20:00–02:00 (weekdays) and, a day later, 00:00–06:00 "
        "(Saturdays)."
    }
