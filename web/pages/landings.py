"""Before a shift is dropped: what it would do on each cell of the month, and on one of them in words."""

from datetime import date

from flask import Blueprint, abort, jsonify, request
from werkzeug.wrappers import Response

from planner.board import Place
from planner.changing.landings import Landing, Verdict
from planner.messages import Message, _l
from web.desk import the_standing
from web.i18n import Plural, language, say, words

bp = Blueprint("landings", __name__, url_prefix="/landings")

#: A cell's letter; "-" where the shift cannot land.
LETTERS = {Verdict.FINE: "f", Verdict.COSTS: "c", Verdict.FORBIDDEN: "x"}


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
    except KeyError:
        abort(404)
    return jsonify(verdict=LETTERS[landing.verdict], words=_words(landing, reasons))


def _words(landing: Landing, reasons: tuple[Message, ...]) -> str:
    points = sum(landing.cost_change)
    if reasons:
        told = "; ".join(words(reason, language()) for reason in reasons)
        return say(_l("not allowed: {reasons}"), language(), reasons=told)
    if points > 0:
        return say(Plural("fits, {n} point dearer", "fits, {n} points dearer", points), language())
    if points < 0:
        return say(Plural("fits, {n} point cheaper", "fits, {n} points cheaper", -points), language())
    return say(_l("fits"), language())


def _taken() -> Place | None:
    """The place that the shift is moved from, if the address names one."""
    return _place("from_person", "from_day", "shift") if "from_day" in request.args else None


def _place(person: str, day: str, shift: str) -> Place:
    try:
        asked = date.fromisoformat(request.args.get(day, ""))
    except ValueError:
        abort(404)
    return request.args.get(person, ""), asked, request.args.get(shift, "")
