"""How fast clashes are found: `python -m bench.clashes` prints a table and writes it, dated, to bench/results/.

A made-up team of 200 people, in which three rules that demand work are made hard, gets 20 contradictions, each about
people of its own. Each is to be found and shown minimal, nothing else, and within 10 s, stating all rules included.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from bench.big_team import big_team
from bench.machine import machine_line
from planner.asking.clashes import SECONDS, Clash, Clashes, find_clashes
from planner.board import Board
from planner.domain.demand import Demand
from planner.domain.people import Absence, AbsenceKind, Manager
from planner.domain.team import NEVER, Lock, PastShift, RuleSetting, Team
from planner.messages import render

MADE_HARD = ("contract", "min_days_in_row", "mix")
SKILL = "Krise"


@dataclass(frozen=True, slots=True)
class Planted:
    """A contradiction and whom it is about. The rows are added to the team's.

    skills: of everybody that it is about, to have on level 2. max_week_min: their own limit of a week.
    """

    sort: str
    people: tuple[str, ...]
    locks: tuple[Lock, ...] = ()
    absences: tuple[Absence, ...] = ()
    past_shifts: tuple[PastShift, ...] = ()
    demand: tuple[Demand, ...] = ()
    skills: tuple[str, ...] = ()
    max_week_min: int | None = None


def contradictions(names: Iterator[str]) -> Iterator[Planted]:
    """Twenty contradictions of seven sorts. names: people of the team, each taken once."""
    for day in (2, 9, 16, 22):
        one = next(names)
        away = Absence(one, AbsenceKind.LEAVE, on(day - 1), on(day + 1))
        yield Planted("lock on leave", (one,), locks=(Lock(one, on(day), "F"),), absences=(away,))
    for day in (3, 10, 17, 28):
        one = next(names)
        yield Planted("two locks without rest", (one,), locks=(Lock(one, on(day), "S"), Lock(one, on(day + 1), "F")))
    for day in (4, 11, 18):
        one = next(names)
        yield Planted("two locks at once", (one,), locks=(Lock(one, on(day), "F"), Lock(one, on(day), "M")))
    for _ in range(3):
        one = next(names)
        past = PastShift(one, date(2026, 11, 30), "N")
        yield Planted("lock after a past night", (one,), locks=(Lock(one, on(1), "F"),), past_shifts=(past,))
    for day in (9, 16, 22):
        one = next(names)
        locks = Lock(one, on(day - 1), ""), Lock(one, on(day), "F"), Lock(one, on(day + 1), "")
        yield Planted("locked single day at work", (one,), locks=locks)
    for _ in range(2):
        yield Planted("contract above the week's limit", (next(names),), max_week_min=600)
    both = next(names), next(names)
    away_both = tuple(Absence(one, AbsenceKind.SICK, on(14), on(16)) for one in both)
    wanted = Demand(on(15), "", 9 * 60, 17 * 60, "", SKILL, 2, 1, 1, None)
    yield Planted("skill of which all are away", both, absences=away_both, demand=(wanted,), skills=(SKILL,))


def on(day: int) -> date:
    """A date of the planned month."""
    return date(2026, 12, day)


def with_contradictions(team: Team) -> tuple[Team, list[Planted]]:
    """The team with all contradictions in it, and these. Whom they are about is not away otherwise."""
    planted = list(contradictions(manager.name for manager in team.managers if manager.site == "Wien"))
    of_person = {name: one for one in planted for name in one.people}

    def changed(manager: Manager) -> Manager:
        one = of_person.get(manager.name)
        if one is None:
            return manager
        limits = {} if one.max_week_min is None else {"max_week": one.max_week_min}
        skills = dict.fromkeys(one.skills, 2)
        return replace(manager, limits={**manager.limits, **limits}, skills={**manager.skills, **skills})

    others = (row for row in team.absences if row.person not in of_person)
    return replace(
        team,
        managers=tuple(changed(manager) for manager in team.managers),
        rules={**team.rules, **{code: RuleSetting(code, price=NEVER) for code in MADE_HARD}},
        locks=(*team.locks, *(row for one in planted for row in one.locks)),
        absences=(*others, *(row for one in planted for row in one.absences)),
        past_shifts=(*team.past_shifts, *(row for one in planted for row in one.past_shifts)),
        demand=(*team.demand, *(row for one in planted for row in one.demand)),
    ), planted


def is_about(clash: Clash, planted: Planted) -> bool:
    """Whether a clash names all people of a planted contradiction."""
    said = " ".join(render(member.message, "en") for member in clash.members)
    return all(name in said for name in planted.people)


def lines(clashes: Clashes, planted: list[Planted], board: Board, took: str) -> Iterator[str]:
    """The report."""
    yield f"# Clashes, {datetime.now(UTC):%Y-%m-%d}"
    yield ""
    yield machine_line(2)
    yield ""
    yield f"{len(board.people)} people, {len(board.cells)} cells; made hard: {', '.join(MADE_HARD)}."
    yield f"Board, rules and clashes: {took}"
    yield ""
    yield "| contradiction | planted | found | minimal | members |"
    yield "|---|---|---|---|---|"
    for sort in dict.fromkeys(one.sort for one in planted):
        own = [one for one in planted if one.sort == sort]
        found = [next((c for c in clashes.found if is_about(c, one)), None) for one in own]
        shown = [clash for clash in found if clash is not None]
        sizes = sorted({len(clash.members) for clash in shown})
        minimal = sum(clash.minimal for clash in shown)
        yield f"| {sort} | {len(own)} | {len(shown)} | {minimal} | {', '.join(map(str, sizes))} |"
    others = [clash for clash in clashes.found if not any(is_about(clash, one) for one in planted)]
    rest = "shown to hold" if clashes.complete else "not decided"
    yield ""
    yield f"{len(others)} clashes besides. All else, once the first member of each clash is released: {rest}."
    for clash in others:
        yield "- " + "; ".join(render(member.message, "en") for member in clash.members)


def main() -> None:
    """Print the report and keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="wall time at most")
    seconds = parser.parse_args().seconds
    team, planted = with_contradictions(big_team())
    began, began_cpu = time.monotonic(), time.process_time()
    board = Board(team, 2026, 12)
    clashes = find_clashes(board, seconds - (time.monotonic() - began))
    took = f"{time.monotonic() - began:.1f} s, {time.process_time() - began_cpu:.1f} s of them on the processor"
    report = list(lines(clashes, planted, board, f"{took}; allowed were {seconds:.0f} s."))
    print("\n".join(report))
    folder = Path(__file__).parent / "results"
    folder.mkdir(exist_ok=True)
    (folder / f"clashes-{datetime.now(UTC):%Y-%m-%d}.md").write_text("\n".join(report) + "\n", "utf-8")


if __name__ == "__main__":
    main()
