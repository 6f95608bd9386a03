"""bench.curtois_table: what is kept of a run, and the page made of all of them."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bench import benchmarks_page, curtois_runs, curtois_table
from bench.benchmarks_page import beside, early, in_terminal, missed, ours, page
from bench.curtois_line import Line
from bench.curtois_published import HEADINGS, VARIABLE, Wanted, instance_file, published, shared_bench
from bench.curtois_runs import Figures, Run, keep_run, kept_runs, newest
from bench.curtois_table import cost_after, legal_after, main, measure, numbers, seconds_for, seeds_for
from bench.engine import Engine, EngineError

NOON, LATER = datetime(2026, 11, 29, 12, tzinfo=UTC), datetime(2026, 12, 1, 8, tzinfo=UTC)
OLD, NEW = Engine("a546c77", NOON), Engine("1234567", LATER)
FOUND = Figures(cost=1326, bound=1290, seconds=100.0, early=1740, legal_s=4.2, others=0.1, speed=19.5, memory_mb=345)
ONE = Run(8, 1, 300.0, 26.0, FOUND, date(2026, 12, 1), NEW.commit, LATER, "2 cores.")
#: The same as the file has it.
ONE_LINE = "8,1,300.0,1326,1290,100.0,0.1,2026-12-01,1234567,2026-12-01 08:00:00+00:00,2 cores.,26.0,1740,19.5,345,4.2"


def run(
    cost: int | None,
    seed: int = 1,
    of: Engine = NEW,
    *,
    instance: int = 8,
    allowed_s: float = 300.0,
    machine: str = "2 cores.",
    early_s: float | None = None,
    early: int | None = None,
    speed: float | None = None,
    memory_mb: int | None = None,
    legal_s: float | None = None,
) -> Run:
    """A run of which only this matters."""
    found = Figures(
        cost=cost,
        bound=None if cost is None else 1290 + seed,
        seconds=100.0 * seed,
        early=early,
        legal_s=legal_s,
        others=0.1 * seed,
        speed=speed,
        memory_mb=memory_mb,
    )
    return Run(instance, seed, allowed_s, early_s, found, date(2026, 12, seed), of.commit, of.committed, machine)


def test_the_published_columns() -> None:
    rows = {one.number: one for one in published()}

    assert len(rows) == 19
    assert {len(one.columns) for one in rows.values()} == {len(HEADINGS)}
    assert rows[8].columns == ("8", "30/4/4", "1300", "2529", "2260", "1308", "1323", "1364/1344", "2043", "1740, 13 s")
    assert rows[24].columns[-6:] == ("156858", "-", "none", "none/none", "-", "-")
    assert (seconds_for(1), seconds_for(17), seconds_for(13), seconds_for(24)) == (120, 300, 600, 1800)
    assert [len(seeds_for(number)) for number in (1, 8, 13, 24)] == [5, 5, 1, 1]


def test_what_is_wanted_is_a_share_over_the_best_known() -> None:
    shares = {
        **dict.fromkeys([1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12], (5, 0)),
        **dict.fromkeys([8, 17, 20], (10, 3)),
        **{13: (100, 30), 15: (30, 10), 19: (50, 10), 22: (300, 50), 24: (300, 50)},
    }
    best = {one.number: one.best for one in published()}

    assert {one.number: (one.wanted.must, one.wanted.aim) for one in published() if one.wanted} == {
        number: tuple(best[number] * (1000 + per_mille) // 1000 for per_mille in of) for number, of in shares.items()
    }


def test_runs_are_added_and_come_back_as_they_were(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    assert kept_runs(folder) == []
    without = run(None, 2)

    keep_run(ONE, folder)
    before = (folder / curtois_runs.FILE).read_text("utf-8")
    assert before.splitlines()[1:] == [ONE_LINE]
    keep_run(without, folder)

    assert kept_runs(folder) == [ONE, without]
    assert (folder / curtois_runs.FILE).read_text("utf-8").startswith(before)


def test_no_bound_that_was_kept_is_above_the_best_known_cost_and_no_cost_below_what_is_proven() -> None:
    """Of every run there was; 24 alone has a best known cost that nobody has proven."""
    best = {one.number: one.best for one in published()}
    runs = kept_runs()
    assert len({run.instance for run in runs if run.found.bound}) > 15
    wrong = [
        run
        for run in runs
        if (run.found.bound or 0) > best[run.instance]
        or (run.found.cost is not None and run.instance != 24 and run.found.cost < best[run.instance])
    ]
    assert wrong == []


def test_runs_of_different_engines_never_mix() -> None:
    """The newest by its commit, whenever it ran; of one engine, what ran last says which time and machine."""
    kept = [run(1313, 1), run(1400, 2), run(1700, 1, OLD), run(900, 3, OLD), run(439, 1, OLD, instance=9)]

    assert newest(kept) == {8: [kept[0], kept[1]], 9: [kept[4]]}

    longer, elsewhere = run(1305, 1, allowed_s=600.0), run(1306, 1, machine="4 cores.")
    assert newest([*kept, longer])[8] == [longer]
    assert newest([*kept, longer, elsewhere])[8] == [elsewhere]


def test_of_a_seed_that_was_run_again_the_last_run_counts() -> None:
    first, other, again = run(1400, 2), run(1350, 1), run(1313, 2)

    assert newest([first, other, again]) == {8: [other, again]}


def test_ours_is_the_median_of_all_runs() -> None:
    one = published()[7]
    found = [
        run(1326, 1, speed=19.5, memory_mb=345, legal_s=4.2),
        run(None, 2, speed=6.1, memory_mb=678),
        run(1313, 3, legal_s=0.4),
    ]

    assert beside(one, found).endswith("| 1740, 13 s | 1326 | 2.0 % | 1293 |")
    assert beside(one, found[::2]).endswith("| 1740, 13 s | 1326 | 2.0 % | 1293 |")
    assert beside(one, found[1:]).endswith("| none | - | 1293 |")
    assert beside(one, found[1:2]).endswith("| none | - | - |")
    assert beside(one, []).endswith("| 1740, 13 s | - | - | - |")
    cells = [cell.strip() for cell in ours(one, found, ["4 cores.", "2 cores."]).split("|")]
    assert cells[1:6] == ["8", "1326", "1313 to 1326", "2.0 %", "1293"]
    assert cells[6:13] == ["1313, 1303", "no", "300", "200", "678", "2 of 3", "4.2"]
    assert cells[13:18] == ["2026-12-01 to 2026-12-03", "1234567 (2026-12-01)", "0.3 (loaded)", "6.1", "B"]
    assert ours(one, [run(1313, 3)], ["2 cores."]).endswith(
        "| 300 | 300 | - | 1 of 1 | - | 2026-12-03 | 1234567 (2026-12-01) | 0.3 (loaded) | - | A |"
    )


@pytest.mark.parametrize(
    ("cost", "reached"), [(1350, "aim"), (1351, "must"), (1500, "must"), (1501, "no"), (None, "no")]
)
def test_what_is_wanted_is_reached_or_not(cost: int | None, reached: str) -> None:
    one = published()[7]
    wanting = replace(one, wanted=Wanted(must=1500, aim=1350))

    assert f"| 1500, 1350 | {reached} | 300 |" in ours(wanting, [run(cost)], ["2 cores."])


def test_the_page_has_all_instances_our_runs_and_the_newest_plans() -> None:
    text = page([run(1326), run(439, instance=9, machine="4 cores.")], "# Planning, 2026-12-01\n\n2 cores.\n\n| a |\n")

    tables = [part.splitlines() for part in text.split("\n\n") if part.startswith("| # |")]
    assert [len(table) for table in tables] == [2 + len(published()), 2 + 2, 2 + len(published()) - 2]
    assert all(len({line.count("|") for line in table}) == 1 for table in tables)
    assert "\n- Machine A: 2 cores.\n- Machine B: 4 cores.\n" in text
    planning = "\n## Planning, 2026-12-01\n\nThe samples and an invented team of 200 (`make bench-plan`).\n\n2 cores.\n"
    assert f"{planning}\n| a |\n\n## What is missed, and why\n" in text
    assert "## Planning" not in page([], None)


def test_a_terminal_gets_the_tables_beside_others_with_even_columns() -> None:
    first, title, second = in_terminal([run(1326, early_s=26.0, early=1740)]).split("\n\n")

    assert title == "As early as Colgen"
    for text, rows, ours_of_8 in (
        (first, len(published()), "1740, 13 s  1326      2.0 %   1291"),
        (second, len(published()) - 2, "26  1740   1740 to 1740       yes"),
    ):
        lines = text.splitlines()
        assert len(lines) == 1 + rows
        assert len({len(line) for line in lines}) == 1
        (row,) = (line for line in lines if line.startswith(" 8 "))
        assert row.endswith(ours_of_8)


def test_the_page_in_the_docs_is_the_one_that_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = benchmarks_page.PAGE.read_text("utf-8")
    monkeypatch.setattr(benchmarks_page, "PAGE", tmp_path / "benchmarks.md")

    assert benchmarks_page.write().read_text("utf-8") == kept
    # Whatever is missed has its reason.
    assert "nobody knows yet" not in kept


@pytest.mark.parametrize(
    ("instance", "cost", "bound", "told"),
    [
        (8, 1303, 1297, []),
        (8, 1304, 1297, ["The aim of 8: mixes"]),
        (8, 1303, 0, ["A bound of 8: nobody knows yet."]),
        (24, None, None, ["The aim of 24: a market", "A bound of 24: rounds"]),
        (9, 440, 1, ["The aim of 9: nobody knows yet."]),
        (9, 442, 1, ["The aim of 9: nobody knows yet."]),
    ],
)
def test_why_is_told_of_what_is_missed_and_of_nothing_else(
    instance: int, cost: int | None, bound: int | None, told: list[str]
) -> None:
    one = run(cost, instance=instance)
    lines = missed({instance: [replace(one, found=replace(one.found, bound=bound))]})

    assert len(lines) == len(told)
    assert all(line.startswith(words) for line, words in zip(lines, told, strict=True))


@pytest.fixture
def instances(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with instances 1 and 8 whose runs take no time, and all that is kept in tmp_path."""
    folder = tmp_path / "instances"
    (folder / "curtois").mkdir(parents=True)
    for name in ("score.py", "curtois/Instance1.txt", "curtois/Instance8.txt"):
        (folder / name).touch()

    def measured(folder: Path, number: int, seconds: float, seed: int, early_s: float | None) -> Figures:
        early = None if early_s is None else round(early_s)
        return replace(FOUND, cost=number, bound=seed, seconds=seconds, early=early)

    monkeypatch.setenv(VARIABLE, str(folder))
    monkeypatch.setattr(curtois_table, "measure", measured)
    monkeypatch.setattr(curtois_table, "engine", lambda root: NEW)
    monkeypatch.setattr(curtois_table, "keep_run", lambda run: keep_run(run, tmp_path))
    for module in (benchmarks_page, curtois_table):
        monkeypatch.setattr(module, "kept_runs", lambda: kept_runs(tmp_path))
    monkeypatch.setattr(benchmarks_page, "PAGE", tmp_path / "benchmarks.md")
    return folder


def test_some_instances_and_seeds_are_run_and_kept(
    instances: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--only", "1,8", "--seeds", "2-3"]) == 0

    kept = kept_runs(tmp_path)
    assert [(one.instance, one.seed, one.allowed_s, one.found.cost) for one in kept] == [
        *((1, 2, 120.0, 1), (1, 3, 120.0, 1)),
        *((8, 2, 300.0, 8), (8, 3, 300.0, 8)),
    ]
    assert {(one.commit, one.committed) for one in kept} == {(NEW.commit, NEW.committed)}
    assert {(one.early_s, one.found.early) for one in kept} == {(10.0, 10), (26.0, 26)}
    had = {(one.found.others, one.found.speed, one.found.memory_mb, one.found.legal_s) for one in kept}
    assert had == {(0.1, 19.5, 345, 4.2)}
    assert "| 8 | 8 | 8 to 8 |" in (tmp_path / "benchmarks.md").read_text("utf-8")
    *told, path = capsys.readouterr().out.splitlines()
    assert path == str(tmp_path / "benchmarks.md")
    # One run a line, then ours beside what was published, and as early as Colgen.
    assert [line.split(":")[0] for line in told[:5]] == ["1 seed 2", "1 seed 3", "8 seed 2", "8 seed 3", ""]
    of_8 = [line.split()[-4:] for line in told if line.startswith(" 8 ")]
    assert of_8 == [["8", "-99.4", "%", "3"], ["26", "to", "26", "yes"]]


def test_a_trial_with_less_time_keeps_nothing(
    instances: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--only", "8", "--share", "0.5"]) == 0

    assert "seconds=150.0" in capsys.readouterr().out
    assert kept_runs(tmp_path) == []
    assert not (tmp_path / "benchmarks.md").exists()


def test_nothing_is_run_without_an_engine_or_an_instance(
    instances: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def changed(root: Path) -> Engine:
        raise EngineError("changes that are not committed")

    monkeypatch.setattr(curtois_table, "engine", changed)
    assert main(["--only", "1"]) == 2
    assert "not committed" in capsys.readouterr().err
    assert main(["--only", "1,5,9"]) == 2
    assert f"no instance 5, 9 in {instances / 'curtois'}" in capsys.readouterr().err
    assert kept_runs(tmp_path) == []


def test_the_instances_lie_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert shared_bench() is None
    assert main([]) == 2
    assert f"set {VARIABLE}" in capsys.readouterr().err

    (tmp_path / "score.py").touch()
    assert shared_bench() == tmp_path
    assert numbers("1,12,15-17") == [1, 12, 15, 16, 17]


def test_the_cost_after_some_seconds_is_the_last_one_said_by_then() -> None:
    lines = [Line(seconds, cost, None, "improving") for seconds, cost in ((1.0, None), (9.9, 1500), (10.1, 1400))]

    assert [cost_after(lines, seconds) for seconds in (0.5, 1.0, 9.8, 10.0, 10.1, 300.0)] == [
        *(None, None, None, 1500, 1400, 1400)
    ]


def test_a_roster_is_legal_from_the_first_cost_that_is_said() -> None:
    lines = [Line(seconds, cost, None, "improving") for seconds, cost in ((1.0, None), (2.1, 1500), (3.1, 1400))]

    assert legal_after(lines) == 2.1
    assert legal_after(lines[:1]) is None


def test_a_run_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    """On an invented instance, by a scorer that says 7 of whatever it gets."""
    (tmp_path / "curtois").mkdir()
    shutil.copy(Path(__file__).parent / "curtois_small.txt", instance_file(tmp_path, 1))
    (tmp_path / "score.py").write_text('print(\'{"cost": 7, "feasible": true}\')', "utf-8")

    found = measure(tmp_path, 1, 60.0, 1, 60.0)

    assert found is not None
    assert (found.cost, found.bound, found.early) == (7, 3, 3)
    assert found.legal_s is not None
    # What its process took is more than what it said: Python has to start, too.
    assert 0 <= found.legal_s < found.seconds
    assert found.memory_mb


def test_a_run_that_failed_is_not_kept_as_one_without_a_roster(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert measure(tmp_path, 1, 60.0, 1, None) is None
    said = capfd.readouterr().err
    assert "Instance1.txt" in said
    assert "1 seed 1: failed with code 2; nothing is kept" in said


def test_ours_is_beside_colgen_as_early_as_that() -> None:
    """Of instance 8, which Colgen plans for 1740 in 13 s."""
    colgen = published()[7].colgen
    assert colgen is not None
    assert (colgen.cost, colgen.early_s) == (1740, 26.0)
    assert replace(colgen, seconds=4.9).early_s == 10.0

    def row(*costs: int | None, early_s: float | None = 26.0) -> str:
        runs = [run(1313, seed, early_s=early_s, early=cost) for seed, cost in enumerate(costs, 1)]
        return early(8, colgen, runs)

    assert row(1740) == "| 8 | 1740 | 26 | 1740 | 1740 to 1740 | yes |"
    assert row(1741) == "| 8 | 1740 | 26 | 1741 | 1741 to 1741 | no |"
    assert row(None, 1500, 1400) == "| 8 | 1740 | 26 | 1500 | 1400 to 1500 | yes |"
    assert row(None, None, 1400) == "| 8 | 1740 | 26 | none | 1400 to 1400 | no |"
    assert row() == row(None, early_s=None) == "| 8 | 1740 | 26 | - | - | - |"


def test_runs_of_before_this_was_kept_are_read(tmp_path: Path) -> None:
    keep_run(ONE, tmp_path)
    path = tmp_path / curtois_runs.FILE
    head, line = path.read_text("utf-8").splitlines()
    older = line.removesuffix(",345,4.2")
    old, oldest = older.removesuffix(",19.5"), older.removesuffix(",26.0,1740,19.5")
    assert line > older > old > oldest
    path.write_text("\n".join([head, oldest, old, older]) + "\n", "utf-8")
    keep_run(ONE, tmp_path)

    third = replace(FOUND, memory_mb=None, legal_s=None)
    second = replace(third, speed=None)
    first = replace(ONE, early_s=None, found=replace(second, early=None))
    assert kept_runs(tmp_path) == [first, replace(ONE, found=second), replace(ONE, found=third), ONE]


def test_what_is_done_stays_where_the_rest_is_interrupted(
    instances: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure, left = curtois_table.measure, iter([True, True, False])

    def interrupted(*given: Any) -> Figures | None:
        if not next(left):
            raise KeyboardInterrupt
        return measure(*given)

    monkeypatch.setattr(curtois_table, "measure", interrupted)

    assert main(["--only", "1,8", "--seeds", "1-2"]) == 130

    assert [(one.instance, one.seed) for one in kept_runs(tmp_path)] == [(1, 1), (1, 2)]
    assert "| 1 | 1 | 1 to 1 |" in (tmp_path / "benchmarks.md").read_text("utf-8")
