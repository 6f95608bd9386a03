"""How fast replacements are ranked: `python -m bench.replace` prints a table and writes it, dated, to bench/results/.

A made-up team of 200 people, planned greedily and published: for 100 random shifts that somebody falls out of, the time
to rank everybody, chains included, and to put the best ten ways into words. Beside it, in the same run, the time of
stating the rules, so that the figure can be read on another machine.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from statistics import median

from bench.big_team import big_team
from bench.greedy import greedy_places
from bench.machine import keep, machine_line
from planner.board import Board
from planner.changing.replace import Replacer
from planner.changing.replacement import Ranking, Vacancy
from planner.rulebook import state_rules

#: Shifts asked for, ways put into words, and the seconds that one answer may take.
SHIFTS, TOLD, WITHIN_S = 100, 10, 0.3


def lines() -> Iterator[str]:
    """The whole report."""
    team = big_team()
    places = greedy_places(Board(team, 2026, 12))
    board = Board(team, 2026, 12, extra=places, published=places)
    began = time.monotonic()
    columns = state_rules(board)
    stated_s = time.monotonic() - began
    replacer = Replacer(board, columns, places)
    prepared_s = time.monotonic() - began - stated_s

    seconds, busy, rankings = [], [], []
    for name, day, code in random.Random(1).sample(sorted(places), SHIFTS):
        began, began_cpu = time.monotonic(), time.process_time()
        rankings.append(replacer.rank(Vacancy(day, code, name), limit=TOLD))
        seconds.append(time.monotonic() - began)
        busy.append(time.process_time() - began_cpu)

    yield f"# Replacements, {datetime.now(UTC):%Y-%m-%d}"
    yield ""
    yield machine_line(1)
    yield ""
    yield (
        f"{len(board.people)} people, {len(board.cells)} cells, {columns.rows} limits: stated in {stated_s:.2f} s, "
        f"prepared for ranking in {prepared_s:.2f} s."
    )
    yield from _figures(seconds, stated_s)
    yield f"On the processor, whatever else ran: median {median(busy):.3f} s, slowest {max(busy):.3f} s."
    yield _ways(rankings)


def _figures(seconds: Sequence[float], stated_s: float) -> Iterator[str]:
    middle = median(seconds)
    verdict = "kept" if middle <= WITHIN_S else "missed"
    yield (
        f"One shift ranked, {len(seconds)} random ones: median {middle:.3f} s, slowest {max(seconds):.3f} s "
        f"(wanted: {WITHIN_S} s, {verdict}); the median is {100 * middle / stated_s:.1f} % of stating the rules."
    )


def _ways(rankings: Sequence[Ranking]) -> str:
    told = Counter(one.way.value for ranking in rankings for one in ranking.replacements)
    legal = sum(ranking.legal for ranking in rankings) / len(rankings)
    forbidden = sum(ranking.forbidden for ranking in rankings) / len(rankings)
    shares = ", ".join(f"{way} {count}" for way, count in told.most_common())
    return f"A shift has {legal:.0f} ways that are allowed and {forbidden:.0f} that are not; the best {TOLD}: {shares}."


def main() -> None:
    """Print the report and keep it."""
    report = list(lines())
    print("\n".join(report))
    keep("replace", report)


if __name__ == "__main__":
    main()
