"""A picture of one run: `python -m bench.curtois_picture FILE --seconds 40 --out RUN.svg`.

Cost and bound over time, by the lines of bench.curtois, above what each thread does. It is drawn for light and dark
pages, and each stretch has a letter beside its colour.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from math import ceil, floor, log10
from pathlib import Path
from string import ascii_uppercase

from bench import curtois
from bench.curtois_format import FormatError, read_instance
from bench.curtois_line import Line
from bench.doings import SEARCHING, Doing, Watching
from bench.machine import Others
from solver.rows.warm import compile_now
from solver.search import Options

WIDTH, LEFT, RIGHT, TOP, PLOT = 900, 92, 24, 34, 240
_LANE, _GAP = 24, 8
_LETTER_WIDE = 12
#: A cost may be drawn up to so many times the last one; what is dearer lies above the picture.
_SHOWN = 1.6
#: Dark enough for white letters, light enough for a page that is near black.
_COLOURS = (
    "#4477aa",
    "#c8384e",
    "#228833",
    "#8a6a00",
    "#22748f",
    "#aa3377",
    "#6e6e6e",
    "#b84f0c",
    "#6b5bd2",
    "#0f7f6f",
    "#9a4fb5",
    "#5f7a12",
    "#a8455f",
    "#5a6a9a",
)
_STYLE = """
svg { font: 12px system-ui, sans-serif; background: #ffffff; }
text { fill: #1f2328; } .muted { fill: #59636e; } .end { text-anchor: end; } .letter { fill: #ffffff; font-size: 11px; }
.axis { stroke: #d1d9e0; } .cost, .bound { fill: none; stroke-width: 2; }
.cost { stroke: #b3261e; } .bound { stroke: #0b57d0; stroke-dasharray: 6 3; }
@media (prefers-color-scheme: dark) {
svg { background: #0d1117; } text { fill: #f0f6fc; } .muted { fill: #9198a1; } .axis { stroke: #3d444d; }
.cost { stroke: #ff8a80; } .bound { stroke: #8ab4f8; }
.letter { fill: #ffffff; }
}
"""


def picture(title: str, lines: Sequence[Line], doings: Sequence[Doing]) -> str:
    """The run as SVG. lines: of bench.curtois, one at least. doings: what its threads did."""
    stretches = [*_phases(lines), *((f"thread {one.lane + 1}", one) for one in doings)]
    names = list(dict.fromkeys(one.name for _, one in stretches))
    lanes = ["phase", *sorted({lane for lane, _ in stretches} - {"phase"})]
    seconds = max(lines[-1].seconds, *(one.until_s for _, one in stretches), 1.0)
    across = _Scale(0.0, seconds, LEFT, WIDTH - RIGHT)
    below = TOP + PLOT + 28
    legend = below + len(lanes) * (_LANE + _GAP) + 22
    columns = 3
    height = legend + 20 * ceil(len(names) / columns)
    parts = [f'<text x="{LEFT}" y="18">{escape(title)}</text>', *_plot(lines, across)]
    for number, lane in enumerate(lanes):
        top = below + number * (_LANE + _GAP)
        parts.append(f'<text class="end" x="{LEFT - 8}" y="{top + 16}">{lane}</text>')
        parts += [_stretch(one, names, across, top) for at, one in stretches if at == lane]
    for number, name in enumerate(names):
        x, y = LEFT + (WIDTH - LEFT - RIGHT) // columns * (number % columns), legend + 20 * (number // columns)
        parts.append(f'<rect x="{x}" y="{y - 12}" width="16" height="16" rx="2" fill="{_colour(number)}"/>')
        parts.append(f'<text class="letter" x="{x + 4}" y="{y}">{ascii_uppercase[number]}</text>')
        parts.append(f'<text x="{x + 22}" y="{y}">{escape(name)}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    told = f'role="img" aria-label="{escape(title)}"'
    return "\n".join([f"{head} {told}>", f"<style>{_STYLE}</style>", *parts, "</svg>"]) + "\n"


class _Scale:
    def __init__(self, low: float, high: float, begin: float, end: float) -> None:
        self.low, self.high, self._begin, self._by = low, high, begin, (end - begin) / ((high - low) or 1.0)

    def at(self, value: float) -> float:
        return round(self._begin + (min(max(value, self.low), self.high) - self.low) * self._by, 1)

    def ticks(self) -> list[float]:
        """Some six round values."""
        rough = (self.high - self.low) / 6
        unit = 10.0 ** floor(log10(rough))
        step = next(unit * by for by in (1, 2, 5, 10) if unit * by >= rough)
        return [step * number for number in range(ceil(self.low / step), floor(self.high / step) + 1)]


def _plot(lines: Sequence[Line], across: _Scale) -> list[str]:
    """Axes, the cost and the bound."""
    costs = [(line.seconds, line.cost) for line in lines if line.cost is not None]
    bounds = [(line.seconds, line.bound) for line in lines if line.bound is not None]
    parts = []
    for seconds in across.ticks():
        x = across.at(seconds)
        parts.append(f'<path class="axis" d="M{x} {TOP}V{TOP + PLOT}"/>')
        parts.append(f'<text class="muted" text-anchor="middle" x="{x}" y="{TOP + PLOT + 16}">{seconds:g} s</text>')
    if not costs:
        return parts
    last = costs[-1][1]
    lowest = min([last, *(value for _, value in bounds if value > last / 2)])
    up = _Scale(lowest * 0.98, max(min(max(value for _, value in costs), last * _SHOWN), last * 1.02), TOP + PLOT, TOP)
    for value in up.ticks():
        y = up.at(value)
        parts.append(f'<path class="axis" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text class="muted end" x="{LEFT - 8}" y="{y + 4}">{value:,.0f}</text>')
    end = across.at(across.high)
    for name, points in (("cost", costs), ("bound", bounds)):
        shown = [(across.at(at), up.at(value)) for at, value in points]
        if shown:
            steps = "".join(f"H{x}V{y}" for x, y in shown[1:])
            parts.append(f'<path class="{name}" d="M{shown[0][0]} {shown[0][1]}{steps}H{end}"/>')
            y = shown[-1][1] + (-8 if name == "cost" else 16)
            parts.append(f'<text class="end" x="{end - 4}" y="{y}">{name} {points[-1][1]:,.0f}</text>')
    return parts


def _phases(lines: Sequence[Line]) -> list[tuple[str, Doing]]:
    """Which phase the lines tell of, each until the next one."""
    found: list[tuple[str, Doing]] = []
    for line in lines:
        at = line.seconds
        if found:
            before = found[-1][1]
            found[-1] = "phase", Doing(0, before.name, before.since_s, at)
        if not found or found[-1][1].name != line.phase:
            found.append(("phase", Doing(0, line.phase, at, at)))
    return found


def _stretch(one: Doing, names: Sequence[str], across: _Scale, top: float) -> str:
    number = names.index(one.name)
    x, end = across.at(one.since_s), across.at(one.until_s)
    width = round(max(end - x, 0.5), 1)
    told = f"<title>{escape(one.name)}, {one.since_s:.1f} to {one.until_s:.1f} s</title>"
    part = f'<rect x="{x}" y="{top}" width="{width}" height="{_LANE}" fill="{_colour(number)}">{told}</rect>'
    if width >= _LETTER_WIDE:
        left = round(x + width / 2 - 4, 1)
        part += f'<text class="letter" x="{left}" y="{top + 16}">{ascii_uppercase[number]}</text>'
    return part


def _colour(number: int) -> str:
    return _COLOURS[number % len(_COLOURS)]


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path, help="the instance")
    parser.add_argument("--seconds", type=float, default=40.0, help="wall time")
    parser.add_argument("--workers", type=int, default=2, help="threads")
    parser.add_argument("--seed", type=int, default=1, help="of all random choices")
    parser.add_argument("--out", type=Path, required=True, help="where the picture is written")
    return parser


def main(given: list[str] | None = None) -> int:
    """Run the command; its exit code."""
    asked = arguments().parse_args(given)
    lines: list[Line] = []
    compile_now()
    try:
        instance, others = read_instance(asked.file), Others()
        began, own = time.monotonic(), time.process_time()
        watching = Watching(began, {**SEARCHING, curtois.laid_out.__code__: "laying out"})
        watching.start()
        curtois.run(
            instance,
            Options(0.0, asked.workers, asked.seed),
            curtois.Lines(began, asked.seconds, lines.append),
        )
        doings, cores = watching.stop(), others.cores()
        work = (time.process_time() - own) / (time.monotonic() - began)
        title = (
            f"{asked.file.stem}, seed {asked.seed}, {asked.workers} workers, {datetime.now(UTC):%Y-%m-%d}: "
            f"{work:.1f} of {os.cpu_count()} cores, others {'unknown' if cores is None else f'{cores:.1f}'}"
        )
        asked.out.write_text(picture(title, lines, doings), "utf-8")
    except (FormatError, OSError, UnicodeDecodeError) as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
