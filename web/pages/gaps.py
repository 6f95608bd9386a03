"""Gaps with the people who were closest and what stops each of them."""

from itertools import groupby

from flask import Blueprint, render_template

from web.desk import the_report
from web.pages.roster import today_of
from web.view.days import day_heads
from web.view.shifts import shift_looks

bp = Blueprint("gaps", __name__, url_prefix="/gaps")


@bp.get("/")
def index() -> str:
    """All gaps, day by day."""
    report = the_report()
    heads = {head.day: head for head in day_heads(report, today_of(report))}
    by_day = [
        (heads[day], list(gaps))
        for day, gaps in groupby(sorted(report.gaps, key=lambda g: (g.day, g.start)), key=lambda g: g.day)
    ]
    looks = shift_looks(report.board.shift_types)
    return render_template("gaps.html", report=report, by_day=by_day, looks=looks)
