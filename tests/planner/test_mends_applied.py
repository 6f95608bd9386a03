"""What a mend says, done to the team, opens the way into the gap, and a little less of it doesn't: by the oracle."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from planner.asking.alternative import Alternatives
from planner.asking.mends import Mend, mends, rows_of_gap
from planner.board import Board, Place
from planner.domain.team import NEVER, RuleSetting, Team
from planner.messages import render
from planner.rules.slot_limits import about
from planner.slots import slots_of
from tests.oracle import hard_broken, judge
from tests.planner.small_teams import small_team

EARLY = {"times": "08:00-16:00", "name": "Early", "break_min": 30}
SUNDAYS = {"sunday_basis": "works agreement"}
LATE = {"times": "14:00-22:00", "name": "Late", "break_min": 30}

#: Gives the team with so much of a condition granted, in the unit of its words (minutes, days, times).
Grant = Callable[[Team, int], Team]


def day(number: int) -> date:
    return date(2026, 12, number)


def places(person: str, shift: str, *days: int) -> frozenset[Place]:
    return frozenset((person, day(number), shift) for number in days)


def limit(code: str, value: int) -> Grant:
    """A limit of the team's moved from `value` by so much."""
    return lambda team, amount: replace(team, rules={**team.rules, code: RuleSetting(code, value + amount, NEVER)})


def shorter(team: Team, amount: int) -> Team:
    """The early shift begins so much later."""
    kinds = (replace(k, start_min=k.start_min + amount) if k.code == "E" else k for k in team.shift_types)
    return replace(team, shift_types=tuple(kinds))


def wider(team: Team, amount: int) -> Team:
    """Ana comes at any time, or, of less than that, not on this date."""
    return replace(team, availability=()) if amount else team


def named(basis: str) -> Grant:
    """The site names the basis that is missing."""

    def grant(team: Team, amount: int) -> Team:
        sites = tuple(replace(site, **{basis: "permit"}) for site in team.sites)
        return replace(team, sites=sites) if amount else team

    return grant


@dataclass(frozen=True)
class Way:
    """A gap of Ana's on a date, what is in her way, and how it is granted. amount: what the words must say."""

    words: str
    amount: int
    grant: Grant
    gap: int
    published: frozenset[Place]
    facts: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=lambda: {"Ana": {}})

    def team(self) -> Team:
        days = sorted({place[1].day for place in self.published} | {self.gap})
        late = {place[1].day for place in self.published if place[2] == "L"}
        demand = [{"when": n, "shift": "L" if n in late else "E", "minimum": 1} for n in days]
        return small_team(people=self.people, shifts={"E": EARLY, "L": LATE}, demand=demand, **self.facts)

    def mend(self) -> Mend:
        """The only mend there is."""
        board = Board(self.team(), 2026, 12, extra=self.published, published=self.published)
        ask = Alternatives(board, workers=1)
        slot = next(slot for slot in slots_of(board) if slot.day == day(self.gap))
        (found,) = mends(ask, rows_of_gap(ask, about(slot)), 10).found
        return found


def hard(value: int) -> dict[str, Any]:
    return {"value": value}


WAYS = {
    "wish": Way(
        "if Ana's wish for Tue 1 Dec were not kept", 1,
        lambda team, amount: replace(team, wishes=()) if amount else team, 1, places("Ana", "E", 2),
        {"wishes": [{"person": "Ana", "days": 1, "wants": False}], "rules": {"wishes": {"price": "hard"}}},
    ),
    "locked rest day": Way(
        "if Ana were not locked as free on Tue 1 Dec", 1,
        lambda team, amount: replace(team, locks=()) if amount else team, 1, places("Ana", "E", 2),
        {"locks": {"Ana": {1: ""}}},
    ),
    "availability": Way(
        "if Ana came outside the stated hours on Tue 1 Dec", 1, wider, 1, places("Ana", "E", 2),
        {"availability": {"Ana": {"wed": "08:00-16:00"}}},
    ),
    "basis for Sundays": Way(
        "if Home named a legal basis for Sunday work", 1, named("sunday_basis"), 6, places("Ana", "E", 2)
    ),
    "basis for holidays": Way(
        "if Home named a legal basis for holiday work", 1, named("holiday_basis"), 8, places("Ana", "E", 2)
    ),
    # 22:00 to 08:00 are 10 of 11 h.
    "shorter": Way(
        "if Early on Wed 2 Dec, or the shift next to it, were 1 h shorter for Ana", 60, shorter, 2,
        places("Ana", "L", 1),
    ),
    # Three shifts of 7 h 30 min are 22 h 30 min: 30 min more than 22 h.
    "hours of a week": Way(
        "if Ana worked 30 min more in that week", 30, limit("max_week", 22 * 60), 3, places("Ana", "E", 1, 2),
        {"rules": {"max_week": hard(22 * 60)}},
    ),
    "hours of a month": Way(
        "if Ana were paid for 30 min more this month", 30, limit("max_month", 22 * 60), 3, places("Ana", "E", 1, 2),
        {"rules": {"max_month": hard(22 * 60)}},
    ),
    # Two and three running, joined by the third: six where four are allowed.
    "days in a row": Way(
        "if Ana worked 2 days more in a row", 2, limit("max_days_in_row", 4), 3, places("Ana", "E", 1, 2, 4, 5, 6),
        {"rules": {"max_days_in_row": hard(4)}, "site": SUNDAYS},
    ),
    "weekends": Way(
        "if Ana worked one more weekend", 1, limit("max_weekends", 1), 12, places("Ana", "E", 5),
        {"rules": {"max_weekends": hard(1)}},
    ),
    "weekends running": Way(
        "if Ana worked one more weekend in a row", 1, limit("weekends_in_row", 1), 12, places("Ana", "E", 5),
        {"rules": {"weekends_in_row": hard(1)}},
    ),
}  # fmt: skip


def forbidden(team: Team, roster: frozenset[Place]) -> frozenset[str]:
    return hard_broken(judge(team, 2026, 12, roster))


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_mend_applied_opens_the_way_and_less_does_not(way: Way) -> None:
    mend, team = way.mend(), way.team()
    assert "; ".join(render(what, "en") for what in mend.what) == way.words
    roster = mend.alternative.places
    assert roster == way.published | places("Ana", "E", way.gap)
    assert forbidden(team, way.published) == frozenset()
    assert forbidden(team, roster)
    assert forbidden(way.grant(team, way.amount - 1), roster)
    assert forbidden(way.grant(team, way.amount), roster) == frozenset()


def test_what_a_mend_covers_is_covered_by_the_oracle() -> None:
    for way in WAYS.values():
        team, mend = way.team(), way.mend()
        missing = [
            sum(breach.amount for breach in judge(team, 2026, 12, roster)["coverage_minimum"].breaches)
            for roster in (way.published, mend.alternative.places)
        ]
        assert missing[0] > missing[1] == 0


@pytest.mark.parametrize(("worked", "gap", "helps"), [((1, 2, 3, 4, 5), 6, True), ((1, 2, 3, 5, 6, 7), 4, False)])
def test_a_teams_limit_is_bent_no_further_than_law_allows(worked: tuple[int, ...], gap: int, helps: bool) -> None:
    """Five days running are allowed by the team, six by Swiss law: a sixth may be asked for, a seventh not."""
    site = {**SUNDAYS, "country": "CH", "subdivision": "ZH", "holiday_basis": "permit"}
    published = places("Ana", "E", *worked)
    board = Board(
        Way("", 0, wider, gap, published, {"rules": {"max_days_in_row": hard(5)}, "site": site}).team(), 2026, 12,
        extra=published, published=published,
    )  # fmt: skip
    ask = Alternatives(board, workers=1)
    slot = next(slot for slot in slots_of(board) if slot.day == day(gap))
    assert bool(mends(ask, rows_of_gap(ask, about(slot)), 10).found) == helps
