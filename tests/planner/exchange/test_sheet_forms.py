"""Sheets as forms: every team goes through the fields and back, and each mistake is told at its cell."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.team import Team
from planner.exchange.example_team import example_team
from planner.exchange.sheet_forms import SheetForms
from planner.exchange.sheets import SHEETS
from planner.messages import render
from planner.sheet_ports import Control, RowPlace, Texts
from tests.planner.exchange.strategies import teams

FORMS = SheetForms()
TEAM = example_team("en")

languages = st.sampled_from(["de", "en"])


def texts() -> dict[str, list[Texts]]:
    return FORMS.texts(TEAM, "en")


def told(sheets: dict[str, list[Texts]], last: RowPlace | None = None) -> list[tuple[str, int | None, str, str]]:
    return [(p.sheet, p.row, p.column, render(p.reason, "en")) for p in FORMS.check(sheets, "en", last).problems]


@given(teams(), languages, st.data())
@settings(max_examples=20)
def test_a_team_in_fields_is_the_same_team(team: Team, language: str, data: st.DataObject) -> None:
    sheets = FORMS.texts(team, language)
    key = data.draw(st.sampled_from([key for key, rows in sheets.items() if rows]))
    last = RowPlace(key, data.draw(st.integers(0, len(sheets[key]) - 1)))
    assert FORMS.check(sheets, language, last).team == FORMS.check(sheets, language).team == team


def test_how_each_column_is_asked_for() -> None:
    controls = {
        f"{sheet.key}.{column.key}": column.control
        for sheet in FORMS.forms("en").values()
        for column in sheet.columns
        if column.control is not Control.TEXT
    }
    by_control = {control: sorted(name for name, found in controls.items() if found is control) for control in Control}
    assert by_control[Control.CHOICE] == [
        "absences.kind", "availability.can", "ledger_corrections.measure", "pairs.together", "rules.code",
        "scenarios.kind", "shift_types.on_call", "sites.country", "team.first_weekday", "wishes.wants",
    ]  # fmt: skip
    assert by_control[Control.SUGGESTED] == [
        "availability.weekdays", "demand.when", "opening_hours.when", "rules.price", "scenarios.price",
        "scenarios.when", "shift_types.day_kinds", "volume.when",
    ]  # fmt: skip
    assert by_control[Control.NAMES] == [
        "managers.channels", "shift_types.channels", "shift_types.forbidden_next", "topics.deputies", "topics.experts"
    ]  # fmt: skip
    assert {"absences.first", "managers.leaves_on", "locks.day"} <= set(by_control[Control.DATE])
    assert {"managers.site", "wishes.shift", "wishes.person", "demand.channel"} <= set(by_control[Control.NAME])


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_heading_names_one_column(language: str) -> None:
    for sheet in FORMS.forms(language).values():
        headings = [column.heading for column in sheet.columns]
        assert len(headings) == len(set(headings)), sheet.key


def test_mistakes_stand_at_their_cells() -> None:
    sheets = texts()
    sheets["wishes"][1] = {**sheets["wishes"][1], "weight": "9", "first": "soon"}
    assert told(sheets) == [
        ("wishes", 1, "first", "This is not a date."),
        ("wishes", 1, "weight", "The value lies outside what is possible."),
    ]
    assert FORMS.check(sheets, "en").team is None


def test_an_empty_row_is_one_to_be_filled_in() -> None:
    sheets = texts()
    sheets["absences"].append({})
    assert {(row, column) for _, row, column, _ in told(sheets)} == {(2, "person"), (2, "kind"), (2, "first")}


def test_the_last_row_is_told_what_it_contradicts() -> None:
    sheets = texts()
    sheets["managers"][0] = {**sheets["managers"][0], "name": "Jonas Berger"}
    sheets = FORMS.renamed(sheets, "managers.name", "Lea Huber", "Jonas Berger")
    sheets["pairs"], sheets["locks"] = [], []
    names = {(sheet, row) for sheet, row, _, reason in told(sheets, RowPlace("managers", 0)) if "already" in reason}
    assert ("managers", 0) in names
    first = sheets["absences"][0]
    sheets = {**texts(), "absences": [first, {**first, "last": "2026-12-30"}]}
    for place in (0, 1):
        assert told(sheets, RowPlace("absences", place))[0][:3] == ("absences", place, "first")


def test_a_team_needs_its_sheets_filled() -> None:
    sheets = {**texts(), "managers": []}
    assert ("managers", None, "", "The sheet has headings, but no row.") in told(sheets)
    assert FORMS.check(sheets, "en").team is None


def test_contradictions_leave_a_team_that_can_be_built() -> None:
    sheets = texts()
    sheets["absences"].append(sheets["absences"][0])
    checked = FORMS.check(sheets, "en")
    assert checked.problems
    assert checked.team == replace(TEAM, absences=(*TEAM.absences, TEAM.absences[0]))


def test_a_new_name_is_meant_everywhere() -> None:
    sheets = texts()
    sheets["managers"][0] = {**sheets["managers"][0], "name": "Lea Maier"}
    after = FORMS.check(FORMS.renamed(sheets, "managers.name", "Lea Huber", "Lea Maier"), "en")
    assert after.problems == ()
    assert after.team is not None
    assert "Lea Huber" not in repr(after.team)
    assert {topic.experts for topic in after.team.topics} == {frozenset({"Lea Maier", "Jonas Berger"})}


def test_without_a_name_goes_what_is_about_it() -> None:
    after = FORMS.renamed(texts(), "managers.name", "Mira Novak", "")
    assert [row["person"] for row in after["absences"]] == ["Jonas Berger"]
    assert after["topics"][0]["deputies"] == "Tarek Aydin"
    # The hire of "one more person" was to be like her.
    assert len(after["scenarios"]) == len(texts()["scenarios"]) - 1


@pytest.mark.parametrize(
    ("now", "limits"),
    [("Q", "L 4, Q 2"), ("", "L 4")],
)
def test_a_persons_limit_goes_with_its_shift_type(now: str, limits: str) -> None:
    sheets = texts()
    sheets["managers"][0] = {**sheets["managers"][0], "max_of_shift": "L 4, E 2"}
    after = FORMS.renamed(sheets, "shift_types.code", "E", now)
    assert after["managers"] == [{**sheets["managers"][0], "max_of_shift": limits}, *sheets["managers"][1:]]


def test_every_sheet_is_a_form() -> None:
    assert list(FORMS.forms("de")) == list(SHEETS) == list(texts())


def test_examples_are_in_the_language_of_the_form() -> None:
    english, german = (SheetForms().forms(language) for language in ("en", "de"))
    for key, form in german.items():
        for column in form.columns:
            known = SHEETS[key].columns[column.key].choices
            parts = column.example.split(", ") if known and column.words else []
            assert set(parts) <= set(column.words), f"{key}.{column.key}"
    shown = {column.key: column.example for column in german["managers"].columns}
    assert (shown["contract"], shown["skills"], shown["site"]) == ("38,5", "Krise 3, Video 2", "Wien")
    assert {column.key: column.example for column in english["managers"].columns}["contract"] == "38.5"
    assert next(c.example for c in german["shift_types"].columns if c.key == "day_kinds") == "Werktag, Samstag"
