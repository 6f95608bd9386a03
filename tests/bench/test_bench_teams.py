"""What benchmarks compare with: a greedy planner that keeps to the rules and leaves gaps, and a team of 200."""

from dataclasses import replace

from bench.big_team import PEOPLE, big_team
from bench.greedy import greedy_places
from bench.samples import SAMPLES
from planner.board import Board
from planner.check import check
from planner.domain.team import Lock
from planner.reporting.report_maker import uncovered_min
from planner.rulebook import state_rules


def test_greedy_breaks_no_hard_rule_and_leaves_gaps() -> None:
    board = Board(SAMPLES["4-short-team"](), 2026, 12)
    places = greedy_places(board)
    assert places
    assert check(board, state_rules(board), places).hard == ()
    assert uncovered_min(board, places) > 0


def test_greedy_keeps_locks() -> None:
    team = SAMPLES["1-brand-team-vienna"]()
    assert [(lock.day.day, lock.shift) for lock in team.locks] == [(24, ""), (2, "F")]
    off, on = (Lock(lock.person, lock.day, lock.shift) for lock in team.locks)
    places = greedy_places(Board(team, 2026, 12))
    assert (on.person, on.day, on.shift) in places
    assert not [place for place in places if place[:2] == (off.person, off.day)]


def test_greedy_gives_one_person_every_day_that_can_be_worked() -> None:
    board = Board(SAMPLES["2-one-person"](), 2026, 12)
    assert uncovered_min(board, greedy_places(board)) == 3 * 60  # three days of leave


def test_the_big_team_is_big_and_the_same_every_time() -> None:
    team = big_team()
    assert team == big_team()
    assert len({manager.name for manager in team.managers}) == len({m.public_name for m in team.managers}) == PEOPLE
    assert sum(not shift.on_call for shift in team.shift_types) == 6
    people = {manager.name for manager in team.managers}
    assert {wish.person for wish in team.wishes} == {absence.person for absence in team.absences} == people
    # Demand grows with the people: over three times that of sample 3.
    small = SAMPLES["3-round-the-clock"]()
    grown = [(old.target, new.target) for old, new in zip(small.demand, team.demand, strict=True) if not old.skill]
    assert all(new == old if old == 1 else new > 3 * old for old, new in grown)


def test_the_big_team_makes_a_board() -> None:
    team = big_team()
    days = Board(replace(team, demand=(), wishes=()), 2026, 12)
    assert len(days.people) == PEOPLE
    assert len(days.days) == 31
    assert {cell.person for cell in days.cells} == set(range(PEOPLE))
