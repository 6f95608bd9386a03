"""The fairness page says where whole weekends cannot be shared out evenly."""

from dataclasses import replace
from datetime import date

from planner.board import Board
from planner.domain.roster import Roster
from planner.fair_bound import spread_of, weekends_to_share
from planner.messages import render
from planner.reporting.report_maker import make_report
from tests.planner.small_teams import small_team
from tests.web.sample_report import sample_report
from web.view.fairness import counting_note

FULL, PART = {"contract_min_week": 2400}, {"contract_min_week": 600}


def note_of(people: dict[str, dict[str, int]], saturdays: dict[str, tuple[int, ...]]) -> str | None:
    """What is said of a month in which people work on these Saturdays of December."""
    places = {(name, date(2026, 12, day), "W") for name, days in saturdays.items() for day in days}
    weekends = [{"when": day, "shift": "W", "minimum": 1} for day in (5, 12, 19)]
    team = small_team(people=people, shifts={"W": {"times": "09:00-15:00"}}, demand=weekends)
    board = Board(team, 2026, 12, extra=places)
    sample = sample_report().roster
    mine = tuple(replace(sample.assignments[0], person=p, day=d, shift=s) for p, d, s in sorted(places))
    roster: Roster = replace(sample, assignments=mine, carry_over=())
    note = counting_note(make_report(board, roster))
    people_able = weekends_to_share([board]).people
    assert spread_of([len(saturdays.get(name, ())) for name in people_able], list(people_able.values())) >= 0
    return None if note is None else render(note, "en")


def test_two_full_time_people_can_share_three_weekends() -> None:
    """2 and 1: one apart."""
    assert note_of({"Ana": FULL, "Ben": FULL}, {"Ana": (5, 19), "Ben": (12,)}) is None


def test_one_weekend_of_a_quarter_contract_is_four_of_full_time() -> None:
    """3 and 0 are 3 apart; 2 and 1 are 4 - 2 = 2 apart, which is the least."""
    told = note_of({"Ana": FULL, "Ben": PART}, {"Ana": (5, 12, 19)})
    assert told is not None
    assert "3 whole weekends can't be shared out evenly among 2 people" in told
    assert "at least 2 stay" in told
