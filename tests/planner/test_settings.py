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
    assert (found.base_url, found.trusted_proxies, found.smtp_host, found.smtp_port) == ("", 0, "", 587)
    assert (found.smtp_encryption, found.mail_from) == ("starttls", "planner@localhost")


def test_environment_outranks_defaults_and_empty_is_not_set() -> None:
    told = {
        "DATA_FOLDER": "/srv/planner", "DATABASE_URL": "", "BASE_URL": "https://plan.example.org/",
        "KEEP_SICK_NOTES_DAYS": "1",
        "TRUSTED_PROXIES": "1", "SMTP_PASSWORD": "secret",
    }  # fmt: skip
    found = Settings.of(told)
    assert found.database_url == "sqlite:////srv/planner/planner.db"
    assert found.base_url == "https://plan.example.org"
    assert found.keep_sick_notes_days == 1
    assert Settings.of({"DATABASE_URL": "postgresql://h/n"}).database_url == "postgresql://h/n"
    assert found.trusted_proxies == 1
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("BASE_URL", "plan.example.org"), ("BASE_URL", "ftp://plan.example.org"), ("BASE_URL", "https://a.example/b"),
        ("TRUSTED_PROXIES", "10"), ("TRUSTED_PROXIES", "-1"), ("TRUSTED_PROXIES", "²"), ("SMTP_PORT", "65536"),
        ("SMTP_PORT", "mail"), ("SMTP_ENCRYPTION", "ssl"), ("MAIL_FROM", "planner"), ("MAIL_FROM", "a@b\r\nBcc: c@d"),
        *(("KEEP_EVENT_TEXTS_DAYS", written) for written in ("0", "-1", "36501", "a year", "1.5", "²")),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_its_name(name: str, written: str) -> None:
    with pytest.raises(InputProblems, match=name):
        Settings.of({name: written})


@pytest.mark.parametrize(("name", "written"), [("TRUSTED_PROXIES", "9"), ("SMTP_PORT", "65535")])
def test_the_largest_numbers_are_taken(name: str, written: str) -> None:
    assert getattr(Settings.of({name: written}), name.lower()) == int(written)


def test_page_lists_every_setting_with_default_and_purpose() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert rows == [(s.name, f"`{s.default}`" if s.default else "", s.about) for s in SETTINGS]


def test_the_file_of_settings_for_a_server_is_one() -> None:
    lines = (PAGE.parent / "deploy" / "planner.env").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert given.keys() <= {setting.name for setting in SETTINGS}
    assert Settings.of(given).trusted_proxies == 1
