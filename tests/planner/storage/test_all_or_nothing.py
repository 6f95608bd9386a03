"""A transaction is kept whole or leaves no trace: when it fails in the middle, when two edit at once, when killed."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from planner.changing.edits import EditConflict
from planner.domain.drafts import EventKind
from planner.domain.edit import Put, Take
from planner.domain.scenario import ContractChange, Scenario
from planner.storage import records as records_module
from planner.storage import team_records
from planner.storage.database import Database
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, LATE, TEAM, WORKDAYS, Desk, day, roster


class Torn(Exception):
    """A failure in the middle."""


def fail(*_: object) -> None:
    raise Torn


def test_an_edit_that_fails_in_the_middle_leaves_no_trace(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    before = desk.events(draft.id)
    with monkeypatch.context() as patched:
        # By then the cells are changed, the revision has grown and the event is written.
        patched.setattr(records_module, "write_changes", fail)
        with pytest.raises(Torn):
            desk.edit(draft.id, 0, Take(ANA, day(1), EARLY), Put(BEN, day(1), LATE))
    assert desk.places(draft.id) == {(ANA, 1, EARLY)}
    assert desk.version(draft.id) == draft
    assert desk.events(draft.id) == before


def test_a_publication_that_fails_in_the_middle_leaves_no_trace(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    with monkeypatch.context() as patched:
        patched.setattr(records_module, "write_contents", fail)
        with pytest.raises(Torn):
            desk.publishing.publish(draft.id, 0, None, desk.lead)
    with desk.vault.reading() as records:
        assert list(records.versions(desk.team, 2026, 12)) == [draft]


def test_an_import_that_fails_in_the_middle_leaves_no_trace(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.vault.reading() as records:
        before = records.teams()
    change = ContractChange(ANA, 60)
    fewer = replace(TEAM, name="Other", wishes=(), scenarios=(Scenario("What if", changes=(change,)),))
    with monkeypatch.context() as patched:
        # The last sheet that is written.
        patched.setattr(team_records, "change_row", fail)
        for team in (desk.team, None):
            with pytest.raises(Torn), desk.vault.writing() as records:
                records.save_facts(fewer, team, records.people(desk.team))
    with desk.vault.reading() as records:
        assert records.teams() == before
        assert records.facts(desk.team) == TEAM


def test_of_two_who_edit_one_cell_at_once_one_is_told(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    barrier = Barrier(2)

    def edit(actor: int) -> str:
        barrier.wait()
        try:
            desk.edit(draft.id, 0, Take(ANA, day(1), EARLY), Put(ANA, day(1), LATE), by=actor)
        except EditConflict:
            return "told"
        return "done"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(edit, [desk.lead, desk.deputy])) == ["done", "told"]
    assert desk.places(draft.id) == {(ANA, 1, LATE)}
    assert [event.kind for event in desk.events(draft.id)] == [EventKind.DRAFT, EventKind.EDIT]


def test_many_edits_of_other_cells_at_once_are_all_kept(desk: Desk) -> None:
    draft = desk.draft()
    barrier = Barrier(4)

    def edit(editor: int) -> None:
        barrier.wait()
        for number in WORKDAYS[editor::4]:
            desk.edit(draft.id, 0, Put(CLEO, day(number), EARLY))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(edit, range(4)))
    assert desk.places(draft.id) == {(CLEO, number, EARLY) for number in WORKDAYS}
    assert desk.version(draft.id).revision == len(WORKDAYS)
    assert [event.revision for event in desk.events(draft.id)] == list(range(len(WORKDAYS) + 1))


def test_drafts_kept_at_once_get_numbers_of_their_own(desk: Desk) -> None:
    barrier = Barrier(4)

    def keep(_: int) -> int:
        barrier.wait()
        return desk.drafts.keep(desk.team, roster((ANA, 1, EARLY)), None).number

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(keep, range(4))) == [1, 2, 3, 4]


#: Imports little, as it is begun often. Arguments: the database's URL, the version, and the cells as JSON.
WRITER = """
import json, sys
from datetime import UTC, date, datetime
from itertools import count
from planner.domain.drafts import Seen
from planner.domain.edit import Edit, Put, Take
from planner.services.drafts import Drafts
from planner.storage.database import Database
from planner.storage.records import DatabaseVault

class Clock:
    def now(self):
        return datetime.now(UTC)

url, version, cells = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
drafts = Drafts(DatabaseVault(Database(url)), Clock())
for seen in count():
    step = Take if seen % 2 else Put
    steps = tuple(step(person, date.fromisoformat(day), shift) for person, day, shift in cells)
    drafts.edit(Seen(version, seen), Edit(steps), None)
    print(seen, flush=True)
"""


def test_a_writer_that_is_killed_leaves_nothing_half_written(shared_database: Database, desk: Desk) -> None:
    url = shared_database.url.render_as_string(hide_password=False)
    written = [(person, day(n).isoformat(), EARLY) for person in (ANA, BEN, CLEO) for n in WORKDAYS]
    for _ in range(3):
        draft = desk.draft()
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, url, str(draft.id), json.dumps(written)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            writer.kill()
        with desk.vault.reading() as records:
            revision = records.version(draft.id).revision
            shifts = records.roster(draft.id).assignments
            events = records.events(draft.id)
        assert revision > 0
        cells = len(written)
        assert len(shifts) == (cells if revision % 2 else 0)
        assert [event.revision for event in events] == list(range(revision + 1))
        assert [len(event.changes) for event in events] == [0, *[cells] * revision]
