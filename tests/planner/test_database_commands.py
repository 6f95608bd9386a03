"""The commands around the database, as people run them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from planner.cli import planner
from planner.exchange.example_team import example_team
from planner.exchange.team_import import read_team
from planner.exchange.template import write_team

TEAM = example_team("en")


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATA_FOLDER", str(tmp_path / "kept"))
    return tmp_path / "kept"


def run(*args: object, answer: str | None = None) -> Result:
    return CliRunner().invoke(planner, ["--language", "en", *map(str, args)], input=answer)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "team.xlsx"
    write_team(TEAM, path)
    return path


def test_import_list_export(workbook: Path, tmp_path: Path, data_folder: Path) -> None:
    done = run("import", workbook, answer="y\n")
    assert done.exit_code == 0, done.output
    assert "Managers\n  + Name Lea Huber" in done.output
    assert "Example team is team 1." in done.output
    assert run("teams").output == "1  Example team\n"
    assert '"number": 1' in run("teams", "--json").output
    assert run("export-team", 1, tmp_path / "out.xlsx").exit_code == 0
    assert read_team(tmp_path / "out.xlsx") == TEAM
    assert run("import", tmp_path / "out.xlsx", "--into", 1).output == "The team is as it says already.\n"
    assert (data_folder / "planner.db").stat().st_mode & 0o077 == 0


def test_import_that_is_not_wanted_changes_nothing(workbook: Path) -> None:
    assert run("import", workbook, answer="n\n").exit_code == 1
    assert run("teams").output == ""


def test_import_of_people_of_another_team(workbook: Path) -> None:
    run("import", workbook, "--yes")
    done = run("import", workbook, "--yes", "--same", "Lea Huber")
    assert "Jonas Berger is in Example team, too." in done.output
    assert "Lea Huber is in" not in done.output
    refused = run("import", workbook, "--yes", "--same", "Nobody")
    assert refused.exit_code == 2
    assert "Nobody of other teams is called so." in refused.output
    several = run("import", workbook, "--yes", "--same", "Jonas Berger")
    assert "Several people of other teams are called so." in several.output


def test_backup_and_restore(workbook: Path, tmp_path: Path, data_folder: Path) -> None:
    run("import", workbook, "--yes")
    assert run("backup", tmp_path / "mine.db").output == f"{tmp_path / 'mine.db'}\n"
    run("import", workbook, "--yes")
    restored = run("restore", tmp_path / "mine.db")
    assert restored.exit_code == 0
    assert run("teams").output == "1  Example team\n"
    [before] = (data_folder / "backups").iterdir()
    assert str(before) in restored.output
    run("restore", before)
    assert run("teams").output == "1  Example team\n2  Example team\n"


def test_restore_of_no_backup(workbook: Path) -> None:
    run("import", workbook, "--yes")
    refused = run("restore", workbook)
    assert refused.exit_code == 2
    assert "no backup of the planner" in refused.output
    assert run("teams").output == "1  Example team\n"


def test_clean_up(workbook: Path) -> None:
    run("import", workbook, "--yes")
    assert run("clean-up").output == "Deleted: 0 sick notes, 0 texts, 0 letters, 0 entries of the access log.\n"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "no address of a database"),
        ("mysql://host/name", "kind of database is not known"),
        ("sqlite://", "needs a file"),
        ("postgresql://nobody:secret@127.0.0.1:1/none", "cannot be opened"),
        ("sqlite:////proc/none/planner.db", "cannot be opened"),
    ],
)
def test_databases_that_cannot_be_used(url: str, words: str) -> None:
    refused = run("teams", "--database", url)
    assert refused.exit_code == 2, refused.output
    assert words in refused.output
    assert "secret" not in refused.output
    assert "Traceback" not in refused.output


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "other.db").write_text("no database at all, but long enough to look at", encoding="utf-8")
    refused = run("teams", "--database", f"sqlite:///{tmp_path / 'other.db'}")
    assert refused.exit_code == 2
    assert "cannot be opened" in refused.output
