"""What machine a figure was taken on."""

import os
import platform
from importlib.metadata import version


def machine_line(workers: int) -> str:
    """Processor count, system, Python and OR-Tools, as one line."""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()}, "
        f"OR-Tools {version('ortools')}, {workers} workers."
    )
