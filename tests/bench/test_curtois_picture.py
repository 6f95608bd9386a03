"""The picture of a run: what stands in it is what the lines say and what the threads were in."""

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree

import pytest

import solver.rows.trades
import solver.rows.work
import solver.search
import solver.whole_model
from bench.curtois_line import Line
from bench.curtois_picture import _COLOURS, LEFT, PLOT, RIGHT, TOP, WIDTH, main, picture
from bench.doings import SEARCHING, Doing, Watching
from solver.rows.program import RowProgram
from solver.rows.row import Cheapest
from solver.rows.warm import compile_now
from solver.search import Options
from tests.solver.small_roster import coverage_first, search_of, small_roster

SMALL = Path(__file__).parent / "curtois_small.txt"
SVG = "{http://www.w3.org/2000/svg}"
LINES = [
    Line(0.0, None, None, "laying out"),
    Line(1.0, 9000, 0, "building"),
    Line(2.0, 150, 90, "improving"),
    Line(4.0, 100, 100, "improving"),
]
DOINGS = [Doing(0, "rounds of pricing", 1.0, 3.0), Doing(1, "dive <over> all", 1.5, 4.0)]


def drawn(lines: list[Line], doings: list[Doing]) -> ElementTree.Element:
    return ElementTree.fromstring(picture("A run & more", lines, doings))


def path_of(picture: ElementTree.Element, name: str) -> str:
    (found,) = (one for one in picture.iter(f"{SVG}path") if one.get("class") == name)
    return found.get("d", "")


def test_cost_and_bound_are_steps_to_the_end() -> None:
    found = drawn(LINES, DOINGS)

    cost = path_of(found, "cost")
    right = float(WIDTH - RIGHT)
    quarter = (right - LEFT) / 4
    # What is dearer than is shown lies at the upper edge: 9,000 and, since 1.6 times the last is, 150 does not.
    begin, *steps = cost.removeprefix("M").split("H")
    assert begin == f"{LEFT + quarter} {float(TOP)}"
    assert [float(step.split("V")[0]) for step in steps] == [LEFT + 2 * quarter, right, right]
    heights = [float(step.split("V")[1]) for step in steps[:2]]
    assert TOP < heights[0] < heights[1] < TOP + PLOT
    # They meet where it is proven.
    assert path_of(found, "bound").split("V")[-1].split("H")[0] == cost.split("V")[-1].split("H")[0]
    said = [text.text for text in found.iter(f"{SVG}text")]
    assert {"A run & more", "cost 100", "bound 100", "0 s", "4 s"} <= set(said)


def test_each_stretch_has_its_lane_its_letter_and_a_place_in_the_legend() -> None:
    found = drawn(LINES, DOINGS)

    told = [one.text for one in found.iter(f"{SVG}title")]
    assert told == [
        "laying out, 0.0 to 1.0 s",
        "building, 1.0 to 2.0 s",
        "improving, 2.0 to 4.0 s",
        "rounds of pricing, 1.0 to 3.0 s",
        "dive <over> all, 1.5 to 4.0 s",
    ]
    said = [text.text for text in found.iter(f"{SVG}text")]
    assert [text for text in said if text in ("phase", "thread 1", "thread 2")] == ["phase", "thread 1", "thread 2"]
    for letter in "ABCDE":
        assert said.count(letter) == 2
    assert said[-1] == "dive <over> all"


def test_a_run_without_a_legal_roster_has_no_line_and_is_drawn() -> None:
    found = drawn(LINES[:1], [])

    assert [one.get("class") for one in found.iter(f"{SVG}path")] == ["axis"] * 6
    assert len(list(found.iter(f"{SVG}title"))) == 1


def dive() -> Iterator[FrameType]:
    yield sys._getframe()


def shake() -> Iterator[FrameType]:
    yield sys._getframe()


def test_what_threads_are_in_becomes_stretches() -> None:
    watching = Watching(time.monotonic(), {dive.__code__: "dive", shake.__code__: "shake"})
    (diving,), (shaking,), other = dive(), shake(), sys._getframe()

    for seconds, frames in enumerate(
        [
            {7: diving},
            {7: diving, 3: shaking, 9: other},
            {7: shaking, 3: shaking},
            {3: shaking},
            {3: shaking, 8: diving},
        ]
    ):
        watching.look(frames, float(seconds))
    watching.look({}, 5.0)

    # 8 takes the lane that 7 left.
    assert sorted(watching.done, key=lambda one: (one.lane, one.since_s)) == [
        Doing(0, "dive", 0.0, 2.0),
        Doing(0, "shake", 2.0, 2.0),
        Doing(0, "dive", 4.0, 4.0),
        Doing(1, "shake", 1.0, 4.0),
    ]


def test_threads_are_watched_while_they_run() -> None:
    began, go_on = threading.Event(), threading.Event()

    def working() -> None:
        began.set()
        go_on.wait()

    watching = Watching(time.monotonic(), {working.__code__: "working"})
    thread = threading.Thread(target=working)
    thread.start()
    began.wait()
    looked = threading.Event()
    look = watching.look

    def noted(*args: object) -> None:
        look(*args)  # type: ignore[arg-type]
        looked.set()

    watching.look = noted  # type: ignore[method-assign]
    watching.start()
    looked.wait()
    go_on.set()
    thread.join()

    assert {one.name for one in watching.stop()} == {"working"}


def test_each_name_of_what_a_search_does_belongs_to_code() -> None:
    assert {"rounds of pricing", "dive over all", "neighbourhoods", "whole model"} <= set(SEARCHING.values())
    assert len(set(SEARCHING.values())) <= len(_COLOURS)


@pytest.mark.parametrize("days", [20, 70])
def test_no_row_is_looked_for_outside_what_has_a_name(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are most of the work: what lies outside would be white in the picture."""
    monkeypatch.setattr(solver.search, "_ONE_MODEL_ATOMS", 0)
    monkeypatch.setattr(solver.whole_model, "_FEW_ATOMS", 0)
    monkeypatch.setattr(solver.search, "_COVERED_S", 0.0)
    # A market would go on for a share of the time, before anything else looks for rows.
    monkeypatch.setattr(solver.rows.trades, "_COVERED_LINE_S", 0.01)
    search = search_of(*small_roster(3, 4, days, more=[coverage_first(1)]), Options(seconds=600, workers=2))
    names, cheapest = [], RowProgram.cheapest
    watching = Watching(0.0, SEARCHING)

    def noted(*args: object) -> Cheapest:
        names.append(watching._name(sys._getframe(1)))
        return cheapest(*args)  # type: ignore[arg-type]

    compile_now()
    monkeypatch.setattr(RowProgram, "cheapest", noted)

    search.run(lambda progress: len(names) > 300 and set(names) != {"market"})

    assert names
    assert None not in names
    assert {"a roster taken up", "rounds of pricing"} & set(names)


def test_the_command_draws_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run.svg"

    assert main([str(SMALL), "--seconds", "30", "--workers", "1", "--out", str(out)]) == 0

    said = [text.text or "" for text in ElementTree.fromstring(out.read_text("utf-8")).iter(f"{SVG}text")]
    assert said[0].startswith("curtois_small, seed 1, 1 workers, ")
    assert any(text.startswith("cost ") for text in said)
    assert main([str(tmp_path / "none.txt"), "--out", str(out)]) == 2
    assert "none.txt" in capsys.readouterr().err
