"""The group that commands belong to: its help in the reader's language, and what becomes of anything that goes wrong.

Exit status 0 done, 1 only from `check`, `clashes` and `--strict`, 2 bad input, 70 ours, 130 stopped by Ctrl-C,
141 nobody read on.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import UnsupportedOperation
from typing import Any

import click
import structlog

from planner.commands.arguments import writes
from planner.commands.language import click_catalogue, in_words, spoken_language, system_language, with_help_in
from planner.messages import Message, _l, render
from planner.problems import InputProblems, problem_line

BAD_INPUT, OURS, STOPPED, UNREAD = 2, 70, 130, 141

log = structlog.get_logger()


class CommandGroup(click.Group):
    """Runs its commands so that nobody sees a traceback.

    Bad input becomes a report on stderr and status 2, anything unforeseen a line of the log and status 70.
    """

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run as a program; what Click itself has to say is in the reader's language."""
        with click_catalogue(system_language()):
            return super().main(*args, **kwargs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command, with its help in the reader's language."""
        found = super().get_command(ctx, cmd_name)
        return with_help_in(found, spoken_language(ctx)) if found else None

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the group's own help in the reader's language."""
        super(CommandGroup, with_help_in(self, spoken_language(ctx))).format_help(ctx, formatter)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that the arguments name."""
        with _ending_with_its_reader():
            return self._invoke(ctx)

    def _invoke(self, ctx: click.Context) -> Any:
        language = spoken_language(ctx)
        try:
            return super().invoke(ctx)
        except InputProblems as problems:
            for problem in problems.problems:
                click.echo(problem_line(problem, language), err=True)
            text = _l("Nothing was written. Problems found: {count}") if writes(ctx) else _l("Problems found: {count}")
            _say(Message(text, count=len(problems.problems)), language)
            sys.exit(BAD_INPUT)
        except KeyboardInterrupt:
            click.echo("", err=True)
            _say(Message(_l("Stopped.")), language)
            sys.exit(STOPPED)
        except click.NoSuchOption as unknown:
            if unknown.option_name != "--language":
                raise
            text = _l("--language stands before the command: planner --language de {command}")
            raise click.UsageError(in_words(ctx, text, command=ctx.invoked_subcommand), unknown.ctx) from unknown
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            # Click's own way of ending, such as usage errors and --help; or nobody reads on.
            raise
        except Exception:
            log.exception("internal error", command=ctx.invoked_subcommand)
            text = _l("Something went wrong on our side. Nothing of yours is lost; the log above says more.")
            _say(Message(text), language)
            sys.exit(OURS)


@contextmanager
def _ending_with_its_reader() -> Iterator[None]:
    """End without a word when a reader like `head` has seen enough, as other programs do."""
    try:
        try:
            yield
        finally:
            # Here and not when the interpreter ends, which would complain.
            sys.stdout.flush()
    except BrokenPipeError:
        with suppress(UnsupportedOperation):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(UNREAD)


def _say(message: Message, language: str) -> None:
    click.echo(render(message, language), err=True)
