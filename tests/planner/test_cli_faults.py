"""Commands when something goes wrong that is not the user's doing, and the language that the system speaks."""

import locale
import logging
import subprocess
import sys
from logging import LogRecord
from pathlib import Path

import pytest

from planner.commands import language as command_language
from planner.commands.language import system_language
from planner.logs import log_to_stderr
from tests.planner.broken_search import break_off
from tests.planner.planned_teams import plan, run, team_file


def test_an_internal_error_is_a_line_of_the_log_and_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_on: object) -> None:
        raise RuntimeError("the disk\nis made of cheese")

    monkeypatch.setattr("planner.commands.owner.rule_entries", fail)
    result = run("rules", language="de")
    assert result.exit_code == 70
    assert result.stdout == ""
    *logged, told = result.stderr.strip().splitlines()
    assert "internal error" in logged[0]
    assert "RuntimeError: the disk" in "".join(logged)
    assert "test_cli_faults.py" in "".join(logged)
    assert "Traceback" not in result.stderr
    assert "schief" in told


def test_a_search_that_breaks_off_keeps_its_roster_and_says_so_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failed_searches: list[LogRecord]
) -> None:
    break_off(monkeypatch, MemoryError("no room for rows"))
    planned = plan(team_file(tmp_path), tmp_path / "out")
    failed_searches.clear()
    assert (tmp_path / "out" / "roster.xlsx").exists()
    assert "Traceback" not in planned.stderr
    [line] = [line for line in planned.stderr.splitlines() if "search failed" in line]
    assert "MemoryError: no room for rows" in line
    assert "search.py" in line


@pytest.mark.parametrize("how", [True, "raised", "its parts"])
def test_what_libraries_log_is_a_line_too(how: object, capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    log_to_stderr()
    try:
        raise OSError(28, "disk full\nwhile writing")
    except OSError as raised:
        told = {"raised": raised, "its parts": (OSError, raised, raised.__traceback__)}
        logging.getLogger("some.library").error("page %d\nof many", 7, exc_info=told.get(str(how), True))  # type: ignore[arg-type]
    talks = logging.getLogger("some.library.that_talks")
    talks.setLevel(logging.DEBUG)
    talks.info("begun")
    talks.warning("nearly over", exc_info=False, stack_info=True)
    broken, nearly = capsys.readouterr().err.splitlines()
    assert "page 7 of many" in broken
    assert "some.library" in broken
    assert "OSError: [Errno 28] disk full" in broken
    assert "test_cli_faults.py" in broken
    assert "nearly over" in nearly


def test_ctrl_c_ends_a_command_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_on: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("planner.commands.owner.rule_entries", stop)
    result = run("rules")
    assert result.exit_code == 130
    assert result.stderr.strip() == "Stopped."


def test_a_reader_that_has_seen_enough_is_no_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_on: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("planner.commands.owner.rule_entries", closed)
    result = run("rules")
    assert (result.exit_code, result.stderr) == (141, "")


def test_a_pipe_that_closes_ends_a_command_without_a_word() -> None:
    called = "from planner.cli import planner; planner()"
    with subprocess.Popen(
        [sys.executable, "-c", called, "rules"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.parametrize(
    ("variables", "locale_name", "language"),
    [
        ({"LANG": "de_AT.UTF-8"}, None, "de"),
        ({"LANG": "C.UTF-8"}, "de_AT", "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "de_AT.UTF-8"}, None, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "de", "LANG": "en"}, None, "de"),
        ({}, "German_Austria", "de"),
        ({}, None, "en"),
    ],
)
def test_the_systems_language(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], locale_name: str | None, language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(command_language.locale, "getlocale", lambda *_: (locale_name, None))
    assert locale.getlocale()[0] == locale_name
    assert system_language() == language
