"""Settings: defaults, what the environment says, nonsense, and the page that lists them."""

import re
from pathlib import Path

import pytest

from planner.problems import InputProblems
from planner.settings import SETTINGS, Settings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_defaults() -> None:
    found = Settings.of({})
    assert found.data_folder == Path.home() / ".local/share/community-planner"
    assert found.database_url == f"sqlite:///{found.data_folder}/planner.db"
    assert (found.base_url, found.keep_sick_notes_days, found.keep_event_texts_days) == ("", 730, 365)


def test_environment_outranks_defaults_and_empty_is_not_set() -> None:
    told = {
        "DATA_FOLDER": "/srv/planner", "DATABASE_URL": "", "BASE_URL": "https://plan.example.org/",
        "KEEP_SICK_NOTES_DAYS": "1",
    }  # fmt: skip
    found = Settings.of(told)
    assert found.database_url == "sqlite:////srv/planner/planner.db"
    assert found.base_url == "https://plan.example.org"
    assert found.keep_sick_notes_days == 1
    assert Settings.of({"DATABASE_URL": "postgresql://h/n"}).database_url == "postgresql://h/n"


@pytest.mark.parametrize("written", ["0", "-1", "36501", "a year", "1.5", "²"])
def test_nonsense_is_refused_with_its_name(written: str) -> None:
    with pytest.raises(InputProblems, match="KEEP_EVENT_TEXTS_DAYS"):
        Settings.of({"KEEP_EVENT_TEXTS_DAYS": written})


def test_page_lists_every_setting_with_default_and_purpose() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert rows == [(s.name, f"`{s.default}`" if s.default else "", s.about) for s in SETTINGS]
