"""Where a block of cells could go: what dropping all of it would do, before it is dropped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from planner.changing.landings import Landings, Lifted, Verdict
from planner.check import Finding, finding_of
from planner.domain.drafts import GridCell
from planner.messages import Message, _l
from planner.rules.base import Rule


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of the grid: from row `top` and the date `first`, `height` rows high and `width` days wide.

    rows: the names of all that it can land on, as the grid shows them. copies: it stays where it is, too.
    """

    rows: tuple[str, ...]
    top: int
    first: date
    height: int
    width: int
    copies: bool = False

    def cells_at(self, top: int, first: date) -> Iterator[GridCell]:
        """The cells that it covers when it begins in another row, on another date, row by row. IndexError where there
        are not so many rows.
        """
        for row in range(top, top + self.height):
            for across in range(self.width):
                yield self.rows[row], first + timedelta(days=across)


@dataclass(frozen=True, slots=True)
class BlockLanding:
    """What dropping a block somewhere would do. cost_change: points a tier against the roster as it is.

    replaces: how many shifts it takes the place of.
    """

    verdict: Verdict
    cost_change: tuple[int, ...]
    replaces: int


@dataclass(frozen=True, slots=True)
class _Turned:
    """off, on: cells that are emptied and filled when a block lands."""

    off: list[int]
    on: list[int]


class BlockLandings:
    """Answers for one roster and one block, made for one drag. Asking changes nothing.

    A block comes to stand as it is: what its cells hold, nothing where they hold nothing, in place of all that is
    there. So pasting does. KeyError for a block of people or dates that the roster does not know.
    """

    def __init__(self, landings: Landings, block: Block) -> None:
        self._board, self._block = landings.board, block
        self._held = _held_in(landings)
        self._source = tuple(block.cells_at(block.top, block.first))
        for person, day in self._source:
            if person not in self._board.person_index or day not in self._board.offered:
                raise KeyError(f"no cell of {person} on {day}. Maybe ask for a block of this month.")
        self._emptied = frozenset(() if block.copies else self._source)
        taken = [n for cell in self._source if not block.copies for n in self._held.get(cell, {}).values()]
        self._lifted = Lifted.off(landings.start, taken)

    def at(self, row: int, day: date) -> BlockLanding | Message:
        """The block's first cell lands in a row of `Block.rows` on a date; where it cannot, why."""
        turned = self._turned(row, day)
        if isinstance(turned, Message):
            return turned
        return BlockLanding(*self._lifted.verdict(self._worse(turned)), len(turned.off))

    def broken(self, row: int, day: date) -> tuple[Finding, ...]:
        """What forbids it; () where nothing does, or it cannot land."""
        turned = self._turned(row, day)
        if isinstance(turned, Message):
            return ()
        now = self._lifted.now
        after = now.plan.copy()
        after[turned.off], after[turned.on] = 0, 1
        values = now.columns.values(after)
        found: dict[object, Finding] = {}
        for broken in now.forbidding(self._worse(turned)):
            finding = finding_of(self._board, now.columns, after, broken, value=int(values[broken]), cost=0)
            found.setdefault((finding.rule, finding.subject), finding)
        return tuple(found.values())

    def dearest(self, row: int, day: date) -> tuple[tuple[Rule, int], ...]:
        """The rules that it makes dearer and by how many points, as `Landings.dearest`; () where it cannot land."""
        turned = self._turned(row, day)
        return () if isinstance(turned, Message) else self._lifted.dearest(self._worse(turned))

    def _worse(self, turned: _Turned) -> dict[int, int]:
        now = self._lifted.now
        return now.worse(now.change_together([*turned.off, *turned.on])) if turned.off or turned.on else {}

    def _turned(self, row: int, day: date) -> _Turned | Message:
        block, board = self._block, self._board
        if (row, day) == (block.top, block.first):
            return Message(_l("it stands here"))
        if row < 0 or row + block.height > len(block.rows):
            return Message(_l("not all of it fits in here"))
        off, on = [], []
        for source, target in zip(self._source, block.cells_at(row, day), strict=True):
            if target[0] not in board.person_index or target[1] not in board.offered:
                return Message(_l("not all of it fits in here"))
            there = {} if target in self._emptied else self._held.get(target, {})
            wanted = self._held.get(source, {})
            off += [number for code, number in there.items() if code not in wanted]
            for code in sorted(wanted.keys() - there.keys()):
                number = board.number((*target, code))
                if number is None or code not in board.offered[target[1]]:
                    name = board.shift_types[board.shift_index[code]].name
                    return Message(_l("{shift} is not offered on {day}"), shift=name, day=target[1])
                on.append(number)
        return _Turned(off, on)


def _held_in(landings: Landings) -> dict[GridCell, dict[str, int]]:
    """What the cells of the month hold: code -> number of its cell on the board."""
    board, found = landings.board, dict[GridCell, dict[str, int]]()
    for number in np.flatnonzero(landings.start.plan[: board.free]).tolist():
        person, day, code = board.place(number)
        found.setdefault((person, day), {})[code] = number
    return found
