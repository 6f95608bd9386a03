"""The members of a clash in words: what a lock or the past holds, and what a rule asks."""

from collections.abc import Sequence
from datetime import date

from planner.board import Board
from planner.check import breach_of
from planner.domain.people import Pair
from planner.domain.slot import Slot
from planner.domain.team import NEVER
from planner.messages import Message, Term, _l
from planner.rulebook import rule_of
from planner.rules.base import Rule, Subject, Unit
from planner.rules.slot_limits import slot_words, who_words
from solver.limits import OPEN, Columns, Ints


def fact_words(board: Board, person: int, day: date, code: str, *, past: bool) -> Message:
    """A lock, or what was worked in the past. code: a shift type's, "" for a day locked as free."""
    name = board.people[person].name
    if not code:
        return Message(_l("{person} is locked as free on {day}"), person=name, day=day)
    shift = Message(_l("{shift} on {day}"), shift=board.shift_types[board.shift_index[code]].name, day=day)
    text = _l("{person} worked {shift}") if past else _l("{person} is locked on {shift}")
    return Message(text, person=name, shift=shift)


def elsewhere_words(board: Board, number: int) -> Message:
    """What is worked in another team, or after the month."""
    cell = board.cells[number]
    shift = Message(_l("{shift} on {day}"), shift=board.shift_of(number).name, day=cell.day)
    return Message(_l("{person} works {shift}"), person=board.people[cell.person].name, shift=shift)


def over_words(board: Board, person: int, day: date, worked: Sequence[int]) -> Message:
    """What was not worked on a day that is over. worked: the cells that were."""
    name = board.people[person].name
    if worked:
        return Message(_l("{person} worked nothing else on {day}"), person=name, day=day)
    return Message(_l("{person} was off on {day}"), person=name, day=day)


def row_words(board: Board, columns: Columns, rows: Sequence[int], held: Ints, *, alone: bool) -> Message:
    """Rows of one rule that a clash takes, as what the rule asks.

    held: 0/1 a base atom, what the clash's locks and past hold. alone: these are the clash's only rows; then the
    breach says more than the rule.
    """
    rule = rule_of(columns, rows[0])
    what: object = _breach(board, columns, rows, held, alone=alone) or _asked(board, columns, rows, rule)
    said = Message(_l("{rule}: {what}"), rule=Term(rule.label), what=what) if what else Message(rule.label)
    return said if rule.price == NEVER else Message(_l("{demand} (made hard by the team)"), demand=said)


def _breach(board: Board, columns: Columns, rows: Sequence[int], held: Ints, *, alone: bool) -> Message | None:
    """The breach in words where the rows come down to one: that of what is held, or of the only cell it is about."""
    rule = rule_of(columns, rows[0])
    for row in rows if alone else ():
        value = _value(columns, row, held)
        if value > columns.high[row]:
            on = [atom for atom in columns.base_atoms(row) if held[atom]]
            return rule.message(board, breach_of(board, columns, row, on, value, held))
    weights = columns.entries(rows[0])[1]
    if len(rows) > 1 or len(weights) > 1 or not weights[0]:
        return None
    on = columns.base_atoms(rows[0])[:1] if columns.high[rows[0]] <= 0 else []
    plan = held.copy()
    plan[on] = 1
    return rule.message(board, breach_of(board, columns, rows[0], on, int(weights[0]) * len(on), plan))


def _value(columns: Columns, row: int, held: Ints) -> int:
    """The sum of one row; `Columns.values` would take those of all."""
    atoms, weights = columns.entries(row)
    base, members = columns.base, columns.derived.members
    on = (held[atom] if atom < base else held[list(members[atom - base])].max() for atom in atoms.tolist())
    return int(sum(weight * value for weight, value in zip(weights.tolist(), on, strict=True)))


def _asked(board: Board, columns: Columns, rows: Sequence[int], rule: Rule) -> object:
    """What the rows ask for: of whom, how much, and when; of several people only whom."""
    subjects = [_subject(columns, row) for row in rows]
    about = subjects[0]
    slot = about.detail[0] if about.detail else None
    if isinstance(slot, Slot):
        return _slot_asked(board, columns, rows, slot)
    people = list(dict.fromkeys(subject.person for subject in subjects if subject.person is not None))
    if len(people) > 1:
        return [board.people[person].name for person in people]
    if about.person is None:
        whom = [part for part in about.detail if isinstance(part, str)]
    else:
        others = [part.other for part in about.detail if isinstance(part, Pair)]
        whom = [board.people[about.person].name, *others]
    return [*whom, *_figure(board, columns, rows, rule), *_when(board, columns, rows)]


def _slot_asked(board: Board, columns: Columns, rows: Sequence[int], slot: Slot) -> Message:
    lows = [int(columns.low[row]) for row in rows if columns.low[row] != -OPEN]
    text = _l("{when}: {who}, at least {count}") if lows else _l("{when}: {who}, at most {count}")
    count = max(lows) if lows else min(int(columns.high[row]) for row in rows)
    return Message(text, when=slot_words(board, slot), count=count, who=who_words(slot))


def _figure(board: Board, columns: Columns, rows: Sequence[int], rule: Rule) -> list[object]:
    """The value of the rule, or how much the strictest row asks for where the rule has none."""
    value = rule.value(board, _subject(columns, rows[0]).person)
    if value is not None:
        return [rule.value_words(value)]
    single_cells = all(len(columns.entries(row)[0]) == 1 for row in rows)
    if single_cells or rule.unit in (Unit.NONE, Unit.PERCENT):
        return []
    low, high = int(columns.low[list(rows)].max()), int(columns.high[list(rows)].min())
    if low != -OPEN:
        return [Message(_l("at least {amount}"), amount=rule.measure(low))]
    return [Message(_l("at most {amount}"), amount=rule.measure(high))]


def _when(board: Board, columns: Columns, rows: Sequence[int]) -> list[object]:
    """The dates that the rows are about; none where that is the month."""
    days = {board.cells[atom].day for row in rows for atom in columns.base_atoms(row)}
    first, last = min(days), max(days)
    if first <= board.days[0] and last >= board.days[-1]:
        return []
    return [first] if first == last else [Message(_l("{first} – {last}"), first=first, last=last)]


def _subject(columns: Columns, row: int) -> Subject:
    subject = columns.subjects[row]
    assert isinstance(subject, Subject)
    return subject
