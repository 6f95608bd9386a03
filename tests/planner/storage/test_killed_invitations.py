"""Servers and a worker killed while somebody invites: who was answered has a link and a letter, which goes out once."""

import random
import time
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes
from email.policy import default
from http.client import HTTPException
from itertools import count
from pathlib import Path
from threading import Thread

import pytest

from planner import bootstrap
from planner.domain.letter import LetterState
from planner.sealing import FileSeal
from planner.services.one_time_links import OneTimeLinks
from planner.services.outbox import Outbox
from planner.settings import Settings
from planner.storage.letter_rows import DatabaseLetters
from tests.planner.account_cases import AccountCase, SetClock, token_of
from tests.planner.storage.conftest import NewUrl
from tests.planner.worker_process import PATIENCE_S, Ahead, Office, office_on
from tests.web.server_process import Browser, Save, Server

KILLS, LONGEST_S = 3, 0.4


@pytest.fixture
def office(new_url: NewUrl, tmp_path: Path) -> Iterator[Office]:
    made = office_on(new_url.with_tables(), tmp_path)
    yield made
    made.close()


class Inviting:
    """Invites one after the other, in a thread, until the server is gone. answered: whom, and heard so."""

    def __init__(self, office: Office) -> None:
        case = AccountCase(office.database, clock=SetClock.by_the_system())
        self._office, self._session = office, case.owner()
        self._numbers, self._browser = count(), None
        self.answered: list[str] = []

    def on_a_server_killed_after(self, seconds: float) -> None:
        server, page = Server(self._office.environment), f"/teams/{self._office.team}/members/"
        try:
            self._browser = self._browser or Browser(server, self._session, page)
            thread = Thread(target=self._invite_on, args=(server, self._browser, page))
            begun = len(self.answered)
            thread.start()
            while len(self.answered) == begun and thread.is_alive():
                time.sleep(0.01)
            time.sleep(seconds)
        finally:
            server.kill()
        thread.join(PATIENCE_S)

    def _invite_on(self, server: Server, browser: Browser, page: str) -> None:
        try:
            with closing(server.connect()) as connection:
                for number in self._numbers:
                    email = f"p{number}@example.com"
                    browser.send(connection, Save(page, {"email": email, "role": "manager"}))
                    self.answered.append(email)
        except (OSError, HTTPException):
            return


def links_of(office: Office) -> OneTimeLinks:
    return bootstrap.accounts(Settings.of(office.environment), office.database).links


def test_each_invitation_has_its_letter_whatever_is_killed(office: Office, tmp_path: Path) -> None:
    inviting, chance = Inviting(office), random.Random(1)
    for _ in range(KILLS):
        inviting.on_a_server_killed_after(chance.uniform(0.0, LONGEST_S))
    links = links_of(office)
    invited, letters = links.invitations(office.team), links.letters(office.team)
    kept = {link.email for link in invited}
    assert len(inviting.answered) > KILLS
    assert set(inviting.answered) <= kept
    # An invitation whose answer did not come may be kept: one a kill.
    assert len(kept) <= len(inviting.answered) + KILLS
    assert {number: row.state for number, row in letters.items()} == {
        link.link_id: LetterState.WAITING for link in invited
    }

    worker, outbox = office.worker(), tmp_path / "outbox"
    deadline = time.monotonic() + PATIENCE_S
    while not list(outbox.glob("*.eml")):
        assert worker.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.001)
    worker.kill()
    worker.wait()
    # The next one goes on, once the lease of what the first one had in its hands is over.
    clock, settings = Ahead(), Settings.of(office.environment)
    rows = DatabaseLetters(office.database, clock)
    Outbox(rows, bootstrap.mailer(settings), clock, FileSeal(tmp_path)).send_due("next")
    mails = [message_from_bytes(file.read_bytes(), policy=default) for file in outbox.glob("*.eml")]
    assert sorted(str(mail["To"]) for mail in mails) == sorted(kept)
    for mail in mails:
        body = mail.get_content()
        address = next(line for line in body.splitlines() if "/welcome/" in line)
        assert links.look(token_of(address)).link.email == str(mail["To"])
    assert {row.state for row in links.letters(office.team).values()} == {LetterState.SENT}
