"""The public instances beside what others published: `python -m bench.curtois_table [--only 1,8] [--seeds 1-5]`.

Each run is `bench.curtois` in a process of its own, two workers, for the time of `seconds_for`; its roster is scored
anew by the instances' own scorer, and that is the cost which is kept (bench/curtois_runs.py). At the end
docs/benchmarks.md is written anew from all runs that are kept.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import benchmarks_page
from bench.curtois_published import VARIABLE, instance_file, published, shared_bench
from bench.curtois_runs import Engine, EngineError, Run, engine, keep_run
from bench.machine import Others, machine_line

WORKERS = 2
ROOT = Path(__file__).parents[1]
#: Wall time of an instance in seconds; of those not named here, 120.
_SECONDS = {8: 300, 17: 300, 13: 600, 15: 600, 19: 600, 20: 600, 22: 1800, 24: 1800}


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run came to: see bench.curtois_runs.Run."""

    cost: int | None
    bound: int | None
    seconds: float


def seconds_for(number: int) -> float:
    """Wall time that an instance gets."""
    return float(_SECONDS.get(number, 120))


def measure(folder: Path, number: int, seconds: float, seed: int) -> Figures:
    """One run of an instance, scored by the scorer of `folder`."""
    with TemporaryDirectory() as scratch:
        roster = Path(scratch) / "roster.txt"
        command = [sys.executable, "-m", "bench.curtois", str(instance_file(folder, number))]
        command += ["--seconds", str(seconds), "--workers", str(WORKERS), "--seed", str(seed), "--out", str(roster)]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
        if not said or not roster.exists():
            return Figures(None, None, seconds)
        last = json.loads(said[-1])
        cost, legal = scored(folder, number, roster)
        return Figures(cost if legal else None, last["bound"], last["seconds"])


def scored(folder: Path, number: int, roster: Path) -> tuple[int, bool]:
    """The cost of a roster by the scorer, and whether it is legal."""
    command = [sys.executable, str(folder / "score.py"), str(instance_file(folder, number)), str(roster), "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    return found["cost"], found["feasible"]


def numbers(text: str) -> list[int]:
    """'1,3-5' as 1, 3, 4, 5."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    everything = [one.number for one in published()]
    parser.add_argument("--only", type=numbers, default=everything, help="numbers of instances, like 1,3-5")
    parser.add_argument("--seeds", type=numbers, default=[1], help="seeds, like 1-5: a run of each instance with each")
    parser.add_argument("--share", type=float, default=1.0, help="of each time, for a trial: nothing is kept below 1")
    return parser


def main(given: list[str] | None = None) -> int:
    """Run the command; its exit code."""
    asked = arguments().parse_args(given)
    folder = shared_bench()
    if folder is None:
        print(f"no instances: set {VARIABLE} to the directory with score.py and curtois/Instance1.txt", file=sys.stderr)
        return 2
    missing = [number for number in asked.only if not instance_file(folder, number).is_file()]
    if missing:
        print(f"no instance {', '.join(map(str, missing))} in {folder / 'curtois'}", file=sys.stderr)
        return 2
    keeps = asked.share >= 1
    try:
        of = engine(ROOT) if keeps else None
    except EngineError as problem:
        print(problem, file=sys.stderr)
        return 2
    for number in asked.only:
        for seed in asked.seeds:
            seconds, others = seconds_for(number) * asked.share, Others()
            found, cores = measure(folder, number, seconds, seed), others.cores()
            print(f"{number} seed {seed}: {found}, cores busy with other things: {cores}", flush=True)
            if of is not None:
                keep_run(_run(number, seed, seconds, found, cores, of))
    if keeps:
        print(benchmarks_page.write())
    return 0


def _run(number: int, seed: int, allowed_s: float, found: Figures, others: float | None, of: Engine) -> Run:
    day = datetime.now(UTC).date()
    figures = found.cost, found.bound, found.seconds
    return Run(number, seed, allowed_s, *figures, others, day, of.commit, of.committed, machine_line(WORKERS))


if __name__ == "__main__":
    sys.exit(main())
