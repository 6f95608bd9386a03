"""A workbook or a folder of CSV files as plain tables; what cannot be read is a problem."""

from pathlib import Path

from planner.exchange.csv_tables import read_csv
from planner.exchange.misread import refuse_misread
from planner.exchange.raw_table import Found, RawTable
from planner.exchange.sheets import sheet_titles
from planner.exchange.words import key_of
from planner.exchange.xlsx_tables import read_workbook
from planner.messages import Message, _l


def read_tables(path: Path, found: Found) -> list[RawTable]:
    """Every sheet of a workbook, or every CSV file of a folder. What is wrong goes to `found`."""
    tables = _tables(path, found)
    for table in tables:
        refuse_misread(table, found)
    return tables


def _tables(path: Path, found: Found) -> list[RawTable]:
    known = sheet_titles()
    if path.is_dir():
        files = sorted(
            file for file in path.iterdir() if file.suffix.lower() == ".csv" and not file.name.startswith(".")
        )
        if not files:
            workbooks = sorted(file.name for file in path.glob("*.xlsx"))
            found.file(
                path.resolve().name,
                Message(_l("There is no CSV file in this folder.")),
                Message(_l("Give one of its workbooks: {files}."), files=workbooks)
                if workbooks
                else Message(_l("Choose the folder that holds managers.csv and the others, or a workbook.")),
            )
        return [table for file in files if (table := read_csv(file, found)) is not None]
    if not path.is_file():
        found.file(
            path.name, Message(_l("There is no such file or folder.")), Message(_l("Check the name, and try again."))
        )
        return []
    if path.suffix.lower() == ".csv":
        found.file(
            path.name,
            Message(_l("This is a single CSV file.")),
            Message(_l("Give the folder that holds all CSV files of the team, or a workbook.")),
        )
        return []
    return read_workbook(path, found, lambda title: key_of(title) in known)
