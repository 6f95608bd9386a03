"""A lead's journeys in screens, clicks and seconds: `python -m bench.journeys` keeps a table in bench/results/.

Each is clicked by a program in headless Chromium, on pages with a worker of their own and sample 1 (12 people): it
never stops to read, so the seconds are those that the product takes. tests/e2e counts the same clicks. Medians over
some visits, a minute or more each. Needs Chromium on this machine.
"""

import argparse
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, expect, sync_playwright

from bench.chromium import OPTIONS, required_chromium
from bench.machine import keep, machine_line
from bench.samples import SAMPLES
from planner.domain.job import Asked
from planner.domain.roster import Roster
from planner.domain.team import Team
from solver.search import usual_threads
from tests.e2e.journeys import PATIENCE_MS, Counter, drag_and_lock, fill_gap, plan_month, plan_the_rest, publish
from tests.e2e.worked_house import WorkedHouse, draft_open_on, worked_house

SAMPLE, VISITS = "1-brand-team-vienna", 3
#: A Sunday on which nobody works in the draft that is changed.
GAP = date(2026, 12, 13)
#: A plan is given so many seconds.
LIMIT_S = Asked().seconds


@dataclass(frozen=True, slots=True)
class Wanted:
    """What PRODUCT.md says of a journey: screens and clicks (None = nothing), and marks with seconds at most."""

    screens: int | None
    clicks: int | None
    within_s: Mapping[str, float]


WANTED: Mapping[str, Wanted] = {
    "Plan the month": Wanted(1, 1, {"moving": 0.2, "first plan": 5.0}),
    "Fill a red cell": Wanted(1, 2, {"people": 15.0, "done": 15.0}),
    "Drag, lock": Wanted(None, None, {"rule feedback": 0.2, "done": 5.0}),
    "Re-plan the rest": Wanted(None, None, {"done": 60.0}),
    "Publish": Wanted(1, 2, {"differences": 20.0, "done": 20.0}),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a journey took once. said: what the page said of it, if that is worth a figure."""

    screens: int
    clicks: int
    keys: int
    marks: Mapping[str, float]
    said: str = ""


def lead(browser: Browser, house: WorkedHouse, team: Team) -> dict[str, Taken]:
    """One visit: all journeys, on months of their own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en")
    context.add_cookies([{"name": "sid", "value": house.owner, "url": house.address}])
    page = context.new_page()
    counter, found = Counter(page), dict[str, Taken]()

    def take(name: str, journey: Callable[[Counter], object]) -> None:
        with counter.journey():
            said = journey(counter)
        taken = Taken(len(counter.screens), counter.clicks, counter.keys, dict(counter.marks), said=str(said or ""))
        found[name] = taken

    page.goto(house.address + house.team(team))
    take("Plan the month", planned_to_the_end)
    roster = draft_open_on(team, GAP)
    month = house.team(team, roster)
    shift, target = places_for(roster)
    page.goto(house.address + month)
    take("Fill a red cell", lambda counter: fill_gap(counter, GAP.day))
    page.goto(house.address + month)
    take("Drag, lock", lambda counter: drag_and_lock(counter, *shift, target))
    take("Re-plan the rest", plan_the_rest)
    page.goto(house.address + month)
    take("Publish", publish)
    context.close()
    return found


def planned_to_the_end(counter: Counter) -> None:
    """The month until its plan is done."""
    plan_month(counter)
    expect(counter.page.get_by_role("link", name="See the roster")).to_be_visible(timeout=PATIENCE_MS)


def places_for(roster: Roster) -> tuple[tuple[str, int], tuple[str, int]]:
    """A shift by person and day, and the cell of somebody who is off that day."""
    for one in sorted(roster.assignments, key=lambda one: (one.day, one.person)):
        busy = {other.person for other in roster.assignments if other.day == one.day}
        for other in roster.assignments:
            if other.person not in busy:
                return (one.person, one.day.day), (other.person, one.day.day)
    raise LookupError("everybody works every day")


def measured(team: Team, visits: int) -> list[dict[str, Taken]]:
    """All visits, the first one left out: it finds nothing in any cache."""
    chromium = required_chromium()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with TemporaryDirectory() as folder, worked_house(Path(folder)) as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(OPTIONS))
        found = [lead(browser, house, team) for _ in range(visits + 1)]
        browser.close()
    return found[1:]


def lines(found: Sequence[Mapping[str, Taken]], people: int) -> Iterator[str]:
    """The whole report."""
    yield f"# The lead's journeys, {datetime.now(UTC):%Y-%m-%d}"
    yield ""
    yield f"{machine_line(usual_threads())} Load of the machine meanwhile: {os.getloadavg()[1]:.1f}, with its own."
    yield ""
    yield f"Chromium, headless, at 1440 px; {people} people, December 2026; medians of {len(found)} visits."
    yield ""
    yield "| journey | screens | clicks | keys | seconds | wanted |"
    yield "|---|---|---|---|---|---|"
    for name, wanted in WANTED.items():
        yield _row(name, wanted, [one[name] for one in found])
    yield ""
    yield "Moving: from the press to the browser's own frame that shows it; the rest as the clicking program sees it."
    yield f"A plan ends by itself: once it is proven best, or after {LIMIT_S:.0f} s of search with the best so far."
    said = ", ".join(dict.fromkeys(one["Re-plan the rest"].said for one in found))
    yield f"Re-planned with as few changes as possible: {said}."


def _row(name: str, wanted: Wanted, taken: Sequence[Taken]) -> str:
    seconds = {mark: median(one.marks[mark] for one in taken) for mark in taken[0].marks}
    shown = ", ".join(f"{mark} {found:.1f}" for mark, found in seconds.items())
    kept = all(seconds[mark] <= most for mark, most in wanted.within_s.items())
    # What differs from visit to visit counts by its worst.
    screens, clicks, keys = (max(getattr(one, what) for one in taken) for what in ("screens", "clicks", "keys"))
    if wanted.clicks is not None and wanted.screens is not None:
        kept = kept and screens <= wanted.screens and clicks <= wanted.clicks
    asked = [f"{wanted.screens} / {wanted.clicks}"] if wanted.clicks is not None else []
    asked += [f"{mark} {most:g}" for mark, most in wanted.within_s.items()]
    return f"| {name} | {screens} | {clicks} | {keys} | {shown} | {', '.join(asked)}: {'kept' if kept else 'missed'} |"


def main() -> None:
    """Print the report and keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=VISITS)
    options = parser.parse_args()
    team = replace(SAMPLES[SAMPLE](), scenarios=())
    report = list(lines(measured(team, options.visits), len(team.managers)))
    print("\n".join(report))
    keep("journeys", report)


if __name__ == "__main__":
    main()
