"""Shifts to begin with: what usually covers certain opening hours."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

from planner.domain.days import DayKind
from planner.domain.demand import LONGEST_AT_WORK_MIN
from planner.domain.time import MINUTES_A_DAY, clock
from planner.law import COUNTRIES, load_law
from planner.messages import _l, translate
from planner.services.new_team_answers import ASKED_KINDS, Answers, ShiftAnswer
from planner.staffing.week import read_spans

#: Hours of a day longer than this are shared by two shifts, in steps of a quarter of an hour, or by three.
_ONE_SHIFT_MIN = 9 * 60
_TWO_SHIFTS_MIN = 20 * 60
_STEP_MIN = 15
#: How long two shifts overlap, to hand over, and how short one may be.
_HANDOVER_MIN = 30
_LEAST_MIN = 120
#: Of a day that is closed at noon: each gets a shift.
_STRETCHES = 2
#: A shift that ends later in the morning is one of the night.
_MORNING_MIN = 120

_Span = tuple[int, int]


class Template(StrEnum):
    """A way to cover a day."""

    EARLY_LATE = "early-late"
    DAY = "day"
    ROUND_THE_CLOCK = "round-the-clock"


#: Code in English and German, and name.
_EARLY, _LATE = (("E", "F"), _l("Early")), (("L", "S"), _l("Late"))
_DAY, _NIGHT = (("D", "T"), _l("Day")), (("N", "N"), _l("Night"))
_OF_KIND = {
    DayKind.SATURDAY: (("Sa", "Sa"), _l("Saturday")),
    DayKind.SUNDAY: (("Su", "So"), _l("Sunday")),
    DayKind.HOLIDAY: (("H", "FT"), _l("Holiday")),
}
_WEEKEND = (("W", "W"), _l("Weekend"))


def open_hours(answers: Answers) -> dict[DayKind, list[_Span]]:
    """When any channel is open on each kind of day, in minutes, earliest first; hours that are none are left out."""
    found: dict[DayKind, list[_Span]] = {}
    for kind in ASKED_KINDS:
        for start, end in sorted(span for channel in answers.channels for span in _spans(channel.hours(kind))):
            spans = found.setdefault(kind, [])
            if spans and start <= spans[-1][1]:
                spans[-1] = spans[-1][0], max(spans[-1][1], end)
            else:
                spans.append((start, end))
    return found


def _spans(written: str) -> list[_Span]:
    try:
        return [(span.opens_min, span.closes_min) for span in read_spans(written)]
    except ValueError:
        return []


def fitting(answers: Answers) -> Template:
    """The template that suits the opening hours."""
    longest = max((spans[-1][1] - spans[0][0] for spans in open_hours(answers).values()), default=0)
    if longest > _TWO_SHIFTS_MIN:
        return Template.ROUND_THE_CLOCK
    return Template.EARLY_LATE if longest > _ONE_SHIFT_MIN else Template.DAY


def shifts_of(template: Template, answers: Answers, language: str) -> tuple[ShiftAnswer, ...]:
    """A template's shifts for the opening hours: kinds of day with the same hours share theirs."""
    if template is Template.ROUND_THE_CLOCK:
        days = tuple(kind.value for kind in open_hours(answers)) or (DayKind.WEEKDAY.value,)
        times = zip((_EARLY, _LATE, _NIGHT), (360, 840, 1320), (840, 1320, 1800), strict=True)
        return tuple(_shift(words, start, end, days, answers.country, language) for words, start, end in times)
    found: list[ShiftAnswer] = []
    groups: dict[tuple[_Span, ...], list[DayKind]] = {}
    for kind, spans in open_hours(answers).items():
        groups.setdefault(tuple(spans), []).append(kind)
    for open_at, kinds in groups.items():
        days = tuple(kind.value for kind in kinds)
        for words, begin, end in _parts(template, open_at, kinds):
            # Of a day that is open for too long what nobody covers is named beside it.
            finish = min(end, begin + LONGEST_AT_WORK_MIN)
            found.append(_shift(words, begin, finish, days, answers.country, language))
    return tuple(found)


_Words = tuple[tuple[str, str], str]


def _parts(template: Template, spans: Sequence[_Span], kinds: Sequence[DayKind]) -> list[tuple[_Words, int, int]]:
    """The shifts of days that are open then; an end may lie in the next day."""
    start, end = spans[0][0], spans[-1][1]
    middle = round((start + end) / 2 / _STEP_MIN) * _STEP_MIN
    # The second must begin on the same day.
    middle = min(middle, MINUTES_A_DAY - _HANDOVER_MIN)
    early, late = middle + _HANDOVER_MIN // 2, middle - _HANDOVER_MIN // 2
    long_enough = early - start >= _LEAST_MIN or end - start > _TWO_SHIFTS_MIN
    shared = end - start > _ONE_SHIFT_MIN and long_enough
    if len(spans) == _STRETCHES:
        # Closed at noon: nobody is wanted in between.
        (_, early), (late, _) = spans
        shared = True
    shared = shared and template is Template.EARLY_LATE
    whole = min(end, start + _ONE_SHIFT_MIN) if template is Template.DAY else end
    if DayKind.WEEKDAY in kinds:
        if not shared:
            return [(_NIGHT if whole > MINUTES_A_DAY else _DAY, start, whole)]
        words = (_LATE, _NIGHT) if end - MINUTES_A_DAY > _MORNING_MIN else (_EARLY, _LATE)
        return [(words[0], start, early), (words[1], late, end)]
    codes, name = _OF_KIND[kinds[0]] if len(kinds) == 1 else _WEEKEND
    if not shared:
        return [((codes, name), start, whole)]
    first, second = ((f"{codes[0]}{n}", f"{codes[1]}{n}") for n in (1, 2))
    return [((first, name), start, early), ((second, name), late, end)]


def _shift(words: _Words, start: int, end: int, days: tuple[str, ...], country: str, language: str) -> ShiftAnswer:
    (english, german), name = words
    return ShiftAnswer(
        code=german if language == "de" else english,
        name=translate(name, language),
        start=clock(start),
        end=clock(end if end <= MINUTES_A_DAY else end - MINUTES_A_DAY),
        break_min=str(_break_min(end - start, country) or ""),
        days=days,
        minimum="1",
        target="1",
    )


def _break_min(length: int, country: str) -> int:
    """The break that the country's law asks for in a shift of a length; half an hour over six hours elsewhere."""
    law = load_law(country).value("break_steps", date.max) if country in COUNTRIES else None
    steps = law.value if law is not None and isinstance(law.value, tuple) else ((360, 30),)

    def needed(work: int) -> int:
        return max((rest for over, rest in steps if work > over), default=0)

    # A longer break leaves less work, which may need a shorter one.
    return next(rest for rest in (0, *sorted(rest for _, rest in steps)) if needed(length - rest) <= rest)


def uncovered(answers: Answers) -> dict[DayKind, list[_Span]]:
    """What is open on each kind of day and lies in no shift, in minutes of the day."""
    found = {}
    for kind, spans in open_hours(answers).items():
        covered = sorted(span for shift in answers.shifts if kind.value in shift.days for span in _times(shift))
        if gaps := [gap for start, end in spans for gap in _left(start, end, covered)]:
            found[kind] = gaps
    return found


def _left(start: int, end: int, covered: Sequence[_Span]) -> Iterator[_Span]:
    """What lies between start and end and in none of the spans, which are in order."""
    for begin, finish in covered:
        if begin > start and start < end:
            yield start, min(begin, end)
        start = max(start, finish)
    if start < end:
        yield start, end


def _times(shift: ShiftAnswer) -> list[_Span]:
    """When a shift is at work on its days and on those beside: hours may go over midnight, and so may shifts."""
    days = (-MINUTES_A_DAY, 0, MINUTES_A_DAY)
    return [(start + day, end + day) for start, end in _spans(f"{shift.start}-{shift.end}") for day in days]


def same_time(shift: ShiftAnswer) -> bool:
    """Whether a shift ends at the time at which it begins: a whole day later, which nobody works."""
    return any(end - start == MINUTES_A_DAY for start, end in _times(shift))
