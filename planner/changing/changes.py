"""Two rosters of a month side by side: which shifts changed hands, fell away or are new, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from planner.board import Board, Place
from planner.cost_words import dearer_words
from planner.domain.event import Swap
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
    board: Board, columns: Columns, before: frozenset[Place], after: frozenset[Place], swaps: Iterable[Swap] = ()
) -> Changes:
    """What `after` changes, by date and shift. board, columns: of the team as it is now, with cells for both.

    A shift that one person loses and another takes on counts once; who swaps takes it from whom they swap with.
    """
    gone, new = before - after, after - before
    losing, taking = _by_shift(gone), _by_shift(new)
    partners = {
        (name, day): other
        for swap in swaps
        for name, day, other in ((swap.person, swap.day, swap.other), (swap.other, swap.other_day, swap.person))
    }
    explainer = Explainer(board, columns, after)
    found = []
    for key in sorted(losing.keys() | taking.keys(), key=lambda k: (k[0], board.shift_index[k[1]])):
        for loses, takes in _pairs(losing.get(key, []), taking.get(key, []), partners, key[0]):
            if loses is None:
                why: tuple[Message, ...] = ()
            elif takes is not None and partners.get((loses, key[0])) == takes:
                why = (_swap_words(loses, takes, gone, new),)
            else:
                why = _why_gone(explainer, (loses, *key), new)
            found.append(ShiftChange(*key, loses, takes, why))
    return Changes(len(before), tuple(found))


def _pairs(
    losing: list[str], taking: list[str], partners: Mapping[tuple[str, date], str], day: date
) -> Iterator[tuple[str | None, str | None]]:
    """Who loses a shift of a date, with who takes one on: those who swap with each other, then by name."""
    swapping = {name: other for name in losing if (other := partners.get((name, day))) in taking}
    yield from swapping.items()
    yield from zip_longest(
        (name for name in losing if name not in swapping),
        (name for name in taking if name not in swapping.values()),
    )


def _swap_words(loses: str, takes: str, gone: frozenset[Place], new: frozenset[Place]) -> Message:
    """Why a shift went over in a swap. gone, new: what fell away and what is new of the whole roster."""
    given = {place[1:] for place in gone if place[0] == takes}
    if any(place[0] == loses and place[1:] in given for place in new):
        return Message(_l("swaps with {person}"), person=takes)
    return Message(_l("gives this to {person} and gets no shift for it"), person=takes)


def shifts_changed(before: frozenset[Place], after: frozenset[Place]) -> int:
    """How many shifts another person works, fell away or are new: as many as `changes_of` tells."""
    gone, new = _by_shift(before - after), _by_shift(after - before)
    return sum(max(len(gone.get(key, ())), len(new.get(key, ()))) for key in gone.keys() | new.keys())


def moved_besides(swaps: Iterable[Swap], before: frozenset[Place], after: frozenset[Place]) -> tuple[str, ...]:
    """Whose shifts change though they swap nothing, by name."""
    swapping = {name for swap in swaps for name in (swap.person, swap.other)}
    return tuple(sorted({place[0] for place in before ^ after} - swapping))


def _by_shift(places: frozenset[Place]) -> dict[tuple[date, str], list[str]]:
    found: dict[tuple[date, str], list[str]] = {}
    for name, day, code in sorted(places):
        found.setdefault((day, code), []).append(name)
    return found


def _why_gone(explainer: Explainer, place: Place, new: frozenset[Place]) -> tuple[Message, ...]:
    """What the person works that day instead; else what forbids the shift now; else what they work on another day; else
    what it would cost to leave it.
    """
    board = explainer.board
    number = board.number(place)
    assert number is not None
    instead = _nearest(place, new)
    # That both can't be worked at once says nothing of why the one shift became the other.
    if instead is not None and instead[1] == place[1]:
        return (_instead_words(board, instead),)
    reasons, cost = explainer.added(number)
    if reasons:
        return tuple(reasons)
    if instead is not None:
        return (_instead_words(board, instead),)
    return (Message(_l("left as it was, the roster would be {dearer}"), dearer=dearer_words(cost)),) if cost > 0 else ()


def _instead_words(board: Board, instead: Place) -> Message:
    shift = board.shift_types[board.shift_index[instead[2]]].name
    return Message(_l("works {shift} on {day} instead"), shift=shift, day=instead[1])


def _nearest(place: Place, new: frozenset[Place]) -> Place | None:
    """The person's new shift nearest to a date, None where there is none."""
    own = [other for other in new if other[0] == place[0]]
    return min(own, key=lambda other: (abs(other[1] - place[1]), other[1:]), default=None)
