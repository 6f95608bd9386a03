"""Erase a person: for owners, when somebody asked for it or has left. It cannot be taken back."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from planner.domain.privacy import KnownPerson
from planner.problems import InputProblem, InputProblems
from web.auth import the_visitor
from web.desk import the_desks

bp = Blueprint("erasing", __name__, url_prefix="/erasing")


@bp.get("/")
def index() -> str:
    """Everybody who can be erased; who asked for it stands first."""
    people = the_desks().privacy.everybody(the_visitor())
    zone = the_desks().message_box.zone(the_visitor().user.person_id)
    return render_template("erasing.html", people=people, zone=zone, done="done" in request.args)


@bp.get("/<int:person>")
def person(person: int) -> str:
    """What goes and what stays of a person, before it does."""
    return _page(person, ())


@bp.post("/<int:person>")
def erase(person: int) -> Response | tuple[str, int]:
    """Erase."""
    try:
        the_desks().privacy.erase(the_visitor(), person, request.form.get("typed", ""))
    except KeyError:
        abort(404)
    except InputProblems as refused:
        return _page(person, refused.problems), 422
    return redirect(url_for("erasing.index", done="yes"), 303)


def _page(number: int, problems: tuple[InputProblem, ...]) -> str:
    return render_template(
        "erasing_person.html", known=_known(number), problems=problems, typed=request.form.get("typed", "")
    )


def _known(number: int) -> KnownPerson:
    found = (one for one in the_desks().privacy.everybody(the_visitor()) if one.person == number)
    return next(found, None) or abort(404)
