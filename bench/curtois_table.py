"""The public instances beside what others published: `python -m bench.curtois_table [--only 1,8] [--seeds 1-5]`.

Each run is `bench.curtois` in a process of its own, two workers, for the time of `seconds_for` or until proven; its
roster is scored anew by the instances' own scorer, and that is the cost which is kept (bench/curtois_runs.py). After
each run docs/benchmarks.md is written anew from all that are kept, so Ctrl-C loses no more than the run under way; its
tables beside others' figures are printed at the end.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import ROOT, benchmarks_page
from bench.child import run_to_end
from bench.curtois_line import Line
from bench.curtois_published import VARIABLE, instance_file, published, shared_bench
from bench.curtois_runs import Figures, Run, keep_run, kept_runs
from bench.engine import Engine, EngineError, engine
from bench.machine import Others, additions_per_us, machine_line

WORKERS = 2
#: Wall time of an instance in seconds; of those not named here, 120.
_SECONDS = {8: 300, 17: 300, 13: 600, 15: 600, 19: 600, 20: 600, 22: 1800, 24: 1800}


def seconds_for(number: int) -> float:
    """Wall time that an instance gets."""
    return float(_SECONDS.get(number, 120))


def seeds_for(number: int) -> list[int]:
    """What an instance is run with if nobody says: one seed where a run takes ten minutes or more."""
    return [1] if seconds_for(number) >= 600 else [1, 2, 3, 4, 5]


def measure(folder: Path, number: int, seconds: float, seed: int, early_s: float | None) -> Figures | None:
    """One run of an instance, scored by the scorer of `folder`; None where it failed, which is told. early_s: see Run.
    """
    before, others = additions_per_us(), Others()
    with TemporaryDirectory() as scratch:
        roster = Path(scratch) / "roster.txt"
        command = [sys.executable, "-m", "bench.curtois", str(instance_file(folder, number))]
        command += ["--seconds", str(seconds), "--workers", str(WORKERS), "--seed", str(seed), "--out", str(roster)]
        ended = run_to_end(command)
        others_cores, speed = others.cores(), min(before, additions_per_us())
        if not roster.exists():
            # Without a legal roster it writes one that is none.
            print(f"{number} seed {seed}: failed with code {ended.code}; nothing is kept", file=sys.stderr)
            return None
        lines = [Line.of(text) for text in ended.lines]
        cost, legal = scored(folder, number, roster)
        return Figures(
            cost=cost if legal else None,
            bound=lines[-1].bound,
            seconds=round(ended.seconds, 1),
            early=None if early_s is None else cost_after(lines, early_s),
            legal_s=legal_after(lines),
            others=others_cores,
            speed=speed,
            memory_mb=ended.memory_mb,
        )


def cost_after(lines: Sequence[Line], seconds: float) -> int | None:
    """What the roster cost after so many seconds, by what bench.curtois printed; None without a legal one by then."""
    by_then = [line.cost for line in lines if line.seconds <= seconds]
    return by_then[-1] if by_then else None


def legal_after(lines: Sequence[Line]) -> float | None:
    """After how many seconds there was a legal roster, by what bench.curtois printed; None without one."""
    return next((line.seconds for line in lines if line.cost is not None), None)


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
    parser.add_argument(
        "--seeds", type=numbers, help="seeds, like 1-5: a run of each instance with each; else those of seeds_for"
    )
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
    early_s = {one.number: one.colgen.early_s for one in published() if one.colgen is not None}
    failed = 0
    try:
        for number in asked.only:
            for seed in asked.seeds or seeds_for(number):
                seconds = seconds_for(number) * asked.share
                found = measure(folder, number, seconds, seed, early_s.get(number))
                if found is None:
                    failed += 1
                    continue
                print(f"{number} seed {seed}: {found}", flush=True)
                if of is not None:
                    keep_run(_run(number, seed, seconds, found, of, early_s.get(number)))
                    benchmarks_page.write()
    except KeyboardInterrupt:
        return 130
    if keeps:
        print("", benchmarks_page.in_terminal(kept_runs()), "", benchmarks_page.PAGE, sep="\n")
    return int(failed > 0)


def _run(number: int, seed: int, allowed_s: float, found: Figures, of: Engine, early_s: float | None) -> Run:
    return Run(
        instance=number,
        seed=seed,
        allowed_s=allowed_s,
        early_s=early_s,
        found=found,
        day=datetime.now(UTC).date(),
        commit=of.commit,
        committed=of.committed,
        machine=machine_line(WORKERS),
    )


if __name__ == "__main__":
    sys.exit(main())
