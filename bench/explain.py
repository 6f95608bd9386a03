"""How fast questions about a roster are answered: `python -m bench.explain` prints a table and writes it, dated, to
bench/results/.

Sample 3's month of 60 people, planned and then asked about as the pages and `planner explain` do: why a shift is
somebody's (the best roster without it), why it is not another's, why a wish was not granted (the best roster with it),
and why a shift is not covered, with what would mend it, where people fall ill. For each kind of question the seconds by
the wall and on the processor, how often it is proven that fewer changes, or lower cost, would not do, and by how many
points at most a roster of fewest changes lies above its bound where lower cost is not excluded.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import uuid4

from bench.machine import keep, machine_line
from bench.samples import SAMPLES
from planner import bootstrap
from planner.asking.alternative import Alternative
from planner.board import Board, Place
from planner.domain.people import Absence, AbsenceKind, Wish
from planner.domain.roster import Assignment, Roster
from planner.domain.team import Team
from planner.reporting.report import Gap, Report
from planner.reporting.report_maker import make_report
from planner.services.asking import Questions
from planner.services.explaining import explain_day
from planner.solve import solve
from solver.limits import Tier
from solver.search import Options

SAMPLE, PUBLISH_S, WORKERS, ASKED, WITHIN_S = "3-round-the-clock", 60, 2, 20, 5
YEAR, MONTH = 2026, 12

#: What one question leads to: the rosters that were found, none where no solving was needed.
Answer = Callable[[], Sequence[Alternative]]


@dataclass(frozen=True, slots=True)
class Told:
    """One question answered. seconds: by the wall; busy: on the processor."""

    seconds: float
    busy: float
    found: Sequence[Alternative]


def report_of(team: Team, places: frozenset[Place]) -> Report:
    """The report of a roster."""
    assignments = tuple(Assignment(uuid4(), *place) for place in sorted(places))
    return make_report(Board(team, YEAR, MONTH, extra=places), Roster(team.name, YEAR, MONTH, assignments))


def answered(question: Answer) -> Told:
    """One question, timed."""
    began, began_cpu = time.monotonic(), time.process_time()
    found = question()
    return Told(time.monotonic() - began, time.process_time() - began_cpu, found)


# ---- questions


def why_me(questions: Questions, rng: random.Random) -> Iterator[Answer]:
    """Of random shifts: the roster if their person did not work them."""

    def ask(place: Place) -> Sequence[Alternative]:
        return [questions.without(place).alternative]

    shifts = sorted(questions.report.roster.places())
    yield from (partial(ask, place) for place in rng.sample(shifts, len(shifts)))


def why_not_her(report: Report, rng: random.Random) -> Iterator[Answer]:
    """Of random people and days off: what stops each shift of that day."""
    worked = {(name, day) for name, day, _ in report.roster.places()}
    free = [(name, day) for name in report.board.person_index for day in report.board.days if (name, day) not in worked]

    def ask(name: str, day: date) -> Sequence[Alternative]:
        explain_day(report, name, day)
        return ()

    yield from (partial(ask, *one) for one in rng.sample(free, len(free)))


def why_no_wish(questions: Questions, rng: random.Random) -> Iterator[Answer]:
    """Of random wishes that are not granted: the roster if one were, on one of its days."""

    def ask(wish: Wish, day: date) -> Sequence[Alternative]:
        made = questions.granted(wish, day)
        return [made.alternative] if made else ()

    team, days = questions.report.board.team, questions.report.board.days
    asked = [
        (wish, day)
        for person in sorted({wish.person for wish in team.wishes})
        for day in days
        for wish in questions.refused(person, day)
    ]
    yield from (partial(ask, *one) for one in rng.sample(asked, len(asked)))


def fallen_ill(team: Team, places: frozenset[Place], count: int, rng: random.Random) -> tuple[Team, frozenset[Place]]:
    """The team with as many people ill for a day as gaps are asked about, and the roster without their shifts."""
    shifts = rng.sample(sorted(places), min(count, len(places)))
    ill = {(name, day) for name, day, _ in shifts}
    absences = (Absence(name, AbsenceKind.SICK, day, day) for name, day in sorted(ill))
    left = frozenset(place for place in places if place[:2] not in ill)
    return replace(team, absences=(*team.absences, *absences)), left


def why_uncovered(questions: Questions, rng: random.Random) -> Iterator[Answer]:
    """Of random gaps: what would mend them."""

    def ask(gap: Gap) -> Sequence[Alternative]:
        return [mend.alternative for mend in questions.mends_of([gap]).mends.found]

    gaps = questions.report.gaps
    yield from (partial(ask, gap) for gap in rng.sample(gaps, len(gaps)))


# ---- the report


def lines(team: Team, places: frozenset[Place], asked: int) -> Iterator[str]:
    """The whole report. asked: questions of each kind."""
    rng = random.Random(1)
    began, began_cpu = time.monotonic(), time.process_time()
    report = report_of(team, places)
    questions = Questions(report, workers=WORKERS)
    prepared_s, prepared_busy = time.monotonic() - began, time.process_time() - began_cpu
    short = Questions(report_of(*fallen_ill(team, places, asked, rng)), workers=WORKERS)
    kinds = {
        "why me": why_me(questions, rng),
        "why not her": why_not_her(report, rng),
        "wish not granted": why_no_wish(questions, rng),
        "not covered, and its mends": why_uncovered(short, rng),
    }
    yield f"# Questions about a roster, {datetime.now(UTC):%Y-%m-%d}"
    yield ""
    yield machine_line(WORKERS)
    yield ""
    yield (
        f"{len(report.board.people)} people, {len(places)} shifts; at most {questions.seconds:.1f} s of solving a "
        f"question, wanted: {WITHIN_S} s. Preparing, once for all questions: {prepared_s:.1f} s, {prepared_busy:.1f} s "
        f"of them on the processor. {_reading(report)}"
    )
    yield ""
    yield (
        "| question | asked | median s | slowest s | median CPU s | slowest CPU s | fewest proven | cheapest proven "
        "| others above their bound |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    slowest = 0.0
    for name, waiting in kinds.items():
        told = [answered(question) for question in islice(waiting, asked)]
        slowest = max([slowest, *(one.seconds for one in told)])
        yield row(name, told)
    yield ""
    yield f"Slowest answer: {slowest:.1f} s (wanted: {WITHIN_S} s, {'kept' if slowest <= WITHIN_S else 'missed'})."


def row(name: str, told: Sequence[Told]) -> str:
    """A line of the table; of a gap every mend is a roster that may be proven."""
    found = [one for answer in told for one in answer.found]
    fewest, cheapest = sum(one.fewest for one in found), sum(one.cheapest for one in found)
    above = [one.costs[Tier.COMFORT] - one.comfort_bound for one in found if one.fewest and not one.cheapest]
    furthest = f"{max(above)} points" if above else "–"
    proven = f"{fewest} of {len(found)} | {cheapest} of {len(found)} | {furthest}" if found else "– | – | –"
    wall, busy = [one.seconds for one in told] or [0.0], [one.busy for one in told] or [0.0]
    return (
        f"| {name} | {len(told)} | {median(wall):.2f} | {max(wall):.2f} | {median(busy):.2f} | {max(busy):.2f} "
        f"| {proven} |"
    )


def _reading(report: Report) -> str:
    """What `planner explain` does before its first answer can be looked for."""
    with TemporaryDirectory() as folder:
        bootstrap.save(report, Path(folder), "en")
        began, began_cpu = time.monotonic(), time.process_time()
        bootstrap.planning("en").review(str(Path(folder) / bootstrap.TEAM_FILE), folder)
        seconds, busy = time.monotonic() - began, time.process_time() - began_cpu
    return f"On the command line the files are read first: {seconds:.1f} s, {busy:.1f} s of them on the processor."


def main() -> None:
    """Plan the month, print the report and keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asked", type=int, default=ASKED, help="questions of each kind")
    parser.add_argument("--publish-seconds", type=float, default=PUBLISH_S)
    given = parser.parse_args()
    team = SAMPLES[SAMPLE]()
    places = solve(Board(team, YEAR, MONTH), Options(seconds=given.publish_seconds, workers=WORKERS)).places
    text = list(lines(team, places, given.asked))
    print("\n".join(text))
    if given.asked == parser.get_default("asked"):
        keep("explain", text)


if __name__ == "__main__":
    main()
