"""The command that says which locks, hard rules and facts contradict each other: `clashes`."""

import json
import sys
from collections.abc import Iterator

import click

from planner import bootstrap
from planner.asking.clashes import SECONDS, Clash, Clashes
from planner.commands.arguments import Month
from planner.messages import Message, _l, render
from planner.services.clashes import clashes_of
from planner.services.planning import PlanRequest
from planner.telling.answer_words import rest_words

#: Members printed of a clash that could not be made small in time.
_SHOWN = 12


@click.command()
@click.argument("team", type=click.Path())
@click.option("--month", type=Month(), help="Like 2026-12; else the month in the team's file.")
@click.option("--keep", type=click.Path(), help="This month's published roster, whose days that are over count too.")
@click.option("--previous", type=click.Path(), help="Last month's roster, for what carries over.")
@click.option("--seconds", type=click.FloatRange(0.1, 86_400), default=SECONDS, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_obj
def clashes(
    language: str, team: str, month: tuple[int, int] | None, keep: str | None, previous: str | None, seconds: float,
    as_json: bool,
) -> None:  # fmt: skip
    """Which locks, hard rules and facts of TEAM can't hold together; status 1 when there are any."""
    found = clashes_of(bootstrap.planning(language), PlanRequest(team, month, previous, keep), seconds)
    if as_json:
        click.echo(json.dumps(clashes_json(found, language), ensure_ascii=False, indent=1))
    else:
        for line in clash_lines(found, language):
            click.echo(line)
    sys.exit(1 if found.found else 0)


def clash_lines(clashes: Clashes, language: str) -> Iterator[str]:
    """Each clash with its members; an arrow stands before what can be released."""
    for number, clash in enumerate(clashes.found, 1):
        yield f"{number}. {render(_head(clash), language)}"
        members = clash.members if clash.minimal else clash.members[:_SHOWN]
        for member in members:
            yield f"   {'>' if member.mends else ' '} {render(member.message, language)}"
        if len(members) < len(clash.members):
            yield "     " + render(Message(_l("… and {more} more"), more=len(clash.members) - len(members)), language)
    yield render(rest_words(clashes), language)


def _head(clash: Clash) -> Message:
    if not clash.minimal:
        return Message(_l("These can't all hold; perhaps not each of them is to blame:"))
    if len(clash.members) == 1:
        return Message(_l("This can't hold, whatever is planned:"))
    return Message(_l("These can't all hold. Release any one marked > and the others can:"))


def clashes_json(clashes: Clashes, language: str) -> dict[str, object]:
    """The same as plain data."""
    return {
        "complete": clashes.complete,
        "clashes": [
            {
                "minimal": clash.minimal,
                "members": [
                    {"text": render(member.message, language), "mends": member.mends} for member in clash.members
                ],
            }
            for clash in clashes.found
        ],
    }
