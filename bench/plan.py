"""How well planning does: `python -m bench.plan [--quick]` prints a table and writes it, dated, to bench/results/.

For each sample: the demand against the contracts, what a greedy planner leaves uncovered, our planner, and the plain
model (one CP-SAT model with the same limits, seed, threads and time). Gap = (cost - bound) / max(1, bound) a tier.
Also: a made-up team of 200 people, for the time to build, check and reach a complete roster, and memory; which
commit's engine it was; how quick the machine was and what others kept busy there; and our costs and bounds beside
those of before whole rows and of the newest report of an earlier day, with the times allowed.
"""

import argparse
import multiprocessing
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import ROOT, benchmarks_page
from bench.big_team import big_team
from bench.engine import EngineError, engine
from bench.greedy import greedy_places
from bench.machine import Others, additions_per_us, keep, kept, machine_line, peak_memory_mb
from bench.samples import SAMPLES
from planner.board import Board
from planner.check import check
from planner.contract import absent_credit_min, month_contract_min
from planner.domain.team import Team
from planner.reporting.report_maker import uncovered_min, wanted_min
from planner.rulebook import state_rules
from planner.solve import make_search, places_of
from solver.limits import Tier
from solver.search import Options, Progress

SEED, WORKERS = 1, 2
#: The last report of before teams were planned by whole rows (docs/adr/0016-whole-rows.md).
BEFORE_ROWS = "plan-2026-11-28"


@dataclass(frozen=True, slots=True)
class Run:
    """One planning run. seconds: taken, of allowed_s. complete_s: until the coverage tier stood at its final cost."""

    name: str
    mode: str
    allowed_s: float
    seconds: float
    built_s: float
    complete_s: float
    costs: tuple[int, ...]
    bounds: tuple[int, ...]
    uncovered_h: float
    memory_mb: int

    @property
    def gaps(self) -> tuple[float, ...]:
        """Gap a tier."""
        return tuple((c - b) / max(1, b) for c, b in zip(self.costs, self.bounds, strict=True))


def measure(name: str, make: Callable[[], Team], mode: str, seconds: float) -> Run:
    """Plan a team's December in a process of its own, so that memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (name, make, mode, seconds))


def _measure(name: str, make: Callable[[], Team], mode: str, seconds: float) -> Run:
    began = time.monotonic()
    board = Board(make(), 2026, 12)
    options = Options(seconds=seconds, workers=WORKERS, seed=SEED, plain=mode == "plain")
    search, _ = make_search(board, options)
    built = time.monotonic() - began
    trail: list[Progress] = []
    end = search.run(trail.append)
    if search.failure is not None:
        raise search.failure
    covered = slice(Tier.COVERAGE + 1)
    complete = next((p.seconds for p in trail if p.costs[covered] == end.costs[covered]), end.seconds)
    memory = peak_memory_mb()
    left = uncovered_min(board, places_of(board, end.plan)) / 60
    return Run(name, mode, seconds, end.seconds, built, complete, end.costs, end.bounds, left, memory)


def demand_line(name: str, team: Team) -> str:
    """Demand against contract, and what a greedy planner leaves."""
    board = Board(team, 2026, 12)
    owed = sum(month_contract_min(board, p) - absent_credit_min(board, p) for p in range(len(board.people)))
    wanted = wanted_min(board)
    greedy = greedy_places(board)
    left = uncovered_min(board, greedy)
    columns = state_rules(board)
    broken = len(check(board, columns, greedy).hard)
    return (
        f"| {name} | {len(board.people)} | {wanted / 60:.0f} | {owed / 60:.0f} | {100 * wanted / owed:.0f} % "
        f"| {left / 60:.1f} | {broken} |"
    )


def run_line(run: Run) -> str:
    """One run as a table row."""
    gaps = " / ".join(f"{100 * gap:.1f} %" for gap in run.gaps)
    costs = " / ".join(map(str, run.costs))
    bounds = " / ".join(map(str, run.bounds))
    return (
        f"| {run.name} | {run.mode} | {run.allowed_s:g} | {run.seconds:.0f} | {run.built_s:.1f} "
        f"| {run.complete_s:.1f} | {costs} | {bounds} | {gaps} | {run.uncovered_h:.1f} | {run.memory_mb} |"
    )


def check_line(team: Team) -> str:
    """Seconds to state and to check all rules of a large team."""
    board = Board(team, 2026, 12)
    began = time.monotonic()
    columns = state_rules(board)
    stated = time.monotonic() - began
    places = greedy_places(board)
    began = time.monotonic()
    check(board, columns, places)
    checked = time.monotonic() - began
    return (
        f"{len(board.people)} people, {len(board.cells)} cells, {columns.rows} limits: stated in {stated:.2f} s, "
        f"checked in {checked:.2f} s (with all findings in words)."
    )


@dataclass(frozen=True, slots=True)
class Comfort:
    """What a report says of our plan for a team: seconds allowed, cost and bound in the last tier."""

    allowed_s: str
    cost: str
    bound: str


def comfort_of(report: Iterable[str]) -> dict[str, Comfort]:
    """Of each team in a report: what our plan came to."""
    found: dict[str, Comfort] = {}
    columns: list[str] = []
    for line in report:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[:2] == ["instance", "planner"]:
            columns = cells
        row = dict(zip(columns, cells, strict=False))
        if row.get("planner") == "ours":
            cost, bound = (row[name].split(" / ")[-1] for name in ("cost", "bound"))
            # Reports of before that was kept have only what was taken: as much, unless a plan was proven best.
            found[row["instance"]] = Comfort(row.get("allowed s", f"{row['s']} taken"), cost, bound)
    return found


def earlier_reports(today: str) -> list[Path]:
    """Those of before whole rows and of the last day before today, if they are kept; once if they are the same."""
    others = [path for path in kept("plan") if path.stem != today]
    return [path for path in others if path.stem == BEFORE_ROWS or path == others[-1]]


def beside_earlier(report: Sequence[str], earlier: Path) -> list[str]:
    """Costs and bounds of the last tier before and now. earlier: a report of another day."""
    before, now = comfort_of(earlier.read_text("utf-8").splitlines()), comfort_of(report)
    day = earlier.stem.removeprefix("plan-")
    named = " | ".join(f"{name} {day} | {name}" for name in ("allowed s", "cost", "bound"))
    found = ["", f"Comfort, ours, on {day} and now:", "", f"| instance | {named} |", "|---|---|---|---|---|---|---|"]
    for name, one in now.items():
        was = before.get(name, Comfort("-", "-", "-"))
        found.append(
            f"| {name} | {was.allowed_s} | {one.allowed_s} | {was.cost} | {one.cost} | {was.bound} | {one.bound} |"
        )
    return found


def machine_meanwhile(before: float, after: float, others: float | None) -> str:
    """How quick the machine was before and after, and what others kept busy: see bench.machine."""
    return (
        f"One processor gave {before} additions of plain Python a microsecond before these plans and {after} after "
        f"them; others kept {'unknown' if others is None else others} cores busy meanwhile."
    )


def engine_line() -> str:
    """Whose plans these are."""
    try:
        of = engine(ROOT)
    except EngineError:
        return "Engine of no commit."
    return f"Engine of {of.commit} ({of.committed:%Y-%m-%d})."


def lines(quick: bool) -> list[str]:
    """The whole report."""
    found = [f"# Planning, {datetime.now(UTC):%Y-%m-%d}", "", f"{machine_line(WORKERS)} {engine_line()}", ""]
    found += ["| sample | people | demand h | contract h | demand/contract | greedy leaves h | greedy breaks |"]
    found += ["|---|---|---|---|---|---|---|"]
    found += [demand_line(name, make()) for name, make in SAMPLES.items()]
    found += ["", f"Costs, bounds and gaps: {' / '.join(tier.name.lower() for tier in Tier)}.", ""]
    found += ["| instance | planner | allowed s | s | built s | complete s | cost | bound | gap | uncovered h | MB |"]
    found += ["|---|---|---|---|---|---|---|---|---|---|---|"]
    plans: list[tuple[str, Callable[[], Team], float]] = [
        ("1-brand-team-vienna", SAMPLES["1-brand-team-vienna"], 10),
        ("3-round-the-clock", SAMPLES["3-round-the-clock"], 60),
        ("200 people", big_team, 120),
    ]
    speed, others = additions_per_us(), Others()
    for name, make, seconds in plans:
        for mode in ("ours", "plain"):
            run = measure(name, make, mode, seconds / 4 if quick else seconds)
            found.append(run_line(run))
            print(found[-1], flush=True)
    found += ["", machine_meanwhile(speed, additions_per_us(), others.cores())]
    for earlier in earlier_reports(f"plan-{datetime.now(UTC):%Y-%m-%d}"):
        found += beside_earlier(found, earlier)
    found += ["", check_line(big_team())]
    return found


def main() -> None:
    """Print the report and keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a quarter of the time, nothing kept")
    quick = parser.parse_args().quick
    report = lines(quick)
    print("\n".join(report))
    if not quick:
        keep("plan", report)
        benchmarks_page.write()


if __name__ == "__main__":
    main()
