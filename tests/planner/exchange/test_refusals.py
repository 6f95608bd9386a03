"""Each thing that is refused, with its place, its value, the reason and the mend."""

from pathlib import Path

import pytest

from planner.exchange.team_import import read_team
from planner.problems import problem_line
from tests.planner.exchange.small_book import book, only_problem, problems_of, write_csv

_ABSENCES = ["Person", "Kind", "First day", "Last day"]
_WISHES = ["Person", "First day", "Shift", "Wish", "Weight"]
_DEMAND = ["Days", "Shift", "From", "To", "Minimum", "Target", "Maximum"]
_MANAGERS = ["Name", "Site", "Hours a week", "Skills", "Joins on", "Leaves on", "Other limits"]
_LEA = ["Lea Huber", "Vienna", 38.5, "Crisis 3"]
_RULES = ["Rule", "Value", "Price", "Note"]

#: sheet, rows; then what is expected: row, column, value, words of the reason, words of the mend.
CASES = [
    ("Absences", [_ABSENCES, ["Lea Hubner", "leave", "2026-12-01", ""]],
     2, "Person", "Lea Hubner", "Nobody in the team is called", "Maybe “Lea Huber” is meant"),
    ("Absences", [_ABSENCES, ["Zoe", "leave", "2026-12-01", ""]],
     2, "Person", "Zoe", "Nobody in the team is called", "add the person to the sheet of managers"),
    ("Absences", [_ABSENCES, ["Lea Huber", "nap", "2026-12-01", ""]],
     2, "Kind", "nap", "This word is not known", "leave, sick, training, Urlaub, krank, Fortbildung"),
    ("Absences", [_ABSENCES, ["Lea Huber", "", "2026-12-01", ""]],
     2, "Kind", "", "must not be empty", "Fill it in"),
    ("Absences", [_ABSENCES, ["Lea Huber", "sick", "2026-02-30", ""]],
     2, "First day", "2026-02-30", "There is no such day", "2026-12-24 or 24.12.2026"),
    ("Absences", [_ABSENCES, ["Lea Huber", "sick", "2026-12-09", "2026-12-08"]],
     2, "First day", "2026-12-09", "The end Tue 8 Dec 2026 lies before the beginning Wed 9 Dec", "Swap the two dates"),
    ("Absences", [_ABSENCES, ["Lea Huber", "sick", "2026-12-05", "2026-12-09"],
                ["lea  huber", "leave", "2026-12-01", "2026-12-05"]],
     3, "First day", "2026-12-01", "overlaps the one in row 2", "each day is in one row only"),
    ("Absences", [["Person", "Kind", "Frist day", "First day"], ["Lea Huber", "sick", "", "2026-12-08"]],
     1, "Frist day", "Frist day", "This column is not known", "Maybe “First day” is meant"),
    ("Absences", [["Person", "Kind", "First day", "First day"], ["Lea Huber", "sick", "2026-12-08", ""]],
     1, "First day", "First day", "here twice", "Keep one"),
    ("Absences", [["Person", "First day"], ["Lea Huber", "2026-12-08"]],
     1, "Kind", "", "The column “Kind” (“Art”) is missing", "Add it"),
    ("Absences", [[*_ABSENCES, ""], ["Lea Huber", "sick", "2026-12-08", "", "flu"]],
     2, "E", "flu", "column without a heading", "Give the column a heading"),
    ("Absences", [_ABSENCES, ["leave", "Lea Huber", "2026-12-01", ""], ["sick", "Jonas Berger", "2026-12-01", ""]],
     2, "Person", "leave", "“Person” and “Kind” are swapped (rows affected: 2)", "Swap the two columns"),
    ("Absences", [_ABSENCES, ["#REF!", "leave", "2026-12-01", ""]],
     2, "Person", "#REF!", "shows an error", "Write the value itself"),
    ("Wishes", [_WISHES, ["Lea Huber", "2026-12-01", "X", "wants", 3]],
     2, "Shift", "X", "There is no shift type “X”", "add the shift type"),
    ("Wishes", [_WISHES, ["Lea Huber", "2026-12-01", "L", "wants", 6]],
     2, "Weight", "6", "outside what is possible", "Write a value from 1 to 5"),
    ("Wishes", [_WISHES, ["Lea Huber", "2026-12-01", "L", "wants", 0]],
     2, "Weight", "0", "outside what is possible", "Write a value from 1 to 5"),
    ("Pairs", [["Person", "Other person", "How"], ["Lea Huber", "Lea Huber", "apart"]],
     2, "Other person", "Lea Huber", "two different people", "another name"),
    ("Demand", [_DEMAND, ["weekday", "", "", "", 1, 1, ""]],
     2, "Shift", "", "either for a shift or for a band of time", "Fill in the shift, or both times"),
    ("Demand", [_DEMAND, ["weekday", "L", "10:00", "12:00", 1, 1, ""]],
     2, "Shift", "L", "either for a shift or for a band of time", "leave the other empty"),
    ("Demand", [_DEMAND, ["weekday", "", "10:00", "", 1, 1, ""]],
     2, "From", "10:00", "One of the two times is missing", "Fill in both"),
    ("Demand", [_DEMAND, ["weekday", "L", "", "", 2, 1, ""]],
     2, "Minimum", "2", "not in this order", "at least the minimum"),
    ("Demand", [_DEMAND, ["weekday", "L", "", "", 1, 2, 1]],
     2, "Maximum", "1", "not in this order", "at least the target"),
    ("Demand", [_DEMAND, ["Someday", "L", "", "", 1, 1, ""]],
     2, "Days", "Someday", "no kind of day", "Choose one of: weekday"),
    ("Demand", [_DEMAND, ["weekday", "", "24:00", "02:00", 1, 1, ""]],
     2, "From", "24:00", "24:00 can only be an end", "Write 00:00"),
    ("Opening hours", [["Channel", "Days", "From", "To"], ["Instagram", "all", "08:00", "12:00"],
                       ["Instagram", "Sunday", "11:59", "13:00"], ["Facebook", "all", "", ""]],
     3, "Days", "sunday", "overlap those in row 2", "Change the times"),
    ("Volume", [["Channel", "Days", "From hour", "To hour", "Messages", "Handle time"], ["TikTok", "all", 8, 9, 3, 2]],
     2, "Channel", "TikTok", "There is no channel “TikTok”", "enter opening hours for the channel"),
    ("Volume", [["Channel", "Days", "From hour", "To hour", "Messages", "Handle time"],
                ["Facebook", "all", 9, 9, 3, 2]],
     2, "From hour", "9", "does not lie after the first", "Swap the hours"),
    ("Volume", [["Channel", "Days", "From hour", "To hour", "Messages", "Handle time"],
                ["Facebook", "all", 8, 11, 3, 2],
                ["Facebook", "Sunday", 10, "", 3, 2]],
     3, "From hour", "10", "already in row 2", "Keep one"),
    ("Topics", [["Topic", "Experts", "Reaction time"], ["Returns", "", 60]],
     2, "Experts", "", "Nobody knows this topic", "at least one expert"),
    ("Locks", [["Person", "Date", "Shift"], ["Lea Huber", "2026-12-07", "L"], ["Lea Huber", "7.12.2026", "frei"]],
     3, "Date", "2026-12-07", "already settled in row 2", "Keep one"),
    ("Availability", [["Person", "Weekday"], ["Lea Huber", "Mon-Fry"]],
     2, "Weekday", "Mon-Fry", "“Fry” is no day of the week", "Mon-Fri"),
    ("Managers", [_MANAGERS, _LEA, ["Jonas Berger", "Wien", 30, "Video 1"]],
     3, "Site", "Wien", "There is no site “Wien”", "Maybe “Vienna” is meant"),
    ("Managers", [_MANAGERS, _LEA, ["LEA  Huber", "Vienna", 30, ""]],
     3, "Name", "LEA  Huber", "already in row 2", "something to tell them apart"),
    ("Managers", [_MANAGERS, [*_LEA, "2026-12-02", "2026-12-01"]],
     2, "Joins on", "2026-12-02", "lies before the beginning", "Swap the two dates"),
    ("Managers", [_MANAGERS, ["Lea Huber", "Vienna", "full", "Crisis 3"]],
     2, "Hours a week", "full", "not a duration", "38.5 or 38:30"),
    ("Managers", [_MANAGERS, ["Lea Huber", "Vienna", 169, "Crisis 3"]],
     2, "Hours a week", "169", "no more than 168 hours", "38.5 or 38:30"),
    ("Managers", [_MANAGERS, ["08:30", "Vienna", 38.5, "Crisis 3"]],
     2, "Name", "08:30", "not a date or time", "columns are mixed up"),
    ("Managers", [_MANAGERS, ["L" * 81, "Vienna", 38.5, "Crisis 3"]],
     2, "Name", "L" * 79 + "…", "not longer than 80 letters", "shorter"),
    ("Managers", [_MANAGERS, ["Lea Huber", "Vienna", 38.5, "Crisis -1"]],
     2, "Skills", "Crisis -1", "There is no level -1", "1 (basic), 2 (sure) or 3 (senior)"),
    ("Managers", [_MANAGERS, ["Lea Huber", "Vienna", 38.5, "Crisis 4"]],
     2, "Skills", "Crisis 4", "There is no level 4", "1 (basic), 2 (sure) or 3 (senior)"),
    ("Managers", [_MANAGERS, [*_LEA, "", "", "rest 10:59"]],
     2, "Other limits", "10:59", "The law is stricter: 11 h", "Write 11 h"),
    ("Managers", [_MANAGERS, [*_LEA, "", "", "rest 12"]],
     2, "Other limits", "12", "needs a duration", "11:00, 11 h or 30 min"),
    ("Managers", [_MANAGERS, [*_LEA, "", "", "rset 12:00"]],
     2, "Other limits", "rset", "There is no rule “rset”", "Maybe “rest” is meant"),
    ("Managers", [_MANAGERS, [*_LEA, "", "", "max_weekends 2"]],
     2, "Other limits", "max_weekends", "column of its own", "“Most weekends a month”"),
    ("Managers", [_MANAGERS, [*_LEA, "", "", "max_of_shift 4"]],
     2, "Other limits", "max_of_shift", "column of its own", "“Most of a shift a month”"),
    ("Managers", [[*_MANAGERS, "Most of a shift a month"], [*_LEA, *[""] * 3, "E 4, Late"]],
     2, "Most of a shift a month", "E 4, Late", "“Late” has no number", "such as N 4"),
    ("Managers", [[*_MANAGERS, "Most of a shift a month"], [*_LEA, *[""] * 3, "E 4, X 0"]],
     2, "Most of a shift a month", "E 4, X 0", "There is no shift type “X”", "Correct the code"),
    ("Shift types", [["Code", "From", "To", "Break", "Proactive"], ["E", "08:00", "08:30", 30, 0]],
     2, "Break", "30", "longer than the shift, which lasts 30 min", "fewer minutes"),
    ("Shift types", [["Code", "From", "To", "Break", "Proactive"], ["E", "08:00", "09:00", 29, 32]],
     2, "Proactive", "32", "longer than the shift", "fewer minutes"),
    ("Shift types", [["Code", "From", "To"], ["E", "08:00", "16:00"], ["e", "09:00", "16:00"]],
     3, "Code", "e", "already taken by row 2", "another code"),
    ("Shift types", [["Code", "From", "To"], ["Day", "08:00", "16:00"], ["Days", "09:00", "16:00"]],
     3, "Code", "Days", "This code is too long", "one to three letters"),
    ("Shift types", [["Code", "From", "To"], ["E", "08:00", "00:00"], ["D", "08:00", "08:00"]],
     3, "To", "08:00", "Nobody is at work for 24 h at a stretch", "“yes” under On call"),
    ("Shift types", [["Code", "From", "To"], ["E", "08:00", "00:01"]],
     2, "To", "00:01", "Nobody is at work for 16 h 1 min at a stretch", "when the shift ends"),
    ("Shift types", [["Code", "From", "To", "Skills"], ["E", "08:00", "16:00", "Crises"]],
     2, "Skills", "Crises", "has the skill “Crises”", "Maybe “Crisis” is meant"),
    ("Sites", [["Site", "Country", "State"], ["Vienna", "FR", ""]],
     2, "Country", "FR", "This word is not known", "AT, DE, CH"),
    ("Sites", [["Site", "Country", "State"], ["Vienna", "AT", "10"]],
     2, "State", "10", "10", "ISO 3166-2"),
    ("Sites", [["Site", "Country", "Zone"], ["Vienna", "AT", "Europe/Wienna"]],
     2, "Zone", "Europe/Wienna", "no such time zone", "Maybe “Europe/Vienna” is meant"),
    ("Team", [["Name", "Month"], ["Alpha", "2026-13"]], 2, "Month", "2026-13", "not a month", "2026-12"),
    ("Team", [["Name", "Month"], ["Alpha", ""], ["Beta", ""]], 3, "Name", "Beta", "for one team", "Keep one row"),
    ("Rules", [_RULES, ["rast", "", "", ""]], 2, "Rule", "rast", "There is no rule “rast”", "Maybe “rest” is meant"),
    ("Rules", [_RULES, ["rest", "", "", ""], ["Rest between shifts", "", "", ""]],
     3, "Rule", "Rest between shifts", "already in row 2", "Keep one"),
    ("Rules", [_RULES, ["rest", "11", "", ""]], 2, "Value", "11", "needs a duration", "11:00, 11 h or 30 min"),
    ("Rules", [_RULES, ["rest", "10:59", "", ""]],
     2, "Value", "10:59", "The law is stricter: 11 h", "reason into the column for notes"),
    ("Rules", [_RULES, ["rest", "", "avoid", ""]], 2, "Price", "avoid", "This rule is law", "reason into the column"),
    ("Rules", [_RULES, ["rest", "", "cheap", ""]], 2, "Price", "cheap", "This is no price", "never, avoid"),
    ("Rules", [_RULES, ["rest", "", "-2", ""]], 2, "Price", "-2", "This is no price", "points from 0"),
    ("Absences", [], 0, "", "", "The sheet is empty", "delete the sheet"),
    ("Managers", [_MANAGERS], 0, "", "", "no row", "at least one row"),
    ("Abscences", [_ABSENCES, ["Lea Huber", "sick", "2026-12-08", ""]],
     0, "", "Abscences", "This sheet is not known", "Maybe “Absences” is meant"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "rows", "row", "column", "value", "reason", "mend"), CASES)
def test_refused(
    tmp_path: Path, sheet: str, rows: list[list[object]], row: int, column: str, value: str, reason: str, mend: str
) -> None:
    found = only_problem(write_csv({**book(), sheet: rows}, tmp_path / "team"))
    assert found[:4] == (sheet, row, column, value)
    assert reason in found[4]
    assert mend in found[5]


def test_rows_of_the_small_book_are_right(tmp_path: Path) -> None:
    assert read_team(write_csv(book(), tmp_path / "team")).name == "Alpha"


@pytest.mark.parametrize(("value", "note"), [("11:00", ""), ("10:59", "Works agreement"), ("11:01", "")])
def test_values_that_the_law_allows(tmp_path: Path, value: str, note: str) -> None:
    team = read_team(write_csv(book(Rules=[_RULES, ["rest", value, "", note]]), tmp_path / "team"))
    assert team.rules["rest"].note == note


def test_personal_value_may_follow_the_noted_team_value(tmp_path: Path) -> None:
    rules = [_RULES, ["rest", "10:00", "", "Works agreement"]]
    managers = [_MANAGERS, [*_LEA, "", "", "rest 10:30"]]
    skills = book(Rules=rules, Managers=managers)
    assert read_team(write_csv(skills, tmp_path / "team")).managers[0].limits == {"rest": 630}


def test_all_problems_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    sheets = book(
        Wishes=[_WISHES, ["Nobody", "2026-12-32", "X", "perhaps", 9]],
        Absences=[_ABSENCES, ["Lea Huber", "nap", "2026-12-08", ""], ["Lea Huber", "sick", "8.8.", ""]],
    )
    del sheets["Sites"]
    found = [(p.place, p.sheet, p.row, p.column) for p in problems_of(write_csv(sheets, tmp_path / "team"))]
    assert found == [
        ("team", "", 0, ""),
        ("Absences.csv", "Absences", 2, "Kind"),
        ("Absences.csv", "Absences", 3, "First day"),
        *(("Wishes.csv", "Wishes", 2, column) for column in ("Person", "First day", "Shift", "Wish", "Weight")),
    ]


def test_bad_row_does_not_make_its_name_unknown(tmp_path: Path) -> None:
    managers = [_MANAGERS, _LEA, ["Jonas Berger", "Vienna", "many", "Video 1"]]
    absences = [_ABSENCES, ["Jonas Berger", "sick", "2026-12-08", ""]]
    sheets = book(Managers=managers, Absences=absences)
    assert only_problem(write_csv(sheets, tmp_path / "team"))[:3] == ("Managers", 3, "Hours a week")


def test_problem_reads_as_a_line(tmp_path: Path) -> None:
    sheets = book(Absences=[_ABSENCES, ["Lea Huber", "nap", "2026-12-08", ""]])
    line = problem_line(problems_of(write_csv(sheets, tmp_path / "team"))[0], "en")
    assert line.startswith(
        "Absences.csv, sheet Absences, row 2, column Kind: “nap” – This word is not known here. Choose"
    )


@pytest.mark.parametrize("name", ["missing.xlsx", "empty"])
def test_nothing_to_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (problem,) = problems_of(tmp_path / name)
    assert (problem.place, problem.row) == (name, 0)
