"""Whoever changes something of somebody's data stands in their access log; what is nobody else's doing does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.bootstrap import StandingClock
from planner.domain.access import Changed
from planner.domain.drafts import EventKind
from planner.domain.people import Absence, AbsenceKind, Pair
from planner.services.access_log import AccessLog
from planner.storage.database import Database
from tests.conftest import NOW
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, Desk, day, desk_on
from tests.planner.storage.test_retention import enforce

SICK = Absence(BEN, AbsenceKind.SICK, day(10), day(11))


@pytest.fixture
def desk(database: Database) -> Desk:
    """ANA leads."""
    return desk_on(database)


def changes(desk: Desk, person: str, *, days_later: int = 0) -> list[tuple[str, Changed]]:
    found = AccessLog(desk.vault, StandingClock(NOW + timedelta(days=days_later)), 20).changes(desk.team, person)
    assert all(look.changed and not look.whole_team for look in found)
    return [(look.reader, look.what) for look in found if isinstance(look.what, Changed)]


def save(desk: Desk, actor: int | None, **sheets: object) -> None:
    with desk.vault.writing() as records:
        facts = records.facts(desk.team)
        records.save_facts(replace(facts, **sheets), desk.team, records.people(desk.team))  # type: ignore[arg-type]
        records.add_event(EventKind.FACTS, actor, NOW, team=desk.team)


def test_facts_of_those_whose_rows_are_others(desk: Desk) -> None:
    with desk.vault.reading() as records:
        facts = records.facts(desk.team)
    save(desk, desk.lead, absences=(*facts.absences, SICK))
    save(desk, desk.lead, managers=tuple(
        replace(one, contract_min_week=1200) if one.name == CLEO else one for one in facts.managers
    ))  # fmt: skip
    assert changes(desk, BEN) == [(ANA, Changed.ABSENCES)]
    assert changes(desk, CLEO) == [(ANA, Changed.CONTRACT)]
    # A pair is about both; what ANA changes of herself is told to nobody.
    save(desk, desk.lead, pairs=(*facts.pairs, Pair(ANA, CLEO, False)), absences=facts.absences)
    assert changes(desk, ANA) == []
    assert (changes(desk, BEN), len(changes(desk, CLEO))) == ([(ANA, Changed.ABSENCES)], 1)
    save(desk, None, pairs=facts.pairs)
    assert changes(desk, ANA) == [("", Changed.CONTRACT)]


def test_rows_in_another_order_change_nothing(desk: Desk) -> None:
    with desk.vault.reading() as records:
        facts = records.facts(desk.team)
    save(desk, desk.lead, absences=facts.absences[::-1], availability=facts.availability[::-1])
    assert changes(desk, BEN) == changes(desk, CLEO) == []


def test_shifts_once_they_are_published(desk: Desk) -> None:
    draft = desk.draft((BEN, 1, EARLY))
    assert changes(desk, BEN) == []
    desk.publishing.publish(draft.id, 0, None, desk.lead)
    assert changes(desk, BEN) == [(ANA, Changed.SHIFTS)]
    assert changes(desk, CLEO) == []


def test_told_as_long_as_accesses_are(desk: Desk) -> None:
    with desk.vault.reading() as records:
        facts = records.facts(desk.team)
    save(desk, desk.lead, absences=(*facts.absences, SICK))
    assert changes(desk, BEN, days_later=20) == [(ANA, Changed.ABSENCES)]
    assert changes(desk, BEN, days_later=21) == []
    enforce(desk, days_later=20)
    assert changes(desk, BEN) == [(ANA, Changed.ABSENCES)]
    enforce(desk, days_later=21)
    assert changes(desk, BEN) == []
