"""The same answers as plain data for `--json`."""

from planner.messages import render
from planner.reporting.report import Gap, Report
from planner.services.asking import GapAnswer, Otherwise
from planner.services.explaining import ShiftAnswer
from planner.telling.answer_words import mend_words, otherwise_words
from planner.telling.as_json import Plain, finding_json, gap_json


def shift_json(report: Report, answer: ShiftAnswer, without: Otherwise | None, language: str) -> Plain:
    return {
        "person": answer.person,
        "shift": answer.shift,
        "name": answer.name,
        "assigned": answer.assigned,
        "reasons": [render(reason, language) for reason in answer.reasons],
        "cost_change": answer.cost_change,
        "findings": [finding_json(finding, language) for finding in answer.findings],
        "besides": [finding_json(finding, language) for finding in answer.besides],
        "without": None if without is None else otherwise_json(report, without, language),
    }


def otherwise_json(report: Report, answer: Otherwise, language: str) -> Plain:
    found = answer.alternative
    return {
        "changes": [
            {"day": c.day.isoformat(), "shift": c.shift, "before": c.before, "after": c.after}
            for c in found.changes.shifts
        ],
        "uncovered_min": answer.uncovered_min,
        "dearer": list(found.dearer),
        "comfort_bound": found.comfort_bound,
        "fewest_proven": found.fewest,
        "cheapest_proven": found.cheapest,
        "text": [render(text, language) for text in otherwise_words(report.board, answer)],
    }


def mending_json(report: Report, answer: GapAnswer, gap: Gap, language: str) -> Plain:
    return {
        **gap_json(gap, language),
        "mends": [
            {
                "conditions": [render(what, language) for what in mend.what],
                "uncovered_points": mend.alternative.uncovered,
                "dearer": list(mend.alternative.dearer),
                "fewest_proven": mend.alternative.fewest,
                "cheapest_proven": mend.alternative.cheapest,
                "comfort_bound": mend.alternative.comfort_bound,
                "text": " ".join(render(text, language) for text in mend_words(report.board, mend)),
            }
            for mend in answer.mends.found
        ],
        "ways_tried": answer.mends.tried,
        "ways": answer.mends.ways,
    }
