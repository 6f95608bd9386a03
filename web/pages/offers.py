"""A team's offers for its lead: what waits for a yes, what is open, who is ill, and what the team has decided."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.domain.offering import OfferRules
from planner.messages import Message, _l
from planner.problems import InputProblem, InputProblems
from web.auth import the_team_id, the_visitor
from web.desk import the_desks
from web.forms import number_of
from web.i18n import language, say
from web.view.offers import date_in, last_days

bp = Blueprint("offers", __name__, url_prefix="/offers")

Answer = Response | tuple[str, int]


@bp.get("/")
def index() -> str:
    """The page."""
    return _page()


@bp.post("/confirm")
def confirm() -> Answer:
    """Yes to what waits."""
    return _done(lambda: the_desks().offers.answers.confirm(the_team_id(), number_of("offer"), _me()))


@bp.post("/refuse")
def refuse() -> Answer:
    """No to what waits."""
    return _done(lambda: the_desks().offers.answers.refuse(the_team_id(), number_of("offer"), _me()))


@bp.post("/end")
def end() -> Answer:
    """A vacant shift is not on offer any more."""
    return _done(lambda: the_desks().offers.answers.end(the_team_id(), number_of("offer"), _me()))


@bp.post("/rules")
def decide() -> Answer:
    """Who has to confirm what."""
    rules = OfferRules(request.form.get("replacements") != "first", request.form.get("swaps") != "nobody")
    return _done(lambda: the_desks().offers.answers.decide(the_team_id(), rules, _me()))


@bp.post("/sick")
def sick() -> Answer:
    """Call in sick for somebody who has rung up."""
    person = request.form.get("person", "")

    def act() -> None:
        found = the_desks().offers.sick.call_in({the_team_id(): person}, date_in("last"), _me())
        text = _l("{person} is sick until {day}; shifts that fall away: {fallen}, offered to others: {offered}.")
        words = Message(text, person=person, day=found.last, fallen=found.fallen, offered=found.offered)
        flash(say(words, language()), "offers")

    return _done(act)


@bp.post("/back")
def back() -> Answer:
    """Somebody is well again."""
    person = request.form.get("person", "")

    def act() -> None:
        count = the_desks().offers.sick.back({the_team_id(): person}, date_in("since"), _me())
        text = _l("{person} is back from {day} on; shifts that are theirs again: {n}.")
        flash(say(Message(text, person=person, day=date_in("since"), n=count), language()), "offers")

    return _done(act)


def _me() -> int:
    return the_visitor().user.person_id


def _done(act: Callable[[], object]) -> Answer:
    try:
        act()
    except KeyError:
        abort(404)
    except InputProblems as refused:
        return _page(refused.problems), 409
    return redirect(url_for("offers.index"), 303)


def _page(problems: tuple[InputProblem, ...] = ()) -> str:
    found = the_desks().offers.views.of_team(the_team_id())
    return render_template("offers.html", found=found, problems=problems, days=last_days(found.now.date()))
