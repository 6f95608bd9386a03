"""Identities of assignments whatever is edited: never two alike, never another person's, unchanged where unchanged."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from planner.board import Place
from planner.domain.roster import Assignment
from planner.exchange.roster_identity import keep_identities

PLACES = st.tuples(
    st.sampled_from(["Ana", "Ben"]), st.dates(date(2026, 12, 1), date(2026, 12, 4)), st.sampled_from(["F", "S"])
)


@given(st.lists(PLACES, unique=True), st.lists(PLACES, unique=True))
def test_identities_are_kept(before: list[Place], after: list[Place]) -> None:
    saved = [Assignment(UUID(int=number), *place) for number, place in enumerate(before)]
    made = keep_identities(saved, after, set())
    owner = {a.uid: a.person for a in saved}
    assert [a.place for a in made] == after
    assert len({a.uid for a in made}) == len(made)
    assert all(owner.get(a.uid, a.person) == a.person for a in made)
    by_place = {a.place: a.uid for a in saved}
    assert all(a.uid == by_place[a.place] for a in made if a.place in by_place)
    # Where a person has as many shifts on a date as before, all of them are old acquaintances.
    for person, day in {place[:2] for place in after}:
        then = [place for place in before if place[:2] == (person, day)]
        now = [a for a in made if a.place[:2] == (person, day)]
        if len(now) <= len(then):
            assert all(a.uid in owner for a in now)


def test_a_moved_shift_is_the_nearest_one() -> None:
    saved = [Assignment(UUID(int=day), "Ana", date(2026, 12, day), "F") for day in (3, 10)]
    (moved,) = keep_identities(saved, [("Ana", date(2026, 12, 9), "F")], set())
    assert moved.uid == UUID(int=10)


def test_a_new_shift_has_the_same_identity_at_every_reading() -> None:
    places: list[Place] = [("Ana", date(2026, 12, 9), "F"), ("Ben", date(2026, 12, 9), "F")]
    made = keep_identities([], places, set())
    assert made == keep_identities([], places, set())
    # Saved, and Ana's moved to the next day: the day it leaves gets another identity when it is filled again.
    moved = keep_identities(made, [("Ana", date(2026, 12, 10), "F")], set())
    again = keep_identities(moved, [("Ana", date(2026, 12, 9), "F"), ("Ana", date(2026, 12, 10), "F")], set())
    assert moved[0].uid == again[1].uid == made[0].uid
    assert again[0].uid not in {a.uid for a in made}
