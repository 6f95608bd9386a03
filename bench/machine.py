"""What machine a figure was taken on, what others did there meanwhile, and where figures are kept."""

import os
import platform
import resource
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
#: Where Linux counts what all processors did since it started, in hundredths of a second.
_COUNTED = Path("/proc/stat")
#: Where Linux says what this process holds, in kB.
_OWN = Path("/proc/self/status")
#: How many additions a processor's speed is taken from: a fraction of a second.
_ADDITIONS = 2_000_000


class Others:
    """How many cores others keep busy from now on, while this process waits for programs that it started."""

    def __init__(self) -> None:
        self._began, self._busy, self._own = time.monotonic(), _busy_s(), _own_s()

    def cores(self) -> float | None:
        """On average so far; None where the system does not tell."""
        busy = _busy_s()
        if busy is None or self._busy is None:
            return None
        seconds = max(time.monotonic() - self._began, 0.01)
        return max(0.0, round((busy - self._busy - _own_s() + self._own) / seconds, 1))


def _busy_s() -> float | None:
    """Seconds that all processors worked; what other machines took from this one counts, waiting does not."""
    try:
        user, nice, system, _, _, *more = map(int, _COUNTED.read_text("utf-8").splitlines()[0].split()[1:9])
    except (OSError, ValueError):
        return None
    return (user + nice + system + sum(more)) / os.sysconf("SC_CLK_TCK")


def _own_s() -> float:
    """Processor seconds of this process and of those it started that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def additions_per_us() -> float:
    """How quick one processor is just now: additions of plain Python a microsecond, of wall time.

    Shared machines give a third of themselves on some days; a figure is to be read beside what it had.
    """
    began, total = time.perf_counter(), 0
    for number in range(_ADDITIONS):
        total += number
    return round(_ADDITIONS / 1e6 / (time.perf_counter() - began), 1)


def machine_line(workers: int) -> str:
    """Processor count, system, Python and OR-Tools, as one line."""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()}, "
        f"OR-Tools {version('ortools')}, {workers} workers."
    )


def peak_memory_mb() -> int:
    """The most memory that this process has held so far, in MB."""
    try:
        told = dict(line.split(":", 1) for line in _OWN.read_text("utf-8").splitlines())
        kb = int(told["VmHWM"].split()[0])
    except (OSError, KeyError):
        # Here counts, too, what the process held that started this one.
        kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kb // 1024


def keep(name: str, lines: Iterable[str]) -> Path:
    """Write a report, dated, to RESULTS; the file."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}-{datetime.now(UTC):%Y-%m-%d}.md"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def kept(name: str) -> list[Path]:
    """All reports of a name in RESULTS, the oldest first."""
    return sorted(RESULTS.glob(f"{name}-????-??-??.md"))
