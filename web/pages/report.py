"""The report of a month, or of three: coverage, gaps, hours, fairness over the months, wishes, costs."""

from flask import Blueprint, Response, render_template, request

from planner.messages import Month
from planner.reporting.period import Period
from planner.scenarios.figures import plain_figures
from planner.telling.comparison_json import figure_json
from web.desk import NoRoster, the_desk
from web.i18n import language
from web.view import ledger_chart
from web.view.coverage_chart import NARROW, coverage_chart
from web.view.figures import sections_of
from web.view.hours_chart import hours_chart
from web.view.report_charts import cost_chart, wish_chart

bp = Blueprint("report", __name__, url_prefix="/report")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUARTER = 3


@bp.get("/")
def index() -> str:
    """Everything on one page."""
    period = _period()
    figures = [figure_json(figure, language()) for figure in plain_figures(period.reports)]
    return render_template(
        "report.html",
        period=period,
        asked=_asked(),
        coverage=coverage_chart(period),
        coverage_narrow=coverage_chart(period, NARROW),
        ledgers=ledger_chart.ledger_charts(period),
        ledger_size=(ledger_chart.WIDTH, ledger_chart.HEIGHT),
        hours=hours_chart(period.hours),
        wishes=wish_chart(period) if period.wishes else None,
        costs=cost_chart(period),
        sections=sections_of(figures),
    )


@bp.get("/workbook")
def workbook() -> Response:
    """The same as a workbook."""
    period = _period()
    first, last = period.months[0], period.months[-1]
    name = "-".join(dict.fromkeys((_file_word(first), _file_word(last))))
    return Response(
        the_desk().period_workbook(period, language()),
        mimetype=XLSX,
        headers={"Content-Disposition": f"attachment; filename=report-{name}.xlsx"},
    )


def _asked() -> int:
    """How many months are asked for: one, or three."""
    return QUARTER if request.args.get("months") == str(QUARTER) else 1


def _period() -> Period:
    period = the_desk().period(_asked())
    if period is None:
        raise NoRoster
    return period


def _file_word(month: Month) -> str:
    return f"{month.year}-{month.month:02d}"
