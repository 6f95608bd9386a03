"""One change in a line of text, as it is typed to try it out: 'hire 20 like Lea Huber', 'demand 120 Instagram'."""

import re
from collections.abc import Iterator
from datetime import date

from pydantic import ValidationError

from planner.domain.scenario import Scenario
from planner.domain.team import Team
from planner.exchange.row_reader import errors_by_column
from planner.exchange.rows_scenarios import CHANGE_KINDS, ChangeKind, ScenarioRow, scenarios_of
from planner.exchange.rows_team import RuleRow
from planner.exchange.rule_codes import rule_named
from planner.exchange.team_checks import LATEST, fits, setting_problems
from planner.exchange.words import PRICES
from planner.messages import Message, _l
from planner.problems import InputProblem, InputProblems, refused

_SINCE = r"(?:\s+(?:from|ab)\s+(?P<since>\S+))?"
#: What follows the first word; groups are columns of the sheet of scenarios.
_FORMS = {
    ChangeKind.HIRE: rf"(?P<value>\S+)(?:\s*h)?\s+(?:like|wie)\s+(?P<like>.+?){_SINCE}",
    ChangeKind.LEAVE: rf"(?P<what>.+?){_SINCE}",
    ChangeKind.CONTRACT: r"(?P<what>.+?)\s+(?P<value>[\d.,:]+)(?:\s*h)?",
    ChangeKind.OPENING: r"(?P<what>.+)\s+(?P<when>\S+)\s+(?:(?P<start>[\d:]+)-(?P<end>[\d:]+)|closed|geschlossen)",
    ChangeKind.RULE: r"(?P<what>\S+)\s+(?P<value>.+)",
    ChangeKind.DEMAND: r"(?P<value>\d+)\s*%?(?:\s+(?P<what>.+))?",
}
_EXAMPLES = (
    "hire 20 like NAME; leaves NAME from 2026-12-14; contract NAME 30; open CHANNEL Sunday 9-22; "
    "rule fair_weekends off; demand 120 CHANNEL"
)


def read_change(text: str, option: str, team: Team) -> Scenario:
    """The change as a scenario of its own, called by its words; names are not looked up here.

    option: what to call the place of a problem. InputProblems when the words are not understood, and for a rule that
    the team may not set so: in another unit, or past the law without a note.
    """
    first, _, rest = text.strip().partition(" ")
    kind = CHANGE_KINDS.find(first)
    found = re.fullmatch(_FORMS[kind], rest.strip(), re.IGNORECASE) if kind else None
    if kind is None or found is None:
        reason = Message(_l("This change is not understood."))
        mend = Message(_l("Write it like one of these: {examples}."), examples=_EXAMPLES)
        raise refused(option, reason, mend, value=text)
    cells = {key: value for key, value in found.groupdict().items() if value is not None}
    if kind is ChangeKind.RULE and PRICES.find(cells["value"]) is not None:
        cells["price"] = cells.pop("value")
    cells |= {key: f"{cells[key]}:00" for key in ("start", "end") if cells.get(key, "").isdigit()}
    name = text.strip().replace(";", ",")
    try:
        row = ScenarioRow.model_validate({"scenario": name, "kind": first, **cells})
    except ValidationError as error:
        raise InputProblems(
            InputProblem(option, wrong.reason, wrong.mend, value=cells.get(column, text))
            for column, wrong in errors_by_column(error).items()
        ) from None
    refused_settings = [
        InputProblem(option, reason, mend, value=text) for reason, mend in _setting_problems(row, team)
    ]
    if refused_settings:
        raise InputProblems(refused_settings)
    return scenarios_of([row])[0]


def _setting_problems(row: ScenarioRow, team: Team) -> Iterator[tuple[Message, Message]]:
    """(reason, mend) of what is wrong with a rule's new value or price, with the note that the team gives it."""
    rule = rule_named(row.what) if row.kind is ChangeKind.RULE else None
    if rule is None:
        return
    value = row.value if isinstance(row.value, tuple) else None
    note = team.rules[rule.code].note if rule.code in team.rules else ""
    setting = RuleRow.model_construct(code=rule.code, value=value, price=row.price, note=note)
    on = date(*team.month, 1) if team.month else LATEST
    for column, _, reason, mend in setting_problems(setting, rule, {site.country for site in team.sites}, on):
        # A line of text has no column for a note.
        in_sheet = Message(_l("Give the rule a note in the team's file that says why, then try it again."))
        yield reason, mend if column == "value" and value and not fits(rule, value) else in_sheet
