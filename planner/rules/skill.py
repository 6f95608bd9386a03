"""Skills that a shift type asks of each person on it."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.messages import Message, _l
from planner.rules.base import Breach, Rule
from planner.rules.details import int_detail, str_detail
from planner.rules.single_cells import forbidden
from solver.limits import Limit


class Skill(Rule):
    """Who works a shift has each skill that its shift type names, at least at the level it names."""

    code, label = "skill", _l("Skill")
    text = _l("{person} has {skill} at level {has}; {shifts} needs level {needed}")
    why = _l("has {skill} at level {has}; {shifts} needs level {needed}")
    #: Of whoever does not have the skill at all, in full and below the person's name.
    lacking = _l("{person} does not have {skill}; {shifts} needs level {needed}")
    lacking_why = _l("does not have {skill}; {shifts} needs level {needed}")

    def limits(self, board: Board) -> Iterator[Limit]:
        if not any(shift.skills for shift in board.shift_types):
            return
        for person, manager in enumerate(board.people):
            lacking = {
                shift.code: (skill, max(level, 1), manager.skills.get(skill, 0))
                for shift in board.shift_types
                for skill, level in shift.skills.items()
                if manager.skills.get(skill, 0) < max(level, 1)
            }
            if not lacking:
                continue
            for number in board.month_cells(person):
                lack = lacking.get(board.shift_of(number).code)
                if lack:
                    yield forbidden(board, number, *lack)

    def message(self, board: Board, breach: Breach) -> Message:
        """A breach in words."""
        said = super().message(board, breach)
        return said if int_detail(breach, 3) else Message(self.lacking, **said.params)

    def reason(self, board: Board, breach: Breach) -> Message:
        """A breach in words below the name of its person."""
        said = super().reason(board, breach)
        return said if int_detail(breach, 3) else Message(self.lacking_why, **said.params)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"skill": str_detail(breach, 1), "needed": int_detail(breach, 2), "has": int_detail(breach, 3)}
