"""Fairness and hours as plots, each with its table."""

from flask import Blueprint, render_template

from web.desk import the_report
from web.view.fairness import counting_note, fair_charts
from web.view.hours_chart import hours_chart

bp = Blueprint("fairness", __name__, url_prefix="/fairness")


@bp.get("/")
def index() -> str:
    """A plot a measure."""
    report = the_report()
    return render_template(
        "fairness.html",
        report=report,
        charts=fair_charts(report),
        hours=hours_chart(report.hours),
        counting_note=counting_note(report),
    )
