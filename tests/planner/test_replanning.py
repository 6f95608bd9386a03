"""The use case on files and its command: what changed, who is told, identities kept, files written, input refused."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import Result

from planner.board import Board
from planner.changing.replan import Goal, Scope
from planner.changing.replan import replan as replan_board
from planner.domain.days import DayKind
from planner.exchange.file_store import FileStore
from planner.messages import render
from planner.problems import InputProblems
from planner.services.replanning import Replanning, ReplanRequest
from planner.solve import places_of, solve
from solver.limits import Tier
from solver.search import Options
from tests.planner.planned_teams import TEAM, plan, run, team_file
from tests.planner.small_teams import small_team

pytestmark = pytest.mark.usefixtures("from_now_on")

OPTIONS = Options(seconds=20, workers=1, seed=1)
SICK = "sick Ana 2026-12-14"


class _Now:
    def __init__(self, day: date) -> None:
        self._day = day

    def now(self) -> datetime:
        return datetime(self._day.year, self._day.month, self._day.day, 9, tzinfo=UTC)


def replanning(today: date = date(2026, 11, 23)) -> Replanning:
    return Replanning(FileStore("en"), _Now(today))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tiny.xlsx and its roster in out/; for reading only."""
    folder = tmp_path_factory.mktemp("published")
    plan(team_file(folder), folder / "out")
    return folder


def request(folder: Path, *events: str, **more: object) -> ReplanRequest:
    return ReplanRequest(str(folder / "tiny.xlsx"), str(folder / "out"), events, **more)  # type: ignore[arg-type]


def test_whoever_stays_keeps_their_identity(published: Path) -> None:
    done = replanning().replan(request(published, SICK, "sick Ben 2026-12-15"), OPTIONS)
    before = {a.place: a.uid for a in FileStore("en").roster(str(published / "out"), done.after.board.team).assignments}
    after = {a.place: a.uid for a in done.after.roster.assignments}
    gone, new = before.keys() - after.keys(), after.keys() - before.keys()
    assert gone >= {p for p in before if p[:2] in {("Ana", date(2026, 12, 14)), ("Ben", date(2026, 12, 15))}}
    assert done.moved == len(gone) + len(new)
    assert all(after[place] == before[place] for place in before.keys() & after.keys())
    assert done.fewest
    assert done.before.uncovered_min > done.after.uncovered_min


def test_today_and_since_say_what_is_past(published: Path) -> None:
    def today_of(today: date, **more: object) -> date | None:
        return replanning(today).replan(request(published, SICK, **more), OPTIONS).after.board.today

    assert today_of(date(2026, 12, 10)) == date(2026, 12, 10)
    assert today_of(date(2026, 12, 10), since=date(2026, 12, 12)) == date(2026, 12, 12)


@pytest.mark.parametrize("event", ["sick Ana 2026-11-28..2026-11-30", "free Ben 2027-01-01", "leaves Ana 2027-01-01"])
def test_an_event_of_another_month_is_refused(published: Path, event: str) -> None:
    with pytest.raises(InputProblems, match="roster is for another month") as refused:
        replanning().replan(request(published, SICK, event), OPTIONS)
    assert [problem.value for problem in refused.value.problems] == [event]


@pytest.mark.parametrize(
    "event",
    ["sick Ana 2026-12-10..2026-12-11", "free Ana 2026-12-11", "swap Ana 2026-12-11 with Ben 2026-12-15"],
)
def test_an_event_on_days_that_are_over_is_refused(published: Path, event: str) -> None:
    with pytest.raises(InputProblems, match="These days are over"):
        replanning(date(2026, 12, 12)).replan(request(published, event), OPTIONS)


def test_days_that_are_over_count_alike_before_and_after(published: Path) -> None:
    """Ana, or Ben, was at work on the days before the 12th, whatever is told of them now."""
    events = "sick Ana 2026-12-09..2026-12-12", "sick Ben 2026-12-09..2026-12-12"
    done = replanning(date(2026, 12, 12)).replan(request(published, *events), OPTIONS)
    short = [{day.day: day.covered_min for day in report.coverage if day.day.day < 12}
             for report in (done.before, done.after)]  # fmt: skip
    assert short[0] == short[1]
    assert sum(short[0].values()) == 11 * 6 * 60


def test_short_notice_is_told(published: Path) -> None:
    """Each works on one of these days, and the other takes over."""
    team = FileStore("en").team(str(published / "tiny.xlsx"))
    roster = FileStore("en").roster(str(published / "out"), team)
    ahead = [a for a in roster.assignments if a.day.day >= 14]
    events = [f"free {name} {min(a.day for a in ahead if a.person == name)}" for name in ("Ana", "Ben")]
    done = replanning(date(2026, 12, 13)).replan(request(published, *events), OPTIONS)
    told = [render(text, "en") for text in done.late_notice]
    assert [text.split(":")[0] for text in told] == ["Ana", "Ben"]
    assert all("14 days are needed" in text for text in told)
    each = [finding for finding in done.after.check.findings if finding.rule == "notice"]
    assert sum(text.count(" falls away") + text.count(" is new") for text in told) == len(each) > 2


def test_names_out_of_the_team_are_refused(published: Path) -> None:
    with pytest.raises(InputProblems, match="Anna"):
        replanning().replan(request(published, scope=Scope(people=frozenset({"Anna"}))), OPTIONS)


@pytest.mark.parametrize(("goal", "kept"), [(Goal.ANEW, False), (Goal.MEND, True)])
def test_anew_forgets_what_was_published(goal: Goal, kept: bool) -> None:
    """Ana, who would rather be free that day, was published in Ben's place: comfort alone is against it."""
    board = Board(TEAM, 2026, 12)
    ana, ben = ((name, date(2026, 12, 5), "E") for name in ("Ana", "Ben"))
    best = places_of(board, solve(board, OPTIONS).progress.plan)
    assert ben in best
    places = best - {ben} | {ana}
    again = Board(TEAM, 2026, 12, extra=places, published=places)

    end = replan_board(again, OPTIONS, goal=goal).progress

    assert (ana in places_of(again, end.plan)) is kept
    # What is given up costs nothing while it is planned; keeping to it, nothing changed.
    assert end.costs[Tier.CHANGE] == 0


# ---- the command


def replan(folder: Path, *arguments: str, language: str = "en") -> Result:
    return run("replan", folder / "tiny.xlsx", folder / "out", "--workers", "1", *arguments, language=language)


@pytest.mark.parametrize(
    ("language", "changed", "told"),
    [("en", "2 of 30 shifts changed", "To be told"), ("de", "2 von 30 Schichten geändert", "Zu verständigen")],
)
def test_the_command_says_what_changed(published: Path, language: str, changed: str, told: str) -> None:
    lines = replan(published, "--event", SICK, "--event", "sick Ben 2026-12-15", language=language).stdout
    assert changed in lines
    assert told in lines


@pytest.mark.parametrize(
    ("since", "language", "told"),
    [
        (20, "en", ["1 of 30 shifts changed.", "Open shifts that go to Cem: 1. Whoever joins takes nobody's away."]),
        (20, "de", ["1 von 30 Schichten geändert.",
                    "Offene Schichten, die an Cem gehen: 1. Wer dazukommt, nimmt niemandem eine weg."]),
        (25, "en", ["0 of 30 shifts changed.",
                    "No shift is open for Cem. Whoever joins takes nobody's away."]),
    ],
)  # fmt: skip
def test_whoever_joins_takes_what_is_open(published: Path, since: int, language: str, told: list[str]) -> None:
    """On the 24th nobody can; all other days are filled."""
    lines = replan(published, "--event", f"join Cem 2026-12-{since} 20h like Ana", language=language).stdout
    assert [text for text in told if text not in lines] == []
    assert "changes less" not in lines


def test_the_command_writes_a_roster_that_can_be_read_again(published: Path, tmp_path: Path) -> None:
    own = shutil.copytree(published, tmp_path / "own")
    answer = json.loads(replan(own, "--event", SICK, "--out", str(own / "next"), "--json").stdout)
    assert answer["fewest_proven"] is True
    assert any(path.endswith("roster.xlsx") for path in answer["files"])
    again = run("check", own / "next" / "team.xlsx", own / "next")
    assert again.exit_code == 0
    team = FileStore("en").team(str(own / "next" / "team.xlsx"))
    assert [(row.person, row.first) for row in team.absences][-1] == ("Ana", date(2026, 12, 14))


def test_a_surge_is_written_with_the_team_and_read_again(tmp_path: Path) -> None:
    hours = [{"channel": "Chat", "when": "weekday", "times": "08:00-14:00", "presence_min": 1}]
    busy = [{"channel": "Chat", "when": "weekday", "hour": 9, "messages_per_hour": 20, "handle_time_min": 5}]
    people = {name: {"channels": ["Chat"]} for name in ("Ana", "Ben", "Cem")}
    team = small_team(people=people, shifts={"E": "08:00-14:00"}, opening_hours=hours, volume=busy)
    plan(team_file(tmp_path, team), tmp_path / "out")
    assert replan(tmp_path, "--event", "surge Chat 2026-12-14 +50%", "--out", str(tmp_path / "next")).exit_code == 0
    read = FileStore("en").team(str(tmp_path / "next" / "team.xlsx"))
    dated = {row.when: row.messages_per_hour for row in read.volume}
    assert dated == {DayKind.WEEKDAY: 20, date(2026, 12, 14): 30}


def test_falling_ill_on_leave_is_written_and_read_again(published: Path, tmp_path: Path) -> None:
    """Ana is on leave on the 24th."""
    own = shutil.copytree(published, tmp_path / "own")
    assert replan(own, "--event", "sick Ana 2026-12-23..2026-12-25", "--out", str(own / "next")).exit_code == 0
    read = FileStore("en").team(str(own / "next" / "team.xlsx"))
    away = [(row.kind, row.first.day, row.last.day) for row in read.absences if row.person == "Ana"]
    assert away == [("sick", 23, 25)]


def test_unknown_words_are_refused_with_the_forms(published: Path) -> None:
    refused = replan(published, "--event", "ill Ana 2026-12-14")
    assert refused.exit_code == 2
    assert "sick NAME 2026-12-04" in refused.stderr
