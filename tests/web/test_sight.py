"""What a reader may have of words and changes that name others."""

from datetime import date

import pytest

from planner.changing.changes import Changes, ShiftChange
from planner.domain.colleagues import ColleagueRules
from planner.messages import AllOf, Message
from planner.reporting.report import Report
from web.pages.why import _seen_changes
from web.sight import EVERYTHING, Sight

SELF, OTHER, THIRD = "Anna Berger", "Ben Moser", "Elif Novak"
DAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (Message("{person} carries {n}", person=SELF, n=3), True),
        (Message("{person} carries {n}", person=OTHER, n=3), False),
        (Message("{people}", people=[SELF, OTHER]), False),
        (Message("{what}", what=AllOf([Message("{person} steps in", person=OTHER)])), False),
        (Message("{what}", what=AllOf([Message("{person} steps in", person=SELF)])), True),
        (Message("The roster would be dearer."), True),
    ],
)
def test_what_says_something_of_others_is_left_out(report: Report, message: Message, *, told: bool) -> None:
    team = report.board.team
    assert Sight(SELF).told([message], team) == ([message] if told else [])
    # Who works in no team is nobody that it could be about; leads have all of it.
    assert Sight("").told([message], team) == ([] if message.params else [message])
    assert EVERYTHING.told([message], team) == [message]


@pytest.mark.parametrize(
    ("rules", "seen"),
    [
        (ColleagueRules(), [(SELF, OTHER), (OTHER, THIRD), (None, SELF)]),
        (ColleagueRules(full_names=False), [(SELF, "Ben"), ("Ben", "Elif"), (None, SELF)]),
        (ColleagueRules(shifts=False), [(None, SELF)]),
    ],
)
def test_changes_name_whom_the_reader_sees(report: Report, rules: ColleagueRules, seen: list[object]) -> None:
    why = (Message("on sick leave"),)
    pairs = ((SELF, OTHER), (OTHER, THIRD), (None, SELF))
    changes = Changes(9, tuple(ShiftChange(DAY, "F", before, after, why) for before, after in pairs))
    found = _seen_changes(changes, report.board.team, Sight(SELF, rules))
    assert [(one.before, one.after) for one in found.shifts] == seen
    # What speaks against somebody's keeping a shift is about them.
    assert {one.before for one in found.shifts if one.why} <= {SELF}
    assert _seen_changes(changes, report.board.team, EVERYTHING) == changes
