"""A team written as a workbook or as CSV files is read back equal."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.team import Team
from planner.exchange.example_team import example_team
from planner.exchange.team_import import read_team
from planner.exchange.template import write_team, write_team_csv
from tests.planner.exchange.strategies import teams

languages = st.sampled_from(["de", "en"])


@given(teams(), languages)
@settings(max_examples=12)
def test_workbook_reads_back_equal(team: Team, language: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "team.xlsx"
        write_team(team, path, language)
        assert read_team(path, before=team) == team


@given(teams(), languages)
@settings(max_examples=20)
def test_csv_folder_reads_back_equal(team: Team, language: str) -> None:
    with TemporaryDirectory() as folder:
        write_team_csv(team, Path(folder), language)
        assert read_team(Path(folder), before=team) == team


@pytest.mark.parametrize(("start", "end"), [(480, 480), (480, 1921), (480, 400)])
def test_shift_that_a_row_cannot_say_is_refused(tmp_path: Path, start: int, end: int) -> None:
    team = example_team("en")
    shift = replace(team.shift_types[0], start_min=start, end_min=end)
    with pytest.raises(ValueError, match="within a day"):
        write_team(replace(team, shift_types=(shift,)), tmp_path / "team.xlsx")
