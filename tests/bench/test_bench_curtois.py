"""bench.curtois on an invented instance: the format, what it prints, when it stops, and the published figures."""

import json
import threading
import time
from pathlib import Path

import pytest

from bench import curtois, plan
from bench.curtois_format import FormatError, read_instance
from bench.samples import SAMPLES
from planner.board import Board
from solver.search import Progress, Search, Watch
from tests.bench.curtois_scorer import score

SMALL = Path(__file__).parent / "curtois_small.txt"


def rows_in(path: Path) -> dict[str, list[str]]:
    ids = [person.id for person in read_instance(SMALL).staff]
    return dict(zip(ids, (row.split(",") for row in path.read_text("utf-8").splitlines()), strict=True))


def test_a_run_to_the_proven_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roster = tmp_path / "roster.txt"

    assert curtois.main([str(SMALL), "--seconds", "60", "--workers", "1", "--out", str(roster)]) == 0

    lines = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert [set(one) for one in lines] == [{"seconds", "cost", "bound", "phase"}] * len(lines)
    costs = [one["cost"] for one in lines if one["cost"] is not None]
    assert costs == sorted(costs, reverse=True)
    assert all(one["bound"] <= costs[-1] for one in lines if one["bound"] is not None)
    # What it says it costs, an independent scorer says too; and nothing better is possible.
    assert score(SMALL.read_text("utf-8"), rows_in(roster)) == (lines[-1]["cost"], frozenset())
    assert lines[-1]["bound"] == lines[-1]["cost"]


def test_it_stops_on_time_whatever_it_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roster = tmp_path / "roster.txt"
    began = time.monotonic()
    curtois.main([str(SMALL), "--seconds", "0", "--out", str(roster)])

    assert time.monotonic() - began < 2
    assert len(rows_in(roster)) == 5
    assert len(capsys.readouterr().out.splitlines()) >= 1


def test_ctrl_c_keeps_the_best_so_far(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(search: Search, watch: Watch | None = None) -> Progress:
        raise KeyboardInterrupt

    monkeypatch.setattr(Search, "run", interrupted)
    roster = tmp_path / "roster.txt"

    # Nobody works yet, which is too little for those with least minutes.
    assert curtois.main([str(SMALL), "--out", str(roster)]) == 1
    assert [json.loads(text)["cost"] for text in capsys.readouterr().out.splitlines()] == [None]
    assert set(rows_in(roster)["Ada"]) == {""}


def test_a_search_that_failed_is_no_measurement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failed(search: Search, watch: Watch | None = None) -> Progress:
        search.failure = MemoryError("no room for rows")
        return search.progress()

    monkeypatch.setattr(Search, "run", failed)
    roster = tmp_path / "roster.txt"

    with pytest.raises(MemoryError):
        curtois.main([str(SMALL), "--out", str(roster)])
    assert not roster.exists()
    with pytest.raises(MemoryError):
        plan._measure("x", SAMPLES["2-one-person"], "ours", 1.0)


def test_a_limit_of_work_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    rosters = [tmp_path / name for name in ("one.txt", "other.txt")]
    for roster in rosters:
        asked = ["--deterministic-limit", "0.05", "--workers", "1", "--seed", "7", "--out", str(roster)]
        curtois.main([str(SMALL), *asked])

    assert rosters[0].read_bytes() == rosters[1].read_bytes()


def test_a_limit_of_work_is_for_one_worker(capsys: pytest.CaptureFixture[str]) -> None:
    assert curtois.main([str(SMALL), "--deterministic-limit", "1", "--workers", "2"]) == 2
    assert "--workers 1" in capsys.readouterr().err


def test_it_stops_on_time_while_it_still_lays_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    never = threading.Event()

    def dawdle(*_: object) -> Board:
        never.wait()
        raise AssertionError

    monkeypatch.setattr(curtois, "board_of", dawdle)
    roster = tmp_path / "roster.txt"

    assert curtois.main([str(SMALL), "--seconds", "1.2", "--out", str(roster)]) == 1

    lines = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert [one["phase"] for one in lines] == ["laying out"] * len(lines)
    assert len(lines) >= 2
    # Nobody works: there was no time for more.
    assert {code for row in rows_in(roster).values() for code in row} == {""}
    never.set()


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("\n14\n", "\n15\n", "a horizon of 15 days. It must be whole weeks"),
        ("\n14\n", "\n371\n", "371 days from 2024-01-01; a board has 14 to 364"),
        ("E,480,\n", "E,half,\n", "curtois_small.txt, line 8: 'half' is no whole number"),
        ("E,480,\n", "E,1441,\n", "shift 'E' of 1441 minutes. It must be 1 to 1440"),
        ("E,480,\n", "E\n", "line 8: field 2 is missing"),
        ("Di,3\n", "Do,3\n", "'Do' is not in SECTION_STAFF"),
        ("Di,3\n", "Di,14\n", "there is no day 14"),
        ("Bo,0,E,7\n", "Bo,0,X,7\n", "shift 'X' is not in SECTION_SHIFTS"),
        ("E=14|L=0|N=14", "E=14|L|N=14", "'L' is no limit. Write it as D=14"),
        ("1,L,1,100,1\n", "1,E,1,100,1\n", "cover of (1, 'E') stands in it twice"),
        ("SECTION_HORIZON", "14", "line 2: '14' stands before any SECTION_ line"),
    ],
)
def test_a_wrong_file_is_told_where(
    was: str, now: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / SMALL.name
    path.write_text(SMALL.read_text("utf-8").replace(was, now, 1), "utf-8")

    assert curtois.main([str(path), "--seconds", "0"]) == 2
    assert told in capsys.readouterr().err


def test_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert curtois.main([str(tmp_path / "none.txt")]) == 2
    assert "none.txt" in capsys.readouterr().err

    (tmp_path / "empty.txt").touch()
    with pytest.raises(FormatError, match="no single number of days"):
        read_instance(tmp_path / "empty.txt")
