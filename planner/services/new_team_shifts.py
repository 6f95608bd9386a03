"""Shifts to begin with: what usually covers certain opening hours."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from planner.domain.days import DayKind
from planner.domain.time import MINUTES_A_DAY, clock
from planner.law import COUNTRIES, load_law
from planner.messages import _l, translate
from planner.services.new_team_answers import ASKED_KINDS, Answers, ShiftAnswer
from planner.staffing.week import read_span

#: Hours of a day longer than this are shared by two shifts, in steps of a quarter of an hour.
_ONE_SHIFT_MIN = 9 * 60
_STEP_MIN = 15
#: How long two shifts overlap, to hand over.
_HANDOVER_MIN = 30

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


def open_spans(answers: Answers) -> dict[DayKind, _Span]:
    """From the first opening to the last closing of each kind of day, in minutes; hours that are none are left out."""
    found: dict[DayKind, _Span] = {}
    for channel in answers.channels:
        for kind in ASKED_KINDS:
            try:
                span = read_span(channel.hours(kind))
            except ValueError:
                continue
            start, end = found.get(kind, (span.opens_min, span.closes_min))
            found[kind] = (min(start, span.opens_min), max(end, span.closes_min))
    return found


def fitting(answers: Answers) -> Template:
    """The template that suits the opening hours."""
    start, end = max(open_spans(answers).values(), key=lambda span: span[1] - span[0], default=(0, 0))
    if end - start >= MINUTES_A_DAY - 60:
        return Template.ROUND_THE_CLOCK
    return Template.EARLY_LATE if end - start > _ONE_SHIFT_MIN else Template.DAY


def shifts_of(template: Template, answers: Answers, language: str) -> tuple[ShiftAnswer, ...]:
    """A template's shifts for the opening hours: kinds of day with the same hours share theirs."""
    if template is Template.ROUND_THE_CLOCK:
        days = tuple(kind.value for kind in open_spans(answers)) or (DayKind.WEEKDAY.value,)
        times = zip((_EARLY, _LATE, _NIGHT), (360, 840, 1320), (840, 1320, 1800), strict=True)
        return tuple(_shift(words, start, end, days, answers.country, language) for words, start, end in times)
    found: list[ShiftAnswer] = []
    groups: dict[_Span, list[DayKind]] = {}
    for kind, span in open_spans(answers).items():
        groups.setdefault(span, []).append(kind)
    for (start, end), kinds in groups.items():
        days = tuple(kind.value for kind in kinds)
        for words, begin, finish in _parts(template, start, end, kinds):
            found.append(_shift(words, begin, finish, days, answers.country, language))
    return tuple(found)


_Words = tuple[tuple[str, str], str]


def _parts(template: Template, start: int, end: int, kinds: Sequence[DayKind]) -> list[tuple[_Words, int, int]]:
    """The shifts of days that are open from start to end."""
    shared = template is Template.EARLY_LATE and end - start > _ONE_SHIFT_MIN
    middle = round((start + end) / 2 / _STEP_MIN) * _STEP_MIN
    early, late = middle + _HANDOVER_MIN // 2, middle - _HANDOVER_MIN // 2
    whole = min(end, start + _ONE_SHIFT_MIN) if template is Template.DAY else end
    if DayKind.WEEKDAY in kinds:
        return [(_EARLY, start, early), (_LATE, late, end)] if shared else [(_DAY, start, whole)]
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
    for kind, (start, end) in open_spans(answers).items():
        covered = sorted(span for shift in answers.shifts if kind.value in shift.days for span in _times(shift))
        gaps, reached = [], start
        for begin, finish in covered:
            if begin > reached and reached < end:
                gaps.append((reached, min(begin, end)))
            reached = max(reached, finish)
        if reached < end:
            gaps.append((reached, end))
        if gaps:
            found[kind] = gaps
    return found


def _times(shift: ShiftAnswer) -> list[_Span]:
    """When a shift is at work on its days: one that goes over midnight also begins the next such day."""
    try:
        span = read_span(f"{shift.start}-{shift.end}")
    except ValueError:
        return []
    return [(span.opens_min, span.closes_min), (span.opens_min - MINUTES_A_DAY, span.closes_min - MINUTES_A_DAY)]
