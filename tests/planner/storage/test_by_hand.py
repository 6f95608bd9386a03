"""How much of a month stands as somebody put it by hand, and would go if it was planned anew."""

from planner.domain.drafts import Seen, Version
from planner.domain.edit import LockCell, Put, Take
from planner.services.by_hand import made_by_hand
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, LATE, Desk, day, roster


def by_hand(desk: Desk, version: Version) -> set[tuple[str, int]]:
    with desk.vault.reading() as records:
        return {(person, on.day) for person, on in made_by_hand(records, records.version(version.id))}


def test_cells_that_are_otherwise_than_planned_count_unless_they_are_locked_or_turned_back(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY), (BEN, 1, LATE))
    assert by_hand(desk, draft) == set()
    desk.edit(draft.id, 0, Take(ANA, day(1), EARLY), Put(BEN, day(2), LATE))
    desk.edit(draft.id, 1, Put(CLEO, day(3), LATE), LockCell(CLEO, day(3)))
    desk.edit(draft.id, 2, LockCell(CLEO, day(4)))
    assert by_hand(desk, draft) == {(ANA, 1), (BEN, 2)}
    desk.edit(draft.id, 3, Put(ANA, day(1), EARLY))
    assert by_hand(desk, draft) == {(BEN, 2)}


def test_edits_count_on_in_what_is_published_and_edited_on_until_the_month_is_planned_anew(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    desk.edit(draft.id, 0, Put(BEN, day(2), LATE))
    published = desk.publishing.publish(draft.id, 1, None, desk.lead).version
    assert by_hand(desk, published) == {(BEN, 2)}
    edited = desk.edit(published.id, 0, Put(CLEO, day(3), LATE)).version
    assert by_hand(desk, edited) == {(BEN, 2), (CLEO, 3)}
    anew = desk.drafts.keep_planned(desk.team, roster((ANA, 4, EARLY)), desk.lead, Seen(edited.id, 1))
    assert by_hand(desk, anew) == set()
