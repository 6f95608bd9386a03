"""Single files to download, made when they are asked for."""

from io import BytesIO

from planner.exchange.period_tables import period_tables
from planner.exchange.tables_workbook import tables_workbook
from planner.messages import month_words
from planner.reporting.period import Period


class DownloadWriter:
    """A planner.ports.Writer."""

    def period_workbook(self, period: Period, language: str) -> bytes:
        """The report of one month or more."""
        first, last = (month_words(month, language) for month in (period.months[0], period.months[-1]))
        when = last if first == last else f"{first} – {last}"
        written = BytesIO()
        tables = period_tables(period, language)
        tables_workbook(tables, f"{when} · {period.last.board.team.name}", language).save(written)
        return written.getvalue()
