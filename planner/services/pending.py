"""What stands before a lead who is about to publish: the differences, and the roster checked against what was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.board import Board, Place
from planner.domain.drafts import Seen
from planner.messages import Message
from planner.reporting.late_notice import late_notice
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from planner.services.issuing import Publication


@dataclass(frozen=True, slots=True)
class Pending:
    """A draft that could be published. seen: the draft as looked at. report: checked against what is in force."""

    publication: Publication
    seen: Seen
    report: Report

    @property
    def late_notice(self) -> Sequence[Message]:
        """Changes that come at shorter notice than is needed, a person at a time."""
        return late_notice(self.report.check.findings)


def checked_against(report: Report, published: frozenset[Place], today: date) -> Report:
    """The report of a draft with changes against a published roster, and their notice, among its findings."""
    board, places = report.board, report.roster.places()
    known = {place for place in published if place[0] in board.person_index and place[2] in board.shift_index}
    beside = Board(
        board.team, board.year, board.month, extra=places | known, published=known, today=today if known else None
    )
    return make_report(beside, report.roster)
