"""Two rosters of one month side by side: whose cells change, what the figures say, and who gains or loses by it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planner.board import Place
from planner.changing.person_changes import PersonChange, person_changes
from planner.fair_measures import WEEKENDS
from planner.reporting.report import Report
from planner.rules.catalogue import rule
from planner.rules.fair_limits import FairRule
from planner.scenarios.figures import Figure, plain_figures

#: A value in the old roster and in the new one.
OldNew = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PersonDifference:
    """What two rosters are for one person. days: dates that change. weekends: hundredths. wish_days: granted ones.

    fairness: points of the fairness rules. points: of all rules whose cost is this person's; fewer are better.
    """

    person: str
    days: int
    hours_min: OldNew
    weekends: OldNew
    wish_days: OldNew
    fairness: OldNew
    points: OldNew

    @property
    def change(self) -> int:
        """Points above (+, worse) or below (-, better) those of the old roster."""
        return self.points[1] - self.points[0]


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """figures: the old roster's value first. people: those for whom anything differs, who loses most first.

    after: all shifts of the new roster.
    """

    changes: tuple[PersonChange, ...]
    figures: tuple[Figure, ...]
    people: tuple[PersonDifference, ...]
    after: frozenset[Place]

    @property
    def losing(self) -> int:
        """How many people the new roster is worse for."""
        return sum(row.change > 0 for row in self.people)

    @property
    def gaining(self) -> int:
        """How many people the new roster is better for."""
        return sum(row.change < 0 for row in self.people)


def compare_versions(old: Report, new: Report) -> VersionComparison:
    """Reports of two rosters of the same team's month."""
    changes = person_changes(old.roster, new.roster)
    people = sorted(_people(old, new, changes), key=lambda row: (-row.change, row.person))
    return VersionComparison(changes, plain_figures((old, new)), tuple(people), new.roster.places())


def _people(old: Report, new: Report, changes: tuple[PersonChange, ...]) -> Iterator[PersonDifference]:
    days = {change.person: sum(1 for _ in change.day_by_day()) for change in changes}
    for person in new.board.person_index:

        def both(value: Callable[[Report, str], int], person: str = person) -> OldNew:
            return value(old, person), value(new, person)

        pairs = [both(value) for value in (_hours, _weekends, _wish_days, _fairness, _points)]
        if person in days or any(before != after for before, after in pairs):
            yield PersonDifference(person, days.get(person, 0), *pairs)


def _hours(report: Report, person: str) -> int:
    return sum(row.planned_min for row in report.hours if row.person == person)


def _weekends(report: Report, person: str) -> int:
    return sum(row.carried for row in report.fairness if (row.person, row.measure) == (person, WEEKENDS.key))


def _wish_days(report: Report, person: str) -> int:
    return sum(len(wish.granted_days) for wish in report.wishes if wish.person == person)


def _points(report: Report, person: str) -> int:
    return sum(share.points for share in report.cost_shares if share.person == person)


def _fairness(report: Report, person: str) -> int:
    return sum(
        share.points
        for share in report.cost_shares
        if share.person == person and isinstance(rule(share.rule), FairRule)
    )
