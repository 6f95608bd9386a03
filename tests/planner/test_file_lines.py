"""Files that were written: each named, but a folder of many told in one line."""

from pathlib import Path

import pytest

from planner.telling.file_lines import file_lines


@pytest.mark.parametrize(
    ("count", "told"),
    [(4, ["out/ical/0.ics", "out/ical/1.ics", "out/ical/2.ics", "out/ical/3.ics"]), (5, ["out/ical: 5 files"])],
)
def test_a_folder_of_many_is_one_line(count: int, told: list[str]) -> None:
    files = [Path("out/roster.xlsx"), *(Path(f"out/ical/{n}.ics") for n in range(count))]
    assert list(file_lines(files, "en")) == ["out/roster.xlsx", *told]
