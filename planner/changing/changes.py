"""Two rosters of a month side by side: which shifts changed hands, fell away or are new, and why."""

from dataclasses import dataclass
from datetime import date

from planner.board import Board, Place
from planner.cost_words import dearer_words
from planner.messages import Message, _l
from planner.reporting.explain import Explainer
from solver.limits import Columns


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """One shift of one date that another person works now. before, after: names; None = new, or fallen away.

    why: what speaks against `before` keeping it, about them; empty where nothing does.
    """

    day: date
    shift: str
    before: str | None
    after: str | None
    why: tuple[Message, ...]

    def people(self) -> tuple[str, ...]:
        """Whom the change concerns."""
        return tuple(name for name in (self.before, self.after) if name is not None)


@dataclass(frozen=True, slots=True)
class Changes:
    """published: number of shifts there were."""

    published: int
    shifts: tuple[ShiftChange, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Whoever works otherwise now, each once, by name: those to tell."""
        return tuple(sorted({name for change in self.shifts for name in change.people()}))


def changes_of(
    board: Board, columns: Columns, before: frozenset[Place], after: frozenset[Place]
) -> Changes:
    """What `after` changes, by date and shift. board, columns: of the team as it is now, with cells for both.

    A shift that one person loses and another takes on counts once.
    """
    gone, new = _by_shift(before - after), _by_shift(after - before)
    explainer = Explainer(board, columns, after)
    found = []
    for key in sorted(gone.keys() | new.keys(), key=lambda k: (k[0], board.shift_index[k[1]])):
        losing, taking = gone.get(key, []), new.get(key, [])
        for index in range(max(len(losing), len(taking))):
            loses = losing[index] if index < len(losing) else None
            takes = taking[index] if index < len(taking) else None
            why = () if loses is None else _why_gone(explainer, (loses, *key), after - before)
            found.append(ShiftChange(*key, loses, takes, why))
    return Changes(len(before), tuple(found))


def shifts_changed(before: frozenset[Place], after: frozenset[Place]) -> int:
    """How many shifts another person works, fell away or are new: as many as `changes_of` tells."""
    gone, new = _by_shift(before - after), _by_shift(after - before)
    return sum(max(len(gone.get(key, ())), len(new.get(key, ()))) for key in gone.keys() | new.keys())


def _by_shift(places: frozenset[Place]) -> dict[tuple[date, str], list[str]]:
    found: dict[tuple[date, str], list[str]] = {}
    for name, day, code in sorted(places):
        found.setdefault((day, code), []).append(name)
    return found


def _why_gone(explainer: Explainer, place: Place, new: frozenset[Place]) -> tuple[Message, ...]:
    """What forbids the shift now, else what the person works instead, else what it would cost to leave it."""
    board = explainer.board
    number = board.number(place)
    assert number is not None
    reasons, cost = explainer.added(number)
    if reasons:
        return tuple(reasons)
    instead = _nearest(place, new)
    if instead is not None:
        shift = board.shift_types[board.shift_index[instead[2]]].name
        return (Message(_l("works {shift} on {day} instead"), shift=shift, day=instead[1]),)
    return (Message(_l("left as it was, the roster would be {dearer}"), dearer=dearer_words(cost)),) if cost > 0 else ()


def _nearest(place: Place, new: frozenset[Place]) -> Place | None:
    """The person's new shift nearest to a date, None where there is none."""
    own = [other for other in new if other[0] == place[0]]
    return min(own, key=lambda other: (abs(other[1] - place[1]), other[1:]), default=None)
