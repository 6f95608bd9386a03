"""docs/benchmarks.md, written from the figures that are kept: `python -m bench.benchmarks_page`.

bench.curtois_table and bench.plan write it anew by themselves.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median_high
from string import ascii_uppercase
from textwrap import wrap
from typing import TypeVar

from bench import ROOT
from bench.curtois_published import EARLY_LEAST_S, EARLY_TIMES, HEADINGS, SOURCES, Colgen, Published, published
from bench.curtois_runs import Run, kept_runs, newest
from bench.machine import kept

PAGE = ROOT / "docs" / "benchmarks.md"
#: More cores than this busy with other things, and a run is marked.
_QUIET = 0.2

T = TypeVar("T")

_HEAD = f"""# Benchmarks

Written by `python -m bench.benchmarks_page` from the figures in `bench/results`: not to be changed by hand.

## Public shift-scheduling instances

The instances 1 to 24 of Curtois and Qu (2014): what one person's row may be is hard, cover and requests are priced.
They are not part of this repository; `CURTOIS_BENCH` names the directory that they lie in.
`python -m bench.curtois_table --only 8 --seeds 1-5` runs an instance, adds its runs to `bench/results/curtois-runs.csv`
and writes this page; `make bench-curtois` runs all of them, for hours. What a roster costs is what the instances' own
scorer says.

{SOURCES}""".splitlines()

_OURS = f"""### Our runs

For each instance those of the newest engine that ran it, by the last commit that changed it; older runs stay in the
file and are in no figure here. As many seeds as there was time for; the median over them, of two in the middle the
dearer, a run without a legal roster being dearer than any other; the best bound of all seeds, since each is a proof.
Allowed and taken: seconds of the wall, the latter of the run's process from its start to its end (where no MB are
kept, to its last line). MB: the most memory that a run held, in 1,048,576 bytes. After s: when the last of them to
have a legal roster said so. Others: cores that were busy with other things meanwhile, at most; where that is no more
than {_QUIET} the machine was quiet, else runs may come to less than they could. Speed: additions of plain Python a
microsecond that one processor of the machine gave before and after the run, the least of all; a shared machine gives
a third of itself on some days. "-": not kept then. Wanted: what a median must be at most, and the aim.""".splitlines()

_EARLY = f"""### As early as Colgen

What ours cost after {EARLY_LEAST_S:g} s or {EARLY_TIMES:g} times Colgen's time, whichever is longer, by what the run
said of itself then: the median over the seeds of the same runs. "-": not run since this is kept; "none": no legal
roster by then.
""".splitlines()


#: Why an instance does not reach its aim, by its number.
_WHY_MISSED = {
    8: "mixes of rows cost no more than the bound, and what is left of the way to the best known roster is to make "
    "rows whole. Models of what rosters a point above the bound may have find none in 150 s. Dives over 20 people find "
    "one in nine of what mixes promise, about two points each; of fewer people a mix promises nothing. Of some "
    "two dozen rosters begun anew in 300 s a third end within 30 points of the best known one, the others short of "
    "somebody somewhere.",
    24: "a market brings its roster near in ten minutes and stretches of days nearer in another ten; from there no "
    "stretch gains anything to speak of, of whatever days and people, and another market does not come back.",
}
#: The same of those without a bound.
_WHY_UNBOUNDED = {
    24: "rounds of pricing over everybody are begun where a fifth of the time has room for 200 of them, which bring a "
    "bound near. Here a round takes seconds, and what a few of them prove lies a third below the roster; stretches of "
    "days better that meanwhile.",
}
_MISSED = """## What is missed, and why

What was tried: [search-experiments.md](search-experiments.md).
""".splitlines()
_SAMPLE_MISSED = (
    "The first sample proven best in seconds: twelve people whose every pattern lies within 25 points or so of a "
    "best row, so that nothing can be left out of a model, and minutes of short shifts that neither rows nor a model "
    "bend to."
)


def page(runs: Sequence[Run], plan: str | None) -> str:
    """The page's text. plan: the newest report of bench.plan."""
    of_instance = newest(runs)
    machines = list(dict.fromkeys(run.machine for ones in of_instance.values() for run in ones))
    lines = [*_HEAD, "", *beside_published(of_instance), "", *_OURS, ""]
    lines += _head(*(heading for heading, _ in _COLUMNS))
    lines += [ours(one, of_instance[one.number], machines) for one in published() if one.number in of_instance]
    lines += ["", *(f"- Machine {ascii_uppercase[number]}: {machine}" for number, machine in enumerate(machines))]
    lines += ["", *_EARLY, "", *as_early_as_colgen(of_instance)]
    if plan is not None:
        title, *rest = plan.rstrip().splitlines()
        lines += [
            "",
            f"## {title.removeprefix('# ')}",
            "",
            "The samples and an invented team of 200 (`make bench-plan`).",
        ]
        lines += rest
    lines += ["", *_MISSED, ""]
    for text in (*missed(of_instance), _SAMPLE_MISSED):
        lines += wrap(text, 120, initial_indent="- ", subsequent_indent="  ")
    return "\n".join(lines) + "\n"


def in_terminal(runs: Sequence[Run]) -> str:
    """The tables that set ours beside others', with even columns and no more words."""
    of_instance = newest(runs)
    tables = beside_published(of_instance), as_early_as_colgen(of_instance)
    return "\n".join([*_even(tables[0]), "", _EARLY[0].removeprefix("### "), "", *_even(tables[1])])


def beside_published(of_instance: Mapping[int, Sequence[Run]]) -> list[str]:
    """The first table: all instances that there are figures of."""
    rows = [beside(one, of_instance.get(one.number, [])) for one in published()]
    return [*_head(*HEADINGS, "ours", "over best", "bound"), *rows]


def as_early_as_colgen(of_instance: Mapping[int, Sequence[Run]]) -> list[str]:
    """The third table: all instances that Colgen planned."""
    rows = [early(one.number, one.colgen, of_instance.get(one.number, [])) for one in published() if one.colgen]
    return [*_head("#", "Colgen", "after s", "ours", "best to worst", "no worse"), *rows]


def beside(one: Published, runs: Sequence[Run]) -> str:
    """An instance as a row of the first table: what was published, then ours."""
    cost = median([run.found.cost for run in runs])
    found = ["-"] * 3 if not runs else [_cost(cost), _over(cost, one.best), _bound(runs)]
    return _row(*one.columns, *found)


def ours(one: Published, runs: Sequence[Run], machines: Sequence[str]) -> str:
    """An instance as a row of the second table. runs: one at least, all of one engine."""
    ran = _Ran(one, runs, ascii_uppercase[machines.index(runs[0].machine)])
    return _row(*(cell(ran) for _, cell in _COLUMNS))


def early(number: int, colgen: Colgen, runs: Sequence[Run]) -> str:
    """An instance as a row of the third table."""
    told = [run.found.early for run in runs if run.early_s == colgen.early_s]
    cost = median(told)
    return _row(
        str(number),
        str(colgen.cost),
        f"{colgen.early_s:g}",
        _cost(cost) if told else "-",
        _range(told),
        ("yes" if cost is not None and cost <= colgen.cost else "no") if told else "-",
    )


def missed(of_instance: Mapping[int, Sequence[Run]]) -> list[str]:
    """A sentence for each instance whose aim was not reached, or that has no bound, and why."""
    ran = [_Ran(one, of_instance[one.number], "") for one in published() if one.number in of_instance]
    short = [one.one.number for one in ran if _reached(one) in ("no", "must")]
    without = [one.one.number for one in ran if _bound(one.runs) == "-"]
    return [*_told("The aim of", short, _WHY_MISSED), *_told("A bound of", without, _WHY_UNBOUNDED)]


def median(costs: Sequence[int | None]) -> int | None:
    """Of the costs, the dearer one of two; None where that one is of no legal roster, or nothing ran."""
    legal = sorted(_known(costs))
    middle = len(costs) // 2
    return legal[middle] if 0 <= middle < len(legal) else None


def write() -> Path:
    """Write the page from the figures that are kept; the file."""
    plans = kept("plan")
    PAGE.write_text(page(kept_runs(), plans[-1].read_text("utf-8") if plans else None), "utf-8")
    return PAGE


def _told(what: str, numbers: Iterable[int], why: Mapping[int, str]) -> list[str]:
    return [f"{what} {number}: {why.get(number, 'nobody knows yet.')}" for number in numbers]


def _head(*columns: str) -> list[str]:
    return [_row(*columns), "|---" * len(columns) + "|"]


def _even(table: Sequence[str]) -> list[str]:
    """A table's rows as a terminal shows them: each column as wide as its widest cell, figures to the right."""
    heading, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in table)
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    return ["  ".join(map(str.rjust, row, widths)) for row in (heading, *rows)]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _cost(cost: int | None) -> str:
    return "none" if cost is None else str(cost)


def _over(cost: int | None, best: int) -> str:
    return "-" if cost is None else f"{100 * (cost - best) / best:.1f} %"


def _bound(runs: Sequence[Run]) -> str:
    """The best one; "-" where nothing is proven but that no roster costs less than nothing."""
    return str(max(_known(run.found.bound for run in runs), default=0) or "-")


def _range(costs: Iterable[int | None]) -> str:
    legal = _known(costs)
    return f"{min(legal)} to {max(legal)}" if legal else "-"


def _known(values: Iterable[T | None]) -> list[T]:
    return [value for value in values if value is not None]


@dataclass(frozen=True, slots=True)
class _Ran:
    """An instance and its runs, one at least, all of one engine. machine: its letter."""

    one: Published
    runs: Sequence[Run]
    machine: str

    @property
    def costs(self) -> list[int | None]:
        return [run.found.cost for run in self.runs]

    @property
    def cost(self) -> int | None:
        return median(self.costs)


def _wanted(ran: _Ran) -> str:
    wanted = ran.one.wanted
    return "-" if wanted is None else f"{wanted.must}, {wanted.aim}"


def _reached(ran: _Ran) -> str:
    wanted, cost = ran.one.wanted, ran.cost
    if wanted is None:
        return "-"
    if cost is None or cost > wanted.must:
        return "no"
    return "must" if cost > wanted.aim else "aim"


def _legal_after(ran: _Ran) -> str:
    seconds = _known(run.found.legal_s for run in ran.runs)
    return f"{max(seconds):.1f}" if seconds else "-"


def _measured(ran: _Ran) -> str:
    days = [run.day for run in ran.runs]
    return " to ".join(str(day) for day in dict.fromkeys((min(days), max(days))))


def _others(ran: _Ran) -> str:
    cores = max(_known(run.found.others for run in ran.runs), default=None)
    return "-" if cores is None else f"{cores:.1f}{' (loaded)' if cores > _QUIET else ''}"


#: Of the second table: what stands above each column, and what in it.
_COLUMNS: tuple[tuple[str, Callable[[_Ran], str]], ...] = (
    ("#", lambda ran: str(ran.one.number)),
    ("median", lambda ran: _cost(ran.cost)),
    ("best to worst", lambda ran: _range(ran.costs)),
    ("over best", lambda ran: _over(ran.cost, ran.one.best)),
    ("bound", lambda ran: _bound(ran.runs)),
    ("wanted", _wanted),
    ("reached", _reached),
    ("allowed s", lambda ran: f"{ran.runs[0].allowed_s:.0f}"),
    ("taken s", lambda ran: f"{median_high([run.found.seconds for run in ran.runs]):.0f}"),
    ("MB", lambda ran: str(max(_known(run.found.memory_mb for run in ran.runs), default="-"))),
    ("legal", lambda ran: f"{len(_known(ran.costs))} of {len(ran.runs)}"),
    ("after s", _legal_after),
    ("measured", _measured),
    ("commit", lambda ran: f"{ran.runs[0].commit} ({ran.runs[0].committed:%Y-%m-%d})"),
    ("others", _others),
    ("speed", lambda ran: str(min(_known(run.found.speed for run in ran.runs), default="-"))),
    ("machine", lambda ran: ran.machine),
)


if __name__ == "__main__":
    print(write())
