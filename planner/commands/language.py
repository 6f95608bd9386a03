"""The language of the command line: which one, and how Click, which reads it, is brought to speak it.

Click asks gettext for each of its own sentences. Gettext finds them by a domain, a folder of compiled catalogues and
the variable LANGUAGE; all three are set while a command runs. Help is ours, and translated when it is shown.
"""

import gettext
import inspect
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from importlib.resources import files
from typing import Any, TypeVar

import click

from planner.messages import LANGUAGES, Message, _l, render, translate

_DOMAIN, _LANGUAGE = "click", "LANGUAGE"

_Command = TypeVar("_Command", bound=click.Command)


def system_language() -> str:
    """'de' where the system speaks German, else 'en'."""
    return "de" if _spoken().lower().startswith(("de", "german")) else "en"


def system_country() -> str:
    """The country of the system's language, 'AT' of 'de_AT.UTF-8'; "" where it names none."""
    _, _, country = _spoken().partition(".")[0].partition("_")
    return {"Austria": "AT", "Switzerland": "CH", "Germany": "DE"}.get(country, country)


def _spoken() -> str:
    told = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    # Windows sets none of these; there the locale says 'German_Austria'.
    return next(filter(None, told), None) or locale.getlocale()[0] or ""


def spoken_language(ctx: click.Context | None = None) -> str:
    """The language of a command, by default the running one: what --language asks for, else the system's."""
    ctx = ctx or click.get_current_context(silent=True)
    asked = ctx.find_root().params.get("language") if ctx else None
    return str(asked or system_language())


def in_words(ctx: click.Context | None, text: str, **params: object) -> str:
    """What is wrong with an argument, in the command's language."""
    return render(Message(text, **params), spoken_language(ctx))


@contextmanager
def click_catalogue(language: str) -> Iterator[None]:
    """While open, Click speaks `language`, or what --language asks for once that is read."""
    domain, before = gettext.textdomain(), os.environ.get(_LANGUAGE)
    gettext.bindtextdomain(_DOMAIN, str(files("planner") / "translations"))
    gettext.textdomain(_DOMAIN)
    os.environ[_LANGUAGE] = language
    try:
        yield
    finally:
        gettext.textdomain(domain)
        del os.environ[_LANGUAGE]
        if before is not None:
            os.environ[_LANGUAGE] = before


def _let_click_speak(ctx: click.Context, _option: click.Parameter, asked: str | None) -> str | None:
    os.environ[_LANGUAGE] = asked or system_language()
    return asked


#: Read before all else, so that --help after it is in the language asked for.
language_option = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    is_eager=True,
    callback=_let_click_speak,
    help="Of what is printed and written; else the system's.",
)


#: What stands for an option's value, by the name of its type, where Click would name the type.
VALUE_NAMES = {
    "text": _l("TEXT"),
    "float range": _l("NUMBER"),
    "integer range": _l("NUMBER"),
    "date": _l("YYYY-MM-DD"),
    "month": _l("YYYY-MM"),
    "hours": _l("HOURS"),
    "share/minutes": _l("SHARE/MINUTES"),
    "directory": _l("FOLDER"),
    "file": _l("FILE"),
    "path": _l("FILE"),
}
_OPTIONS, _COMMAND = _l("[OPTIONS]"), _l("COMMAND [ARGUMENTS]")


def with_help_in(command: _Command, language: str) -> _Command:
    """A copy of a command whose help, and whose options' help and names of values, are translated."""
    spoken = copy(command)
    # Click keeps the option --help once it is made, in the language of that moment.
    spoken._help_option = None
    spoken.help = translate(_help_of(command), language)
    spoken.options_metavar = translate(_OPTIONS, language)
    if isinstance(spoken, click.Group):
        spoken.subcommand_metavar = translate(_COMMAND, language)
    spoken.params = [copy(param) for param in command.params]
    for param in spoken.params:
        # Click lists what has a help, be it empty.
        param.help = translate(_help_of(param), language) or None
        value = VALUE_NAMES.get(param.type.name)
        if value and isinstance(param, click.Option) and not param.is_flag:
            param.metavar = translate(value, language)
    return spoken


class EpilogCommand(click.Command):
    """A command with a translated text below its options."""

    def __init__(self, *args: Any, below: Message, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._below = below

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the text in the reader's language."""
        self.epilog = render(self._below, spoken_language(ctx))
        super().format_epilog(ctx, formatter)


def help_texts(group: click.Group) -> list[str]:
    """All that --help says of a group, its commands and their options, as it is written."""
    commands = [group, *group.commands.values()]
    parts: list[click.Command | click.Parameter] = [*commands]
    parts += [param for command in commands for param in command.params]
    return sorted({_help_of(part) for part in parts} - {""})


def _help_of(part: click.Command | click.Parameter) -> str:
    return inspect.cleandoc(part.help or "")
