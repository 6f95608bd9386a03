"""Downloads in words: what a file is, how large, when it was made."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from planner.messages import _l

#: What a file is, by its name, else by its ending.
KINDS = {
    "team.xlsx": _l("The team’s facts that this month was planned on"),
    ".xlsx": _l("Workbook: month grid, coverage, hours, gaps, fairness; can be edited and checked again"),
    ".csv": _l("Table for other programs"),
    ".ics": _l("Calendar to import once; a calendar link keeps itself up to date"),
    ".json": _l("Data for other programs"),
    ".zip": _l("Several files in one"),
}


@dataclass(frozen=True, slots=True)
class FileRow:
    """One download. size_kb is rounded up."""

    name: str
    what: str
    size_kb: int
    made: datetime


def file_row(path: Path) -> FileRow:
    """A file as a row. OSError when it is gone."""
    stat = path.stat()
    return FileRow(
        path.name,
        KINDS.get(path.name, KINDS.get(path.suffix.lower(), "")),
        -(-stat.st_size // 1024),
        datetime.fromtimestamp(stat.st_mtime, UTC),
    )
