"""The rules of the plan: text, value, price, law, and what each cost in this roster."""

from flask import Blueprint, render_template

from planner.services.rule_catalogue import law_words
from web.desk import the_report
from web.view.costs import rule_costs
from web.view.rules import rule_rows

bp = Blueprint("rules", __name__, url_prefix="/rules")


@bp.get("/")
def index() -> str:
    """All rules in reading order."""
    report = the_report()
    return render_template("rules.html", report=report, rows=rule_rows(report), law_words=law_words)


@bp.get("/costs")
def costs() -> str:
    """Where this roster's cost comes from, by rule and person."""
    report = the_report()
    return render_template("costs.html", report=report, costs=rule_costs(report))
