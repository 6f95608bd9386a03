"""Figures that a rule keeps in a limit's subject for its words."""

from planner.rules.base import Breach


def int_detail(breach: Breach, at: int) -> int:
    """The whole number that the rule put at this place of the subject's details. AssertionError for anything else."""
    figure = breach.subject.detail[at]
    assert isinstance(figure, int)
    return figure


def str_detail(breach: Breach, at: int) -> str:
    """The text that the rule put at this place of the subject's details. AssertionError for anything else."""
    text = breach.subject.detail[at]
    assert isinstance(text, str)
    return text
