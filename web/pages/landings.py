"""Before a shift or a block of cells is dropped: what it would do on each cell of the month, and on one in words."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, abort, jsonify, request
from pydantic import ValidationError
from werkzeug.wrappers import Response

from planner.board import Place
from planner.changing.block_landings import BlockLanding, BlockLandings
from planner.changing.landings import Landing, Verdict
from planner.messages import AllOf, Message, Term, _l
from web.desk import the_standing
from web.i18n import Plural, language, say, words
from web.view.asked_block import AskedBlock
from web.view.told import few_of

bp = Blueprint("landings", __name__, url_prefix="/landings")

#: A cell's letter; "-" where the shift cannot land.
LETTERS = {Verdict.FINE: "f", Verdict.COSTS: "c", Verdict.FORBIDDEN: "x"}
#: Rules that the words of a cell name, of those that a shift there makes dearer.
RULES_NAMED = 2
#: Cells that one answer about a block lays down, which takes about half a second.
MOST_WEIGHED = 12_000


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
    told = _words(landing, [words(reason, language()) for reason in reasons], dearest)
    if landing.replaces:
        names = [kind.name for kind in board.shift_types if kind.code in landing.replaces]
        told = say(_l("instead of {shifts}: {verdict}"), language(), shifts=AllOf(names), verdict=told)
    return jsonify(verdict=LETTERS[landing.verdict], words=told)


@bp.post("/block")
def block() -> Response:
    """Letters as of `index` for a block of cells, of the rows that are asked for, as many as can be weighed quickly."""
    asked, landings = _asked_block()
    days = the_standing().report.board.days
    cells: dict[str, str] = {}
    left = MOST_WEIGHED
    for row in asked.lands:
        found = [landings.at(*asked.corner(row, day)) for day in days]
        cells[asked.rows[row]] = "".join("-" if isinstance(one, Message) else LETTERS[one.verdict] for one in found)
        left -= asked.height * asked.width * sum(not isinstance(one, Message) for one in found)
        if left < 0:
            break
    return jsonify(cells=cells)


@bp.post("/block/reason")
def block_reason() -> Response:
    """One cell's letter for a block of cells, and why, in words."""
    asked, landings = _asked_block()
    if asked.day is None or len(asked.lands) != 1:
        abort(400)
    corner = asked.corner(asked.lands[0], asked.day)
    landing = landings.at(*corner)
    if isinstance(landing, Message):
        return jsonify(verdict="-", words=words(landing, language()))
    reasons = [words(one, language()) for one in few_of(landings.broken(*corner))]
    told = _words(landing, reasons, [rule.label for rule, _ in landings.dearest(*corner)])
    if landing.replaces:
        what = Plural("instead of {n} shift: {verdict}", "instead of {n} shifts: {verdict}", landing.replaces)
        told = say(what, language(), verdict=told)
    return jsonify(verdict=LETTERS[landing.verdict], words=told)


def _asked_block() -> tuple[AskedBlock, BlockLandings]:
    try:
        asked = AskedBlock.model_validate_json(request.get_data())
    except ValidationError:
        abort(400)
    if not all(0 <= row < len(asked.rows) for row in (asked.top + asked.height - 1, *asked.lands)):
        abort(400)
    if not {asked.first, asked.day or asked.first} <= set(the_standing().report.board.days):
        abort(404)
    try:
        return asked, BlockLandings(the_standing().landings, asked.block)
    except KeyError:
        abort(404)


def _words(landing: Landing | BlockLanding, reasons: Sequence[str], dearest: Sequence[str]) -> str:
    points = sum(landing.cost_change)
    if reasons:
        return say(_l("not allowed: {reasons}"), language(), reasons="; ".join(reasons))
    fits = say(_l("fits"), language())
    if points > 0:
        fits = say(Plural("fits, {n} point dearer", "fits, {n} points dearer", points), language())
    if points < 0:
        fits = say(Plural("fits, {n} point cheaper", "fits, {n} points cheaper", -points), language())
    if landing.verdict is Verdict.COSTS and dearest:
        return f"{fits} ({words(AllOf([Term(label) for label in dearest[:RULES_NAMED]]), language())})"
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
