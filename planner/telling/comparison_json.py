"""A comparison as plain data: for `--json`, and for the file that a roster's pages show."""

import json
from datetime import datetime

from planner.messages import LANGUAGES, render, translate, words
from planner.scenarios.compare import Verdict
from planner.scenarios.figures import Figure, Unit
from planner.scenarios.scenario_words import scenario_words
from planner.services.comparing import WhatIf
from planner.telling.comparison_lines import difference_words, value_words, verdict_words

Plain = dict[str, object]

_UNITS = {Unit.PER_MILLE: ("per cent", 10), Unit.MINUTES: ("minutes", 1), Unit.HUNDREDTHS: ("units", 100)}


def comparison_file(found: WhatIf, made: datetime) -> str:
    """The file kept beside a roster."""
    return json.dumps(comparison_data(found, made), ensure_ascii=False, indent=1)


def comparison_data(found: WhatIf, made: datetime) -> Plain:
    """When it was made, and the comparison in each language."""
    return {"made": made.isoformat(), **{language: comparison_json(found, language) for language in LANGUAGES}}


def comparison_json(found: WhatIf, language: str) -> Plain:
    """The whole comparison; each list of values has one entry a plan, the present first."""
    return {
        "team": found.team_name,
        "month": f"{found.year}-{found.month:02d}",
        "plans": [words(name, language) for name in found.comparison.names],
        "scenarios": [
            {
                "name": scenario.name,
                "note": scenario.note,
                "changes": [render(change, language) for change in scenario_words(scenario)],
                "verdicts": [_verdict(verdict, language) for verdict in verdicts],
            }
            for scenario, verdicts in zip(found.scenarios, found.comparison.verdicts, strict=True)
        ],
        "figures": [figure_json(figure, language) for figure in found.comparison.figures],
    }


def figure_json(figure: Figure, language: str) -> Plain:
    """One row of the table, also as it is shown."""
    unit, parts = _UNITS.get(figure.unit, (figure.unit.value, 1))
    plans = range(len(figure.values))
    return {
        "section": translate(figure.section, language),
        "label": render(figure.label, language),
        "unit": unit,
        "values": [value if parts == 1 else value / parts for value in figure.values],
        "of": list(figure.of) or None,
        "differences": [d if parts == 1 else d / parts for d in map(figure.difference, plans)],
        "standings": [standing.value for standing in figure.standings],
        "shown": [value_words(figure, plan, language) for plan in plans],
        "shown_differences": [difference_words(figure, plan, language) for plan in plans],
    }


def _verdict(verdict: Verdict, language: str) -> Plain:
    own, present = verdict.room or (None, None)
    return {
        "tier": verdict.tier.name.lower(),
        "change": verdict.change,
        "standing": verdict.standing.value,
        "room": own,
        "room_at_present": present,
        "text": render(verdict_words(verdict), language),
    }
