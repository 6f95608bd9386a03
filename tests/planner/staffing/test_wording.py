"""What an estimate says in sentences: every note has its text, and the command line says what the page says."""

import pytest

from planner.messages import render
from planner.staffing import limits
from planner.staffing.headcount import Note
from planner.staffing.wording import NOTES, UNREACHABLE
from tests.planner.planned_teams import run


def test_every_note_has_its_text() -> None:
    assert NOTES.keys() == set(Note)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_command_says_when_no_team_reaches_the_target(language: str) -> None:
    told = run("staffing", "--messages", 400, "--weekday", "8-9", "--saturday", "closed", language=language).stdout
    assert NOTES[Note.TARGET_BEYOND_COVERAGE] in told or language == "de"
    assert ("reicht kein noch so großes Team das Ziel rund um die Uhr" in told) == (language == "de")


def test_the_command_says_nothing_of_it_when_the_target_is_within_reach() -> None:
    told = run("staffing", "--messages", 400, *("--weekday", "0-24", "--saturday", "0-24", "--sunday", "0-24")).stdout
    assert NOTES[Note.TARGET_BEYOND_COVERAGE] not in told


def test_a_target_that_cannot_be_planned_for_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object) -> None:
        raise ValueError("No number of people answers so many messages in time.")

    monkeypatch.setattr("planner.commands.owner.estimate", never)
    result = run("staffing", "--messages", 10, language="de")
    assert result.exit_code == 2
    assert render(UNREACHABLE, "de") in result.stderr


def test_the_command_says_what_the_two_ends_are() -> None:
    told = run("staffing", "--messages", 400).stdout
    assert "(between 13 and 35)" in told
    assert "13, if 20 % fewer messages arrive, few people are away and little is held in reserve; 35, if" in told
    assert "fewer messages" not in run("staffing", "--messages", 0).stdout


@pytest.mark.parametrize(
    ("option", "least", "most"),
    [
        ("--messages", limits.MESSAGES_A_DAY.least, limits.MESSAGES_A_DAY.most),
        ("--handle-time", limits.HANDLE_TIME_MIN.least, limits.HANDLE_TIME_MIN.most),
        ("--contract", limits.CONTRACT_HOURS_A_WEEK.least, limits.CONTRACT_HOURS_A_WEEK.most),
    ],
)
def test_the_command_takes_what_the_page_takes(option: str, least: float, most: float) -> None:
    for value in (least - 0.01, most + 0.01):
        result = run("staffing", "--messages", 10, option, value)
        assert (result.exit_code, f"Invalid value for '{option}'" in result.stderr) == (2, True)


def test_a_range_holds_its_ends_and_no_nan() -> None:
    assert limits.Range(1, 2).least in limits.Range(1, 2)
    assert 2 in limits.Range(1, 2)
    assert 2.001 not in limits.Range(1, 2)
    assert 0.999 not in limits.Range(1, 2)
    assert float("nan") not in limits.Range(1, 2)
    assert "1" not in limits.Range(1, 2)
