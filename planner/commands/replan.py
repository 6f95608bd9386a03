"""The command that changes a published roster gently: `replan`."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from planner import bootstrap
from planner.changing.change_words import change_lines
from planner.changing.changes import ShiftChange
from planner.changing.event_words import FORMS
from planner.changing.replan import Goal, Scope
from planner.commands.arguments import Day, workers_option, written_to
from planner.commands.language import EpilogCommand
from planner.messages import Message, Minutes, _l, render
from planner.services.replanning import Replanned, ReplanRequest
from planner.telling.as_json import report_json
from planner.telling.file_lines import file_lines
from solver.search import Options


@click.command(cls=EpilogCommand, below=Message(_l("Events: {forms}."), forms=FORMS))
@click.argument("team", type=click.Path())
@click.argument("roster", type=click.Path())
@click.option("--event", "events", multiple=True, help="What happened, e.g. “sick Ana Berger 2026-12-04..2026-12-07”.")
@click.option("--from", "since", type=Day(), help="Days before it stay; else today.")
@click.option("--day", "days", type=Day(), multiple=True, help="Change only these dates.")
@click.option("--person", "people", multiple=True, help="Change only these people's shifts.")
@click.option(
    "--goal", type=click.Choice([goal.value for goal in Goal]), default=Goal.MEND.value, show_default=True,
    help="mend: fewest changes; fill: what is short, nobody loses a shift; anew: the best, whatever was published.",
)
@click.option(
    "--out", type=click.Path(file_okay=False, writable=True, path_type=Path), callback=written_to,
    help="Folder for the files.",
)
@click.option("--seconds", type=click.FloatRange(0.1, 86_400), default=10.0, show_default=True)
@workers_option
@click.option("--seed", type=click.IntRange(0, 1_000_000), default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_obj
def replan(
    language: str, team: str, roster: str, events: tuple[str, ...], since: date | None, days: tuple[date, ...],
    people: tuple[str, ...], goal: str, out: Path | None, seconds: float, workers: int, seed: int,
    as_json: bool,
) -> None:  # fmt: skip
    """Change the published ROSTER of TEAM with the fewest changes, after an event or to fill what is short."""
    if out is not None:
        bootstrap.refuse_unwritable(out)
    scope = Scope(frozenset(people) or None, frozenset(days) or None)
    request = ReplanRequest(team, roster, events, since, Goal(goal), scope)
    options = Options(seconds=seconds, workers=workers, seed=seed)
    replanned = bootstrap.replanning(language).replan(request, options)
    before = bootstrap.keep_before(out) if out else None
    paths = bootstrap.save(replanned.after, out, language) if out else []
    if as_json:
        made = replanned_json(replanned, language) | {"files": [str(path) for path in paths]}
        click.echo(json.dumps(made, ensure_ascii=False, indent=1))
        return
    for line in replanned_lines(replanned, language):
        click.echo(line)
    for line in file_lines(paths, language, before):
        click.echo(line)


def replanned_lines(replanned: Replanned, language: str) -> Iterator[str]:
    """What changed and why, whether it takes so much, and what it does to coverage, notice and cost."""
    after = replanned.after
    yield from (render(event, language) for event in replanned.events)
    yield from change_lines(after.board, replanned.changes, language)
    if replanned.besides:
        yield render(Message(_l("Others are moved, too: {people}."), people=list(replanned.besides)), language)
    if replanned.joined_words:
        yield render(replanned.joined_words, language)
    if replanned.moved and replanned.goal is not Goal.ANEW:
        if replanned.fewest:
            text = Message(_l("No roster that covers as much changes less."))
        else:
            text = Message(
                _l("Fewer changes may be possible: {moved} shifts fall away or are new, at least {bound} must."),
                moved=replanned.moved, bound=replanned.moved_bound,
            )  # fmt: skip
        yield render(text, language)
    for notice in replanned.late_notice:
        yield "  ! " + render(notice, language)
    for clash in after.clashes:
        yield "  ! " + render(clash.message, language)
    text = Message(
        _l("Uncovered: {before} if nothing were changed, {after} now. Cost: {cost_before} points, now {cost_after}."),
        before=Minutes(replanned.before.uncovered_min), after=Minutes(after.uncovered_min),
        cost_before=sum(replanned.before.check.costs), cost_after=sum(after.check.costs),
    )  # fmt: skip
    yield render(text, language)


def replanned_json(replanned: Replanned, language: str) -> dict[str, object]:
    """The same as plain data, with the mended roster's report."""
    return {
        "published_shifts": replanned.changes.published,
        "changes": [_change_json(change, language) for change in replanned.changes.shifts],
        "people_to_tell": list(replanned.changes.people),
        "moved": replanned.moved,
        "moved_bound": replanned.moved_bound,
        "fewest_proven": replanned.fewest,
        "filled_by_who_joined": replanned.filled,
        "late_notice": [render(notice, language) for notice in replanned.late_notice],
        "uncovered_min": {"untouched": replanned.before.uncovered_min, "now": replanned.after.uncovered_min},
        "costs_untouched": list(replanned.before.check.costs),
        "report": report_json(replanned.after, language),
    }


def _change_json(change: ShiftChange, language: str) -> dict[str, object]:
    return {
        "day": change.day.isoformat(),
        "shift": change.shift,
        "before": change.before,
        "after": change.after,
        "why": [render(reason, language) for reason in change.why],
    }
