"""Plans side by side in a terminal, and the words of their figures, which files and pages use too."""

from collections.abc import Iterator

from babel.numbers import format_decimal

from planner.cost_words import dearer_words
from planner.messages import Message, Term, _l, render, translate, words
from planner.scenarios.compare import Comparison, Verdict
from planner.scenarios.figures import TIERS, Figure, Standing, Unit
from planner.scenarios.scenario_words import scenario_words
from planner.services.comparing import WhatIf

#: Stands behind a difference that may be chance.
OPEN_MARK = "~"
_NAME_WIDTH = 24
_FORMATS = {Unit.PER_MILLE: "0.0", Unit.MINUTES: "#,##0.#", Unit.HUNDREDTHS: "0.00"}
_PARTS = {Unit.PER_MILLE: 10, Unit.MINUTES: 60, Unit.HUNDREDTHS: 100}


def comparison_lines(found: WhatIf, language: str) -> Iterator[str]:
    """The comparison in lines of text: what is changed, the table, what the differences are worth."""
    for number, scenario in enumerate(found.scenarios, start=1):
        yield f"{number}  {scenario.name}" + (f" – {scenario.note}" if scenario.note else "")
        for change in scenario_words(scenario):
            yield "   " + render(change, language)
    yield ""
    yield from _table(found.comparison, language)
    yield ""
    yield from verdict_lines(found.comparison, language)


def _table(comparison: Comparison, language: str) -> Iterator[str]:
    heads = [words(comparison.names[0], language)]
    heads += [_short(f"{number}  {name}") for number, name in enumerate(comparison.names[1:], start=1)]
    plans = range(len(heads))
    body = [(row.section, [figure_words(row, plan, language) for plan in plans]) for row in comparison.figures]
    labels = [render(figure.label, language) for figure in comparison.figures]
    width = max(len(label) for label in labels)
    columns = [max(len(head), *(len(cells[plan]) for _, cells in body)) for plan, head in enumerate(heads)]
    yield f"  {'':<{width}}  " + "  ".join(f"{head:>{size}}" for head, size in zip(heads, columns, strict=True))
    section = ""
    for label, (heading, cells) in zip(labels, body, strict=True):
        if heading != section:
            yield translate(heading, language)
            section = heading
        yield f"  {label:<{width}}  " + "  ".join(f"{cell:>{size}}" for cell, size in zip(cells, columns, strict=True))


def _short(name: str) -> str:
    return name if len(name) <= _NAME_WIDTH else name[: _NAME_WIDTH - 1] + "…"


def figure_words(figure: Figure, plan: int, language: str) -> str:
    """A plan's value, and in brackets by how much it differs from the first: '96.2 % (+1.4 ~)'."""
    value = value_words(figure, plan, language)
    return value if plan == 0 else f"{value} ({difference_words(figure, plan, language)})"


def value_words(figure: Figure, plan: int, language: str) -> str:
    """A plan's value with its unit: '96.2 %', '1,230.5 h', '11 of 14'."""
    number = _number(figure.unit, figure.values[plan], language)
    if figure.of:
        return render(Message(_l("{n} of {all}"), n=figure.values[plan], all=figure.of[plan]), language)
    return number + {Unit.PER_MILLE: " %", Unit.MINUTES: " h"}.get(figure.unit, "")


def difference_words(figure: Figure, plan: int, language: str) -> str:
    """By how much a plan differs from the first, marked where the search leaves that open: '+1.4 ~', '='.

    Without a sign where it is too small to be seen.
    """
    difference = figure.difference(plan)
    if not difference:
        return "="
    number = _number(figure.unit, difference, language)
    mark = f" {OPEN_MARK}" if figure.standings[plan] is Standing.OPEN else ""
    if not any(digit in number for digit in "123456789"):
        return number.lstrip("−") + mark
    return ("+" if difference > 0 else "") + number + mark


def _number(unit: Unit, value: int, language: str) -> str:
    shown = format_decimal(abs(value) / _PARTS.get(unit, 1), _FORMATS.get(unit, "#,##0"), locale=language)
    return f"−{shown}" if value < 0 else str(shown)


def verdict_lines(comparison: Comparison, language: str) -> Iterator[str]:
    """What the differences in cost are worth, a sentence each, and what the mark means where it is used."""
    for name, verdicts in zip(comparison.names[1:], comparison.verdicts, strict=True):
        for verdict in verdicts:
            yield f"{name}: {render(verdict_words(verdict), language)}"
        if not verdicts:
            text = _l("{scenario}: nothing of what is planned changes by this.")
            yield render(Message(text, scenario=name), language)
    if any(Standing.OPEN in figure.standings for figure in comparison.figures):
        legend = _l("{mark} within what the search leaves open: the difference may be chance; more seconds tell more.")
        yield render(Message(legend, mark=OPEN_MARK), language)


def verdict_words(verdict: Verdict) -> Message:
    """What a difference in cost is worth."""
    tier = Term(TIERS[verdict.tier])
    if verdict.standing is Standing.SAME:
        return Message(_l("{tier}: the same cost."), tier=tier)
    cost = dearer_words(verdict.change)
    if verdict.room == (0, 0):
        return Message(_l("{tier}: {cost}; both plans are proven best."), tier=tier, cost=cost)
    if verdict.standing is Standing.CERTAIN:
        return Message(_l("{tier}: {cost}, more than the search leaves open."), tier=tier, cost=cost)
    if verdict.room is None:
        return Message(
            _l("{tier}: {cost}, within what the search leaves open, for what comes before it is not proven best."),
            tier=tier,
            cost=cost,
        )
    own, present = verdict.room
    return Message(
        _l(
            "{tier}: {cost}, within what the search leaves open: "
            "up to {own} points could still be saved here, up to {present} at present."
        ),
        tier=tier,
        cost=cost,
        own=own,
        present=present,
    )
