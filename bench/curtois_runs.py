"""The runs on public instances that are kept: a line each in bench/results/curtois-runs.csv, which is only added to.

So measurements of different days, instances and seeds add up. Those of different engines don't: each run says which
commit changed the engine last, and `newest` takes an instance's runs of one engine, one machine and one time allowed.
"""

import csv
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bench.machine import RESULTS

FILE = "curtois-runs.csv"
#: Whoever changes what stands here has another engine: its search, or the rules that an instance is laid out by.
_ENGINE = (
    *("solver", "planner/rules", "planner/rulebook.py", "planner/board.py", "planner/solve.py"),
    *("bench/curtois.py", "bench/curtois_format.py", "bench/curtois_team.py"),
)
#: Of the file: fields of Run, and of its Figures. New ones come last, since lines are never written anew.
_COLUMNS = (
    *("instance", "seed", "allowed_s", "cost", "bound", "seconds", "others", "day", "commit", "committed", "machine"),
    *("early_s", "early", "speed", "memory_mb", "legal_s"),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run came to, and what it had.

    cost: by the instances' own scorer, None without a legal roster. bound: None where nothing was proven. seconds: of
    its process, from start to end; by its last line in runs of before memory_mb was kept. early: what the roster cost
    after early_s (see Run), None without a legal one. legal_s: after how many seconds it first told of a legal roster,
    None without. others: cores that others kept busy meanwhile, None where the system does not tell. speed: of one
    processor, in additions a microsecond (bench.machine), the lesser of before and after. memory_mb: the most that its
    process held. early, legal_s, speed and memory_mb are None in runs of before they were kept.
    """

    cost: int | None
    bound: int | None
    seconds: float
    early: int | None
    legal_s: float | None
    others: float | None
    speed: float | None
    memory_mb: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an instance. seed: of all random choices. allowed_s: wall time that it had.

    early_s: when ours is to be as good as Colgen, None where that came to nothing, and in runs of before it was kept.
    day: of its end, UTC. commit: the last one that changed the engine; committed: when. machine: see bench.machine.
    """

    instance: int
    seed: int
    allowed_s: float
    early_s: float | None
    found: Figures
    day: date
    commit: str
    committed: datetime
    machine: str


@dataclass(frozen=True, slots=True)
class Engine:
    """commit: the last one that changed the engine, abbreviated; committed: when, UTC."""

    commit: str
    committed: datetime


class EngineError(Exception):
    """Nobody could say which engine a figure belongs to: why, and the mend."""


def engine(root: Path) -> Engine:
    """The engine of a git checkout. EngineError where it has changes that are not committed, or git can't say."""
    changed = _git(root, "status", "--porcelain", "--", *_ENGINE)
    if changed:
        raise EngineError(
            f"changes that are not committed:\n{changed}\nCommit them first, or try with --share below 1."
        )
    commit, _, moment = _git(root, "log", "-1", "--abbrev=7", "--format=%h %ct", "--", *_ENGINE).partition(" ")
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
        lines = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
        if new:
            lines.writeheader()
        row = asdict(run)
        found = row.pop("found")
        lines.writerow(row | found)


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
        early_s=_number(row["early_s"]),
        found=Figures(
            cost=_whole(row["cost"]),
            bound=_whole(row["bound"]),
            seconds=float(row["seconds"]),
            early=_whole(row["early"]),
            legal_s=_number(row["legal_s"]),
            others=_number(row["others"]),
            speed=_number(row["speed"]),
            memory_mb=_whole(row["memory_mb"]),
        ),
        day=date.fromisoformat(row["day"]),
        commit=row["commit"],
        committed=datetime.fromisoformat(row["committed"]),
        machine=row["machine"],
    )


def _whole(text: str | None) -> int | None:
    """None also of lines that end earlier, from before that column was kept."""
    return int(text) if text else None


def _number(text: str | None) -> float | None:
    """The same of any number."""
    return float(text) if text else None
