"""The summary in a terminal: figures with units, aligned columns, the worst gaps first, in both languages."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from planner.fair_measures import MEASURES
from planner.messages import Message
from planner.reporting.report import DayCoverage, FairShare, Gap, Obstacle, Report
from planner.telling.summary import gap_lines, summary_lines
from tests.planner.exchange.roster_reports import report_of
from tests.planner.test_gap_reasons import FACTS, ROSTER, the_gap

MEASURE_KEYS = [measure.key for measure in MEASURES]
VIENNA = ZoneInfo("Europe/Vienna")


@pytest.fixture(scope="module")
def report() -> Report:
    made = report_of()
    people = [row.person for row in made.hours]
    rows = (FairShare(person, measure, 1234, 567, 0, 0, 567) for measure in MEASURE_KEYS for person in people)
    return replace(made, fairness=tuple(rows))


def text_of(report: Report, language: str = "en") -> str:
    return "\n".join(summary_lines(report, language))


def gap(day: int, *, hours: int = 1, below_minimum: bool = False) -> Gap:
    start, end = (datetime(2026, 12, day, hour, tzinfo=VIENNA) for hour in (8, 8 + hours))
    what = Message(f"gap {day}")
    return Gap(date(2026, 12, day), start, end, "", "", "E", 0, 1, below_minimum, what, tuple)


def test_coverage_clashes_wishes_and_hours(report: Report) -> None:
    lines = text_of(report).splitlines()
    # 960 of 1440 and 990 of 990 minutes: 80.2 %.
    assert lines[0] == "Coverage: 80.2 % of 40 h 30 min wanted; 1 of 2 days are short."
    assert any(line.startswith("  ! Ana: only 8 h of rest") for line in lines[1:5])
    assert "Days of wishes granted: 2 of 3." in lines
    assert "Wishes with nothing to grant, because the shift is not offered or the person is away: 1" in lines
    assert "  Ana     32 h 30 min  /        168 h  -135 h 30 min" in lines
    assert "  Ben            40 h  /        168 h         -128 h" in lines


def test_a_day_a_minute_short_is_not_rounded_to_everything(report: Report) -> None:
    nearly = replace(report, coverage=(DayCoverage(date(2026, 12, 1), 100_000, 99_999, 0, ()),))
    assert text_of(nearly).startswith("Coverage: 99.9 % ")
    nothing = replace(report, coverage=(DayCoverage(date(2026, 12, 1), 0, 0, 0, ()),))
    assert text_of(nothing).startswith("Coverage: 100 % of 0 h wanted; 0 of 1 days are short.")


def test_no_gaps_and_no_wishes(report: Report) -> None:
    text = text_of(replace(report, gaps=(), wishes=()))
    assert "Gaps: none." in text
    assert "Wishes" not in text


def test_the_worst_gaps_come_first_and_the_rest_is_counted(report: Report) -> None:
    gaps = (*(gap(day) for day in range(1, 9)), gap(20, below_minimum=True), gap(21, hours=3))
    lines = text_of(replace(report, gaps=gaps)).splitlines()
    begin = lines.index("Gaps: 10")
    shown = [line.strip().removesuffix(": 0 of 1") for line in lines[begin + 1 :] if line.startswith("  gap ")]
    assert shown == ["gap 20", "gap 21", "gap 1", "gap 2", "gap 3", "gap 4", "gap 5", "gap 6"]
    assert "  … and 2 more, in the workbook and on the page." in lines
    assert "more, in the workbook" not in text_of(replace(report, gaps=gaps[:8]))


def test_topics_without_contact_are_listed_apart_with_reasons(report: Report) -> None:
    ana = Obstacle("Ana", date(2026, 12, 24), "E", (Message("on leave"),), 0)
    topics = tuple(replace(gap(day), topic="Returns", find_obstacles=lambda: (ana,)) for day in range(1, 11))
    lines = text_of(replace(report, gaps=topics)).splitlines()
    begin = lines.index("Topics without a contact: 10")
    assert "Gaps: none. Every stretch of time has the people it wants." in lines[:begin]
    assert lines[begin + 1 : begin + 3] == ["  gap 1: 0 of 1", "      Ana: on leave"]
    assert "  … and 2 more, in the workbook and on the page." in lines[begin:]
    assert "Topics without a contact" not in text_of(report)


def test_a_gap_that_nobody_could_fill_says_what_would_help() -> None:
    assert list(gap_lines(gap(1), "en", people=2))[1:] == [
        "      Nobody in the team can do this work, whatever their hours. Teach somebody the skill or channel, or hire."
    ]


def test_reasons_or_what_it_would_cost() -> None:
    _, found = the_gap(ROSTER, FACTS)
    lines = list(gap_lines(found, "en", people=2))
    assert lines[0] == "  Thu 10 Dec, E (08:00–14:00): people: 0 of 11"
    assert len(lines) == 4
    assert "Free could take it; the roster would be" in lines[1]
    assert lines[3] == f"      … and {len(found.obstacles) - 2} more, in the workbook and on the page."
    (free, *_) = found.obstacles
    dearer = replace(found, find_obstacles=lambda: (replace(free, cost_change=1),))
    told = list(gap_lines(dearer, "en", people=1))
    assert told[1].strip() == "Free could take it, but the roster would be 1 point dearer"
    ana = Obstacle("Ana", date(2026, 12, 24), "E", (Message("one"), Message("two")), 0)
    told = replace(found, find_obstacles=lambda: (ana,))
    assert list(gap_lines(told, "en", people=2))[1:] == ["      Ana: one · two"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_columns_stand_below_their_headings(report: Report, language: str) -> None:
    lines = text_of(report, language).splitlines()[-len(report.hours) - 1 :]
    assert len({len(line) for line in lines}) == 1
    assert ("12,3 / 5,7" if language == "de" else "12.3 / 5.7") in lines[-1]


def test_german(report: Report) -> None:
    text = text_of(report, "de")
    for english in ("Coverage", "Gaps", "Hours", "Weekends", "granted"):
        assert english not in text


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_fairness_table_fits_a_terminal(report: Report, language: str) -> None:
    text = text_of(report, language)
    table = text[text.index("Fairness") :].split("\n\n")[0].splitlines()[1:]
    assert {len(line) for line in table} == {len(table[0])}
    assert len(table[0]) <= 80
