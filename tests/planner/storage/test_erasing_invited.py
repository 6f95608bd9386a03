"""Erasing somebody who was invited and never came: their address goes from the database and from letters in files."""

from pathlib import Path

from sqlalchemy import select

from planner import bootstrap
from planner.accounts.model import Role
from planner.ports import Mail
from planner.settings import Settings
from planner.storage.database import Database
from planner.storage.schema_accounts import one_time_links
from planner.storage.schema_letters import letters
from tests.planner.account_cases import AccountCase
from tests.planner.storage.desk import ANA, BEN, TEAM, desk_on


def addresses(database: Database) -> list[str]:
    """Whom links and letters go to, in their order."""
    with database.read() as connection:
        return [
            address
            for column in (one_time_links.c.email, letters.c.address)
            for address in connection.execute(select(column).where(column != "").order_by(column)).scalars()
        ]


def test_an_address_that_was_only_invited_is_left_nowhere(database: Database, tmp_path: Path) -> None:
    settings = Settings.of({"DATA_FOLDER": str(tmp_path), "BASE_URL": "http://localhost"})
    cases, desk = bootstrap.use_cases(settings, database, "en"), desk_on(database, TEAM)
    accounts = AccountCase(database)
    by = accounts.visitor(accounts.owner("olga@example.com", "Olga"))
    with cases.vault.reading() as records:
        numbers = records.people(desk.team)
    links, folder = bootstrap.accounts(settings, database).links, bootstrap.mailer(settings)
    links.invite(by, "zoe@example.com", Role.MANAGER, desk.team, TEAM.name, numbers[ANA], "en")
    # The same address by another door; and somebody else's.
    links.invite(by, "zoe@example.com", Role.OWNER, None, "", None, "en")
    links.invite(by, "ben@example.com", Role.MANAGER, desk.team, TEAM.name, numbers[BEN], "en")
    for address in ("zoe@example.com", "ben@example.com"):
        folder.send(Mail(address, "Olga invites you", "Open this link."))
    cases.privacy.erase(by, numbers[ANA], ANA)
    assert addresses(database) == ["ben@example.com", "ben@example.com"]
    [file] = (tmp_path / "outbox").glob("*.eml")
    assert "ben@example.com" in file.read_text()


def test_an_address_that_is_somebody_elses_by_now_stays_theirs(database: Database, tmp_path: Path) -> None:
    settings = Settings.of({"DATA_FOLDER": str(tmp_path), "BASE_URL": "http://localhost"})
    cases, desk = bootstrap.use_cases(settings, database, "en"), desk_on(database, TEAM)
    accounts = AccountCase(database)
    by = accounts.visitor(accounts.owner("olga@example.com", "Olga"))
    with cases.vault.reading() as records:
        numbers = records.people(desk.team)
    links = bootstrap.accounts(settings, database).links
    links.invite(by, "zoe@example.com", Role.MANAGER, desk.team, TEAM.name, numbers[ANA], "en")
    accounts.owner("zoe@example.com", "Zoe")
    bootstrap.mailer(settings).send(Mail("zoe@example.com", "New password", "Open this link."))
    cases.privacy.erase(by, numbers[ANA], ANA)
    assert addresses(database) == []
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 1
