"""What machine a figure was taken on, and where figures are kept."""

import os
import platform
import resource
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def machine_line(workers: int) -> str:
    """Processor count, system, Python and OR-Tools, as one line."""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()}, "
        f"OR-Tools {version('ortools')}, {workers} workers."
    )


def peak_memory_mb() -> int:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def keep(name: str, lines: Iterable[str]) -> Path:
    """Write a report, dated, to RESULTS; the file."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}-{datetime.now(UTC):%Y-%m-%d}.md"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
