"""Gaps with the people who were closest, what stops each of them, and a button for whoever could fill it."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from flask import Blueprint, render_template, request

from planner.changing.change_words import change_words
from planner.messages import AllOf, Message
from planner.reporting.report import Gap
from planner.services.asking import Questions, alike
from planner.services.filling import filling_words
from planner.telling.answer_words import condition_words, outcome_words, tried_words
from web.desk import editable_desk, the_desk, the_report, the_standing
from web.pages.roster import day_of, today_of
from web.view.days import day_heads
from web.view.shifts import shift_looks
from web.view.told import Told
from web.view.waiting import answer_address, answers_now

bp = Blueprint("gaps", __name__, url_prefix="/gaps")

#: Reasons on one page; a month that has more names the closest people, and everybody on a page for each day.
MOST_REASONS = 1500
#: People of a gap whose reasons are read without asking for more.
CLOSEST = 3
#: People of a gap for whom it is said what filling it would bring them.
WEIGHED = 20
#: Gaps of a day that mends are sought for; each takes some seconds.
MENDED = 4


@bp.get("/")
def index() -> str:
    """All gaps, day by day."""
    gaps = the_report().gaps
    return _page(gaps, None, brief=sum(len(gap.obstacles) for gap in gaps) > MOST_REASONS)


@bp.get("/<day>")
def one_day(day: str) -> str:
    """The gaps of one day with everybody."""
    return day_page(day)


def day_page(day: str, told: Told | None = None) -> str:
    """The gaps of one day, with why nobody came to fill one."""
    shown = day_of(the_report(), day)
    return _page(tuple(gap for gap in the_report().gaps if gap.day == shown), shown, brief=False, told=told)


@bp.get("/<day>/mends")
def mends(day: str) -> str:
    """What would mend the gaps of one day, found by solving."""
    report = the_report()
    shown = day_of(report, day)
    gaps = alike(gap for gap in report.gaps if gap.day == shown)
    # Each is a question of its own, so that the first answer does not wait for the last.
    asked = request.args.get("gap", "0")
    told = {}
    if answers_now() and asked.isdecimal() and int(asked) < len(gaps):
        told[int(asked)] = the_desk().ask(lambda ask: _told(ask, gaps, gaps[int(asked)]))
    return render_template(
        "mends.html",
        report=report,
        day=shown,
        gaps=gaps[:MENDED] if not told else gaps,
        told=told,
        more=0 if told else len(gaps) - MENDED,
        answer_address=answer_address,
    )


def _told(
    questions: Questions, gaps: Sequence[Sequence[Gap]], asked: Sequence[Gap]
) -> tuple[list[tuple[object, ...]], Message | None]:
    """Each mend in words: what would be otherwise, what changes, what comes of it, which other gaps it fills; and how
    many ways there was time for.
    """
    board = questions.report.board
    others = [gap for alike in gaps if alike is not asked for gap in alike]
    answer = questions.mends_of(asked)
    told: list[tuple[object, ...]] = [
        (
            condition_words(mend),
            [change_words(board, change) for change in mend.alternative.changes.shifts],
            list(outcome_words(mend)),
            _together([gap.what for gap in others if questions.fills(mend, gap)]),
        )
        for mend in answer.mends.found
    ]
    return told, tried_words(answer.mends)


def _together(parts: Sequence[Message]) -> AllOf | None:
    return AllOf(parts) if parts else None


def _page(gaps: tuple[Gap, ...], day: date | None, *, brief: bool, told: Told | None = None) -> str:
    """day: the one that the page is about, None = the whole month."""
    standing = the_standing() if editable_desk() else None
    report = standing.report if standing else the_report()
    heads = {head.day: head for head in day_heads(report, today_of(report))}
    in_order = sorted(gaps, key=lambda gap: (gap.day, gap.start))
    return render_template(
        "gaps.html",
        report=report,
        standing=standing,
        told=told,
        count=len(gaps),
        by_day=[(heads[day], list(found)) for day, found in groupby(in_order, key=lambda gap: gap.day)],
        looks=shift_looks(report.board.shift_types),
        day=day,
        # For a whole month it would take seconds.
        brings=filling_words(report, gaps, WEIGHED) if day and gaps else {},
        brief=brief,
        closest=CLOSEST,
    )
