"""What is in force in a month, with its rules stated, to ask who could take which shift over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from planner.board import Board
from planner.changing.handover import Handovers
from planner.domain.drafts import Version
from planner.domain.roster import Roster
from planner.ports import Records
from planner.rulebook import state_rules
from planner.rules.base import Rule
from planner.services.month_facts import month_facts, of_the_team, with_locks_of
from solver.limits import Columns


@dataclass(frozen=True, slots=True)
class Ground:
    """A version's roster on its board."""

    board: Board
    columns: Columns
    roster: Roster

    @property
    def handovers(self) -> Handovers:
        """Answers of its own."""
        return Handovers(self.board, self.columns, self.roster.places())


def ground_of(
    records: Records, version: Version, now: datetime, wanted: Callable[[Rule], bool] = lambda _: True
) -> Ground:
    """A version in force as it stands; locks hold, and changes count from now on. wanted: which rules are stated."""
    facts = with_locks_of(records, month_facts(records, version.team, version.year, version.month), version.id)
    roster = of_the_team(records.roster(version.id), facts)
    places = roster.places()
    # What is worked where its type is not offered can change hands, too.
    worked = {place[1:] for place in places} | {(lock.day, lock.shift) for lock in facts.locks if lock.shift}
    everybody = {(manager.name, *shift) for manager in facts.managers for shift in worked}
    today = now.astimezone(facts.zone).date()
    board = Board(facts, version.year, version.month, extra=everybody, published=places, today=today)
    return Ground(board, state_rules(board, wanted), roster)
