"""The rules of the plan: text, value, price, law, and what each cost in this roster."""

from flask import Blueprint, render_template

from planner.services.rule_catalogue import law_words
from planner.telling.answer_words import rest_words
from web.desk import the_desk, the_report
from web.view.costs import rule_costs
from web.view.rules import rule_rows
from web.view.waiting import answer_address, answers_now

bp = Blueprint("rules", __name__, url_prefix="/rules")

#: Members named of a clash that could not be made small in time.
MEMBERS_SHOWN = 12


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


@bp.get("/clashes")
def clashes() -> str:
    """Which locks, hard rules and facts cannot hold together, in sets as small as can be."""
    found = the_desk().ask(lambda questions: questions.clashes()) if answers_now() else None
    return render_template(
        "clashes.html",
        report=the_report(),
        found=found,
        rest=rest_words(found) if found else None,
        shown=MEMBERS_SHOWN,
        waits_for="" if found else answer_address(),
    )
