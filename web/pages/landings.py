"""Before a shift is dropped: what it would do on each cell of the month, and on one of them in words."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, abort, jsonify, request
from werkzeug.wrappers import Response

from planner.board import Place
from planner.changing.landings import Landing, Verdict
from planner.messages import AllOf, Message, Term, _l
from web.desk import the_standing
from web.i18n import Plural, language, say, words

bp = Blueprint("landings", __name__, url_prefix="/landings")

#: A cell's letter; "-" where the shift cannot land.
LETTERS = {Verdict.FINE: "f", Verdict.COSTS: "c", Verdict.FORBIDDEN: "x"}
#: Rules that the words of a cell name, of those that a shift there makes dearer.
RULES_NAMED = 2


@bp.get("/")
def index() -> Response:
    """A letter a day for each person, for the shift (and the place it is taken from) that the address names."""
    standing = the_standing()
    board = standing.report.board
    try:
        landings = standing.landings.of(request.args.get("shift", ""), _taken())
    except KeyError:
        abort(404)
    found = {one.place[:2]: LETTERS[one.verdict] for one in landings}
    cells = {name: "".join(found.get((name, day), "-") for day in board.days) for name in board.person_index}
    return jsonify(cells=cells)


@bp.get("/reason")
def reason() -> Response:
    """One cell's letter, and why, in words to be read after its name."""
    landings, board = the_standing().landings, the_standing().report.board
    place = _place("person", "day", "shift")
    if place[0] in board.person_index and place[1] in board.days and place[2] not in board.offered[place[1]]:
        return jsonify(verdict="-", words=say(_l("not offered on this day"), language()))
    try:
        landing, reasons = landings.at(place, _taken()), landings.reasons(place, _taken())
        dearest = [rule.label for rule, _ in landings.dearest(place, _taken())]
    except KeyError:
        abort(404)
    told = _words(landing, reasons, dearest[:RULES_NAMED])
    if landing.replaces:
        names = [kind.name for kind in board.shift_types if kind.code in landing.replaces]
        told = say(_l("instead of {shifts}: {verdict}"), language(), shifts=AllOf(names), verdict=told)
    return jsonify(verdict=LETTERS[landing.verdict], words=told)


def _words(landing: Landing, reasons: tuple[Message, ...], dearest: Sequence[str]) -> str:
    points = sum(landing.cost_change)
    if reasons:
        told = "; ".join(words(reason, language()) for reason in reasons)
        return say(_l("not allowed: {reasons}"), language(), reasons=told)
    fits = say(_l("fits"), language())
    if points > 0:
        fits = say(Plural("fits, {n} point dearer", "fits, {n} points dearer", points), language())
    if points < 0:
        fits = say(Plural("fits, {n} point cheaper", "fits, {n} points cheaper", -points), language())
    if landing.verdict is Verdict.COSTS and dearest:
        return f"{fits} ({words(AllOf([Term(label) for label in dearest]), language())})"
    return fits


def _taken() -> Place | None:
    """The place that the shift is moved from, if the address names one."""
    return _place("from_person", "from_day", "shift") if "from_day" in request.args else None


def _place(person: str, day: str, shift: str) -> Place:
    try:
        asked = date.fromisoformat(request.args.get(day, ""))
    except ValueError:
        abort(404)
    return request.args.get(person, ""), asked, request.args.get(shift, "")
