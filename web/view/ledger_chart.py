"""How the ledgers of a fairness measure went, month by month: a line a person round the fair share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.fair_measures import Measure
from planner.messages import Message, Month, Term, _l
from planner.reporting.period import Period

#: The drawing, in units that are pixels at full size; the months stand below the lines.
WIDTH, HEIGHT = 380, 230
_EDGE, _TOP, _FOOT = 8, 24, 46
#: A name stands so far above, or below, the end of its line.
_ABOVE, _BELOW = -7, 16


@dataclass(frozen=True, slots=True)
class Line:
    """One person's way. points: 'x,y x,y'. named: whether it is drawn out and has its name at the end."""

    person: str
    points: str
    named: bool


@dataclass(frozen=True, slots=True)
class End:
    """A name at the end of a line, on its far side. y: of the text. value: hundredths, + above the fair share."""

    person: str
    y: float
    value: int


@dataclass(frozen=True, slots=True)
class LedgerChart:
    """title: the finding. zero: height of the fair share. months: (x, month). rows: of the table, by name."""

    measure: Measure
    title: Message
    lines: tuple[Line, ...]
    ends: tuple[End, ...]
    zero: float
    months: tuple[tuple[float, Month], ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]

    @property
    def right(self) -> int:
        """Where the lines end."""
        return WIDTH - _EDGE


def ledger_charts(period: Period) -> list[LedgerChart]:
    """A chart for each measure that the team shares out."""
    return [_chart(period, measure) for measure in period.measures]


def _chart(period: Period, measure: Measure) -> LedgerChart:
    people = period.last.board.person_index
    rows = tuple((person, _values(period, person, measure)) for person in sorted(people))
    known = [value for _, values in rows for value in values if value is not None]
    high, low = max(0, *known, 0), min(0, *known, 0)
    scale = (HEIGHT - _TOP - _FOOT) / max(1, high - low)
    step = (WIDTH - 2 * _EDGE) / max(1, len(period.ledgers) - 1)

    def x(place: int) -> float:
        return round(_EDGE + place * step, 1)

    def y(value: int) -> float:
        return round(_TOP + (high - value) * scale, 1)

    last = {person: values[-1] or 0 for person, values in rows}
    named = _furthest(last)
    lines = tuple(
        Line(
            person,
            " ".join(f"{x(place)},{y(value)}" for place, value in enumerate(values) if value is not None),
            person in named,
        )
        for person, values in rows
    )
    return LedgerChart(
        measure,
        _finding(measure, rows, period),
        tuple(sorted(lines, key=lambda line: line.named)),
        tuple(End(who, y(last[who]) + (_ABOVE if last[who] > 0 else _BELOW), last[who]) for who in named),
        y(0),
        tuple((x(place), ledger.month) for place, ledger in enumerate(period.ledgers)),
        rows,
    )


def _values(period: Period, person: str, measure: Measure) -> tuple[int | None, ...]:
    return tuple(ledger.by_person.get(person, {}).get(measure.key) for ledger in period.ledgers)


def _furthest(last: Mapping[str, int]) -> list[str]:
    """Who is furthest above and furthest below, if anybody is."""
    above, below = max(last, key=lambda p: last[p], default=""), min(last, key=lambda p: last[p], default="")
    return [person for person, far in ((above, last.get(above, 0) > 0), (below, last.get(below, 0) < 0)) if far]


def _finding(
    measure: Measure, rows: Sequence[tuple[str, tuple[int | None, ...]]], period: Period
) -> Message:
    label = Term(measure.label)
    last = [values[-1] or 0 for _, values in rows]
    high, low = max(0, *last, 0), -min(0, *last, 0)
    if not high and not low:
        return Message(_l("{measure}: everybody carries the fair share"), measure=label)
    words = {"measure": label, "low": measure.words(round(low, -1)), "high": measure.words(round(high, -1))}
    text = _l("{measure}: at most {low} below and {high} above the fair share")
    if len(period.ledgers) < 3:
        return Message(text, **words)
    first = [values[0] or 0 for _, values in rows]
    before = max(0, *first, 0) - min(0, *first, 0)
    text = (
        _l("{measure}: at most {low} below and {high} above the fair share, closer together than in {month}")
        if high + low < before
        else _l("{measure}: at most {low} below and {high} above the fair share, further apart than in {month}")
    )
    return Message(text, **words, month=period.ledgers[0].month)
