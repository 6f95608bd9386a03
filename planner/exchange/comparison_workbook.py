"""A comparison as a workbook: one table of figures, and a list of what each scenario changes."""

from pathlib import Path

from planner.exchange.table_shape import Column, Table
from planner.exchange.tables_workbook import tables_workbook
from planner.messages import _l, render, translate, words
from planner.scenarios.scenario_words import scenario_words
from planner.services.comparing import WhatIf
from planner.telling.comparison_lines import difference_words, value_words, verdict_lines


def write_comparison(found: WhatIf, path: Path, language: str) -> None:
    """Write the workbook in `language` ("de" or "en"). OSError when the file cannot be written."""
    subtitle = f"{found.year}-{found.month:02d} · {found.team_name}"
    tables_workbook((_figures(found, language), _scenarios(found, language)), subtitle, language).save(path)


def _figures(found: WhatIf, language: str) -> Table:
    """A column of values a plan and, but for the first, one of differences to it."""
    names = found.comparison.names
    columns = [Column("", 16), Column(translate(_l("Figure"), language), 34), Column(words(names[0], language), 16)]
    for name in names[1:]:
        columns += [Column(name, 20), Column(translate(_l("Difference"), language), 14)]
    rows = []
    for figure in found.comparison.figures:
        cells = [translate(figure.section, language), render(figure.label, language), value_words(figure, 0, language)]
        for plan in range(1, len(names)):
            cells += [value_words(figure, plan, language), difference_words(figure, plan, language)]
        rows.append(tuple(cells))
    title = translate(_l("What if: side by side"), language)
    return Table(translate(_l("Comparison"), language), title, tuple(columns), tuple(rows), group=1)


def _scenarios(found: WhatIf, language: str) -> Table:
    columns = (
        Column(translate(_l("Scenario"), language), 26),
        Column(translate(_l("What it changes, and what its figures are worth"), language), 110, wrap=True),
    )
    rows = [(s.name, render(change, language)) for s in found.scenarios for change in scenario_words(s)]
    rows += [(s.name, s.note) for s in found.scenarios if s.note]
    rows += [("", line) for line in verdict_lines(found.comparison, language)]
    return Table(translate(_l("Scenarios"), language), translate(_l("Scenarios"), language), columns, tuple(rows))
