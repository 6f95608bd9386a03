"""A roster that is edited by hand: how it stands now, and its report after one more edit."""

from dataclasses import dataclass, replace
from functools import cached_property

from planner.board import Board
from planner.changing.edits import apply_edit
from planner.changing.landings import Landings
from planner.domain.drafts import VersionState
from planner.domain.edit import Edit
from planner.messages import Message
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report


@dataclass(frozen=True, slots=True)
class Reversal:
    """What undo or redo would do. possible: words name the edit that it takes back or makes again; otherwise they say
    why it cannot.
    """

    possible: bool
    words: Message


@dataclass(frozen=True)
class Standing:
    """The roster as it stands at one moment. revision: rises with every change, of the roster or of its facts."""

    report: Report
    revision: int
    state: VersionState
    undo: Reversal
    redo: Reversal

    @cached_property
    def landings(self) -> Landings:
        """Where a shift could go; prepared at the first question."""
        return Landings(self.report.board, self.report.columns, self.report.roster.places())


def after_edit(report: Report, edit: Edit) -> tuple[Report, Edit]:
    """The report after an edit, and the edit that takes it back. EditRefused when it makes no sense.

    Rules are stated anew only where the edit changes locks or brings back a shift that is nowhere offered: that takes
    longer than all the rest.
    """
    edited = apply_edit(report.board, report.roster, edit)
    board, places = report.board, edited.roster.places()
    if set(edited.locks) == set(board.team.locks) and all(board.number(place) is not None for place in places):
        return make_report(board, edited.roster, report.columns), edited.back
    team = replace(board.team, locks=edited.locks)
    anew = Board(team, board.year, board.month, extra=places, published=board.published, today=board.today)
    return make_report(anew, edited.roster), edited.back
