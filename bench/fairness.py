"""Fairness over a year: `python -m bench.fairness [--months 12] [--seconds 8]` plans sample 1 month after month.

Each month is planned twice: with what the months before left in the ledger, and without. Printed are, for all months so
far: the spread of weekends for a full-time equivalent beside the bound by counting (planner.fair_bound: no roster that
takes as many weekends shares them more evenly); the same in whole weekends from the fair share ("apart"); and for each
measure who is furthest above and below their share, for a full-time equivalent ("off"). The sample's ledger of earlier
months is left out, so that the months stand for themselves. Written, dated, to bench/results/ when the year is whole.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from bench.machine import machine_line
from bench.samples import SAMPLES
from planner.board import Board
from planner.domain.team import Team
from planner.fair_bound import Able, least_spread, spread_of, weekends_to_share
from planner.fair_measures import MEASURES
from planner.fair_share import full_time_min_week
from planner.reporting.carry import with_previous
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from planner.services.planning import with_counters
from planner.solve import solve, to_roster
from solver.search import Options

SAMPLE, FIRST_MONTH, WHOLE_YEAR = "1-brand-team-vienna", (2026, 12), 12
SEED, WORKERS = 1, 2


@dataclass(slots=True)
class Year:
    """Months planned one after the other. ledger: whether each is told what the months before left."""

    ledger: bool
    boards: list[Board] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)

    def plan_next(self, team: Team, year: int, month: int, seconds: float) -> None:
        """Plan one more month of the team."""
        if self.reports:
            team = with_previous(team, self.reports[-1].roster)
        if not self.ledger or not self.reports:
            team = replace(team, carry_over=tuple(replace(row, ledger={}) for row in team.carry_over))
        board = Board(team, year, month)
        options = Options(seconds=seconds, workers=WORKERS, seed=SEED)
        report = make_report(board, to_roster(board, solve(board, options), options, team_hash="", known={}))
        self.boards.append(board)
        self.reports.append(with_counters(report))

    def carried(self, measure: str) -> dict[str, int]:
        """Hundredths of a unit that each person carried so far."""
        found: dict[str, int] = {}
        for row in (row for report in self.reports for row in report.fairness if row.measure == measure):
            found[row.person] = found.get(row.person, 0) + row.carried
        return found

    def shares(self, measure: str) -> dict[str, int]:
        """Hundredths of a unit that fell to each person so far."""
        found: dict[str, int] = {}
        for row in (row for report in self.reports for row in report.fairness if row.measure == measure):
            found[row.person] = found.get(row.person, 0) + row.share
        return found


def weekend_spread(year: Year) -> tuple[Fraction, Fraction]:
    """(spread of weekends for a full-time equivalent so far, the least one that the weekends carried allow)."""
    shared = weekends_to_share(year.boards)
    carried = {name: count // 100 for name, count in year.carried("weekends").items() if name in shared.people}
    people, counts = list(shared.people.values()), [carried.get(name, 0) for name in shared.people]
    bound = least_spread(people, sum(counts), sum(counts))
    return spread_of(counts, people), Fraction(0) if bound is None else bound.width


def off_share(year: Year, measure: str) -> float:
    """Units above the fair share of who is furthest above it, plus units below of who is furthest below, each for a
    full-time equivalent.
    """
    team = year.boards[-1]
    carried, shares = year.carried(measure), year.shares(measure)
    off = [
        (carried[m.name] - shares[m.name]) / 100 * full_time_min_week(team) / m.contract_min_week for m in team.people
    ]
    return max(off) - min(off)


def weekends_apart(year: Year) -> float:
    """Whole weekends between who is furthest above and who is furthest below their share, not scaled to full time."""
    carried, shares = year.carried("weekends"), year.shares("weekends")
    off = [(carried[name] - shares[name]) / 100 for name in carried]
    return max(off) - min(off)


def month_lines(years: Sequence[Year]) -> Iterator[str]:
    """The months so far as table rows."""
    for year in years:
        spread, bound = weekend_spread(year)
        board = year.boards[-1]
        offs = " | ".join(f"{off_share(year, measure.key):.1f}" for measure in MEASURES)
        mode = "with" if year.ledger else "without"
        uncovered = year.reports[-1].uncovered_min / 60
        yield (
            f"| {board.year}-{board.month:02d} | {mode} | {float(spread):.2f} | {float(bound):.2f} "
            f"| {weekends_apart(year):.1f} | {offs} "
            f"| {uncovered:.1f} |"
        )


HEAD = (
    "| up to | ledger | weekends a FTE: spread | least possible | weekends apart | off: weekends | holidays | lates "
    "| unpleasant h | on call | uncovered h |"
)


def people_lines(years: Sequence[Year]) -> Iterator[str]:
    """Each person's weekends, with and without the ledger."""
    people: dict[str, Able] = weekends_to_share(years[0].boards).people
    yield "| person | FTE | weekends, ledger | a FTE | weekends, no ledger | a FTE |"
    yield "|---|---|---|---|---|---|"
    for name, able in people.items():
        parts = [(year.carried("weekends")[name] // 100, year) for year in years]
        cells = " | ".join(f"{count} | {float(count / able.fte):.2f}" for count, _ in parts)
        yield f"| {name} | {float(able.fte):.2f} | {cells} |"


def main() -> None:
    """Plan, print, and keep the whole year."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=WHOLE_YEAR)
    parser.add_argument("--seconds", type=float, default=8.0)
    asked = parser.parse_args()
    team = SAMPLES[SAMPLE]()
    years = [Year(ledger=True), Year(ledger=False)]
    lines = [
        f"# Fairness over {asked.months} months, {datetime.now(UTC):%Y-%m-%d}", "",
        f"{SAMPLE}, {asked.seconds:g} s a month. {machine_line(WORKERS)}", "", HEAD, "|---" * 11 + "|",
    ]  # fmt: skip
    print("\n".join(lines), flush=True)
    for step in range(asked.months):
        at = FIRST_MONTH[1] - 1 + step
        for year in years:
            year.plan_next(team, FIRST_MONTH[0] + at // 12, at % 12 + 1, asked.seconds)
        lines += month_lines(years)
        print("\n".join(lines[-2:]), flush=True)
    needed = weekends_to_share(years[0].boards)
    before = least_spread(list(needed.people.values()), needed.needed)
    lines += ["", f"The demand takes {needed.needed} weekends at least; counted before planning, a spread of "
                  f"{float(before.width) if before else 0:.2f} is possible.", "", *people_lines(years)]  # fmt: skip
    print("\n".join(lines[-len(needed.people) - 5 :]))
    if asked.months == WHOLE_YEAR:
        folder = Path(__file__).parent / "results"
        folder.mkdir(exist_ok=True)
        (folder / f"fairness-{datetime.now(UTC):%Y-%m-%d}.md").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
