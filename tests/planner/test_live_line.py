"""The live line: drawn over itself on a terminal, plain lines elsewhere, never wider than the window."""

import re
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

import solver
from planner.services.planning import PlanState
from planner.telling.live_line import _PHASES, LiveLine
from solver.limits import Tier
from solver.search import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def state(seconds: float, phase: str = "coverage", cost: int = 1234, bound: int = 1200) -> PlanState:
    return PlanState(Progress(seconds, phase, (0, cost, 0), (0, bound, 0), np.zeros(1, np.int64)), 150)


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def test_plain_lines_once_a_second() -> None:
    stream = StringIO()
    with LiveLine(10, "en", stream) as line:
        for seconds in (0.2, 0.4, 0.9, 1.0, 1.9, 3.0):
            line(state(seconds))
    assert stream.getvalue().splitlines() == [
        "  0.2 s  cost 1,234  bound 1,200  gap 2.8 %  uncovered 2 h 30 min  covering demand",
        "  1.0 s  cost 1,234  bound 1,200  gap 2.8 %  uncovered 2 h 30 min  covering demand",
        "  3.0 s  cost 1,234  bound 1,200  gap 2.8 %  uncovered 2 h 30 min  covering demand",
    ]


def test_the_last_state_is_told_even_within_the_same_second() -> None:
    stream = StringIO()
    with LiveLine(10, "en", stream) as line:
        for seconds, bound in ((0.2, 1200), (0.4, 1210), (0.7, 1234)):
            line(state(seconds, bound=bound))
    assert [text[:7] for text in stream.getvalue().splitlines()] == ["  0.2 s", "  0.7 s"]
    assert "bound 1,234  gap 0.0 %" in stream.getvalue()


def test_a_terminal_shows_a_bar_that_fills() -> None:
    stream = Terminal()
    with LiveLine(10, "en", stream) as line:
        for seconds in (0.0, 5.0, 10.0, 12.0):
            line(state(seconds))
    drawn = stream.getvalue()
    assert drawn.endswith("\n")
    assert drawn.count("\n") == 1
    assert [part.count("█") for part in drawn.strip("\r\n").split("\r")] == [0, 12, 24, 24]
    assert "cost 1,234" in drawn


def test_a_shorter_line_leaves_nothing_of_a_longer_one() -> None:
    stream = Terminal()
    with LiveLine(10, "en", stream) as line:
        line(state(1, "comfort", 1_000_000_000))
        line(state(2))
    first, second = stream.getvalue().strip("\r\n").split("\r")
    assert len(second) == len(first)
    assert second.endswith("covering demand" + " " * (len(first) - len(second.rstrip())))


@pytest.mark.parametrize("language", ["de", "en"])
def test_all_figures_fit_an_ordinary_window(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    stream = Terminal()
    with LiveLine(10, language, stream) as line:
        line(state(12.5, "improving", 18_308, 18_064))
    drawn = stream.getvalue().strip("\r\n")
    assert drawn.endswith("2 h 30 min")
    assert drawn.startswith("█" * 8)
    assert len(drawn) <= 79


def test_a_line_is_never_wider_than_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setenv("COLUMNS", "60")
    with LiveLine(10, "en", stream) as line:
        line(state(1))
        monkeypatch.setenv("COLUMNS", "40")
        line(state(2))
    assert [len(part) for part in stream.getvalue().strip("\r\n").split("\r")] == [59, 39]


def test_an_interrupted_line_is_ended() -> None:
    stream = Terminal()

    def interrupted() -> None:
        with LiveLine(10, "en", stream) as line:
            line(state(1))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert stream.getvalue().endswith("\n")
    untouched = Terminal()
    with LiveLine(10, "en", untouched):
        pass
    assert untouched.getvalue() == ""


@pytest.mark.parametrize(("bound", "shown"), [(1234, "0.0 %"), (617, "100.0 %"), (616, "–"), (0, "–")])
def test_a_gap_without_a_bound_worth_its_name_is_not_shown(bound: int, shown: str) -> None:
    stream = StringIO()
    with LiveLine(10, "en", stream) as line:
        line(state(1, bound=bound))
    assert f"gap {shown}  " in stream.getvalue()


def test_german_figures_and_words() -> None:
    stream = StringIO()
    with LiveLine(10, "de", stream) as line:
        line(state(1.5))
    assert "  1,5 s" in stream.getvalue()
    assert "1.234" in stream.getvalue()
    assert "2,8 %" in stream.getvalue()
    assert "cover" not in stream.getvalue()


def test_every_phase_of_the_search_has_words() -> None:
    sources = (path.read_text("utf-8") for path in Path(solver.__file__).parent.glob("*.py"))
    phases = {phase for source in sources for phase in re.findall(r'_phase = "([\w ]+)"', source)}
    phases |= {tier.name.lower() for tier in Tier}
    assert phases == _PHASES.keys()
