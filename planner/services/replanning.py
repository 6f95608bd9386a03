"""Change a published roster after something has happened, and say what changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.board import Board
from planner.changing.changes import Changes, changes_of, moved_besides
from planner.changing.event_words import event_message, event_of
from planner.changing.events import after_events, refuse_outside, refuse_over
from planner.changing.replan import EVERYTHING, Goal, Scope, replan
from planner.domain.event import Swap
from planner.domain.roster import Roster
from planner.domain.scenario import Hire
from planner.messages import Message, _l
from planner.ports import Clock, Store
from planner.reporting.late_notice import late_notice
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from planner.services.explaining import asked
from planner.services.planning import report_of
from solver.limits import Tier
from solver.search import Options, Progress

#: How long a page waits for a changed roster at most.
ON_PAGES = Options(seconds=8.0)


@dataclass(frozen=True, slots=True)
class ReplanRequest:
    """team, roster: references the store understands. events: as people write them (planner.changing.event_words).

    since: days before it stay as they are; None = today, where today lies in the month.
    """

    team: str
    roster: str
    events: tuple[str, ...] = ()
    since: date | None = None
    goal: Goal = Goal.MEND
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True)
class Replanned:
    """before: the published roster as it would stand if nobody did anything: without the shifts of people who are
    away now. after: the changed one. events: what happened, in words. besides: of swaps, by name whose shifts change
    though they swap nothing.

    moved, moved_bound: shifts that fall away or are new, and how many at least must for as much coverage. joined: who
    takes open shifts, and nobody's, since they joined; filled: how many, which `moved` leaves out.
    """

    before: Report
    after: Report
    events: tuple[Message, ...]
    goal: Goal
    changes: Changes
    besides: tuple[str, ...]
    moved: int
    moved_bound: int
    joined: tuple[str, ...]
    filled: int

    @property
    def fewest(self) -> bool:
        """Whether no roster that covers as much changes less, and that is proven."""
        return self.goal is not Goal.ANEW and self.moved_bound >= self.moved

    @property
    def joined_words(self) -> Message | None:
        """What those who joined take; None where nobody did, or where they were planned with everybody else."""
        if not self.joined or self.goal is not Goal.MEND:
            return None
        if not self.filled:
            text = _l("No shift is open for {people}. Whoever joins takes nobody's away.")
            return Message(text, people=list(self.joined))
        text = _l("Open shifts that go to {people}: {filled}. Whoever joins takes nobody's away.")
        return Message(text, people=list(self.joined), filled=self.filled)

    @property
    def late_notice(self) -> Sequence[Message]:
        """Changes that come at shorter notice than is needed, a person at a time."""
        return late_notice(self.after.check.findings)


class Replanning:
    """Use cases around a month that has been published. All raise InputProblems for what is not right."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def replan(
        self, request: ReplanRequest, options: Options, watch: Callable[[Progress], None] | None = None
    ) -> Replanned:
        """Plan again what the events tore open; nothing is saved."""
        planned = self._store.team(request.team)
        published = self._store.roster(request.roster, planned)
        places = published.places()
        events = [event_of(text, planned) for text in request.events]
        team = after_events(planned, events, places)
        today = request.since or self._clock.now().astimezone(team.zone).date()
        board = Board(team, published.year, published.month, extra=places, published=places, today=today)
        for event, text in zip(events, request.events, strict=True):
            refuse_outside(event, text, board.days[0], board.days[-1])
            refuse_over(event, text, today)

        people = request.scope.people and frozenset(asked(board, name, None, None)[0] for name in request.scope.people)
        scope = replace(request.scope, people=people)

        solution = replan(board, options, goal=request.goal, scope=scope, watch=watch, planned=planned)

        swaps = [event for event in events if isinstance(event, Swap)]
        known = {assignment.place: assignment.uid for assignment in published.assignments}
        after = report_of(board, solution, options, team_hash=self._store.fingerprint(team), known=known)
        return Replanned(
            make_report(board, _without_the_missing(board, published), solution.columns),
            after,
            tuple(event_message(event, team) for event in events),
            request.goal,
            changes_of(board, solution.columns, places, after.roster.places(), swaps),
            moved_besides(swaps, places, after.roster.places()) if len(swaps) == len(events) else (),
            solution.progress.costs[Tier.CHANGE],
            solution.progress.bounds[Tier.CHANGE],
            tuple(event.name for event in events if isinstance(event, Hire)),
            len(solution.filled),
        )


def _without_the_missing(board: Board, published: Roster) -> Roster:
    """The roster without what cannot be worked any more; days that are over count as they were published."""
    away = {manager.name: board.away_days(person) for person, manager in enumerate(board.people)}
    over = board.today or date.min
    there = (a for a in published.assignments if a.person in away and (a.day < over or a.day not in away[a.person]))
    return replace(published, assignments=tuple(there))
