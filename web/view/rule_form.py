"""The form of one rule: from what the team says about it into fields, and back into the row of the sheet of rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from planner.domain.team import RuleSetting
from planner.messages import Message, _l
from planner.rules.base import Rule, Unit
from planner.rules.prices import PriceWord, word_of
from planner.services.team_facts import FactsNow, Verdict
from planner.sheet_ports import RowProblem

SHEET = "rules"
#: In the field of the price's words: the points stand in a field of their own.
POINTS = "points"
_NO_POINTS, _WRITE_POINTS = _l("These are no points."), _l("Write a whole number from 0, such as 50.")
#: What a value of each unit is written as.
EXAMPLES = {Unit.MINUTES: "11:00", Unit.DAYS: "6", Unit.TIMES: "2", Unit.PERCENT: "10"}


@dataclass(frozen=True, slots=True)
class RuleForm:
    """What the fields show. price: a word, POINTS, or "" = as usual. errors: by column of the sheet."""

    value: str
    price: str
    points: str
    note: str
    errors: Mapping[str, RowProblem]


def form_of(rule: Rule, setting: RuleSetting) -> RuleForm:
    """What the team says about a rule."""
    value = "" if setting.value is None else _written(rule, setting.value)
    word = None if setting.price is None else word_of(rule, setting.price)
    if setting.price is None or word is not None:
        return RuleForm(value, word.value if word else "", "", setting.note, {})
    return RuleForm(value, POINTS, str(setting.price), setting.note, {})


def sent_form(sent: Mapping[str, str], verdict: Verdict) -> RuleForm:
    """What was typed, and what is wrong with it."""
    errors = {problem.column: problem for problem in reversed(verdict.here)}
    value, price, points, note = (sent.get(name, "").strip() for name in ("value", "price", "points", "note"))
    if price == POINTS and "price" in errors and not points.isdecimal():
        # The field holds points alone; what the sheet says names the words, too.
        errors["price"] = replace(errors["price"], reason=Message(_NO_POINTS), mend=Message(_WRITE_POINTS))
    return RuleForm(value, price, points, note, errors)


def texts_of(rule: Rule, form: RuleForm) -> dict[str, str] | None:
    """The row that says so; None when nothing is said."""
    price = form.points if form.price == POINTS else form.price if form.price in set(PriceWord) else ""
    said = {"value": form.value, "price": price, "note": form.note}
    filled = {key: text for key, text in said.items() if text}
    # Without points "own points" would be no price: the field has to be asked for.
    if form.price == POINTS and not form.points:
        filled["price"] = "–"
    return {"code": rule.code, **filled} if filled else None


def ref_of(now: FactsNow, rule: Rule) -> str:
    """The name of the rule's row; "" where the team says nothing about it."""
    return next((row.ref for row in now.rows[SHEET] if row.texts["code"] == rule.code), "")


def _written(rule: Rule, value: int) -> str:
    return f"{value // 60}:{value % 60:02d}" if rule.unit is Unit.MINUTES else str(value)
