"""Labour law: every row that was collected is there, dated entries switch on their day, malformed files are named."""

from datetime import date, timedelta

import pytest

from planner.law import COUNTRIES, LawError, LawUnit, load_law, read_law, vocabulary
from planner.rules.catalogue import RULES

TODAY = date(2026, 12, 1)
H = 60

# The collected law, typed in again by hand: (key, value, paragraph); "?" before a key = unverified.
AUSTRIA = [
    ("normal_day_min", 8 * H, "AZG 3(1)"),
    ("normal_week_min", 40 * H, "AZG 3(1)"),
    ("normal_week_usual_min", 38 * H + 30, "AZG 3(1)"),
    ("max_day_min", 12 * H, "AZG 9(1)"),
    ("max_week_min", 60 * H, "AZG 9(1)"),
    ("?average_week_min", 48 * H, "AZG 9(4)"),
    ("average_weeks", 17, "AZG 9(4)"),
    ("break_steps", ((6 * H, 30),), "AZG 11(1)"),
    ("break_part_min", 10, "AZG 11(1)"),
    ("daily_rest_min", 11 * H, "AZG 12"),
    ("daily_rest_reduced_min", 8 * H, "AZG 12"),
    ("daily_rest_made_up_days", 10, "AZG 12"),
    ("notice_days", 14, "AZG 19c(2)"),
    ("?oncall_days_month", 10, "AZG 20a(1)"),
    ("?oncall_days_3_months", 30, "AZG 20a(1)"),
    ("?oncall_callout_longer_rest_min", 4 * H, "AZG 20a(1)"),
    ("?oncall_callout_longer_rest_weeks", 2, "AZG 20a(1)"),
    ("?oncall_weekly_rests_month", 2, "ARG 6a"),
    ("night_start_min", 22 * H, "AZG 12a"),
    ("night_end_min", 5 * H, "AZG 12a"),
    ("night_worker_from_min", 3 * H, "AZG 12a"),
    ("night_worker_nights_year", 48, "AZG 12a"),
    ("weekend_rest_min", 36 * H, "ARG 3"),
    ("weekend_rest_saturday_from_min", 13 * H, "ARG 3"),
    ("weekly_rest_min", 36 * H, "ARG 4"),
    ("weekly_rest_whole_days", 1, "ARG 4"),
    ("weekly_rest_shift_plan_min", 24 * H, "ARG 5"),
    ("weekly_rest_average_weeks", 4, "ARG 5"),
    ("substitute_rest_weeks", 1, "ARG 6"),
    ("holidays_year", 13, "ARG 7"),
    ("holiday_rest_min", 24 * H, "ARG 7"),
    ("holiday_rest_earliest_start_min", 0, "ARG 7"),
    ("holiday_rest_latest_start_min", 6 * H, "ARG 7"),
    ("personal_holidays_year", 1, "ARG 7a"),
    ("sunday_work", True, "ARG 10-18, 12b"),
    ("holiday_work", True, "ARG 10-18, 12b"),
    ("sunday_holiday_exceptions_year", 4, "ARG 12b"),
    ("leave_days", 25, "UrlG 2(1)"),
    ("leave_days_six_day_week", 30, "UrlG 2(1)"),
    ("leave_days_six_day_week_after_25_years", 36, "UrlG 2(1)"),
    ("overtime_refusal_over_day_min", 10 * H, "AZG 7(6)"),
    ("?overtime_refusal_over_week_min", 50 * H, "AZG 7(6)"),
]
GERMANY = [
    ("normal_day_min", 8 * H, "ArbZG 3"),
    ("max_day_min", 10 * H, "ArbZG 3"),
    ("average_week_min", 48 * H, "ArbZG 3"),
    ("average_weeks", 24, "ArbZG 3"),
    ("break_steps", ((6 * H, 30), (9 * H, 45)), "ArbZG 4"),
    ("break_part_min", 15, "ArbZG 4"),
    ("work_without_break_max_min", 6 * H, "ArbZG 4"),
    ("daily_rest_min", 11 * H, "ArbZG 5(1)"),
    ("night_start_min", 23 * H, "ArbZG 2"),
    ("night_end_min", 6 * H, "ArbZG 2"),
    ("night_work_over_min", 2 * H, "ArbZG 2"),
    ("night_worker_nights_year", 48, "ArbZG 2"),
    ("max_night_work_min", 10 * H, "ArbZG 6"),
    ("night_average_day_min", 8 * H, "ArbZG 6"),
    ("night_average_weeks", 4, "ArbZG 6"),
    ("sunday_work", True, "ArbZG 9, 10"),
    ("holiday_work", True, "ArbZG 9, 10"),
    ("sunday_start_min", 0, "ArbZG 9"),
    ("sunday_end_min", 24 * H, "ArbZG 9"),
    ("free_sundays_year", 15, "ArbZG 11(1)"),
    ("substitute_rest_weeks", 2, "ArbZG 11(3)"),
    ("substitute_rest_holiday_weeks", 8, "ArbZG 11(3)"),
    ("weekly_rest_min", 24 * H + 11 * H, "ArbZG 11(4)"),
    ("leave_days", 20, "BUrlG 3"),
    ("leave_days_six_day_week", 24, "BUrlG 3"),
    ("leave_days_usual", 30, "BUrlG 3"),
    ("notice_days", 4, "TzBfG 12(3)"),
]
SWITZERLAND = [
    ("max_week_min", 45 * H, "ArG 9(1)"),
    ("max_week_others_min", 50 * H, "ArG 9(1)"),
    ("max_week_plus_8_weeks_min", 2 * H, "ArG 9(1)"),
    ("max_week_plus_4_weeks_min", 4 * H, "ArG 9(1)"),
    ("day_span_min", 14 * H, "ArG 10"),
    ("day_evening_start_min", 6 * H, "ArG 10"),
    ("day_evening_end_min", 23 * H, "ArG 10"),
    ("break_steps", ((5 * H + 30, 15), (7 * H, 30), (9 * H, 60)), "ArG 15"),
    ("daily_rest_min", 11 * H, "ArG 15a"),
    ("daily_rest_reduced_min", 8 * H, "ArG 15a"),
    ("daily_rest_reduced_times_week", 1, "ArG 15a"),
    ("daily_rest_average_weeks", 2, "ArG 15a"),
    ("oncall_callout_fresh_rest_under_min", 4 * H, "ArGV1 19(3)"),
    ("sunday_work", True, "ArG 18, 19"),
    ("sunday_consent", True, "ArG 19"),
    ("sunday_start_min", -1 * H, "ArG 18"),
    ("sunday_end_min", 23 * H, "ArG 18"),
    ("free_sunday_every_weeks", 2, "ArG 20, ArGV1 21"),
    ("substitute_rest_short_sunday_max_min", 5 * H, "ArG 20, ArGV1 21"),
    ("substitute_rest_short_sunday_weeks", 4, "ArG 20, ArGV1 21"),
    ("substitute_rest_min", 24 * H, "ArG 20, ArGV1 21"),
    ("substitute_rest_weeks", 1, "ArG 20, ArGV1 21"),
    ("max_consecutive_days_with_sunday", 6, "ArGV1 21(3)"),
    ("weekly_rest_min", 35 * H, "ArGV1 21(2)"),
    ("free_half_day_min", 8 * H, "ArG 21"),
    ("free_half_day_over_days", 5, "ArG 21"),
    ("notice_days", 14, "ArGV1 69(1)"),
    ("?oncall_days_28", 7, "ArGV1 14(2)"),
    ("?oncall_free_weeks_after", 2, "ArGV1 14(2)"),
    ("?oncall_days_28_few_staff", 14, "ArGV1 14(2)"),
    ("?oncall_callouts_month_few_staff", 5, "ArGV1 14(2)"),
    ("overtime_day_min", 2 * H, "ArG 12"),
    ("overtime_year_min", 170 * H, "ArG 12"),
    ("night_start_min", 23 * H, "ArG 16-17a, 10"),
    ("night_end_min", 6 * H, "ArG 16-17a, 10"),
    ("night_work", True, "ArG 16-17a"),
    ("night_consent", True, "ArG 16-17a"),
    ("max_night_work_min", 9 * H, "ArG 16-17a"),
    ("night_span_min", 10 * H, "ArG 16-17a"),
    ("max_night_work_few_nights_min", 10 * H, "ArG 16-17a"),
    ("night_span_few_nights_min", 12 * H, "ArG 16-17a"),
    ("few_nights_in_7", 3, "ArG 16-17a"),
    ("leave_weeks", 4, "OR 329a"),
    ("leave_days", 20, "OR 329a"),
    ("leave_weeks_up_to_20", 5, "OR 329a"),
    ("leave_weeks_together", 2, "OR 329a"),
    # Not among the rows collected: cantonal holidays treated like Sundays.
    ("?holiday_work", True, "ArG 20a"),
]
COLLECTED = {"AT": AUSTRIA, "DE": GERMANY, "CH": SWITZERLAND}


@pytest.mark.parametrize(
    ("country", "row"), [(c, row) for c, rows in COLLECTED.items() for row in rows], ids=lambda p: str(p)
)
def test_every_collected_row_is_there(country: str, row: tuple[str, object, str]) -> None:
    name, value, paragraph = row
    found = load_law(country).value(name.lstrip("?"), TODAY)
    assert found is not None
    assert (found.value, type(found.value)) == (value, type(value))
    assert found.paragraph == paragraph
    assert found.unverified == name.startswith("?")


@pytest.mark.parametrize("country", COUNTRIES)
def test_nothing_is_there_that_was_not_collected(country: str) -> None:
    assert {v.key for v in load_law(country).values} == {key.lstrip("?") for key, *_ in COLLECTED[country]}


@pytest.mark.parametrize(
    ("country", "key", "words"),
    [
        ("DE", "max_day_min", "check the reform"),
        ("DE", "sunday_work", "4 K 311/22"),
        ("DE", "notice_days", "work on call only"),
        ("DE", "weekly_rest_min", "technical or organisational reasons"),
        ("AT", "sunday_work", "no entry for call centres"),
        ("AT", "night_start_min", "no general cap"),
        ("AT", "average_weeks", "longer by agreement"),
        ("CH", "sunday_work", "pure telephone centres are exempt"),
        ("CH", "daily_rest_min", "once a week 8 h"),
        ("CH", "max_consecutive_days_with_sunday", "Sunday work only"),
    ],
)
def test_exceptions_are_told(country: str, key: str, words: str) -> None:
    found = load_law(country).value(key, TODAY)
    assert found is not None
    assert words in found.exception_in("en")
    assert found.exception_in("de") not in ("", found.exception_in("en"))


def test_source_says_what_was_read_and_what_was_not() -> None:
    read = load_law("AT").value("daily_rest_min", TODAY)
    old = load_law("DE").value("night_start_min", TODAY)
    doubtful = load_law("AT").value("average_week_min", TODAY)
    assert read is not None
    assert old is not None
    assert doubtful is not None
    assert read.source_in("de").startswith("Arbeitszeitgesetz (AZG): Kopie des Textes")
    assert old.source_in("en") == "Arbeitszeitgesetz (ArbZG): the text of 2009 was read"
    assert doubtful.source_in("en") == "Arbeitszeitgesetz (AZG): not confirmed in a copy of the text"


@pytest.mark.parametrize("key", ["max_day_min", "max_week_min"])
def test_austrian_maximum_begins_on_its_day(key: str) -> None:
    law, first = load_law("AT"), date(2018, 9, 1)
    assert law.value(key, first - timedelta(days=1)) is None
    for day in (first, first + timedelta(days=1)):
        found = law.value(key, day)
        assert found is not None
        assert found.valid_from == first


@pytest.mark.parametrize(
    ("country", "key"),
    [("DE", "max_week_min"), ("CH", "max_day_min"), ("CH", "average_week_min"), ("AT", "free_sundays_year")],
)
def test_what_a_law_does_not_know_is_none(country: str, key: str) -> None:
    assert load_law(country).value(key, TODAY) is None


DATED = """
[acts]
X = "Example Act"
[[daily_rest_min]]
value = 700
paragraph = "X 2"
valid_from = 2027-01-01
status = "read"
[[daily_rest_min]]
value = 600
paragraph = "X 1"
status = "read"
[[daily_rest_min]]
value = 660
paragraph = "X 1a"
valid_from = 2026-03-01
status = "unverified"
"""


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2026, 2, 28), 600),
        (date(2026, 3, 1), 660),
        (date(2026, 3, 2), 660),
        (date(2026, 12, 31), 660),
        (date(2027, 1, 1), 700),
        (date(2027, 1, 2), 700),
    ],
)
def test_latest_entry_that_has_begun_is_in_force(day: date, value: int) -> None:
    law = read_law("AT", DATED, file="x.toml")
    found = law.value("daily_rest_min", day)
    assert found is not None
    assert found.value == value
    assert law.in_force(day) == (found,)


def test_not_checked_lists_what_no_rule_looks_at() -> None:
    law = load_law("CH")
    keys = [v.key for v in law.not_checked(TODAY)]
    assert "free_half_day_min" in keys
    assert "daily_rest_min" not in keys
    checked = [v for v in law.in_force(TODAY) if v.checked_by]
    assert len(checked) + len(keys) == len(law.values)


def test_vocabulary_is_whole() -> None:
    used = {v.key for country in COUNTRIES for v in load_law(country).values}
    assert used == set(vocabulary())
    for topic in vocabulary().values():
        assert topic.checked_by in {"", *(rule.code for rule in RULES)}
        assert topic.title("en")
        assert topic.title("de") not in ("", topic.title("en"))
    assert load_law("AT").values[0].title("de") == "Normalarbeitszeit am Tag"
    assert len({t.title("en") for t in vocabulary().values()}) == len(vocabulary())
    assert len({t.title("de") for t in vocabulary().values()}) == len(vocabulary())


def test_minutes_are_called_minutes() -> None:
    for topic in vocabulary().values():
        assert topic.key.endswith("_min") == (topic.unit in (LawUnit.MINUTES, LawUnit.CLOCK_MINUTES)), topic.key


def test_unknown_key_names_the_nearest() -> None:
    with pytest.raises(KeyError, match=r"no law key 'daily_rest'.*Maybe 'daily_rest_min'"):
        load_law("AT").value("daily_rest", TODAY)


@pytest.mark.parametrize("country", ["FR", "at", "", "vocabulary"])
def test_unknown_country_is_told_with_the_known_ones(country: str) -> None:
    with pytest.raises(LawError, match=f"country '{country}'. Known: AT, CH, DE"):
        load_law(country)


ENTRY = '[acts]\nX = "Act"\n[[daily_rest_min]]\nvalue = 660\nparagraph = "X 1"\nstatus = "read"\n'
STEPS = ENTRY.replace("daily_rest_min", "break_steps").replace("660", "[[360, 30], [540, 45]]")


def test_the_entries_that_get_spoilt_below_are_sound() -> None:
    assert read_law("AT", ENTRY, file="x.toml").values[0].value == 660
    assert read_law("AT", STEPS, file="x.toml").values[0].value == ((360, 30), (540, 45))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[acts", "x.toml: not valid TOML"),
        (ENTRY.removeprefix('[acts]\nX = "Act"\n'), r"\[acts\]"),
        (ENTRY.replace("daily_rest_min", "dayly_rest_min"), "unknown key 'dayly_rest_min'"),
        (ENTRY.replace("[[daily_rest_min]]", "[daily_rest_min]"), "two brackets"),
        (ENTRY.replace('status = "read"', ""), "status missing"),
        (ENTRY.replace('"read"', '"sure"'), "status 'sure' is none of read, unverified"),
        (ENTRY.replace("X 1", "Y 1"), "names no act"),
        (ENTRY.replace("660", '"660"'), "no whole number of min"),
        (ENTRY.replace("660", "true"), "no whole number of min"),
        (ENTRY.replace("660", "-1"), "no whole number of min"),
        (ENTRY + 'note = "x"\n', "unknown note"),
        (ENTRY + 'valid_from = "2026-01-01"\n', "valid_from '2026-01-01' is no date"),
        (ENTRY + 'exception = "x"\n', "exception needs both languages"),
        (ENTRY + ENTRY.partition("[[")[1] + ENTRY.partition("[[")[2], "two entries have valid_from None"),
        (ENTRY.replace("daily_rest_min", "sunday_work"), "neither true nor false"),
        (STEPS.replace("[540, 45]", "[540]"), "no rising list"),
        (STEPS.replace("540", "300"), "no rising list"),
        (STEPS.replace("[[360, 30], [540, 45]]", "[]"), "no rising list"),
    ],
)
def test_malformed_law_is_named(text: str, told: str) -> None:
    with pytest.raises(LawError, match=told):
        read_law("AT", text, file="x.toml")
