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


class House:
    """A team with an owner, who is `by`. numbers: of its people."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.settings = Settings.of({"DATA_FOLDER": str(folder), "BASE_URL": "http://localhost"})
        self.cases, self.team = bootstrap.use_cases(self.settings, database, "en"), desk_on(database, TEAM).team
        self.accounts = AccountCase(database)
        self.by = self.accounts.visitor(self.accounts.owner("olga@example.com", "Olga"))
        self.links = bootstrap.accounts(self.settings, database).links
        with self.cases.vault.reading() as records:
            self.numbers = records.people(self.team)


def test_an_address_that_was_only_invited_is_left_nowhere(database: Database, tmp_path: Path) -> None:
    house = House(database, tmp_path)
    links, folder = house.links, bootstrap.mailer(house.settings)
    links.invite(house.by, "zoe@example.com", Role.MANAGER, house.team, TEAM.name, house.numbers[ANA], "en")
    # The same address by another door; and somebody else's.
    links.invite(house.by, "zoe@example.com", Role.OWNER, None, "", None, "en")
    links.invite(house.by, "ben@example.com", Role.MANAGER, house.team, TEAM.name, house.numbers[BEN], "en")
    for address in ("zoe@example.com", "ben@example.com"):
        folder.send(Mail(address, "Olga invites you", "Open this link."))
    house.cases.privacy.erase(house.by, house.numbers[ANA], ANA)
    assert addresses(database) == ["ben@example.com", "ben@example.com"]
    [file] = (tmp_path / "outbox").glob("*.eml")
    assert "ben@example.com" in file.read_text()


def test_an_address_that_is_somebody_elses_by_now_stays_theirs(database: Database, tmp_path: Path) -> None:
    house = House(database, tmp_path)
    links = house.links
    links.invite(house.by, "zoe@example.com", Role.MANAGER, house.team, TEAM.name, house.numbers[ANA], "en")
    house.accounts.owner("zoe@example.com", "Zoe")
    bootstrap.mailer(house.settings).send(Mail("zoe@example.com", "New password", "Open this link."))
    house.cases.privacy.erase(house.by, house.numbers[ANA], ANA)
    assert addresses(database) == []
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 1


def test_whom_an_erased_person_invited_is_invited_no_more_and_reads_their_name_nowhere(
    database: Database, tmp_path: Path
) -> None:
    house = House(database, tmp_path)
    olga = house.by.user
    house.links.invite(house.by, "zoe@example.com", Role.MANAGER, house.team, TEAM.name, house.numbers[ANA], "en")
    other = house.accounts.visitor(house.accounts.owner("otto@example.com", "Otto"))
    assert addresses(database) == ["zoe@example.com", "zoe@example.com"]
    house.cases.privacy.erase(other, olga.person_id, "Olga")
    # The letter, which names her, waits sealed: it goes with the link.
    assert addresses(database) == []
    with database.read() as connection:
        assert connection.execute(select(letters.c.id)).all() == []
