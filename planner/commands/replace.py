"""The command that finds replacements for one shift: `replace`."""

import json
from collections.abc import Iterator
from datetime import date

import click

from planner import bootstrap
from planner.board import Board
from planner.changing.replace_words import cost_words, coverage_words, effect_words, vacancy_words, way_words
from planner.changing.replacement import Effect, Ranking, Replacement
from planner.commands.arguments import Day
from planner.messages import Message, _l, render
from planner.services.replacing import VacancyRequest

#: Ways told unless all are asked for.
_TOLD = 10


@click.command()
@click.argument("team", type=click.Path())
@click.argument("roster", type=click.Path())
@click.option("--shift", required=True, help="The shift type's code.")
@click.option("--date", "day", type=Day(), required=True)
@click.option("--person", help="Who falls out of it; else one more person is looked for.")
@click.option("--all", "everybody", is_flag=True, help="Everybody, also whom a rule forbids it.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_obj
def replace(
    language: str, team: str, roster: str, shift: str, day: date, person: str | None, everybody: bool, as_json: bool
) -> None:
    """Who could take over a shift of ROSTER, best first, and what that does to rest, hours, wishes and coverage."""
    request = VacancyRequest(team, roster, shift, day, person, None if everybody else _TOLD)
    replaced = bootstrap.replacing(language).rank(request)
    if as_json:
        click.echo(json.dumps(_ranking_json(replaced.board, replaced.ranking, language), ensure_ascii=False, indent=1))
        return
    for line in ranking_lines(replaced.board, replaced.ranking, language):
        click.echo(line)


def ranking_lines(board: Board, ranking: Ranking, language: str) -> Iterator[str]:
    """The ranking as lines of text."""

    def say(text: str, **params: object) -> str:
        return render(Message(text, **params), language)

    yield render(vacancy_words(board, ranking.vacancy), language)
    if ranking.missing:
        yield from ("  " + render(what, language) for what in ranking.missing)
    else:
        yield "  " + say(_l("Nobody is missing even so."))
    if not ranking.legal:
        yield say(_l("Nobody can take it over without breaking a rule."))
    for number, one in enumerate(ranking.replacements, start=1):
        yield f"{number:3d}. {_way_line(board, one, language)}"
        yield from ("       " + line for line in _detail_lines(one, language))
    told = len(ranking.replacements)
    if told < ranking.legal + ranking.forbidden:
        text = _l("Ways allowed: {legal}. People whom a rule forbids it: {forbidden}. With --all you see everybody.")
        yield say(text, legal=ranking.legal, forbidden=ranking.forbidden)


def _way_line(board: Board, one: Replacement, language: str) -> str:
    way = way_words(board, one)
    if one.legal:
        return render(way, language)
    return render(Message(_l("not allowed: {way}"), way=way), language)


def _detail_lines(one: Replacement, language: str) -> Iterator[str]:
    for reason in one.reasons:
        yield "! " + render(reason, language)
    if not one.legal:
        return
    for effect in one.effects:
        said = "; ".join(render(part, language) for part in effect_words(effect))
        yield f"{effect.person}: {said}" if len(one.effects) > 1 else said
    for what in coverage_words(one):
        yield render(what, language)
    yield from (render(text, language) for text in cost_words(one))


def _ranking_json(board: Board, ranking: Ranking, language: str) -> dict[str, object]:
    vacancy = ranking.vacancy
    return {
        "day": vacancy.day.isoformat(),
        "shift": vacancy.shift,
        "person": vacancy.person or None,
        "missing": [render(what, language) for what in ranking.missing],
        "legal": ranking.legal,
        "forbidden": ranking.forbidden,
        "replacements": [
            _replacement_json(board, rank, one, language) for rank, one in enumerate(ranking.replacements, start=1)
        ],
    }


def _replacement_json(board: Board, rank: int, one: Replacement, language: str) -> dict[str, object]:
    return {
        "rank": rank,
        "person": one.person,
        "second": one.second or None,
        "what": render(way_words(board, one), language),
        "way": one.way.value,
        "gives_up": one.gives_up[2] if one.gives_up else None,
        "steps": [
            {"person": step.person, "day": step.place[1].isoformat(), "shift": step.place[2], "added": step.added}
            for step in one.steps
        ],
        "legal": one.legal,
        "away": one.away,
        "reasons": [render(reason, language) for reason in one.reasons],
        "cost_change": list(one.cost_change),
        "effects": [_effect_json(effect, language) for effect in one.effects],
        "coverage_lost": [render(what, language) for what in one.coverage_lost],
        "coverage_left": [render(what, language) for what in one.coverage_left],
    }


def _effect_json(effect: Effect, language: str) -> dict[str, object]:
    return {
        "person": effect.person,
        "rest_before_min": effect.rest_before_min,
        "rest_after_min": effect.rest_after_min,
        "balance_before_min": effect.balance_before_min,
        "balance_after_min": effect.balance_after_min,
        "fairness": [
            {
                "measure": change.measure,
                "change": change.change / 100,
                "carried": change.carried / 100,
                "target": change.target / 100,
            }
            for change in effect.fairness
        ],
        "wishes_refused": [render(wish, language) for wish in effect.wishes_refused],
        "wishes_granted": [render(wish, language) for wish in effect.wishes_granted],
    }
