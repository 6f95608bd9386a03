"""The group that commands belong to: the language it speaks, and what becomes of anything that goes wrong.

Exit status 0 done, 1 only from `check` and `--strict`, 2 bad input, 70 ours, 130 stopped by Ctrl-C.
"""

import locale
import os
import sys
from typing import Any

import click
import structlog

from planner.messages import Message, _l, render
from planner.problems import InputProblems, problem_line

BAD_INPUT, OURS, STOPPED = 2, 70, 130

log = structlog.get_logger()


def system_language() -> str:
    """'de' where the system speaks German, else 'en'."""
    told = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    # Windows sets none of these; there the locale says 'German_Austria'.
    spoken = next(filter(None, told), None) or locale.getlocale()[0] or ""
    return "de" if spoken.lower().startswith(("de", "german")) else "en"


class CommandGroup(click.Group):
    """Runs its commands so that nobody sees a traceback.

    Bad input becomes a report on stderr and status 2, anything unforeseen a line of the log and status 70.
    """

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that the arguments name."""
        language = str(ctx.params.get("language") or system_language())
        try:
            return super().invoke(ctx)
        except InputProblems as problems:
            for problem in problems.problems:
                click.echo(problem_line(problem, language), err=True)
            count = len(problems.problems)
            _say(Message(_l("Nothing was written. Problems found: {count}"), count=count), language)
            sys.exit(BAD_INPUT)
        except KeyboardInterrupt:
            click.echo("", err=True)
            _say(Message(_l("Stopped.")), language)
            sys.exit(STOPPED)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            # Click's own way of ending: usage errors, --help, and a reader like `head` that has seen enough.
            raise
        except Exception:
            log.exception("internal error", command=ctx.invoked_subcommand)
            text = _l("Something went wrong on our side. Nothing of yours is lost; the log above says more.")
            _say(Message(text), language)
            sys.exit(OURS)


def _say(message: Message, language: str) -> None:
    click.echo(render(message, language), err=True)
