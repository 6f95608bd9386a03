"""Kinds of argument that several commands take, and whether a command was given something to write to."""

from datetime import date, datetime
from typing import Any

import click

from planner.commands.language import in_words
from planner.domain.time import date_written
from planner.messages import _l
from solver.search import usual_threads

#: Years that a roster's workbook can be of.
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


class Month(click.ParamType[tuple[int, int]]):
    """A month like 2026-12."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """(year, month); a usage error for anything else."""
        if isinstance(value, tuple):
            return value
        try:
            read = datetime.strptime(value, "%Y-%m")  # noqa: DTZ007 - only year and month are taken
        except ValueError:
            self.fail(in_words(ctx, _l("“{given}” is no month. Write it like 2026-12."), given=str(value)), param, ctx)
        if not _FIRST_YEAR <= read.year <= _LAST_YEAR:
            text = _l("“{given}” is too far away. Choose a year from {first} to {last}.")
            self.fail(in_words(ctx, text, given=str(value), first=str(_FIRST_YEAR), last=str(_LAST_YEAR)), param, ctx)
        return read.year, read.month


class Day(click.ParamType[date]):
    """A date like 2026-12-24 or 24.12.2026."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; a usage error for anything else."""
        if isinstance(value, date):
            return value
        read = date_written(value)
        if read is None:
            text = _l("“{given}” is no date. Write it like 2026-12-24 or 24.12.2026.")
            self.fail(in_words(ctx, text, given=str(value)), param, ctx)
        return read


_WRITES = f"{__name__}.writes"


def written_to(ctx: click.Context, _param: click.Parameter, value: Any) -> Any:
    """Callback of an argument by which a command writes something, where it is given: `writes` tells."""
    if value is not None:
        ctx.meta[_WRITES] = True
    return value


#: Of commands that search.
workers_option = click.option(
    "--workers", type=click.IntRange(1, 64), default=usual_threads,
    help="Threads of the search; else one a processor, up to four.",
)  # fmt: skip


def writes(ctx: click.Context) -> bool:
    """Whether the running command would write something if all went well."""
    return bool(ctx.meta.get(_WRITES))
