"""Why somebody works or does not, and what would mend a gap, as lines in a terminal."""

from collections.abc import Iterator, Sequence
from datetime import date

from planner.cost_words import dearer_words
from planner.messages import AllOf, Message, _l, render
from planner.reporting.report import Report
from planner.services.asking import GapAnswer, Otherwise
from planner.services.explaining import ShiftAnswer
from planner.telling.answer_words import mend_words, otherwise_words, tried_words
from planner.telling.summary import gap_lines

_PEOPLE_SHOWN = 6

#: A shift type's answer, and the roster without the shift where it is worked.
Told = tuple[ShiftAnswer, Otherwise | None]


def why_lines(
    report: Report, day: date, told: Sequence[Told], wishes: Sequence[Otherwise], language: str
) -> Iterator[str]:
    """All that was asked about a person's day."""
    if not told:
        yield render(Message(_l("No such shift is worked on {day}."), day=day), language)
    for answer, without in told:
        yield _answer_words(answer, day, language)
        yield from ("    " + render(reason, language) for reason in answer.reasons)
        yield from ("    " + render(finding.message, language) for finding in answer.findings)
        yield from _besides(answer, language)
        if without is not None:
            yield "  " + render(Message(_l("Without this shift:")), language)
            yield from ("    " + render(text, language) for text in otherwise_words(report.board, without))
    for granted in wishes:
        yield render(Message(_l("If the wish for {day} were granted:"), day=day), language)
        yield from ("    " + render(text, language) for text in otherwise_words(report.board, granted))


def _besides(answer: ShiftAnswer, language: str) -> Iterator[str]:
    if answer.besides:
        yield "    " + render(Message(_l("Besides, of the whole month:")), language)
        yield from ("      " + render(finding.message, language) for finding in answer.besides)


def _answer_words(answer: ShiftAnswer, day: date, language: str) -> str:
    if answer.assigned:
        text = _l("{person} works {shift} on {day}.")
    elif answer.reasons:
        text = _l("{person} can't work {shift} on {day}:")
    else:
        text = _l("{person} could work {shift} on {day}; the roster would be {dearer}.")
    instead = Message(_l("{shift} instead of {other}"), shift=answer.name, other=AllOf(answer.instead))
    shift = instead if answer.instead else answer.name
    return render(
        Message(text, person=answer.person, shift=shift, day=day, dearer=dearer_words(answer.cost_change)), language
    )


def mending_lines(report: Report, day: date, answers: Sequence[GapAnswer], language: str) -> Iterator[str]:
    """The gaps of a day and what would mend each; a mend that an earlier gap has already is not told twice."""
    if not answers:
        yield render(Message(_l("Nothing is missing on {day}."), day=day), language)
    numbers: dict[str, int] = {}
    for answer in answers:
        for gap in answer.gaps[:-1]:
            yield from gap_lines(gap, language, people=0)
        yield from gap_lines(answer.gaps[-1], language, people=_PEOPLE_SHOWN)
        title = _l("What would mend it:") if answer.mends.found else _l("Nothing that was tried mends it.")
        yield "    " + render(Message(title), language)
        for mend in answer.mends.found:
            words = " ".join(render(text, language) for text in mend_words(report.board, mend))
            if words in numbers:
                yield f"      {numbers[words]}. " + render(Message(_l("as above")), language)
            else:
                numbers[words] = len(numbers) + 1
                yield f"      {numbers[words]}. {words}"
        if (tried := tried_words(answer.mends)) is not None:
            yield "    " + render(tried, language)
