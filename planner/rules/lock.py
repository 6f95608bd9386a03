"""Locked cells."""

from collections.abc import Collection, Iterator, Mapping

from planner.board import Board
from planner.messages import Message, Term, _l
from planner.rules.base import Breach, Rule, Subject
from planner.rules.single_cells import cells_on
from solver.limits import Kind, Limit


class LockRule(Rule):
    """What the team has locked stays as it is: a shift, or a free day. Always hard: no team can price it.

    A plan is made round the locks; this finds those that an edit by hand has blanked or written over.
    """

    always_hard = True
    code, label = "lock", _l("Locked cells")
    text = _l("{person} is {locked} on {day}, but the roster says {found}")
    why = _l("{locked} on {day}")
    figure_names = ("found", "locked")

    def limits(self, board: Board) -> Iterator[Limit]:
        for (name, day), codes in board.locks.items():
            if day not in board.days:
                continue
            person = board.person_index[name]
            subject = Subject(person, day, tuple(sorted(codes)))
            cells = cells_on(board, person, day)
            wanted = [locked_as(board, n) for n in cells]
            # Cells of weight 0 are there to say what the roster has instead.
            if False in wanted:
                yield Limit(
                    cells, high=0, weights=[int(lock is False) for lock in wanted], kind=Kind.OTHER, subject=subject
                )
            kept = wanted.count(True)
            if kept:
                weights = [int(lock is True) for lock in wanted]
                yield Limit(cells, low=kept, high=kept, weights=weights, kind=Kind.OTHER, subject=subject)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        names = {shift.code: shift.name for shift in board.shift_types}
        shifts = [names[str(code)] for code in breach.subject.detail if code]
        found = [board.shift_types[cell.shift].name for cell in breach.cells]
        return {
            "locked": Message(_l("locked on {shifts}"), shifts=shifts) if shifts else Term(_l("locked as free")),
            "found": found or Term(_l("nothing")),
        }


def locked_as(board: Board, number: int) -> bool | None:
    """Whether a lock keeps a cell of the month filled (True) or free (False); None = it may be either."""
    name, day, code = board.place(number)
    locked = board.locks.get((name, day))
    return None if locked is None else kept_by(locked, code, board.duties)


def kept_by(locked: Collection[str], code: str, duties: Collection[str]) -> bool | None:
    """`locked_as` for a shift type on a date with such locks; "" among them = a free day.

    duties: codes of on-call duty. A locked shift leaves the person's on-call duty of that day free, and the other way
    round; a locked free day leaves nothing.
    """
    if code in locked:
        return True
    if "" in locked or any((other in duties) == (code in duties) for other in locked):
        return False
    return None
