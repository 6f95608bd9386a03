"""The runs on public instances that are kept: a line each in bench/results/curtois-runs.csv, which is only added to.

So measurements of different days, instances and seeds add up. Those of different engines don't: each run says which
commit changed the engine last, and `newest` takes an instance's runs of one engine, one machine and one time allowed.
"""

import csv
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path

from bench.machine import RESULTS

FILE = "curtois-runs.csv"
#: Whoever changes what stands here has another engine: its search, or the rules that an instance is laid out by.
ENGINE = (
    *("solver", "planner/rules", "planner/rulebook.py", "planner/board.py", "planner/solve.py"),
    *("bench/curtois.py", "bench/curtois_format.py", "bench/curtois_team.py"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an instance. seed: of all random choices. allowed_s: wall time that it had.

    cost: by the instances' own scorer, None without a legal roster. bound: None where nothing was proven. seconds: of
    its process, from start to end; by its last line in runs of before memory_mb was kept. others: cores that others
    kept busy meanwhile, None where the system does not tell. day: of its end, UTC. commit: the last one that changed
    the engine; committed: when. machine: see bench.machine. early_s: when ours is to be as good as Colgen, None where
    that came to nothing; early: what the roster cost then, None without a legal one. speed: of one processor, in
    additions a microsecond (bench.machine), the lesser of before and after. memory_mb: the most that its process held.
    legal_s: after how many seconds it first told of a legal roster, None without. All but the first eleven are None in
    runs of before they were kept.
    """

    instance: int
    seed: int
    allowed_s: float
    cost: int | None
    bound: int | None
    seconds: float
    others: float | None
    day: date
    commit: str
    committed: datetime
    machine: str
    early_s: float | None
    early: int | None
    speed: float | None
    memory_mb: int | None
    legal_s: float | None


@dataclass(frozen=True, slots=True)
class Engine:
    """commit: the last one that changed the engine, abbreviated; committed: when, UTC."""

    commit: str
    committed: datetime


class EngineError(Exception):
    """Nobody could say which engine a figure belongs to: why, and the mend."""


def engine(root: Path) -> Engine:
    """The engine of a git checkout. EngineError where it has changes that are not committed, or git can't say."""
    changed = _git(root, "status", "--porcelain", "--", *ENGINE)
    if changed:
        raise EngineError(
            f"changes that are not committed:\n{changed}\nCommit them first, or try with --share below 1."
        )
    commit, _, moment = _git(root, "log", "-1", "--abbrev=7", "--format=%h %ct", "--", *ENGINE).partition(" ")
    if not moment:
        raise EngineError(f"no commit of {root} has an engine. Maybe it is no whole checkout.")
    return Engine(commit, datetime.fromtimestamp(int(moment), UTC))


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        raise EngineError(f"git can't say which commit this is ({problem}). Run it in a git checkout.") from problem
    return done.stdout.rstrip()


def kept_runs(folder: Path = RESULTS) -> list[Run]:
    """All runs that are kept, in the order in which they were made."""
    path = folder / FILE
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [_run(row) for row in csv.DictReader(file)]


def keep_run(run: Run, folder: Path = RESULTS) -> None:
    """Add a run to those that are kept."""
    path = folder / FILE
    folder.mkdir(exist_ok=True)
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, [field.name for field in fields(Run)], lineterminator="\n")
        if new:
            lines.writeheader()
        lines.writerow(asdict(run))


def newest(runs: Iterable[Run]) -> dict[int, list[Run]]:
    """Of each instance its runs of the newest engine, by seed; of a seed that was run again the last one.

    Where that engine ran on several machines or for several times allowed, those like the last run.
    """
    found: dict[int, list[Run]] = {}
    for run in runs:
        found.setdefault(run.instance, []).append(run)
    return {instance: _alike(ones) for instance, ones in sorted(found.items())}


def _alike(runs: list[Run]) -> list[Run]:
    of_newest = max(run.committed for run in runs)
    last = [run for run in runs if run.committed == of_newest][-1]
    by_seed = {run.seed: run for run in runs if _group(run) == _group(last)}
    return [by_seed[seed] for seed in sorted(by_seed)]


def _group(run: Run) -> tuple[str, float, str]:
    return run.commit, run.allowed_s, run.machine


def _run(row: dict[str, str]) -> Run:
    return Run(
        instance=int(row["instance"]),
        seed=int(row["seed"]),
        allowed_s=float(row["allowed_s"]),
        cost=int(row["cost"]) if row["cost"] else None,
        bound=int(row["bound"]) if row["bound"] else None,
        seconds=float(row["seconds"]),
        others=float(row["others"]) if row["others"] else None,
        day=date.fromisoformat(row["day"]),
        commit=row["commit"],
        committed=datetime.fromisoformat(row["committed"]),
        machine=row["machine"],
        # Lines of before they were kept end earlier.
        early_s=float(row["early_s"]) if row["early_s"] else None,
        early=int(row["early"]) if row["early"] else None,
        speed=float(row["speed"]) if row["speed"] else None,
        memory_mb=int(row["memory_mb"]) if row["memory_mb"] else None,
        legal_s=float(row["legal_s"]) if row["legal_s"] else None,
    )
