"""A lead who saves one thing after the other on a server that is killed meanwhile, and what must hold afterwards."""

import os
import random
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event as Signal
from time import sleep

from planner.domain.drafts import Event, EventKind, GridCell, Version, VersionState
from planner.domain.notice import NoticeKind
from planner.services.month_facts import in_force
from planner.storage.database import Database
from planner.storage.upgrade import upgrade
from tests.planner.account_cases import AccountCase, SetClock
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, WORKDAYS, day, desk_on
from tests.planner.storage.fresh_file import no_backup
from tests.web.server_process import PATIENCE_S, Browser, Save, Server

MONTH = (2026, 12)
#: What each edit fills or empties as a whole.
CELLS: tuple[GridCell, ...] = tuple((person, day(number)) for person in (ANA, BEN, CLEO) for number in WORKDAYS[:5])
#: A draft is published after so many edits: then every publication is other than the one before.
EDITS_EACH = 3
_SAVES = (EventKind.EDIT, EventKind.PUBLISH)

Filled = Mapping[GridCell, tuple[str, ...]]
_EMPTY: Filled = dict.fromkeys(CELLS, ())


@dataclass
class Tally:
    """Of kills so far. answered: saves that the server said were kept. kept: those in the database."""

    kills: int = 0
    answered: int = 0
    kept: int = 0


class SavingHouse:
    """A team with an empty draft of December in a database, which an owner fills, empties and publishes by turns.

    url: of a database that is empty, or has empty tables.
    """

    def __init__(self, url: str, folder: Path) -> None:
        self._database = Database(url)
        upgrade(self._database, no_backup)
        desk = desk_on(self._database)
        desk.draft()
        self._vault, self._team = desk.vault, desk.team
        self._session = AccountCase(self._database, clock=SetClock.by_the_system()).owner()
        self._environment = {**os.environ, "DATABASE_URL": url, "DATA_FOLDER": str(folder)}
        self._browser: Browser | None = None
        self.tally = Tally()

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file."""
        return self._database.is_sqlite

    def close(self) -> None:
        """Give the database back."""
        self._database.close()

    def kill_a_server(self, after_s: float) -> None:
        """Save on a server that is killed so long after its first answer; AssertionError when a save is not taken."""
        server, heard = Server(self._environment), Signal()
        with ThreadPoolExecutor(1) as pool:
            try:
                connection = server.connect()
                self._browser = self._browser or Browser(server, self._session, f"/teams/{self._team}/members/")
                saving = pool.submit(self._save_on, connection, self._browser, heard)
                assert heard.wait(PATIENCE_S), "the server does not answer"
                sleep(after_s)
            finally:
                server.kill()
            self.tally.answered += saving.result(PATIENCE_S)
        self.tally.kills += 1

    def _save_on(self, connection: HTTPConnection, browser: Browser, heard: Signal) -> int:
        """Save until no answer comes; how many came. heard: set with the first, and when there will be none."""
        answered = 0
        try:
            with closing(connection):
                while True:
                    browser.send(connection, self.next_save())
                    answered += 1
                    heard.set()
        except (OSError, HTTPException):
            # The server is gone.
            return answered
        finally:
            heard.set()

    def next_save(self) -> Save:
        """What the owner does next, as the month stands."""
        with self._vault.reading() as records:
            versions = records.versions(self._team, *MONTH)
            newest, over = versions[-1], in_force(versions)
            shifts = [] if records.roster(newest.id).assignments else [EARLY]
        pages, seen = f"/teams/{self._team}/2026-12/", {"version": newest.id, "revision": newest.revision}
        if newest.state is VersionState.DRAFT and newest.revision >= EDITS_EACH:
            return Save(f"{pages}publish/", form={**seen, "over": over.id if over else 0})
        steps = [{"verb": "fill", "person": who, "day": when.isoformat(), "shifts": shifts} for who, when in CELLS]
        return Save(f"{pages}edit/", message={**seen, "steps": steps})

    def check(self) -> None:
        """Nothing is lost that was answered, and nothing is half there: AssertionError when it is."""
        with self._vault.reading() as records:
            versions = records.versions(self._team, *MONTH)
            events = {version.id: records.events(version.id) for version in versions}
            cells = {version.id: records.cells(version.id, CELLS) for version in versions}
            letters = {version.id: records.notice_letters(NoticeKind.SHIFTS, str(version.id)) for version in versions}
        self.tally.kept = sum(event.kind in _SAVES for done in events.values() for event in done)
        # A save whose answer did not come may be kept: one a kill.
        assert self.tally.answered <= self.tally.kept <= self.tally.answered + self.tally.kills
        assert [version.number for version in versions] == [*range(1, len(versions) + 1)]
        before = published = _EMPTY
        for version in versions:
            now = {cell: state.codes for cell, state in cells[version.id].items()}
            assert len(set(now.values())) == 1, f"some cells of version {version.number} only: {now}"
            assert now == _as_done(version, events[version.id], before)
            if version.state is VersionState.PUBLISHED:
                told = {letter.person for letter in letters[version.id]}
                assert told == ({ANA, BEN, CLEO} if now != published else set())
                published = now
            before = now


def _as_done(version: Version, events: Sequence[Event], before: Filled) -> Filled:
    """What a version's events say of the cells. before: the version that was made last until then."""
    made, *edits = events
    published = version.state is VersionState.PUBLISHED
    assert made.kind is (EventKind.PUBLISH if published else EventKind.DRAFT)
    assert [edit.revision for edit in edits] == [*range(1, version.revision + 1)]
    assert [edit.kind for edit in edits] == [EventKind.EDIT] * len(edits)
    now = dict(before)
    for edit in edits:
        assert {change.cell for change in edit.changes} == set(CELLS)
        now.update((change.cell, change.after.codes) for change in edit.changes)
    return now


def kill_servers(house: SavingHouse, kills: int, chance: random.Random, longest_s: float) -> None:
    """Kill one server after the other, each at a random moment, and look at what is left after each."""
    for _ in range(kills):
        house.kill_a_server(chance.uniform(0.0, longest_s))
        house.check()
