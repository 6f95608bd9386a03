"""The roster as month grid, week, day and list."""

from datetime import date, timedelta

from flask import Blueprint, abort, render_template, request

from planner.domain.time import week_start_of
from planner.reporting.report import Report
from web.desk import editable_desk, the_desk, the_report, the_standing
from web.pages.plan import plan_under_way
from web.preferences import preference
from web.sight import sight_here
from web.view.coverage_rows import DayTable, coverage_rows, day_table
from web.view.day_chart import day_chart
from web.view.grid import month_grid
from web.view.search import suggestions
from web.view.summary import summary
from web.view.told import Told
from web.view.weeks import weeks_to_fill

bp = Blueprint("roster", __name__)


def today_of(report: Report) -> date:
    """Today where the team works."""
    return the_desk().now().astimezone(report.board.team.zone).date()


def start_of(report: Report) -> date:
    """The date that week and day begin with: today, in another month its first."""
    today = today_of(report)
    return today if today in report.board.days else report.board.days[0]


@bp.get("/")
def month() -> str:
    """People by days."""
    return month_page()


def month_page(told: Told | None = None) -> str:
    """The month, with what came of an edit."""
    return render_template("month.html", told=told, under_way=plan_under_way(), **month_parts())


def month_parts() -> dict[str, object]:
    """What the month's templates show. standing: None where nothing can be changed. sees_all: the reader sees
    everything; nobody_here: who may look, and is nobody of the team; broken: rules, as far as they may know why.
    """
    sight, desk = sight_here(), editable_desk()
    standing = the_standing() if desk else None
    report = standing.report if standing else the_report()
    team = report.board.team
    return {
        "waiting_offers": desk.waiting_offers() if desk else 0,
        "passed_by": desk.passed_by() if desk else (),
        "report": report,
        "standing": standing,
        "sees_all": sight.all,
        "nobody_here": sight.own == "",
        "broken": [one for one in report.clashes if sight.knows(one.person) and sight.told([one.message], team)],
        "weeks": weeks_to_fill(report.board),
        "grid": month_grid(report, today_of(report), sight=sight),
        # Of coverage a manager needs nothing.
        "coverage_rows": coverage_rows(report, preference("coverage")) if sight.all else [],
        "summary": summary(report),
        "start": start_of(report),
        "query": _query(),
        "suggestions": suggestions(report.board.team),
    }


@bp.get("/week/<day>")
def week(day: str) -> str:
    """One week, people by days, with times."""
    report = the_report()
    first = week_start_of(day_of(report, day), report.board.team.first_weekday)
    days = [first + timedelta(days=i) for i in range(7)]
    inside = [d for d in days if d in report.board.days]
    return render_template(
        "week.html",
        report=report,
        grid=month_grid(report, today_of(report), inside, sight_here()),
        before=inside[0] - timedelta(days=1) if inside[0] > report.board.days[0] else None,
        after=inside[-1] + timedelta(days=1) if inside[-1] < report.board.days[-1] else None,
        query=_query(),
        suggestions=suggestions(report.board.team),
    )


@bp.get("/day/<day>")
def one_day(day: str) -> str:
    """One day by the hour."""
    return one_day_page(day)


def one_day_page(day: str, told: Told | None = None) -> str:
    """One day by the hour, for who may change it with everybody's shifts, and with what came of an edit."""
    standing = the_standing() if editable_desk() else None
    report = standing.report if standing else the_report()
    shown, sight = day_of(report, day), sight_here()
    grid = month_grid(report, today_of(report), [shown], sight)
    return render_template(
        "day.html",
        report=report,
        standing=standing,
        told=told,
        own_only=not sight.rules.shifts,
        chart=day_chart(report, shown, today_of(report), sight),
        grid=grid,
        people=[(row.name, row.cells[0]) for row in grid.rows],
        hours=day_table(report, shown) if sight.all else DayTable((), ()),
        gaps=[gap for gap in report.gaps if gap.day == shown and sight.all],
        before=shown - timedelta(days=1) if shown > report.board.days[0] else None,
        after=shown + timedelta(days=1) if shown < report.board.days[-1] else None,
    )


@bp.get("/list")
def as_list() -> str:
    """Every day with its shifts, for narrow screens."""
    report = the_report()
    return render_template(
        "list.html",
        report=report,
        grid=month_grid(report, today_of(report), sight=sight_here()),
        start=start_of(report),
        query=_query(),
        suggestions=suggestions(report.board.team),
    )


def day_of(report: Report, text: str) -> date:
    """A date of the report's month from an address; anything else is not there."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    if day not in report.board.days:
        abort(404)
    return day


def _query() -> str:
    """What the search in the corner asks for; the script searches as you type, without it the form is sent."""
    return request.args.get("q", "").strip()
