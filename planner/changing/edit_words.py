"""Edits in words, as buttons and notices name them: 'Late: Anna Berger, Sat 12 Dec → Ben Moser, Sun 13 Dec'."""

from planner.changing.edits import ChangedCell
from planner.domain.edit import Edit, LockCell, Put, Take, UnlockCell
from planner.domain.team import Team
from planner.messages import Message, _l

#: So many people are named before the rest is counted.
_NAMED = 2


def edit_words(edit: Edit, team: Team) -> Message:
    """What an edit does, without a verb in front, so that it fits after 'Take back:' too."""
    names = {kind.code: kind.name for kind in team.shift_types}
    match edit.steps:
        case [Put() as put]:
            return Message(
                _l("{person}, {day}: {shift}"), person=put.person, day=put.day, shift=names.get(put.shift, put.shift)
            )
        case [Take() as take]:
            shift = names.get(take.shift, take.shift)
            return Message(_l("{person}, {day}: no {shift}"), person=take.person, day=take.day, shift=shift)
        case [LockCell() as lock]:
            return Message(_l("{person}, {day}: locked"), person=lock.person, day=lock.day)
        case [UnlockCell() as lock]:
            return Message(_l("{person}, {day}: unlocked"), person=lock.person, day=lock.day)
        case [Take() as take, Put() as put] if (take.person, take.day) == (put.person, put.day):
            return Message(
                _l("{person}, {day}: {shift} instead of {other}"),
                person=put.person,
                day=put.day,
                shift=names.get(put.shift, put.shift),
                other=names.get(take.shift, take.shift),
            )
        case [Take() as take, Put() as put] if take.shift == put.shift:
            return Message(
                _l("{shift}: {person}, {day} → {other}, {other_day}"),
                shift=names.get(put.shift, put.shift),
                person=take.person,
                day=take.day,
                other=put.person,
                other_day=put.day,
            )
        case [Take() as take, Take() as other, Put() as put] if (
            take.shift == put.shift and (other.person, other.day) == (put.person, put.day)
        ):
            return Message(
                _l("{shift}: {person}, {day} → {other}, {other_day}, instead of {replaced}"),
                shift=names.get(put.shift, put.shift),
                person=take.person,
                day=take.day,
                other=put.person,
                other_day=put.day,
                replaced=names.get(other.shift, other.shift),
            )
    people = sorted({person for person, _ in edit.cells})
    cells = len(edit.cells)
    if cells == 1:
        ((person, day),) = edit.cells
        return Message(_l("{person}, {day}"), person=person, day=day)
    if len(people) <= _NAMED:
        return Message(_l("{n} cells of {people}"), n=cells, people=people)
    return Message(_l("{n} cells of {people} and others"), n=cells, people=people[:_NAMED])


def conflict_words(cell: ChangedCell) -> Message:
    """Who stands in an edit's way, and where."""
    text = _l("{person}, {day}: {other} has changed it meanwhile.")
    other = cell.by or Message(_l("somebody at the command line"))
    return Message(text, person=cell.person, day=cell.day, other=other)
