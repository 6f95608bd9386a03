"""A value in a rule's words that is off by one makes them disagree with a text that some case of the rule pins down."""

from collections.abc import Iterator
from datetime import date, timedelta
from string import Formatter
from typing import Any

import pytest

from planner.check import Finding
from planner.messages import LANGUAGES, Days, Message, Minutes, render, translate
from planner.rules.base import Rule
from planner.rules.catalogue import RULES
from tests.planner.agreement import board_of
from tests.planner.small_teams import findings_of
from tests.planner.test_rule_cases import CASES


def mutated(value: object) -> object:
    """Another value of the same sort, next to it where there is a next one."""
    if isinstance(value, bool | None):
        return not value
    if isinstance(value, Minutes | Days):
        return type(value)(value + 1)
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, list | tuple):
        return list(value)[1:]
    return f"{render(value, 'en') if isinstance(value, Message) else value}x"


def gaps(text: str) -> set[str]:
    """The names of what fills a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def pinned(rule: Rule) -> Iterator[tuple[Finding, str]]:
    """Findings of the rule's cases, each with the English text that the case asks for."""
    for code, case in CASES:
        if code == rule.code and any("text" in breach for breach in case["breaches"]):
            found = findings_of(board_of(case), case["roster"], rule)
            yield from ((f, b["text"]) for f, b in zip(found, case["breaches"], strict=True) if "text" in b)


def caught(message: Message, gap: str, text: str) -> bool:
    """Whether the text differs once the value of one gap does."""
    changed: dict[str, Any] = {**message.params, gap: mutated(message.params[gap])}
    return render(Message(message.text, **changed), "en") != text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_value_of_a_rules_words_is_pinned_down(rule: Rule) -> None:
    texts = list(pinned(rule))
    assert all(render(finding.message, "en") == text for finding, text in texts)
    loose = {
        (finding.message.text, gap)
        for finding, _ in texts
        for gap in gaps(finding.message.text)
        if not any(
            finding.message.text == other.message.text and caught(other.message, gap, text) for other, text in texts
        )
    }
    assert not loose
    assert texts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.why], ids=lambda rule: rule.code)
def test_a_reason_says_the_values_of_the_breach_in_the_same_order(rule: Rule, language: str) -> None:
    """So that a value pinned in the one is pinned in the other: only the name of the person falls away."""
    breach, reason = (
        [name for _, name, _, _ in Formatter().parse(translate(text, language)) if name not in (None, "person")]
        for text in (rule.text, rule.why)
    )
    assert reason == [name for name in breach if name in reason]
