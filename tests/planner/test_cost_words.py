"""Costs and lists in words: one point or several, dearer or cheaper, with an 'and' before the last."""

import pytest

from planner.cost_words import dearer_words
from planner.messages import AllOf, Term, render, words


@pytest.mark.parametrize(
    ("points", "english", "german"),
    [
        (-1200, "1,200 points cheaper", "um 1.200 Punkte günstiger"),
        (-1, "1 point cheaper", "um 1 Punkt günstiger"),
        (0, "no dearer", "gleich teuer"),
        (1, "1 point dearer", "um 1 Punkt teurer"),
        (2, "2 points dearer", "um 2 Punkte teurer"),
    ],
)
def test_dearer_or_cheaper(points: int, english: str, german: str) -> None:
    assert (render(dearer_words(points), "en"), render(dearer_words(points), "de")) == (english, german)


@pytest.mark.parametrize(
    ("parts", "english", "german"),
    [
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a und b"),
        (["a", "b", Term("Wishes")], "a, b and Wishes", "a, b und Wünsche"),
    ],
)
def test_all_of_some_parts(parts: list[str], english: str, german: str) -> None:
    assert (words(AllOf(parts), "en"), words(AllOf(parts), "de")) == (english, german)
