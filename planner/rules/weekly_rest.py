"""Weekly rest."""

from collections.abc import Iterator, Mapping, Sequence

from planner.board import Board
from planner.domain.time import MINUTES_A_DAY, moment
from planner.messages import Minutes, _l
from planner.rules.base import Breach, Rule, Subject, Unit
from planner.rules.details import int_detail
from solver.limits import Kind, Limit

#: Start and end of a shift, as moments.
Span = tuple[int, int]


class WeeklyRest(Rule):
    """Every week has one free stretch of at least so many minutes, of which 24 h lie in the week.

    What is beyond the 24 h may reach over the week's borders: the law adds the daily rest to a whole free day. A
    longest free stretch begins at a shift's end or as early as it may, so these starts alone are looked at. Stated as:
    of all stretches of that length from such a start, not every one is touched by a shift.
    """

    code, label = "weekly_rest", _l("Weekly rest")
    text = _l("{person}: the longest rest in the week from {day} is {longest}; {needed} are needed")
    why = _l("the longest rest in the week from {day} is {longest}; {needed} are needed")
    unit = Unit.MINUTES
    law_key = "weekly_rest_min"
    stricter = "high"
    figure_names = ("longest", "needed")

    def limits(self, board: Board) -> Iterator[Limit]:
        zone = board.team.zone
        weeks = [(moment(zone, days[0], 0), moment(zone, days[-1], MINUTES_A_DAY), days) for days in board.weeks]
        known: dict[tuple[int, int, int, tuple[Span, ...]], list[tuple[int, ...]]] = {}
        for person in range(len(board.people)):
            needed_min = self.value(board, person)
            if not needed_min:
                continue
            over_min = max(0, needed_min - MINUTES_A_DAY)
            row = [(board.cells[n].start, board.cells[n].end, n) for n in board.busy_cells(person)]
            for begin, end, days in weeks:
                first, last = begin - over_min, end + over_min
                inside = [(start, stop, n) for start, stop, n in row if start < last and stop > first]
                spans = tuple((start, stop) for start, stop, _ in inside)
                key = (needed_min, first, last, spans)
                if key not in known:
                    known[key] = _stretches(spans, first, last, needed_min)
                stretches = known[key]
                if not stretches or not stretches[0]:
                    continue
                touching = [[inside[i][2] for i in stretch] for stretch in stretches]
                subject = Subject(person, days[0], (needed_min, first, last))
                yield _limit(board, touching, [n for _, _, n in inside], subject)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        free_from, last = int_detail(breach, 1), int_detail(breach, 2)
        longest = 0
        for cell in breach.cells:
            longest = max(longest, cell.start - free_from)
            free_from = max(free_from, cell.end)
        longest = max(longest, last - free_from)
        return {"longest": Minutes(longest), "needed": Minutes(int_detail(breach, 0))}


def _limit(board: Board, touching: Sequence[Sequence[int]], week: Sequence[int], subject: Subject) -> Limit:
    atoms = [atom for cells in touching if (atom := board.derived.any_of(cells)) is not None]
    # Shifts that no stretch hangs on weigh nothing; they are kept so that a breach shows the week as it is.
    idle = sorted(set(week) - {n for cells in touching for n in cells})
    weights = [1] * len(atoms) + [0] * len(idle) if idle else None
    return Limit([*atoms, *idle], high=len(atoms) - 1, weights=weights, kind=Kind.ANY_OF_DAYS, subject=subject)


def _stretches(spans: Sequence[Span], first: int, last: int, needed_min: int) -> list[tuple[int, ...]]:
    """Indexes of the spans that touch each possible rest, fewest first; [()] when a rest is free in any case.

    A rest touched by all that touches another one, and more, is left out: whenever it is free, so is the other.
    """
    starts = sorted({first, *(end for _, end in spans if first < end)})
    found: list[frozenset[int]] = []
    for start in starts:
        if start + needed_min <= last:
            end = start + needed_min
            found.append(frozenset(i for i, span in enumerate(spans) if span[0] < end and span[1] > start))
    kept: list[frozenset[int]] = []
    for stretch in sorted(set(found), key=lambda s: (len(s), sorted(s))):
        if not any(smaller <= stretch for smaller in kept):
            kept.append(stretch)
    return [tuple(sorted(stretch)) for stretch in kept]
