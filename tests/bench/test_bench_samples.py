"""bench.samples writes what is shipped: the same sheets, cell for cell, on every machine and every day."""

import sys
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bench import samples
from bench.samples import SAMPLES

Cells = dict[tuple[str, str], tuple[object, str | None]]


def cells(path: Path) -> Cells:
    """(sheet, place) -> value and comment of every cell, hidden sheets included."""
    found: Cells = {}
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    found[sheet.title, cell.coordinate] = (cell.value, cell.comment.text if cell.comment else None)
    return found


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    samples.write_samples(folder)
    return folder


def test_it_writes_the_samples_and_nothing_else(written: Path) -> None:
    assert {path.name for path in written.iterdir()} == {f"{name}.xlsx" for name in SAMPLES}


@pytest.mark.parametrize("name", SAMPLES)
def test_it_writes_what_is_shipped_cell_for_cell(name: str, written: Path) -> None:
    with as_file(files("data").joinpath("samples", f"{name}.xlsx")) as shipped:
        again, before = cells(written / f"{name}.xlsx"), cells(shipped)
    differing = [place for place in again.keys() | before.keys() if again.get(place) != before.get(place)]
    assert differing == [], "the workbook is out of date. Run `python -m bench.samples`."


def test_the_command_writes_into_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(samples, "write_samples", asked.append)
    monkeypatch.setattr(sys, "argv", ["bench.samples"])
    samples.main()
    assert asked == [Path(str(files("data").joinpath("samples")))]
