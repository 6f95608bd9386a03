"""A workbook of plain tables, a sheet each."""

from collections.abc import Iterable

from openpyxl import Workbook

from planner.exchange.roster_sheets.month_grid import AUTHOR
from planner.exchange.roster_sheets.table_sheet import write_table
from planner.exchange.table_shape import Table
from planner.messages import _l, translate


def tables_workbook(tables: Iterable[Table], subtitle: str, language: str) -> Workbook:
    """The workbook, not saved yet. subtitle: stands above each table."""
    workbook = Workbook()
    workbook.properties.creator = AUTHOR
    workbook.remove(workbook.worksheets[0])
    page_words = (translate(_l("Page"), language), translate(_l("of"), language))
    for table in tables:
        write_table(workbook.create_sheet(table.name), table, subtitle, page_words, language)
    return workbook
