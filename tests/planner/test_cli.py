"""Every command as a user types it: what it prints and writes, and the exit status that scripts read."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from planner import bootstrap
from planner.domain.team import Lock
from planner.exchange.example_team import example_team
from planner.exchange.team_import import read_team
from planner.exchange.template import write_team_csv
from tests.planner.exchange.grid_edits import put
from tests.planner.planned_teams import TEAM, edit_roster, plan, run, team_file


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tiny.xlsx and its roster in out/; for reading only."""
    folder = tmp_path_factory.mktemp("planned")
    plan(team_file(folder), folder / "out")
    return folder


@pytest.fixture
def own(planned: Path, tmp_path: Path) -> Path:
    """A copy of `planned` to write in."""
    return shutil.copytree(planned, tmp_path / "own")


# ---- from the template to the owner's questions


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_whole_way(tmp_path: Path, language: str) -> None:
    book, out = tmp_path / "new" / "team.xlsx", tmp_path / "out"
    assert run("template", book, language=language).stdout == f"{book}\n"
    result = run("plan", book, "--out", out, "--seconds", 1, "--workers", 1, language=language)
    assert result.exit_code == 0
    assert ("Besetzung" if language == "de" else "Coverage") in result.stdout
    *named, tables, calendars = result.stdout.split("\n\n")[-1].splitlines()
    assert [Path(path).is_file() for path in named] == [True] * 2
    assert tables.startswith(f"{out / 'csv'}: 5 ")
    # Four people and the team: told as a folder.
    assert calendars == f"{out / 'ical'}: 5 {'Dateien' if language == 'de' else 'files'}"
    assert {path.relative_to(out).as_posix() for path in out.rglob("*") if "feeds" not in path.parts} >= {
        "roster.xlsx", "team.xlsx", "csv/shifts.csv", "csv/gaps.csv", "csv/hours.csv", "csv/fairness.csv",
        "ical/team.ics", "ical/lea-huber.ics",
    }  # fmt: skip
    checked = run("check", book, out / "roster.xlsx", language=language)
    assert (checked.exit_code, checked.stderr) == (0, "")
    why = run("explain", book, out, "--person", "lea huber", "--date", "3.12.2026", language=language)
    assert (why.exit_code, why.stderr) == (0, "")
    assert "Lea Huber" in why.stdout
    written = run("export", out / "roster.xlsx", "--out", tmp_path / "again", language=language)
    assert str(tmp_path / "again" / "roster.xlsx") in written.stdout.splitlines()


def test_planning_over_a_roster_keeps_what_was_edited_by_hand(own: Path) -> None:
    out = own / "out"
    edit_roster(out, *(put("Ana", day, None) for day in range(1, 32)))
    edited, facts = ((out / name).read_bytes() for name in ("roster.xlsx", "team.xlsx"))
    result = run("plan", own / "tiny.xlsx", "--out", out, "--seconds", 1, "--workers", 1)
    (before,) = out.glob("before-*")
    assert result.stdout.splitlines()[-1] == f"The roster that stood there before: {before}"
    assert (before / "roster.xlsx").read_bytes() == edited
    assert (before / "team.xlsx").read_bytes() == facts
    assert (out / "roster.xlsx").read_bytes() != edited



@pytest.mark.parametrize("language", ["de", "en"])
def test_a_template_of_csv_files(tmp_path: Path, language: str) -> None:
    folder = tmp_path / "facts"
    assert run("template", folder, language=language).stdout == f"{folder}\n"
    assert read_team(folder) == example_team(language)
    assert run("template", folder, language=language).exit_code == 2, "what is there is never replaced"


def test_a_folder_of_csv_files_plans_too(tmp_path: Path) -> None:
    write_team_csv(TEAM, tmp_path / "facts", "de")
    assert "Coverage: 96.7 %" in plan(tmp_path / "facts", tmp_path / "out").stdout


def test_summary_names_coverage_gaps_reasons_and_hours(planned: Path) -> None:
    result = plan(planned / "tiny.xlsx", planned / "other")
    assert "1 of 31 days are short" in result.stdout
    assert "Ben: on leave, so Early on Thu 24 Dec can't be worked" in result.stdout
    assert "Ana    92 h 15 min  /         90 h    +2 h 15 min" in result.stdout


def test_json_is_pure_on_stdout(planned: Path) -> None:
    team, out = planned / "tiny.xlsx", planned / "out"
    made = json.loads(plan(team, planned / "json", "--json").stdout)
    assert (made["month"], made["wanted_min"], made["covered_min"]) == ("2026-12", 31 * 360, 30 * 360)
    assert len(made["assignments"]) == 30
    assert {person["person"] for person in made["gaps"][0]["people"]} == {"Ana", "Ben"}
    checked = json.loads(run("check", team, out, "--json").stdout)
    assert checked["costs"] == made["costs"]
    why = json.loads(run("explain", team, out, "--person", "Ana", "--date", "2026-12-24", "--json").stdout)
    assert [(answer["shift"], answer["assigned"]) for answer in why] == [("E", False), ("L", False)]
    assert why[0]["reasons"][0] == "on leave, so Early on Thu 24 Dec can't be worked"
    assert all(Path(path).is_file() for path in json.loads(run("export", out, "--json").stdout))
    assert json.loads(run("staffing", "--messages", 400, "--json").stdout)["heads"] > 0
    rules = {rule["code"]: rule for rule in json.loads(run("rules", "--json").stdout)["rules"]}
    assert rules["rest"]["price"] == "never"
    assert {law["country"]: law["value"] for law in rules["rest"]["law"]} == {"AT": 660, "DE": 660, "CH": 660}
    assert all(law["source"] for rule in rules.values() for law in rule["law"])


def test_the_live_line_does_not_mix_with_the_result(planned: Path) -> None:
    result = plan(planned / "tiny.xlsx", planned / "live")
    assert "bound" in result.stderr
    assert "bound" not in result.stdout


def test_rules_and_staffing_in_german() -> None:
    assert "Ruhezeit" in run("rules", language="de").stdout
    assert "(unverified)" in run("rules").stdout
    staffing = run("staffing", "--messages", 400, "--weekday", "22-6", "--saturday", "closed", language="de").stdout
    assert "Wochenenden" in staffing


# ---- exit status


def test_gaps_alone_are_no_failure_but_with_strict(planned: Path) -> None:
    team, out = planned / "tiny.xlsx", planned / "strict"
    assert run("plan", team, "--out", out, "--seconds", 2, "--workers", 1).exit_code == 0
    assert run("plan", team, "--out", out, "--seconds", 2, "--workers", 1, "--strict").exit_code == 1
    assert (out / "roster.xlsx").is_file()


def test_check_tells_a_broken_hard_rule_with_value_and_limit(own: Path) -> None:
    def review(*arguments: str) -> Result:
        return run("check", own / "tiny.xlsx", own / "out", *arguments)

    edit_roster(own / "out", *(put(person, day, None) for person in ("Ana", "Ben") for day in range(1, 32)))
    assert review().exit_code == 0
    edit_roster(own / "out", *(put("Ana", day, "E") for day in range(8, 14)))
    assert review().exit_code == 0
    edit_roster(own / "out", put("Ana", 14, "E"), put("Ana", 24, "E"))
    result = review()
    assert result.exit_code == 1
    assert result.stdout.splitlines()[:5] == [
        "Must hold",
        "  Absence: 1",
        "    ! Ana is on leave, so Early on Thu 24 Dec can't be worked",
        "  Working days in a row: 1",
        "    ! Ana works 7 days in a row, up to Mon 14 Dec; the limit is 6 days",
    ]
    assert "Hard rules broken: 2." in result.stdout
    hard = {finding["rule"]: finding for finding in json.loads(review("--json").stdout)["findings"] if finding["hard"]}
    assert (hard["max_days_in_row"]["measured"], hard["max_days_in_row"]["limit"]) == ("7 days", "6 days")


def test_check_names_the_rules_and_no_more_of_their_findings_than_can_be_read(own: Path) -> None:
    edit_roster(own / "out", *(put(person, day, None) for person in ("Ana", "Ben") for day in range(1, 32)))
    lines = run("check", own / "tiny.xlsx", own / "out").stdout.splitlines()
    # 31 days with nobody: 360 min each, at 20 points.
    assert lines[:2] == ["Costs points", f"  Coverage: minimum: 31 ({31 * 360 * 20:,} points)"]
    assert lines[2] == "    · Tue 1 Dec, Early (08:00–14:00): 1 short of the minimum, 0 of 1 people  (7,200)"
    assert lines[10] == "    … and 23 more; --json prints all."
    assert "  Minutes of the contract: 2 (" in "\n".join(lines[11:])
    german = run("check", own / "tiny.xlsx", own / "out", language="de").stdout
    assert "  Besetzung: Minimum: 31 (223.200 Punkte)" in german
    assert "    … und 23 weitere; --json gibt alle aus." in german


@pytest.mark.parametrize(
    ("grid", "lines"),
    [
        (
            {5: None, 6: None},
            ["  Locked cells: 1", "    ! Ana is locked on Early on Sat 5 Dec, but the roster says nothing"],
        ),
        (
            {5: "L", 6: "E"},
            [
                "  Locked cells: 2",
                "    ! Ana is locked on Early on Sat 5 Dec, but the roster says Late",
                "    ! Ana is locked as free on Sun 6 Dec, but the roster says Early",
            ],
        ),
    ],
    ids=["blanked", "written over"],
)
def test_check_names_a_lock_that_the_grid_has_lost(
    tmp_path: Path, grid: dict[int, str | None], lines: list[str]
) -> None:
    locks = (Lock("Ana", date(2026, 12, 5), "E"), Lock("Ana", date(2026, 12, 6), ""))
    team = team_file(tmp_path, replace(TEAM, locks=locks))
    plan(team, tmp_path / "out")
    assert "Locked cells" not in run("check", team, tmp_path / "out").stdout
    edit_roster(tmp_path / "out", *(put("Ana", day, text) for day, text in grid.items()))
    result = run("check", team, tmp_path / "out")
    assert result.exit_code == 1
    at = result.stdout.splitlines().index(lines[0])
    assert result.stdout.splitlines()[at : at + len(lines)] == lines
    findings = json.loads(run("check", team, tmp_path / "out", "--json").stdout)["findings"]
    assert sum(finding["rule"] == "lock" for finding in findings) == len(lines) - 1


def test_a_locked_free_day_is_a_reason_why_somebody_cannot_work(tmp_path: Path) -> None:
    team = team_file(tmp_path, replace(TEAM, locks=(Lock("Ana", date(2026, 12, 6), ""),)))
    plan(team, tmp_path / "out")
    why = run("explain", team, tmp_path / "out", "--person", "Ana", "--date", "2026-12-06", "--shift", "L")
    assert why.stdout.splitlines() == [
        "Ana can't work Late on Sun 6 Dec:", "    locked as free on Sun 6 Dec",
    ]  # fmt: skip
    german = run("explain", team, tmp_path / "out", "--person", "Ana", "--date", "2026-12-06", language="de").stdout
    assert "Ana kann am So. 6. Dez. die Schicht Early nicht übernehmen:\n    am So. 6. Dez. als frei fixiert" in german


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan", "TEAM"],
        ["plan", "TEAM", "--out", "OUT", "--month", "2026-13"],
        ["plan", "TEAM", "--out", "OUT", "--month", "9999-12"],
        ["plan", "TEAM", "--out", "OUT", "--month", "December"],
        ["plan", "TEAM", "--out", "OUT", "--seconds", "0"],
        ["plan", "TEAM", "--out", "OUT", "--seed", "-1"],
        ["plan", "TEAM", "--out", "TEAM"],
        ["template", "team.csv"],
        ["explain", "TEAM", "ROSTER", "--person", "Ana", "--date", "tomorrow"],
        ["staffing"],
        ["staffing", "--messages", "nan"],
        ["staffing", "--messages", "99999999999"],
        ["staffing", "--messages", "10", "--target", "abc"],
        ["staffing", "--messages", "10", "--target", "80/0"],
        ["staffing", "--messages", "10", "--target", "101/60"],
        ["staffing", "--messages", "10", "--weekday", "25-26"],
        ["staffing", "--messages", "10", "--weekday", "8.75-17"],
        ["staffing", "--messages", "10", "--weekday", "closed", "--saturday", "closed", "--sunday", "closed"],
        ["nonsense"],
        ["--language", "fr", "rules"],
    ],
    ids=" ".join,
)
def test_usage_errors(own: Path, arguments: list[str]) -> None:
    places = {"TEAM": str(own / "tiny.xlsx"), "ROSTER": str(own / "out"), "OUT": str(own / "new")}
    result = run(*(places.get(argument, argument) for argument in arguments))
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert "Traceback" not in result.output
    assert not (own / "new").exists()


def _bad(folder: Path) -> dict[str, str]:
    """Things that are no team."""
    (folder / "empty.xlsx").write_bytes(b"")
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7 nothing to see")
    (folder / "paper.xlsx").write_bytes(b"%PDF-1.7 nothing to see")
    (folder / "nothing").mkdir()
    return {name: str(folder / name) for name in ("missing.xlsx", "empty.xlsx", "paper.pdf", "paper.xlsx", "nothing")}


@pytest.mark.parametrize("name", ["missing.xlsx", "empty.xlsx", "paper.pdf", "paper.xlsx", "nothing"])
@pytest.mark.parametrize("role", ["TEAM", "ROSTER", "--previous", "--keep"])
def test_a_file_that_is_none(own: Path, name: str, role: str) -> None:
    team, roster, bad = own / "tiny.xlsx", own / "out", _bad(own)[name]
    out = own / "new"
    looking, writing = [], []
    if role == "TEAM":
        looking, writing = [run("check", bad, roster)], [run("plan", bad, "--out", out)]
    elif role == "ROSTER":
        looking = [run("check", team, bad), run("replan", team, bad)]
        writing = [run("export", bad), run("export", bad, "--team", team, "--out", out)]
        writing.append(run("replan", team, bad, "--out", out))
    else:
        writing = [run("plan", team, "--out", out, role, bad)]
    for result in (*looking, *writing):
        assert result.exit_code == 2
        assert result.stdout == ""
        # Of a command that only looks, that it wrote nothing is no news.
        last = "Nothing was written. Problems found: 1" if result in writing else "Problems found: 1"
        assert result.stderr.splitlines()[-1] == last
        assert "Traceback" not in result.stderr
    assert not out.exists()


def test_all_problems_at_once_in_the_language_asked_for(own: Path) -> None:
    book = load_workbook(own / "tiny.xlsx")
    for sheet, heading, value in (("Managers", "Site", "Wein"), ("Shift types", "From", "sometime")):
        column = next(cell.column for cell in book[sheet][1] if cell.value == heading)
        book[sheet].cell(2, column).value = value
    book.save(own / "tiny.xlsx")
    result = run("plan", own / "tiny.xlsx", "--out", own / "new")
    assert result.exit_code == 2
    assert "tiny.xlsx, sheet Managers, row 2, column Site: “Wein”" in result.stderr
    assert "sheet Shift types, row 2" in result.stderr
    assert "Problems found: 2" in result.stderr
    german = run("plan", own / "tiny.xlsx", "--out", own / "new", language="de")
    assert "Zeile 2" in german.stderr
    assert not (own / "new").exists()


def test_explain_refuses_all_unknown_names_with_the_known_ones(planned: Path) -> None:
    here = (planned / "tiny.xlsx", planned / "out")
    result = run("explain", *here, "--person", "Zoe", "--date", "2027-01-01", "--shift", "Q")
    assert result.exit_code == 2
    for known in ("“Zoe”", "Choose one of: Ana, Ben", "from Tue 1 Dec 2026 to Thu 31 Dec 2026", "Early (E), Late (L)"):
        assert known in result.stderr


def test_a_template_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_bytes(b"months of work")
    (tmp_path / "file").write_bytes(b"")
    for target in ("mine.xlsx", "file/team.xlsx"):
        result = run("template", tmp_path / target)
        assert result.exit_code == 2
        assert "Traceback" not in result.output
    assert (tmp_path / "mine.xlsx").read_bytes() == b"months of work"


def test_the_teams_own_file_is_never_written_over(own: Path) -> None:
    (own / "tiny.xlsx").rename(own / "team.xlsx")
    before = (own / "team.xlsx").read_bytes()
    assert run("plan", own / "team.xlsx", "--out", own).exit_code == 2
    assert (own / "team.xlsx").read_bytes() == before


@pytest.mark.parametrize("command", ["plan", "replan", "whatif"])
def test_a_place_that_cannot_be_written_to_is_told_before_the_search(
    own: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    (own / "file").write_bytes(b"")
    for service in ("planning", "replanning", "comparing"):
        monkeypatch.setattr(bootstrap, service, lambda _language: pytest.fail("searched"))
    out = own / "file" / ("deep.xlsx" if command == "whatif" else "deep/er")
    arguments = [own / "tiny.xlsx", *([own / "out"] if command == "replan" else [])]
    result = run(command, *arguments, "--out", out)
    assert result.exit_code == 2
    assert "Nothing can be written into this folder. Choose a folder that you may write into." in result.stderr
    assert result.stderr.splitlines()[-1] == "Nothing was written. Problems found: 1"


def test_where_a_folder_is_made_later_nothing_is_left_behind(tmp_path: Path) -> None:
    bootstrap.refuse_unwritable(tmp_path / "new" / "er")
    assert list(tmp_path.iterdir()) == []


# ---- files of a roster


def test_files_of_people_with_similar_names_stay_apart(tmp_path: Path) -> None:
    names = ["Anna-Maria Ot", "Anna Maria Ot", "ANNA MARIA OT", "Team", "Zoë", "日本", "x" * 300]
    assert len({name.casefold() for name in bootstrap._file_names(names)} | {"team"}) == len(names) + 1
    assert bootstrap._file_names(["Lea Huber", "../etc", "team", "+"]) == ["lea-huber", "etc", "team-2", "person"]
    assert max(map(len, bootstrap._file_names(names))) <= 60


def test_calendars_of_leavers_go_and_other_peoples_calendars_stay(own: Path) -> None:
    (own / "out" / "ical" / "football.ics").write_text("BEGIN:VCALENDAR\nPRODID:club\n")
    book = load_workbook(own / "tiny.xlsx")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "Ben":
                    cell.value = "Cem"
    book.save(own / "tiny.xlsx")
    assert [manager.name for manager in read_team(own / "tiny.xlsx").managers] == ["Ana", "Cem"]
    plan(own / "tiny.xlsx", own / "out")
    assert sorted(path.name for path in (own / "out" / "ical").iterdir()) == [
        "ana.ics", "cem.ics", "football.ics", "team.ics",
    ]  # fmt: skip


def test_calendar_files_hold_the_month_however_far_away(planned: Path, tmp_path: Path) -> None:
    for month in ("2020-02", "2031-05"):
        made = json.loads(plan(planned / "tiny.xlsx", tmp_path / month, "--month", month, "--json").stdout)
        shifts = {(assignment["day"], assignment["shift"]) for assignment in made["assignments"]}
        assert len(shifts) > 25
        assert (tmp_path / month / "ical" / "team.ics").read_text().count("BEGIN:VEVENT") == len(shifts)


def test_export_gives_the_hand_edited_grid_and_its_counters(own: Path) -> None:
    out = own / "out"
    edit_roster(out, put("Ana", 24, "L"))
    assert run("export", out / "roster.xlsx", "--out", own / "new").exit_code == 0
    assert "2026-12-24" in (own / "new" / "csv" / "shifts.csv").read_text("utf-8-sig")
    assert "20261224T130000Z" in (own / "new" / "ical" / "ana.ics").read_text()
