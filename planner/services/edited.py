"""A roster that is edited by hand: how it stands now, and what undo and redo would do."""

from dataclasses import dataclass

from planner.changing.edit_words import conflict_words, edit_words
from planner.changing.edits import edit_making
from planner.changing.landings import Landings
from planner.domain.drafts import EventKind, Seen, VersionState
from planner.domain.team import Team
from planner.messages import Message
from planner.reporting.report import Report
from planner.services.month_reports import MonthReport
from planner.services.turns import NOTHING, Turn


@dataclass(frozen=True, slots=True)
class Reversal:
    """What undo or redo would do. words: the edit that it takes back or makes again; where it cannot, why.

    mine: there is such an edit, and it is possible but for what somebody else has changed since.
    """

    possible: bool
    mine: bool
    words: Message


@dataclass(frozen=True, slots=True)
class Standing:
    """The roster as it stands at one moment. closed: the month is closed, so nothing can be changed."""

    made: MonthReport
    state: VersionState
    undo: Reversal
    redo: Reversal
    closed: bool

    @property
    def report(self) -> Report:
        """The roster with everything shown of it."""
        return self.made.report

    @property
    def seen(self) -> Seen:
        """What whoever looks at it has seen."""
        return self.made.seen

    @property
    def landings(self) -> Landings:
        """Where a shift could go."""
        return self.made.landings


def reversal(kind: EventKind, turn: Turn | None, team: Team) -> Reversal:
    """What a turn does, or why it cannot. kind: UNDO or REDO."""
    if turn is None:
        return Reversal(possible=False, mine=False, words=NOTHING[kind])
    if turn.overtaken:
        return Reversal(possible=False, mine=True, words=conflict_words(turn.overtaken[0]))
    return Reversal(possible=True, mine=True, words=edit_words(edit_making(turn.edit), team))
