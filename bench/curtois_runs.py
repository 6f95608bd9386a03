"""The runs on public instances that are kept: a line each in bench/results/curtois-runs.csv, which is only added to.

So measurements of different days, instances and seeds add up. Those of different engines don't: each run says which
commit changed the engine last, and `newest` takes an instance's runs of one engine, one machine and one time allowed.
"""

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from bench.machine import RESULTS

FILE = "curtois-runs.csv"
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
