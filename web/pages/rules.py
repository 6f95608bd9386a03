"""The rules of the plan: text, value, price, law, what each cost in this roster; and a form to change each."""

from dataclasses import replace

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.board import Board
from planner.domain.team import RuleSetting
from planner.rules.base import Rule
from planner.rules.catalogue import RULES
from planner.services.rule_catalogue import law_words
from planner.services.team_facts import FactsNow, RowChange, RowGone, RowRefused, Verdict
from planner.telling.answer_words import rest_words
from web.auth import the_team_id, the_visitor
from web.desk import NoRoster, the_desk, the_report
from web.i18n import language
from web.set_up import has_set_up, the_set_up
from web.view.costs import rule_costs
from web.view.rule_form import EXAMPLES, SHEET, RuleForm, form_of, ref_of, sent_form, texts_of
from web.view.rules import price_choices, rule_rows
from web.view.waiting import answer_address, answers_now

bp = Blueprint("rules", __name__, url_prefix="/rules")

#: Members named of a clash that could not be made small in time.
MEMBERS_SHOWN = 12


@bp.get("/")
def index() -> str:
    """All rules in reading order. Where teams are kept they are shown before there is a roster, too."""
    report = the_desk().report()
    if report is None and not has_set_up():
        raise NoRoster
    board = report.board if report else _empty_board()
    rows = rule_rows(board, report)
    changed = next((row for row in rows if row.rule.code == request.args.get("changed")), None)
    return render_template(
        "rules.html", board=board, report=report, rows=rows, changed=changed, law_words=law_words
    )


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


# ---- one rule


@bp.get("/<code>")
def rule(code: str) -> tuple[str, int]:
    """A rule in its form."""
    rule, now = _rule(code), _facts()
    return _rule_page(rule, now, form_of(rule, now.team.rules.get(code, RuleSetting(code))))


@bp.post("/<code>")
def change(code: str) -> Response | tuple[str, int]:
    """Say something else about a rule, or have what is typed looked at only."""
    rule, now, facts = _rule(code), _facts(), the_set_up().facts
    typed, ref = sent_form(request.form, Verdict()), request.form.get("ref", "")
    texts = texts_of(rule, typed)
    if ref != ref_of(now, rule):
        return _rule_page(rule, now, typed, gone=True)
    if texts is None and not ref:
        return _rule_page(rule, now, typed) if "X-Check" in request.headers else redirect(url_for("rules.index"), 303)
    wanted, was = RowChange(SHEET, ref, texts), _breaches(code)
    try:
        if "X-Check" in request.headers:
            verdict = facts.judge(the_team_id(), wanted, language())
            return _rule_page(rule, now, sent_form(request.form, verdict), verdict)
        facts.save(the_team_id(), wanted, the_visitor().user.person_id, language())
    except RowGone:
        return _rule_page(rule, _facts(), typed, gone=True)
    except RowRefused as refused:
        return _rule_page(rule, now, sent_form(request.form, refused.verdict), refused.verdict)
    return redirect(url_for("rules.index", changed=code, was=was), 303)


def _rule_page(
    rule: Rule, now: FactsNow, form: RuleForm, verdict: Verdict | None = None, *, gone: bool = False
) -> tuple[str, int]:
    report = the_desk().report()
    row = next(row for row in rule_rows(report.board if report else _empty_board(), report) if row.rule is rule)
    page = render_template(
        "rule.html", report=report, row=row, form=form, prices=price_choices(rule), example=EXAMPLES.get(rule.unit, ""),
        elsewhere=verdict.elsewhere if verdict else (), ref=ref_of(now, rule), gone=gone, sheets=now.forms,
        theirs=form_of(rule, now.team.rules.get(rule.code, RuleSetting(rule.code))), law_words=law_words,
    )  # fmt: skip
    if "X-Check" in request.headers:
        return page, 200
    return page, 409 if gone else 422 if form.errors or verdict else 200


def _rule(code: str) -> Rule:
    """A rule that may be changed here. 404 otherwise."""
    found = next((rule for rule in RULES if rule.code == code), None)
    return found if found is not None and has_set_up() else abort(404)


def _facts() -> FactsNow:
    return the_set_up().facts.look(the_team_id(), language())


def _breaches(code: str) -> int | None:
    """How often this roster breaks a rule; None where there is none."""
    report = the_desk().report()
    return None if report is None else sum(finding.rule == code for finding in report.check.findings)


def _empty_board() -> Board:
    """The month without a roster."""
    year, month = g.place["of_month"]
    return Board(replace(_facts().team, month=(year, month)), year, month)
