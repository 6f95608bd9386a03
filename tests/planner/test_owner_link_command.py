"""`planner owner-link`: the way in from the command line."""

from pathlib import Path

import pytest

from planner import bootstrap
from planner.accounts.model import LinkGone
from planner.mail.outbox import FileOutbox
from planner.mail.smtp import SmtpMailer
from planner.settings import Encryption, Settings
from planner.storage.database import Database
from planner.storage.upgrade import downgrade
from tests.planner.account_cases import token_of
from tests.planner.planned_teams import run


def test_it_prints_a_link_that_makes_an_owner(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'planner.db'}"
    first, second = (
        run("owner-link", "--database", url, "--base-url", "https://team.example/").stdout for _ in range(2)
    )
    assert second.startswith("https://team.example/welcome/")
    with bootstrap.open_database(Settings.of({"DATABASE_URL": url})) as database:
        accounts = bootstrap.accounts(Settings.of({}), database)
        with pytest.raises(LinkGone):
            accounts.links.look(token_of(first.strip()))
        fields = {"name": "Olga", "email": "o@example.com", "language": "en"}
        session = accounts.links.accept(token_of(second.strip()), "four words tell a story", "", "", **fields)
        found = accounts.sign_in.visitor(session)
    assert found is not None
    assert found.user.is_owner


@pytest.mark.parametrize(("language", "text"), [("en", "works once"), ("de", "gilt einmal")])
def test_the_hint_is_no_part_of_the_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, text: str
) -> None:
    monkeypatch.setenv("DATA_FOLDER", str(tmp_path))
    result = run("owner-link", language=language)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert result.stdout.startswith("http://127.0.0.1:8000/welcome/")
    assert text in result.stderr


def test_a_database_that_cannot_be_is_refused() -> None:
    assert run("owner-link", "--database", "mysql://h/n").exit_code == 2


def test_an_older_database_is_brought_up_to_date_after_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_FOLDER", str(tmp_path))
    url = f"sqlite:///{tmp_path / 'old.db'}"
    run("owner-link", "--database", url)
    database = Database(url)
    downgrade(database, "0001")
    database.close()
    assert run("owner-link", "--database", url).exit_code == 0
    assert len(list((tmp_path / "backups").glob("before-upgrade-*.db"))) == 1


def test_letters_go_where_the_settings_say(tmp_path: Path) -> None:
    assert isinstance(bootstrap.mailer(Settings.of({"DATA_FOLDER": str(tmp_path)})), FileOutbox)
    told = {"SMTP_HOST": "mail.example", "SMTP_PORT": "465", "SMTP_ENCRYPTION": "tls", "SMTP_USER": "planner"}
    made = bootstrap.mailer(Settings.of(told))
    assert isinstance(made, SmtpMailer)
    assert (made.host, made.port, made.encryption, made.user) == ("mail.example", 465, Encryption.TLS, "planner")
