"""The table of bench.plan on the smallest sample: every column is there, and figures are what they are called."""

import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench import benchmarks_page, machine, plan
from bench.engine import Engine, EngineError
from bench.samples import SAMPLES
from planner.domain.team import Team
from solver.limits import Tier

ONE = "2-one-person"

Measure = Callable[[str, Callable[[], Team], str, float], plan.Run]


@pytest.mark.parametrize(("mode", "measure"), [("ours", plan.measure), ("plain", plan._measure)])
def test_one_run_in_a_process_of_its_own_or_in_this_one(mode: str, measure: Measure) -> None:
    run = measure(ONE, SAMPLES[ONE], mode, 10.0)
    assert len(run.costs) == len(run.bounds) == len(run.gaps) == len(Tier)
    # 21 working days of an hour, three of leave; nothing can be better, and that is soon proven.
    assert run.uncovered_h == 3
    assert run.costs == run.bounds
    assert set(run.gaps) == {0}
    assert run.built_s >= 0
    assert 0 <= run.complete_s <= run.seconds
    assert run.memory_mb > 0
    row = plan.run_line(run)
    assert row.startswith(f"| {ONE} | {mode} | 10 | ")
    assert row.count(" / ") == 3 * (len(Tier) - 1)


def test_gaps_are_shares_of_the_bound_or_points_where_it_is_zero() -> None:
    run = plan.Run("x", "ours", 10.0, 1.0, 0.0, 0.5, (0, 330, 7), (0, 300, 0), 1.0, 100)
    assert run.gaps == (0, 0.1, 7)
    assert "| 0.0 % / 10.0 % / 700.0 % |" in plan.run_line(run)


def test_demand_and_check_lines_of_the_smallest_team() -> None:
    team = SAMPLES[ONE]()
    # 21 h of demand, 5 h a week for 23 working days less 3 of leave; greedy leaves the three days of leave.
    assert re.fullmatch(r"\| x \| 1 \| 21 \| \d+ \| \d+ % \| 3\.0 \| 0 \|", plan.demand_line("x", team))
    assert re.match(r"1 people, \d+ cells, \d+ limits: stated in ", plan.check_line(team))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Plan the smallest sample where a large one is asked for, and keep results in a folder of the test's own."""
    monkeypatch.setattr(plan, "SAMPLES", dict.fromkeys(SAMPLES, SAMPLES[ONE]))
    monkeypatch.setattr(plan, "big_team", SAMPLES[ONE])
    monkeypatch.setattr(plan, "measure", lambda name, make, mode, seconds: plan._measure(name, make, mode, 5.0))
    monkeypatch.setattr(machine, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(benchmarks_page, "PAGE", tmp_path / "benchmarks.md")
    return tmp_path / "results"


def test_the_report_is_printed_whole_and_kept(small: Path, capsys: pytest.CaptureFixture[str],
                                              monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(sys, "argv", ["bench.plan"])
    plan.main()
    (kept,) = small.iterdir()
    assert re.fullmatch(r"plan-\d{4}-\d\d-\d\d\.md", kept.name)
    text = kept.read_text("utf-8")
    assert text in capsys.readouterr().out
    assert plan.engine_line() in text
    tables = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    assert [len(row) for row in tables] == [7] * (1 + len(SAMPLES)) + [11] * (1 + 2 * 3)
    named = text.split("Costs, bounds and gaps: ")[1].split(".")[0]
    assert named.split(" / ") == [tier.name.lower() for tier in Tier]


def test_costs_and_bounds_stand_beside_those_of_an_earlier_day(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small.mkdir()
    head = "| instance | planner | s | built s | complete s | cost | bound | gap | uncovered h | MB |"
    cells = "| 60 | 1.0 | 5.0 | 0 / 0 / 0 / 54480 | 0 / 0 / 0 / 45056 | 0 % | 0.0 | 517 |"
    monkeypatch.setattr(plan, "BEFORE_ROWS", "plan-2026-11-21")
    for day in ("2026-11-21", "2026-11-22", "2026-11-23"):
        rows = [f"| 3-round-the-clock | ours {cells}", f"| 3-round-the-clock | plain {cells.replace('54', '99')}"]
        (small / f"plan-{day}.md").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    # What is no report of its own is none of the earlier ones.
    (small / "plan-notes.md").write_text("| 3-round-the-clock | ours |", "utf-8")
    monkeypatch.setattr(sys, "argv", ["bench.plan", "--quick"])
    plan.main()

    said = capsys.readouterr().out
    for day in ("2026-11-21", "2026-11-23"):
        assert f"| allowed s {day} | allowed s | cost {day} | cost | bound {day} | bound |" in said
    assert "2026-11-22" not in said
    assert said.count("| 3-round-the-clock | 60 taken | 5 | 54480 | 220 | 45056 | 220 |") == 2
    assert "| 200 people | - | 5 | - | 220 | - | 220 |" in said


def test_what_reports_of_before_and_of_now_say_is_read_by_its_name() -> None:
    """Nothing but our plans: not the plain model's, not other tables'."""
    told = {path.stem: plan.comfort_of(path.read_text("utf-8").splitlines()) for path in machine.kept("plan")}
    assert told["plan-2026-11-28"] == {
        "1-brand-team-vienna": plan.Comfort("10 taken", "8344", "8076"),
        "3-round-the-clock": plan.Comfort("60 taken", "54480", "45056"),
        "200 people": plan.Comfort("61 taken", "233003", "79497"),
    }
    assert all(told.values())

    # Proven after 3 s of 10.
    run = plan.Run("x", "ours", 10.0, 3.0, 0.0, 0.5, (0, 330, 7), (0, 300, 6), 1.0, 100)
    head = "| instance | planner | allowed s | s | built s | complete s | cost | bound | gap | uncovered h | MB |"
    assert plan.comfort_of([head, plan.run_line(run)]) == {"x": plan.Comfort("10", "7", "6")}


def test_a_report_says_how_quick_the_machine_was_and_what_others_did(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    speeds = iter([19.5, 6.1])
    monkeypatch.setattr(plan, "additions_per_us", lambda: next(speeds))
    monkeypatch.setattr(machine.Others, "cores", lambda others: 0.4)
    monkeypatch.setattr(sys, "argv", ["bench.plan", "--quick"])
    plan.main()

    said = capsys.readouterr().out
    assert "gave 19.5 additions of plain Python a microsecond before these plans and 6.1 after them" in said
    assert "others kept 0.4 cores busy meanwhile." in said
    assert "others kept unknown cores" not in said
    assert plan.machine_meanwhile(1.0, 1.0, None).endswith("others kept unknown cores busy meanwhile.")


def test_a_report_says_whose_plans_these_are(monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(_: Path) -> Engine:
        raise EngineError("changes that are not committed")

    monkeypatch.setattr(plan, "engine", lambda _: Engine("1234567", datetime(2026, 12, 1, tzinfo=UTC)))
    assert plan.engine_line() == "Engine of 1234567 (2026-12-01)."
    monkeypatch.setattr(plan, "engine", changed)
    assert plan.engine_line() == "Engine of no commit."


def test_a_quick_run_keeps_nothing(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.plan", "--quick"])
    plan.main()
    assert not small.exists()
