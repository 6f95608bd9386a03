"""What I can do about my shifts: call in sick and be back, take what is offered, give away, exchange, undo."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.messages import Message, _l
from planner.problems import InputProblems
from web.desk import the_desks
from web.forms import number_of
from web.i18n import Plural, language, say
from web.pages.my_shifts import my_page, my_teams
from web.view.offers import date_in, shift_to_offer, wanted_in

bp = Blueprint("my_offers", __name__, url_prefix="/my")

Answer = Response | tuple[str, int]


@bp.post("/sick")
def sick() -> Answer:
    """Call in sick from today on; what falls away is offered to others."""

    def act() -> str | Message:
        found = the_desks().offers.sick.call_in(my_teams(), date_in("last"))
        if not found.offered:
            return Message(_l("You are called in sick until {day}. Get well soon."), day=found.last)
        text = Plural(
            "You are called in sick until {day}. {n} shift is offered to others. Get well soon.",
            "You are called in sick until {day}. {n} shifts are offered to others. Get well soon.",
            found.offered,
        )
        return say(text, language(), day=found.last)

    return _done(act)


@bp.post("/back")
def back() -> Answer:
    """Well again."""

    def act() -> str | Message:
        since = date_in("since")
        count = the_desks().offers.sick.back(my_teams(), since)
        if not count:
            return Message(_l("Good to have you back from {day} on."), day=since)
        text = Plural(
            "Good to have you back from {day} on. {n} shift is yours again.",
            "Good to have you back from {day} on. {n} shifts are yours again.",
            count,
        )
        return say(text, language(), day=since)

    return _done(act)


@bp.post("/offers/accept")
def accept() -> Answer:
    """Take a shift."""
    team, me = _in_team()

    def act() -> Message:
        offer = the_desks().offers.answers.accept(team, me, number_of("offer"), number_of("ask"))
        if offer.ongoing and not offer.waits_for_lead:
            return Message(_l("Thank you. It holds once the other one says yes, too; you get a message."))
        waits = _l("Thank you. Your team lead confirms it; you get a message.")
        return Message(waits if offer.waits_for_lead else _l("Thank you. The shift is yours."))

    return _done(act)


@bp.post("/offers/decline")
def decline() -> Answer:
    """Say no."""
    team, me = _in_team()

    def act() -> Message:
        the_desks().offers.answers.decline(team, me, number_of("offer"))
        return Message(_l("Your no is noted."))

    return _done(act)


@bp.post("/offers/withdraw")
def withdraw() -> Answer:
    """Take an own offer back."""
    team, me = _in_team()

    def act() -> Message:
        the_desks().offers.answers.withdraw(team, me, number_of("offer"))
        return Message(_l("The offer is taken back."))

    return _done(act)


@bp.post("/offers/undo")
def undo() -> Answer:
    """Take a swap back."""
    team, me = _in_team()

    def act() -> Message:
        offer = the_desks().offers.answers.undo(team, me, number_of("offer"))
        waits = _l("Your team lead confirms that the swap is undone; you get a message.")
        return Message(waits if offer.waits_for_lead else _l("The swap is undone."))

    return _done(act)


@bp.get("/hand-over/<int:of_team>/<on>/<shift>")
def hand_over(of_team: int, on: str, shift: str) -> str:
    """With whom a shift of mine could be swapped."""
    return _hand_over_page(of_team, on, shift)


@bp.post("/hand-over/<int:of_team>/<on>/<shift>")
def ask(of_team: int, on: str, shift: str) -> Answer:
    """Ask one person, or all who suit."""
    place = shift_to_offer(_me_in(of_team), on, shift)
    swaps = the_desks().offers.swaps
    wanted = wanted_in(request.form.getlist("to"), swaps.names(of_team))
    try:
        swaps.ask(of_team, place, wanted)
    except KeyError:
        abort(404)
    except InputProblems as refused:
        return _hand_over_page(of_team, on, shift, refused), 409
    flash(say(_l("Asked. You get a message when somebody answers."), language()), "offers")
    return redirect(url_for("my_shifts.index"), 303)


def _hand_over_page(of_team: int, on: str, shift: str, refused: InputProblems | None = None) -> str:
    try:
        choice = the_desks().offers.swaps.choose(of_team, shift_to_offer(_me_in(of_team), on, shift))
    except KeyError:
        abort(404)
    now = the_desks().offers.views.now().astimezone(choice.team.zone)
    problems = refused.problems if refused else ()
    return render_template("hand_over.html", choice=choice, of_team=of_team, now=now, problems=problems)


def _in_team() -> tuple[int, str]:
    """The team that the form names, and who I am there. 404 where I am nobody."""
    team = number_of("team")
    return team, _me_in(team)


def _me_in(team: int) -> str:
    return my_teams().get(team) or abort(404)


def _done(act: Callable[[], str | Message]) -> Answer:
    """Do something, and go back to my shifts with what came of it; what could not be is said there."""
    try:
        flash(say(act(), language()), "offers")
    except KeyError:
        abort(404)
    except InputProblems as refused:
        return my_page(None, refused.problems), 409
    return redirect(url_for("my_shifts.index"), 303)
