"""The command that shows a person what they and others carried: `receipt`."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from planner import bootstrap
from planner.messages import Message, _l, render, translate, words
from planner.reporting.receipt import MeasureReceipt, Receipt, receipt
from planner.services.explaining import asked


@click.command("receipt")
@click.argument("roster", type=click.Path(path_type=Path))
@click.option("--person", required=True, help="Whose receipt.")
@click.option("--team", type=click.Path(), help="The team's file; else team.xlsx beside the roster.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_obj
def receipt_command(language: str, roster: Path, person: str, team: str | None, as_json: bool) -> None:
    """What PERSON carried of weekends, holidays, lates and the like in ROSTER, what others carried, and why."""
    home = roster if roster.is_dir() else roster.parent
    report = bootstrap.planning(language).review(team or str(home / bootstrap.TEAM_FILE), str(roster))
    name, _ = asked(report.board, person, None, None)
    made = receipt(report, name)
    if as_json:
        click.echo(json.dumps(receipt_json(made, language), ensure_ascii=False, indent=1))
        return
    for line in receipt_lines(made, language):
        click.echo(line)


def receipt_lines(made: Receipt, language: str) -> Iterator[str]:
    """The receipt as lines of text."""
    yield made.person
    yield from ("  " + render(message, language) for message in made.basis)
    for one in made.measures:
        yield ""
        yield translate(one.measure.label, language)
        yield from ("  " + render(line, language) for line in _figures(one))
        yield from ("  " + render(reason, language) for reason in one.reasons)


def _figures(one: MeasureReceipt) -> Iterator[Message]:
    say = one.measure.words
    yield Message(_l("Before this month: {n}"), n=say(one.brought))
    for row in one.corrections:
        text = _l("Corrected by the lead on {day}: {n} ({note})")
        yield Message(text, day=row.day, n=say(row.hundredths), note=row.note)
    yield Message(_l("Target: {n}"), n=say(one.target))
    yield Message(_l("Carried: {n}"), n=say(one.carried))
    yield Message(_l("Fair share: {n}"), n=say(one.share))
    yield Message(_l("After this month: {n}"), n=say(one.after))
    if one.others is not None and one.mine is not None:
        text = _l("For a full-time contract, all days there: mine {mine}, the team {mean}")
        yield Message(text, mine=say(one.mine), mean=say(one.others.mean))
        if one.others.least is not None and one.others.middle is not None and one.others.most is not None:
            text = _l("The others: {least} to {most}, half of them at most {middle}")
            yield Message(text, least=say(one.others.least), middle=say(one.others.middle), most=say(one.others.most))


def receipt_json(made: Receipt, language: str) -> dict[str, object]:
    """The receipt in units: weekends, holidays, shifts, days, and hours of unpleasant time."""
    return {
        "person": made.person,
        "basis": [render(message, language) for message in made.basis],
        "measures": [_measure_json(one, language) for one in made.measures],
    }


def _measure_json(one: MeasureReceipt, language: str) -> dict[str, object]:
    others = one.others
    return {
        "measure": one.measure.key,
        "unit": "hours" if one.measure.in_hours else "times",
        "before": one.brought / 100,
        "corrections": [
            {"date": row.day.isoformat(), "amount": row.hundredths / 100, "note": row.note} for row in one.corrections
        ],
        "target": one.target / 100,
        "carried": one.carried / 100,
        "share": one.share / 100,
        "after": one.after / 100,
        "mine_per_fte": None if one.mine is None else one.mine / 100,
        "team_per_fte": None if others is None else others.mean / 100,
        "others_per_fte": None
        if others is None or others.least is None or others.middle is None or others.most is None
        else {"least": others.least / 100, "median": others.middle / 100, "most": others.most / 100},
        "why": [words(reason, language) for reason in one.reasons],
    }
