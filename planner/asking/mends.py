"""What would mend a gap: one thing at a time made otherwise, the roster mended round it, and the results ranked.

Law is never set aside: of a law's limit only a shorter shift is thought of, which keeps it, and a legal basis that is
still to be named.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from planner.asking.alternative import Alternative, Alternatives
from planner.check import breach_of
from planner.messages import Days, Message, Minutes, _l
from planner.rulebook import plan_of, rule_of
from planner.rules.base import Rule, Subject, Unit
from solver.increments import Increments
from solver.limits import OPEN, Ints, Tier

#: Mends tried for one gap, those nearest to what the roster is first.
_TRIED = 8
#: As many rules at most are bent for one mend.
_AT_ONCE = 2
#: A shift is shortened by at most so many minutes.
_SHORTER_MIN = 120
#: What may be otherwise, by the rule that stands in the way. {amount}: what is missing, in the rule's unit.
_TEXTS = {
    "lock": _l("if {person} were not locked as free on {day}"),
    "availability": _l("if {person} came outside the stated hours on {day}"),
    "wishes": _l("if {person}'s wish for {day} were not kept"),
    "rest": _l("if {shift} on {day}, or the shift next to it, were {amount} shorter for {person}"),
    "max_day": _l("if {shift} on {day} were {amount} shorter for {person}"),
    "day_span": _l("if {shift} on {day} were {amount} shorter for {person}"),
    "overtime": _l("if {person} were paid for {amount} more this month"),
    "max_week": _l("if {person} worked {amount} more in that week"),
    "average_week": _l("if {person} worked {amount} more a week on average"),
    "weekly_rest": _l("if {person} had {amount} less of rest in that week"),
    "succession": _l("if {person} could take {shift} on {day} so soon before or after the other one"),
    "max_days_in_row": _l("if {person} worked {amount} more in a row"),
    "max_weekends": _l("if {person} worked one more weekend"),
    "weekends_in_row": _l("if {person} worked one more weekend in a row"),
    "max_of_shift": _l("if {person} took {shift} once more this month"),
    "night": _l("if {person} took one more night shift"),
    "on_call_days": _l("if {person} were on call one more day"),
    "sunday_basis": _l("if {site} named a legal basis for Sunday work"),
    "holiday_basis": _l("if {site} named a legal basis for holiday work"),
}
_SHORTENED = frozenset({"rest", "max_day", "day_span"})
#: Stated as windows of which each is broken by one, however long the run is.
_RUNS = frozenset({"max_days_in_row", "weekends_in_row"})


@dataclass(frozen=True, slots=True)
class Mend:
    """One way to fill a gap. what: conditions in words; none = other people's shifts moved is all it takes."""

    what: tuple[Message, ...]
    alternative: Alternative



@dataclass(frozen=True, slots=True)
class _Try:
    """One person's way into the gap. bent: limits in the way, each with the sum that the cell gives it."""

    cell: int
    bent: dict[int, int]
    what: tuple[Message, ...]
    rank: tuple[int, int]


def mends(ask: Alternatives, wanted: Sequence[int], seconds: float = 4.0) -> tuple[Mend, ...]:
    """Ways to fill the gap that some rows of demand are short of, best first; none where nothing tried helps.

    wanted: the rows (see `rows_of_gap`). Ranked by what stays uncovered, then by changes, then by cost. seconds: for
    all of them; what is not tried by then is left out.
    """
    until = time.monotonic() + seconds
    tries = sorted(_tries(ask, wanted), key=lambda one: one.rank)[:_TRIED]
    found = [Mend((), ask.when({}, wanted=wanted, seconds=(until - time.monotonic()) / (len(tries) + 1)))]
    for number, one in enumerate(tries):
        left = until - time.monotonic()
        if left <= 0:
            break
        share = left / (len(tries) - number)
        found.append(Mend(one.what, ask.when({}, bent=one.bent, freed=[one.cell], wanted=wanted, seconds=share)))
    helping = [mend for mend in found if _fills(ask, wanted, mend.alternative)]
    # A condition is worth asking for only where it does more than moving people does.
    by_moves = min((mend.alternative.uncovered for mend in helping if not mend.what), default=OPEN)
    kept = (mend for mend in helping if not mend.what or mend.alternative.uncovered < by_moves)
    return tuple(sorted(kept, key=lambda mend: _rank(mend.alternative)))


def rows_of_gap(ask: Alternatives, subject: Subject | None) -> list[int]:
    """The rows of coverage with this subject that the roster is short of; none for None."""
    columns = ask.columns
    short = columns.low - columns.values(ask.plan)
    rows = ((columns.price > 0) & (columns.tier < Tier.CHANGE) & (short > 0)).nonzero()[0].tolist()
    return [row for row in rows if subject is not None and columns.subjects[row] == subject]


def fills(ask: Alternatives, wanted: Sequence[int], mend: Mend) -> bool:
    """Whether a mend makes another gap smaller, too. wanted: that gap's rows."""
    return _short(ask, wanted, plan_of(ask.board, mend.alternative.places)) < _short(ask, wanted, ask.plan)


def _rank(found: Alternative) -> tuple[int, ...]:
    return found.uncovered, found.moved, *found.dearer


def _fills(ask: Alternatives, wanted: Sequence[int], found: Alternative) -> bool:
    """Whether the gap is smaller, and nothing is torn open elsewhere."""
    left = _short(ask, wanted, plan_of(ask.board, found.places))
    return found.uncovered == left < _short(ask, wanted, ask.plan)


def _short(ask: Alternatives, wanted: Sequence[int], plan: Ints) -> int:
    """Points that the rows of the gap cost in a plan."""
    rows = np.array(wanted, np.int64)
    short = np.maximum(ask.columns.low[rows] - ask.columns.values(plan)[rows], 0)
    return int((short * ask.columns.price[rows]).sum())


def _tries(ask: Alternatives, wanted: Sequence[int]) -> Iterator[_Try]:
    """For each person with a cell in the gap, the cell with the least in the way, if that can be changed."""
    at = Increments(ask.columns, ask.plan)
    best: dict[int, _Try] = {}
    cells = dict.fromkeys(atom for row in wanted for atom in ask.columns.base_atoms(row))
    for cell in cells:
        person = ask.board.cells[cell].person
        helps = not ask.plan[cell] and any(at.change(cell).get(row, 0) > 0 for row in wanted)
        one = _try(ask, at, cell) if helps else None
        if one is not None and (person not in best or one.rank < best[person].rank):
            best[person] = one
    yield from best.values()


def _missing(ask: Alternatives, at: Increments, cell: int, row: int, moved: int) -> int:
    """By how much a row's limit is missed with the cell added, in the unit its figures are told in."""
    on = (*(n for n in ask.columns.base_atoms(row) if at.plan[n]), cell)
    breach = breach_of(ask.board, ask.columns, row, on, at.values[row] + moved)
    measured, limit = rule_of(ask.columns, row).figures(ask.board, breach)
    return abs(measured - limit) if isinstance(measured, int) and isinstance(limit, int) else breach.amount


def _try(ask: Alternatives, at: Increments, cell: int) -> _Try | None:
    """What would let the cell's person in; None where that is more than two things, or one that cannot be changed."""
    moved = at.change(cell)
    in_the_way: dict[Rule, list[int]] = {}
    for row, by in at.worse(moved).items():
        if by > 0 and not ask.columns.price[row]:
            in_the_way.setdefault(rule_of(ask.columns, row), []).append(row)
    if not 0 < len(in_the_way) <= _AT_ONCE:
        return None
    what = []
    for rule, rows in in_the_way.items():
        amount = max(_missing(ask, at, cell, row, moved[row]) for row in rows)
        amount = len(rows) if rule.code in _RUNS else amount
        if not _can_change(ask, rule, cell, amount):
            return None
        what.append(_words(ask, rule, cell, amount))
    bent = {row: at.values[row] + moved[row] for together in in_the_way.values() for row in together}
    return _Try(cell, bent, tuple(what), (len(what), len(bent)))


def _can_change(ask: Alternatives, rule: Rule, cell: int, amount: int) -> bool:
    """Whether a rule may be bent by so much: a shift be that much shorter, or a limit be moved without passing law."""
    if rule.code in _SHORTENED:
        return amount <= _SHORTER_MIN
    # What is said of "one more" is tried for one alone.
    if rule.code not in _TEXTS or (rule.unit is Unit.TIMES and amount != 1):
        return False
    person = ask.board.cells[cell].person
    law, value = rule.law_value(ask.board, person), rule.value(ask.board, person)
    if law is None or value is None or not isinstance(law.value, int):
        return True
    return value + amount <= law.value if rule.stricter == "low" else value - amount >= law.value


def _words(ask: Alternatives, rule: Rule, cell: int, amount: int) -> Message:
    board, at = ask.board, ask.board.cells[cell]
    return Message(
        _TEXTS[rule.code],
        person=board.people[at.person].name,
        site=board.sites[at.person].name,
        day=at.day,
        shift=board.shift_of(cell).name,
        amount=Days(amount) if rule.unit is Unit.DAYS else Minutes(amount),
    )
