"""What a rule is: one statement of limits, from which model, checker, explanation, forms and docs are derived."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from planner.board import Board, Cell
from planner.domain.team import NEVER, RuleSetting
from planner.law import LawValue
from planner.messages import Days, Message, Minutes, _l
from solver.limits import Ints, Limit, Tier


class Unit(StrEnum):
    """What a rule's value and measured figure count."""

    MINUTES = "minutes"
    DAYS = "days"
    TIMES = "times"
    PERCENT = "per cent"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom and when a limit is about. detail: whatever the rule's words need besides."""

    person: int | None = None
    day: date | None = None
    detail: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that a roster breaks. cells: those of the roster that count in it, by start. amount: units outside."""

    subject: Subject
    value: int
    low: int | None
    high: int | None
    amount: int
    cells: tuple[Cell, ...]

    @property
    def bound(self) -> int:
        """The side of the limit that is broken."""
        if self.high is not None and self.value > self.high:
            return self.high
        assert self.low is not None
        return self.low


class Rule(ABC):
    """A rule of the plan. Subclasses say what they limit; prices and hardness are settled outside.

    code: its key in workbooks. label, text: what it is called and what a breach reads like (msgids); `text` may use
    {person}, {day}, {value}, {bound}, {amount}, {shifts} and what `params` adds. why: the same where the person's name
    stands above already; "" = `text`.
    default: its value where neither team, person nor law gives one; None = no value, and then a rule that needs one
    is off. price: points a unit outside, NEVER = hard, 0 = off unless a team sets it. law_key: where the value comes
    from in data/law. stricter: whether a lower ("low") or higher ("high") value is the stricter one.
    valued: whether its limits follow a value that people may set; a unit without one measures breaches alone.
    always_hard: whether it is never broken whatever a team says.
    figure_names: which of `params` are the measured value and the limit, where the limit sums up something else.
    """

    code: ClassVar[str]
    label: ClassVar[str]
    text: ClassVar[str]
    why: ClassVar[str] = ""
    unit: ClassVar[Unit] = Unit.NONE
    default: ClassVar[int | None] = None
    price: ClassVar[int] = NEVER
    tier: ClassVar[Tier] = Tier.COMFORT
    law_key: ClassVar[str] = ""
    stricter: ClassVar[str] = "low"
    valued: ClassVar[bool] = True
    always_hard: ClassVar[bool] = False
    figure_names: ClassVar[tuple[str, str] | None] = None

    @abstractmethod
    def limits(self, board: Board) -> Iterator[Limit]:
        """Every limit of this rule on the board; the only place where the rule is stated."""

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        """What else `text` mentions."""
        return {}

    def whole(self, board: Board, breach: Breach, plan: Ints) -> Breach:
        """The breach as people see it, where a limit sees a part alone: a row of days rather than a window of it.

        plan: 0/1 a base atom. Breaches that come to the same are one finding.
        """
        return breach

    def message(self, board: Board, breach: Breach) -> Message:
        """A breach in words."""
        return Message(self.text, **self._said(board, breach))

    def reason(self, board: Board, breach: Breach) -> Message:
        """A breach in words below the name of its person, which it does not repeat."""
        return Message(self.why or self.text, **self._said(board, breach))

    def _said(self, board: Board, breach: Breach) -> Mapping[str, object]:
        subject = breach.subject
        given: dict[str, object] = {
            "person": "" if subject.person is None else board.people[subject.person].name,
            "day": subject.day or "",
            "value": self.measure(breach.value),
            "bound": self.measure(breach.bound),
            "amount": self.measure(breach.amount),
            "shifts": [shift_words(board, cell) for cell in breach.cells],
        }
        return {**given, **self.params(board, breach)}

    def concerned(self, board: Board, subject: Subject) -> tuple[int, ...]:
        """The people (indexes) whose cost a limit's cost is, in the order that remainders fall to; none = nobody's."""
        return () if subject.person is None else (subject.person,)

    def figures(self, board: Board, breach: Breach) -> tuple[object, object]:
        """Measured value and limit as a person would state them, for tables."""
        if self.figure_names:
            said = self.params(board, breach)
            return said[self.figure_names[0]], said[self.figure_names[1]]
        return self.measure(breach.value), self.measure(breach.bound)

    def told(self, subject: Subject, value: int) -> bool:
        """Whether a limit that is broken, at this value, is worth a finding of its own; its cost counts anyway."""
        return True

    def measure(self, value: int) -> object:
        """A figure in the rule's unit, for words."""
        if self.unit is Unit.MINUTES:
            return Minutes(value)
        return Days(value) if self.unit is Unit.DAYS else value

    def value_words(self, value: int) -> object:
        """A value of the rule's setting, for words; a breach may be measured in another unit."""
        return Message("{n} %", n=value) if self.unit is Unit.PERCENT else self.measure(value)

    # ---- values

    def setting(self, board: Board) -> RuleSetting:
        """What the team says about this rule; empty when it says nothing."""
        return board.team.rules.get(self.code) or RuleSetting(self.code)

    def stated_price(self, board: Board) -> int:
        """Points a unit as a team states them, NEVER = hard, 0 = off."""
        price = NEVER if self.always_hard else self.setting(board).price
        return self.price if price is None else price

    def price_on(self, board: Board) -> int:
        """Points a unit outside on this board, NEVER = hard, 0 = off."""
        return self.stated_price(board)

    def law_value(self, board: Board, person: int) -> LawValue | None:
        """The value of the person's labour law for this rule, None where the law has none or does not apply."""
        if not self.law_key or board.people[person].senior_staff:
            return None
        return board.law(person).value(self.law_key, board.days[0])

    def replaces_law(self, board: Board) -> bool:
        """Whether the team's own value stands instead of the law's: it needs a note that says why."""
        setting = self.setting(board)
        return setting.value is not None and bool(setting.note)

    def chosen(self, board: Board, person: int | None = None) -> int | None:
        """The value people chose: the person's own, else the team's, else the default."""
        own = None if person is None else board.people[person].limits.get(self.code)
        if own is not None:
            return own
        setting = self.setting(board)
        return self.default if setting.value is None else setting.value

    def value(self, board: Board, person: int | None = None) -> int | None:
        """The value in force: the stricter of law and `chosen`; a team's value with a note replaces the law's."""
        chosen = self.chosen(board, person)
        law = None if person is None or self.replaces_law(board) else self.law_value(board, person)
        if law is None or not isinstance(law.value, int) or isinstance(law.value, bool):
            return chosen
        if chosen is None:
            return law.value
        return min(chosen, law.value) if self.stricter == "low" else max(chosen, law.value)


def shift_words(board: Board, cell: Cell) -> Message:
    """A shift in words: 'Late on Sat 12 Dec'."""
    return Message(_l("{shift} on {day}"), shift=board.kinds[cell.shift].name, day=cell.day)
