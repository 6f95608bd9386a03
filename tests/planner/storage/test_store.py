"""Planning, checking and changing a month on what the database holds."""

import pytest

from planner.bootstrap import StandingClock
from planner.domain.drafts import Seen
from planner.domain.edit import LockCell, Put
from planner.exchange.team_hash import team_hash
from planner.ports import Store, roster_ref, team_ref
from planner.problems import InputProblems
from planner.services.planning import Planning, PlanRequest
from planner.services.replanning import Replanning, ReplanRequest
from planner.storage.store import DatabaseStore
from solver.search import Options
from tests.conftest import NOW
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, LATE, TEAM, Desk, day

OPTIONS = Options(seconds=2, workers=1)


@pytest.fixture
def store(desk: Desk) -> Store:
    return DatabaseStore(desk.vault, desk.drafts, team_hash, desk.lead)


def test_a_month_is_planned_and_kept_as_a_draft(desk: Desk, store: Store) -> None:
    planning = Planning(store, StandingClock(NOW))
    report = planning.plan(PlanRequest(team_ref(desk.team)), OPTIONS)
    assert store.save(report, team_ref(desk.team)) == ()
    with desk.vault.reading() as records:
        [version] = records.versions(desk.team, 2026, 12)
        assert records.roster(version.id) == report.roster
    assert version.made_by == desk.lead
    assert planning.up_to_date(team_ref(desk.team), roster_ref(version.id))
    again = planning.review(team_ref(desk.team), roster_ref(version.id))
    assert again.roster == report.roster


def test_what_is_locked_in_a_draft_is_planned_round(desk: Desk, store: Store) -> None:
    draft = desk.draft((ANA, 1, LATE))
    desk.edit(draft.id, 0, LockCell(ANA, day(1)), LockCell(BEN, day(2)))
    ref = team_ref(desk.team, draft.id)
    report = Planning(store, StandingClock(NOW)).plan(PlanRequest(ref), OPTIONS)
    places = report.roster.places()
    assert (ANA, day(1), LATE) in places
    assert not [place for place in places if place[:2] == (BEN, day(2))]
    store.save(report, ref)
    with desk.vault.reading() as records:
        kept = records.versions(desk.team, 2026, 12)[-1]
    assert kept.based_on == draft.number
    assert desk.cell(kept.id, BEN, 2).free
    assert desk.cell(kept.id, ANA, 1).locked


def test_a_published_month_is_changed_and_carries_over(desk: Desk, store: Store) -> None:
    draft = desk.draft((ANA, 1, EARLY), (BEN, 2, LATE))
    published = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    desk.edit(draft.id, 0, Put(CLEO, day(1), LATE))
    ref = roster_ref(published.id)
    request = ReplanRequest(team_ref(desk.team), ref, (f"sick {BEN} 2026-12-02",))
    changed = Replanning(store, StandingClock(NOW)).replan(request, OPTIONS)
    assert (BEN, day(2), LATE) not in changed.after.roster.places()
    january = store.team(team_ref(desk.team), (2027, 1))
    with desk.vault.reading() as records:
        assert january.carry_over == records.roster(published.id).carry_over
    assert store.team_of(ref) == TEAM


def test_a_surge_is_covered_and_kept_with_the_team(desk: Desk, store: Store) -> None:
    """Twice as many are wanted on the 1st; all other days, empty before, stay as they are."""
    draft = desk.draft((ANA, 1, EARLY), (BEN, 1, LATE))
    published = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    event = "surge all 2026-12-01 +100%"
    request = ReplanRequest(team_ref(desk.team, published.id), roster_ref(published.id), (event,))
    changed = Replanning(store, StandingClock(NOW)).replan(request, OPTIONS)
    places = changed.after.roster.places()
    assert {place[1] for place in places} == {day(1)}
    assert sorted(code for _, _, code in places) == [EARLY, EARLY, LATE, LATE]
    assert changed.before.uncovered_min > changed.after.uncovered_min
    seen = Seen(published.id, published.revision)
    kept = desk.drafts.keep_after(desk.team, changed.after.roster, [event], desk.lead, seen)
    assert desk.places(kept.id) == {(name, on.day, code) for name, on, code in places}
    with desk.vault.reading() as records:
        facts = records.facts(desk.team)
    assert {(row.shift, row.minimum) for row in facts.demand if row.when == day(1) and row.shift} == {
        (EARLY, 2), (LATE, 2)
    }  # fmt: skip


def test_whoever_joins_takes_open_shifts_and_is_kept_with_the_team(desk: Desk, store: Store) -> None:
    """Of the last days of the year, empty before, Nora takes what her hours allow; nobody else gets or loses any."""
    draft = desk.draft((ANA, 1, EARLY), (BEN, 29, LATE))
    published = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    event = f"join Nora Feld 2026-12-29 20h like {CLEO}"
    request = ReplanRequest(team_ref(desk.team, published.id), roster_ref(published.id), (event,))
    changed = Replanning(store, StandingClock(NOW)).replan(request, OPTIONS)
    new = changed.after.roster.places() - {(ANA, day(1), EARLY), (BEN, day(29), LATE)}
    assert {name for name, _, _ in new} == {"Nora Feld"}
    assert len(changed.after.roster.places()) == 2 + len(new)
    assert (changed.moved, changed.filled) == (0, len(new))
    assert changed.before.uncovered_min > changed.after.uncovered_min
    desk.drafts.keep_after(
        desk.team, changed.after.roster, [event], desk.lead, Seen(published.id, published.revision)
    )
    with desk.vault.reading() as records:
        assert "Nora Feld" in records.people(desk.team)


def test_a_roster_shows_only_people_the_team_still_has(desk: Desk, store: Store) -> None:
    draft = desk.draft((ANA, 1, EARLY), (BEN, 2, LATE))
    found = store.roster(roster_ref(draft.id), TEAM)
    assert {a.person for a in found.assignments} == {ANA, BEN}
    fewer = type(TEAM)(TEAM.name, TEAM.zone, 0, None, TEAM.sites, TEAM.managers[1:], TEAM.shift_types)
    assert {a.person for a in store.roster(roster_ref(draft.id), fewer).assignments} == {BEN}


@pytest.mark.parametrize("ref", ["", "x", "-1", "1.5", "²", "1000000"])
def test_what_is_no_number_of_a_team_or_roster(store: Store, ref: str) -> None:
    with pytest.raises(InputProblems):
        store.team(ref)
    with pytest.raises(InputProblems):
        store.roster(ref, TEAM)
