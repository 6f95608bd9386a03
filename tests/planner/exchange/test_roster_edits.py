"""Edits by hand in the month grid: what they mean, which shifts keep their identity, and everything that is wrong."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from openpyxl.workbook import Workbook

from planner.domain.roster import Roster
from planner.domain.team import Lock
from planner.exchange.roster_import import read_roster
from planner.messages import render
from planner.problems import InputProblems
from tests.planner.exchange.grid_edits import (
    day_cell,
    edited,
    grid_of,
    hidden_cell,
    problems_of,
    put,
    read_back,
    row_of,
)
from tests.planner.exchange.roster_reports import TEAM, roster_of


def on(roster: Roster, person: str, day: int) -> list[str]:
    """A person's shift types on a day of the month."""
    return [a.shift for a in roster.of(person) if a.day.day == day]


def uid(roster: Roster, person: str, day: int, shift: str) -> UUID:
    return next(a.uid for a in roster.of(person) if (a.day.day, a.shift) == (day, shift))


# ---- whose roster it is


@pytest.mark.parametrize(
    ("name", "strangers", "said"),
    [("Other", 2, False), ("Other", 3, True), (TEAM.name, 3, False), (TEAM.name, 4, True)],
)
def test_a_roster_of_another_team_is_said_once(tmp_path: Path, name: str, strangers: int, said: bool) -> None:
    people = tuple(
        replace(manager, name=f"Stranger {number}") if number < strangers else manager
        for number, manager in enumerate(TEAM.managers[:4])
    )
    assert len(TEAM.managers) == 4
    reasons = [render(p.reason, "en") for p in problems_of(tmp_path, team=replace(TEAM, name=name, managers=people))]
    told = f"This is the roster of “{TEAM.name}”: {strangers} of its 4 people are not in “{name}”."
    assert (reasons == [told]) == said


# ---- what a cell may say


@pytest.mark.parametrize("text", ["F+B", "f b", "F, B", "B,F", " F  +  b ", "F;B", "F B F"])
def test_several_shifts_in_a_cell(tmp_path: Path, text: str) -> None:
    assert on(read_back(tmp_path, put("Ana", 15, text)), "Ana", 15) == ["B", "F"]


@pytest.mark.parametrize("text", ["", " ", "–", "-", "frei", "FREE", "off", None])
def test_nothing_to_work(tmp_path: Path, text: str | None) -> None:
    roster = read_back(tmp_path, put("Ana", 2, text))
    assert on(roster, "Ana", 2) == []
    assert len(roster.assignments) == len(roster_of().assignments) - 1


def test_absence_words_on_an_absent_day(tmp_path: Path) -> None:
    assert read_back(tmp_path, put("Ben", 7, "Urlaub"), put("Ana", 30, "training")) == roster_of()


def test_absence_words_on_another_day_are_refused(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, put("Ben", 10, "krank"))
    assert "no absence" in render(problem.reason, "en")
    assert (problem.value, problem.column[:2]) == ("krank", "K ")


# ---- which shift is which


def test_another_type_on_the_same_day_keeps_the_identity(tmp_path: Path) -> None:
    before, after = roster_of(), read_back(tmp_path, put("Ana", 2, "N"))
    assert on(after, "Ana", 2) == ["N"]
    assert uid(after, "Ana", 2, "N") == uid(before, "Ana", 2, "S")


def test_another_day_of_the_same_type_keeps_the_identity(tmp_path: Path) -> None:
    before, after = roster_of(), read_back(tmp_path, put("=Cem", 6, ""), put("=Cem", 5, "N"))
    assert uid(after, "=Cem", 5, "N") == uid(before, "=Cem", 6, "N")
    assert uid(after, "=Cem", 8, "N") == uid(before, "=Cem", 8, "N")


def test_another_person_gets_a_new_identity(tmp_path: Path) -> None:
    before, after = roster_of(), read_back(tmp_path, put("Ana", 12, ""), put("=Cem", 12, "F"))
    assert on(after, "=Cem", 12) == ["F"]
    assert uid(after, "=Cem", 12, "F") not in {a.uid for a in before.assignments}
    assert len({a.uid for a in after.assignments}) == len(after.assignments)


def test_a_swap_of_two_shifts_stays_with_the_people(tmp_path: Path) -> None:
    before, after = roster_of(), read_back(tmp_path, put("Ana", 12, "S"), put("Ben", 12, "F"))
    assert uid(after, "Ana", 12, "S") == uid(before, "Ana", 12, "F")
    assert uid(after, "Ben", 12, "F") == uid(before, "Ben", 12, "S")


def test_an_added_shift_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    before, after = roster_of(), read_back(tmp_path, put("Ben", 1, "S+B+F"))
    assert set(before.assignments) < set(after.assignments)
    assert on(after, "Ben", 1) == ["B", "F", "S"]


def test_a_changed_cell_is_locked_only_if_the_team_locks_it(tmp_path: Path) -> None:
    changed = read_back(tmp_path, put("Ana", 1, "S"))
    assert [a.locked for a in changed.of("Ana") if a.day.day == 1] == [False]
    locking = replace(TEAM, locks=(Lock("Ana", date(2026, 12, 1), "S"),))
    changed = read_back(tmp_path, put("Ana", 1, "S"), team=locking)
    assert [a.locked for a in changed.of("Ana") if a.day.day == 1] == [True]


def test_rows_and_columns_may_be_moved(tmp_path: Path) -> None:
    def sort(workbook: Workbook) -> None:
        sheet = grid_of(workbook)
        first, second = row_of(sheet, "Ana"), row_of(sheet, "Ben")
        for column in range(1, 33):
            a, b = sheet.cell(first, column), sheet.cell(second, column)
            a.value, b.value = b.value, a.value
        sheet.insert_cols(2)
        sheet.insert_rows(second)

    assert read_back(tmp_path, sort) == roster_of()


# ---- what is wrong


def test_an_unknown_shift_names_its_place_and_the_mend(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, put("Ana", 12, "F+X"))
    assert (problem.place, problem.sheet, problem.value) == ("roster.xlsx", "Dienstplan", "X")
    assert problem.column.startswith("M (")
    assert problem.row == 7
    assert "F, S, N, B" in render(problem.mend, "en")


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    def rename(workbook: Workbook) -> None:
        sheet = grid_of(workbook)
        sheet.cell(row_of(sheet, "Dora"), 1).value = "Doro"

    def damage(workbook: Workbook) -> None:
        hidden_cell(workbook, "assignment", str(UUID(int=3))).value = "no uuid"

    found = problems_of(tmp_path, put("Ana", 3, "Q"), put("Ben", 4, "QQ"), rename, damage)
    assert [(p.sheet, p.value) for p in found] == [
        ("planner", "no uuid Ben 2026-12-01 S"),
        ("Dienstplan", "Q"),
        ("Dienstplan", "QQ"),
        ("Dienstplan", "Doro"),
        ("Dienstplan", "Dora"),
    ]
    assert "“Dora”" in render(found[3].mend, "en")


def test_a_second_row_of_a_person(tmp_path: Path) -> None:
    def double(workbook: Workbook) -> None:
        sheet = grid_of(workbook)
        sheet.cell(row_of(sheet, "Ben"), 1).value = "ANA"

    reasons = [render(p.reason, "en") for p in problems_of(tmp_path, double)]
    assert reasons == [
        "This person has a second row here; the first is row 7.",
        "The row of this person is gone.",
    ]


def test_shifts_without_a_name(tmp_path: Path) -> None:
    def forget(workbook: Workbook) -> None:
        sheet = grid_of(workbook)
        sheet.insert_rows(row_of(sheet, "Ben"))
        day_cell(sheet, "Ana", 5).offset(row=1).value = "F"

    (problem,) = problems_of(tmp_path, forget)
    assert render(problem.reason, "en") == "This row has shifts but no name."


def test_a_missing_line_below_the_people(tmp_path: Path) -> None:
    def forget(workbook: Workbook) -> None:
        sheet = grid_of(workbook)
        for row in range(1, sheet.max_row + 1):
            if str(sheet.cell(row, 1).value).startswith("Besetzung"):
                sheet.cell(row, 1).value = None

    assert any("below the people is missing" in render(p.reason, "en") for p in problems_of(tmp_path, forget))


def test_a_missing_day(tmp_path: Path) -> None:
    def forget(workbook: Workbook) -> None:
        sheet = grid_of(workbook)
        day_cell(sheet, "Ana", 9).offset(row=5 - row_of(sheet, "Ana")).value = None

    (problem,) = problems_of(tmp_path, forget)
    assert render(problem.reason, "en") == "The column of this day is missing."
    assert problem.value == "Mi. 9. Dez."


def test_merged_cells_and_formulas_without_a_value(tmp_path: Path) -> None:
    def merge(workbook: Workbook) -> None:
        sheet = grid_of(workbook)
        row = row_of(sheet, "Ana")
        sheet.merge_cells(start_row=row, end_row=row, start_column=20, end_column=21)

    found = problems_of(tmp_path, merge, put("Ben", 20, "=B7"))
    assert {(p.column, p.value) for p in found} == {("T", "T7:U7"), ("U", "=B7")}


def test_a_number_that_became_a_date(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, put("Ana", 12, date(2026, 2, 1)))
    assert problem.value == "2026-02-01"


# ---- the hidden sheet


def test_a_workbook_without_its_hidden_sheet(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, lambda workbook: workbook.remove(workbook["planner"]))
    assert "is no roster of the planner" in render(problem.reason, "en")


def test_a_renamed_grid(tmp_path: Path) -> None:
    def rename(workbook: Workbook) -> None:
        grid_of(workbook).title = "Mein Plan"

    (problem,) = problems_of(tmp_path, rename)
    assert "“Dienstplan”" in render(problem.reason, "en")


@pytest.mark.parametrize(
    ("begins", "value"),
    [
        (("set", "year", "2026"), "26"),
        (("set", "month", "12"), "13"),
        (("set", "language", "de"), "fr"),
        (("set", "layout", "2"), "3"),
        (("set", "layout", "2"), "1"),
        (("set", "seconds", "9.75"), "fast"),
        (("set", "team"), "gone"),
        (("assignment", str(UUID(int=1)), "Ana"), ""),
        (("assignment", str(UUID(int=1))), str(UUID(int=2))),
        (("costs", "0", "480"), "many"),
        (("carry_over", "Ana", "2"), "two"),
    ],
)
def test_a_damaged_hidden_row_is_refused(tmp_path: Path, begins: tuple[str, ...], value: str) -> None:
    def damage(workbook: Workbook) -> None:
        hidden_cell(workbook, *begins).value = value

    found = problems_of(tmp_path, damage)
    assert [p.sheet for p in found] == ["planner"]
    assert problems_of(tmp_path) == []


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"PK no zip")
    with pytest.raises(InputProblems):
        read_roster(path, TEAM)


# ---- a team that has changed since


@pytest.mark.parametrize(("month", "kept"), [((2027, 1), True), ((2026, 12), False), (None, False)])
def test_who_left_is_left_out_of_earlier_months_only(
    tmp_path: Path, month: tuple[int, int] | None, kept: bool
) -> None:
    path = edited(tmp_path)
    smaller = replace(TEAM, month=month, managers=TEAM.managers[:3], shift_types=TEAM.shift_types[:3])
    if kept:
        roster = read_roster(path, smaller)
        expected = {a for a in roster_of().assignments if a.person != "Dora" and a.shift != "B"}
        assert set(roster.assignments) == expected
    else:
        with pytest.raises(InputProblems) as caught:
            read_roster(path, smaller)
        assert [p.value for p in caught.value.problems] == ["B", "Dora"]


def test_who_came_since_has_no_row_yet(tmp_path: Path) -> None:
    path = edited(tmp_path)
    larger = replace(TEAM, managers=(*TEAM.managers, replace(TEAM.managers[0], name="Eva")))
    assert read_roster(path, larger) == roster_of()
