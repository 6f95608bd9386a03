"""The planning use cases on files: a month planned, looked at again, followed by the next, and changed least."""

import shutil
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from planner import bootstrap
from planner.board import Place
from planner.domain.people import Absence, AbsenceKind
from planner.domain.roster import Assignment
from planner.domain.team import Team
from planner.exchange.file_store import FileStore
from planner.exchange.template import write_team
from planner.messages import render
from planner.problems import InputProblems
from planner.reporting.report import Report
from planner.services.planning import Planning, PlanRequest, PlanState
from planner.telling.as_json import report_json
from planner.telling.summary import summary_lines
from solver.search import Options
from tests.planner.exchange.grid_edits import put
from tests.planner.planned_teams import TEAM, edit_roster, team_file
from tests.planner.small_teams import small_team

#: Small teams are proven best in a fraction of this.
OPTIONS = Options(seconds=10, workers=1, seed=1)


class _BeforeTheMonth:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


PLANNING = Planning(FileStore("en"), _BeforeTheMonth())


def planned(team: Path, out: Path, month: tuple[int, int] | None = None, seconds: float = 10, **more: str) -> Report:
    """Plan a team's month and save it in a folder."""
    report = PLANNING.plan(PlanRequest(str(team), month, **more), replace(OPTIONS, seconds=seconds))
    bootstrap.save(report, out, "en")
    return report


@pytest.fixture(scope="module")
def december(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tiny.xlsx and its December in out/; for reading only."""
    folder = tmp_path_factory.mktemp("december")
    planned(team_file(folder), folder / "out")
    return folder


@pytest.fixture
def own(december: Path, tmp_path: Path) -> Path:
    """A copy of `december` to write in."""
    return shutil.copytree(december, tmp_path / "own")


def problem_of(request: PlanRequest) -> tuple[str, str, str, str]:
    with pytest.raises(InputProblems) as caught:
        PLANNING.plan(request, OPTIONS)
    (problem,) = caught.value.problems
    return problem.place, problem.value, render(problem.reason, "en"), render(problem.mend, "en")


def by_hand(out: Path, shifts: Mapping[str, set[int]]) -> None:
    """Type a whole roster into the grid: on which days of the month each person is early."""
    grid = (put(person, day, "E" if day in days else None) for person, days in shifts.items() for day in range(1, 32))
    edit_roster(out, *grid)


# ---- one month


def test_a_month_is_planned_and_found_again(december: Path) -> None:
    review = PLANNING.review(str(december / "tiny.xlsx"), str(december / "out"))
    assert len(review.roster.assignments) == 30
    assert [gap.day for gap in review.gaps] == [date(2026, 12, 24)]
    assert review.clashes == ()
    record = review.roster.record
    assert record is not None
    assert record.costs == record.bounds == review.check.costs


def test_the_same_seed_plans_the_same(december: Path) -> None:
    team = str(december / "tiny.xlsx")
    again = PLANNING.plan(PlanRequest(team), OPTIONS)
    assert again.roster.places() == PLANNING.review(team, str(december / "out")).roster.places()


def test_progress_counts_what_is_not_covered_yet(december: Path) -> None:
    states: list[PlanState] = []
    report = PLANNING.plan(PlanRequest(str(december / "tiny.xlsx")), OPTIONS, states.append)
    assert states[-1].uncovered_min == report.uncovered_min == 360
    assert states[-1].progress.costs == report.check.costs


def test_a_month_has_to_be_named_somewhere(tmp_path: Path) -> None:
    path = team_file(tmp_path, replace(TEAM, month=None))
    *_, reason, mend = problem_of(PlanRequest(str(path)))
    assert reason == "No month is given."
    assert "--month 2026-12" in mend
    assert PLANNING.plan(PlanRequest(str(path), (2027, 2)), OPTIONS).board.days[0] == date(2027, 2, 1)


def test_edits_by_hand_are_seen_with_all_their_figures(own: Path) -> None:
    before = PLANNING.review(str(own / "tiny.xlsx"), str(own / "out"))
    edit_roster(own / "out", put("Ben", 24, "L"))
    after = PLANNING.review(str(own / "tiny.xlsx"), str(own / "out"))
    assert after.roster.places() - before.roster.places() == {("Ben", date(2026, 12, 24), "L")}
    assert [finding.rule for finding in after.clashes if finding.day == date(2026, 12, 24)] == ["absence"]
    planned_min = {row.person: row.planned_min for row in before.hours}
    assert {row.person: row.planned_min - planned_min[row.person] for row in after.hours} == {"Ana": 0, "Ben": 360}
    kept = {assignment.place: assignment.uid for assignment in before.roster.assignments}
    assert all(kept.get(assignment.place, assignment.uid) == assignment.uid for assignment in after.roster.assignments)


def test_up_to_date_until_facts_or_roster_change(own: Path) -> None:
    team, roster = str(own / "tiny.xlsx"), str(own / "out" / "roster.xlsx")
    assert PLANNING.up_to_date(team, roster)
    edit_roster(own / "out", put("Ben", 24, "L"))
    assert PLANNING.up_to_date(team, roster)
    write_team(replace(TEAM, wishes=()), own / "tiny.xlsx")
    assert not PLANNING.up_to_date(team, roster)
    write_team(TEAM, own / "tiny.xlsx")
    assert PLANNING.up_to_date(team, roster)
    (own / "out" / "roster.xlsx").write_bytes(b"no workbook")
    assert not PLANNING.up_to_date(team, roster)
    (own / "out" / "roster.xlsx").unlink()
    assert not PLANNING.up_to_date(team, roster)
    assert not PLANNING.up_to_date(str(own / "nothing.xlsx"), roster)


def test_a_roster_of_other_programs_is_not_up_to_date(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.services.planning.program_versions", lambda: {"ortools": "0"})
    assert not PLANNING.up_to_date(str(own / "tiny.xlsx"), str(own / "out"))


# ---- the next month

#: Early and late want one each on every day, so that rest and rows of days bind at the border of the month.
BUSY = small_team(
    name="Busy",
    month="2026-10",
    people={name: {"contract_min_week": 1500} for name in ("Ana", "Ben", "Cem", "Dora")},
    shifts={"E": "06:00-12:00", "L": "18:00-24:00"},
    site={"sunday_basis": "permit", "holiday_basis": "permit"},
    rules={"max_days_in_row": {"value": 3}, "weekends_in_row": {"value": 2}},
    demand=[
        {"when": kind, "shift": code, "minimum": 1, "target": 1, "maximum": 1}
        for kind in ("weekday", "saturday", "sunday", "holiday", "half_holiday")
        for code in ("E", "L")
    ],
)


def longest_row(days: Collection[date]) -> int:
    """Most dates running."""
    longest = row = 0
    for day in sorted(days):
        row = row + 1 if day - timedelta(days=1) in days else 1
        longest = max(longest, row)
    return longest


def test_two_months_in_a_row_keep_the_rules_over_the_border(tmp_path: Path) -> None:
    team = team_file(tmp_path, BUSY)
    october = planned(team, tmp_path / "october", seconds=1.5)
    november = planned(team, tmp_path / "november", (2026, 11), 1.5, previous=str(tmp_path / "october"))
    assert november.clashes == ()
    assert {(past.person, past.day, past.shift) for past in november.board.team.past_shifts} == october.roster.places()
    places = october.roster.places() | november.roster.places()
    for person in ("Ana", "Ben", "Cem", "Dora"):
        codes = {day: code for name, day, code in places if name == person}
        assert longest_row(codes.keys()) <= 3
        assert (codes.get(date(2026, 10, 31)), codes.get(date(2026, 11, 1))) != ("L", "E")
        weekends = [date(2026, 10, 3) + timedelta(weeks=week) for week in range(9)]
        worked = [bool({saturday, saturday + timedelta(days=1)} & codes.keys()) for saturday in weekends]
        assert not any(all(worked[at : at + 3]) for at in range(7))


def test_what_carries_over_is_counted_from_the_grid_as_it_is(own: Path) -> None:
    by_hand(own / "out", {"Ana": {1}, "Ben": {20, 27}})
    january = PLANNING.plan(PlanRequest(str(own / "tiny.xlsx"), (2027, 1), previous=str(own / "out")), OPTIONS)
    ben = january.board.carry(1)
    assert ben.weekends_in_row == 2
    assert ben.week_minutes == (0, 0, 360, 360)
    assert ben.sundays_worked == 0
    assert (ben.ledger["weekends"], january.board.carry(0).ledger["weekends"]) == (100, -100)
    assert {past.day.day for past in january.board.team.past_shifts if past.person == "Ben"} == {20, 27}
    assert january.taken_over is not None
    told = f"Taken over from {own / 'out'}: 3 shifts, and the counters of 2 people, counted from its grid."
    assert render(january.taken_over, "en") == told


def test_without_the_facts_beside_it_the_saved_counters_count(own: Path) -> None:
    roster = FileStore("en").roster(str(own / "out"), TEAM)
    (own / "out" / "team.xlsx").unlink()
    january = PLANNING.plan(PlanRequest(str(own / "tiny.xlsx"), (2027, 1), previous=str(own / "out")), OPTIONS)
    assert january.board.team.carry_over == roster.carry_over
    assert january.taken_over is not None
    told = render(january.taken_over, "en")
    assert told.startswith(f"Taken over from {own / 'out'}: 30 shifts, and the counters of 2 people as they were saved")
    assert "Its team's file is not beside it" in told
    assert next(iter(summary_lines(january, "en"))) == report_json(january, "en")["taken_over"] == told


def test_nothing_is_said_to_be_taken_over_without_a_previous_roster(december: Path) -> None:
    assert PLANNING.plan(PlanRequest(str(december / "tiny.xlsx")), OPTIONS).taken_over is None


def test_the_previous_roster_is_the_month_before_and_the_kept_one_this_month(own: Path) -> None:
    team, out = str(own / "tiny.xlsx"), str(own / "out")
    reason = "This is the roster of another month."
    for month, wanted in (((2026, 12), "2026-11"), ((2027, 2), "2027-01")):
        assert problem_of(PlanRequest(team, month, previous=out)) == (
            out, "2026-12", reason, f"Take the roster of {wanted}."
        )  # fmt: skip
    assert problem_of(PlanRequest(team, (2027, 1), keep=out)) == (out, "2026-12", reason, "Take the roster of 2027-01.")


# ---- changed least


def by_place(report: Report) -> dict[Place, Assignment]:
    return {assignment.place: assignment for assignment in report.roster.assignments}


def test_nothing_changes_while_the_facts_stay(december: Path) -> None:
    team, out = str(december / "tiny.xlsx"), str(december / "out")
    again = PLANNING.plan(PlanRequest(team, keep=out), OPTIONS)
    assert by_place(again) == by_place(PLANNING.review(team, out))
    assert "change" not in again.cost_by_rule


def test_an_absence_changes_few_cells_and_the_others_keep_their_identity(own: Path) -> None:
    team, out = str(own / "tiny.xlsx"), str(own / "out")
    before = by_place(PLANNING.review(team, out))
    (person,) = (place[0] for place in before if place[1] == date(2026, 12, 14))
    sick = Absence(person, AbsenceKind.SICK, date(2026, 12, 14), date(2026, 12, 14))
    write_team(replace(TEAM, absences=(*TEAM.absences, sick)), own / "tiny.xlsx")
    report = PLANNING.plan(PlanRequest(team, keep=out), OPTIONS)
    after = by_place(report)
    assert report.clashes == ()
    assert (person, date(2026, 12, 14), "E") not in after
    assert 1 <= len(before.keys() - after.keys()) <= 3
    assert len(before.keys() ^ after.keys()) <= 6
    assert all(after[place] == before[place] for place in before.keys() & after.keys())
    assert len({assignment.uid for assignment in after.values()}) == len(after)
    assert not {after[place].uid for place in after.keys() - before.keys()} & {it.uid for it in before.values()}


def test_edits_by_hand_in_the_kept_roster_are_kept(own: Path) -> None:
    team, out = str(own / "tiny.xlsx"), str(own / "out")
    # Three days each in turn, unlike anything planned; nobody can on the 24th.
    turns = {at: {day for day in range(1, 32) if (day - 1) // 3 % 2 == at} - {24} for at in (0, 1)}
    by_hand(own / "out", {"Ana": turns[0], "Ben": turns[1]})
    typed = by_place(PLANNING.review(team, out))
    kept = by_place(PLANNING.plan(PlanRequest(team, keep=out), OPTIONS))
    assert len(typed.keys() ^ kept.keys()) <= 6
    assert all(kept[place] == typed[place] for place in typed.keys() & kept.keys())


def test_nobody_is_moved_in_the_part_of_the_month_that_is_over(own: Path) -> None:
    class MidMonth:
        def now(self) -> datetime:
            return datetime(2026, 12, 15, 9, tzinfo=UTC)

    report = Planning(FileStore("en"), MidMonth()).plan(
        PlanRequest(str(own / "tiny.xlsx"), keep=str(own / "out")), OPTIONS
    )
    assert report.board.today == date(2026, 12, 15)


def test_team_of_a_roster(own: Path) -> None:
    store = FileStore("en")
    for ref in (own / "out", own / "out" / "roster.xlsx"):
        found: Team | None = store.team_of(str(ref))
        assert found == TEAM
    (own / "out" / "team.xlsx").unlink()
    assert store.team_of(str(own / "out")) is None


def test_a_roster_that_is_shown_while_programs_are_compiled_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solver.rows.warm.compiled", lambda: False)
    seen: list[PlanState] = []

    def is_shown(state: PlanState) -> bool:
        # Nobody on any shift leaves 1,260 hours open, the first roster some ten.
        return state.uncovered_min < 600 * 60

    def stop_at_the_first_roster(state: PlanState) -> bool:
        seen.append(state)
        return is_shown(state)

    # They are waited for half of the time, unless the search is stopped.
    options = replace(OPTIONS, seconds=120)
    with bootstrap.demo_team() as team:
        report = bootstrap.planning("en").plan(PlanRequest(team), options, stop_at_the_first_roster)
    assert is_shown(seen[-1])
    assert all(state.has_roster for state in seen if is_shown(state))
    assert report.roster.assignments
