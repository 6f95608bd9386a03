"""The public instances beside what others published: `python -m bench.curtois_table [--only 1,2] [--seeds 5]`.

Each run is `bench.curtois` in a process of its own, two workers, for the time of `seconds_for`; its roster is scored
anew by the instances' own scorer, and that is the cost which stands here. The median over the seeds is shown, with the
best known cost it is compared with. A table of all instances is kept, dated, in bench/results/.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median_low
from tempfile import TemporaryDirectory

from bench.curtois_published import HEADINGS, VARIABLE, Published, instance_file, published, shared_bench
from bench.machine import keep, machine_line

WORKERS = 2
#: Wall time of an instance in seconds; of those not named here, 120.
_SECONDS = {8: 300, 17: 300, 13: 600, 15: 600, 19: 600, 20: 600, 22: 1800, 24: 1800}


@dataclass(frozen=True, slots=True)
class Run:
    """One run. cost: by the scorer, None without a legal roster. bound: what was proven. seconds: until it ended."""

    cost: int | None
    bound: int | None
    seconds: float


def seconds_for(number: int) -> float:
    """Wall time that an instance gets."""
    return float(_SECONDS.get(number, 120))


def measure(folder: Path, number: int, seconds: float, seed: int) -> Run:
    """One run of an instance, scored by the scorer of `folder`."""
    with TemporaryDirectory() as scratch:
        roster = Path(scratch) / "roster.txt"
        command = [sys.executable, "-m", "bench.curtois", str(instance_file(folder, number))]
        command += ["--seconds", str(seconds), "--workers", str(WORKERS), "--seed", str(seed), "--out", str(roster)]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
        if not said or not roster.exists():
            return Run(None, None, seconds)
        last = json.loads(said[-1])
        cost, legal = scored(folder, number, roster)
        return Run(cost if legal else None, last["bound"], last["seconds"])


def scored(folder: Path, number: int, roster: Path) -> tuple[int, bool]:
    """The cost of a roster by the scorer, and whether it is legal."""
    command = [sys.executable, str(folder / "score.py"), str(instance_file(folder, number)), str(roster), "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    return found["cost"], found["feasible"]


def line(one: Published, runs: list[Run]) -> str:
    """An instance as a row of the table: what was published, then ours."""
    costs = sorted(run.cost for run in runs if run.cost is not None)
    bounds = [run.bound for run in runs if run.bound is not None]
    ours = ["none", "-"]
    # The median of all runs: those that found no legal roster are dearer than all others.
    if len(costs) > (len(runs) - 1) // 2:
        middle = costs[(len(runs) - 1) // 2]
        ours = [str(middle), f"{100 * (middle - one.best) / one.best:.1f} %"]
    seconds = median_low([run.seconds for run in runs])
    cells = [*one.columns, *ours, str(max(bounds, default="-")), f"{seconds:.0f}", f"{len(costs)}/{len(runs)}"]
    return f"| {' | '.join(cells)} |"


def head() -> list[str]:
    """The first lines of the report."""
    columns = [*HEADINGS, "ours (median)", "over best", "bound (best)", "s", "legal"]
    return [
        f"# Public shift-scheduling instances, {datetime.now(UTC):%Y-%m-%d}",
        "",
        machine_line(WORKERS),
        "",
        f"| {' | '.join(columns)} |",
        "|---" * len(columns) + "|",
    ]


def numbers(text: str) -> set[int]:
    """'1,2,9' as numbers."""
    return {int(part) for part in text.split(",")}


def report(folder: Path, only: Iterable[int], seeds: int, share: float) -> list[str]:
    """The whole table, printed as it grows. share: of the time of each instance."""
    lines = head()
    print("\n".join(lines), flush=True)
    for one in published():
        if one.number in only:
            seconds = seconds_for(one.number) * share
            runs = [measure(folder, one.number, seconds, seed) for seed in range(1, seeds + 1)]
            lines.append(line(one, runs))
            print(lines[-1], flush=True)
    return lines


def main() -> int:
    """Print the table and keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    everything = {one.number for one in published()}
    parser.add_argument("--only", type=numbers, default=everything, help="numbers of instances; nothing is kept then")
    parser.add_argument("--seeds", type=int, default=1, help="runs an instance")
    parser.add_argument("--share", type=float, default=1.0, help="of each time; nothing is kept below 1")
    asked = parser.parse_args()
    folder = shared_bench()
    if folder is None:
        print(f"no instances: set {VARIABLE} to the directory with score.py and curtois/Instance1.txt", file=sys.stderr)
        return 2
    lines = report(folder, asked.only, asked.seeds, asked.share)
    if asked.only == everything and asked.share >= 1:
        print(keep("curtois", lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
