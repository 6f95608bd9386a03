"""The table of bench.stops on small samples: each stop is in it, and the latest is named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bench import machine, stops
from bench.samples import SAMPLES
from bench.stops import Stop
from planner.domain.team import Team

ONE, TEAM = "2-one-person", "1-brand-team-vienna"


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own."""
    monkeypatch.setattr(machine, "RESULTS", tmp_path / "results")
    return tmp_path / "results"


@pytest.mark.parametrize("at_s", [0.0, 0.3])
def test_a_search_that_is_stopped_is_told_by_the_phase_it_was_in(at_s: float) -> None:
    stop = stops._measure(TEAM, SAMPLES[TEAM], at_s)
    assert stop.legal
    assert stop.phase not in ("", "proven")
    assert stop.back_s > 0


def test_a_search_that_is_proven_before_needs_no_stop() -> None:
    assert stops.measure(ONE, SAMPLES[ONE], 60.0) == Stop(ONE, 60.0, "proven", 0.0, legal=True)


def test_the_report_is_printed_whole_and_kept(
    results: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stops, "STOPS", (("small", SAMPLES[ONE], (1, 2)), ("large", SAMPLES[ONE], (3,))))

    def measure(name: str, _make: Callable[[], Team], at_s: float) -> Stop:
        return Stop(name, at_s, "improving", at_s / 10, legal=at_s < 3)

    monkeypatch.setattr(stops, "measure", measure)
    stops.main()
    (kept,) = results.iterdir()
    text = kept.read_text("utf-8")
    assert text in capsys.readouterr().out
    assert "| small | 1 | improving | 0.10 | yes |" in text
    assert "| large | 3 | improving | 0.30 | no |" in text
    assert "3 stops; the search was back after 0.30 s at the latest." in text
