"""One person on one date: what is worked, what stops the rest, and what a roster without it would look like."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flask import Blueprint, abort, render_template, request

from planner.changing.changes import Changes
from planner.changing.replace_words import coverage_words, effect_words, way_words
from planner.changing.replacement import Ranking
from planner.check import Finding
from planner.domain.team import Team
from planner.messages import Message, _l
from planner.reporting.report import Report
from planner.services.asking import Otherwise, Questions
from planner.services.explaining import ShiftAnswer, explain_day
from planner.telling.answer_words import breaks_words, brings_words
from web.auth import visitor
from web.desk import editable_desk, the_desk, the_report, the_standing
from web.pages.roster import day_of, today_of
from web.sight import Sight, sight_here
from web.view.offers import last_days
from web.view.shifts import shift_looks
from web.view.told import Told
from web.view.waiting import answer_address, answers_now

bp = Blueprint("why", __name__, url_prefix="/why")

#: Ways to fill a shift that the page names.
WAYS = 8


@bp.get("/<day>/<path:name>")
def cell(day: str, name: str) -> str:
    """The person's shifts of the date, and the answer to the question that the address asks, if any."""
    report = the_report()
    shown = day_of(report, day)
    if name not in report.board.person_index:
        abort(404)
    return cell_page(shown, name)


def cell_page(shown: date, name: str, told: Told | None = None) -> str:
    """The page of a person of the team and a date of the month, with what came of an edit."""
    standing = the_standing() if editable_desk() else None
    report = standing.report if standing else the_report()
    looks = shift_looks(report.board.shift_types)
    worked = [a for a in report.roster.of(name) if a.day == shown]
    sight = sight_here()
    return render_template(
        "why.html",
        report=report,
        sight=sight,
        standing=standing,
        told=told,
        day=shown,
        name=name,
        locked=(name, shown) in report.board.locks or any(a.locked for a in worked),
        # Whether there is work, whether there is duty, that another shift would take the place of.
        worked_kinds={looks[a.shift].on_call for a in worked},
        answers=_answers(report, name, shown, sight),
        refused=shown in _refused_days(report, name),
        looks=looks,
        last_days=_last_days(report),
        ask=request.args.get("ask", ""),
        shift=request.args.get("shift", ""),
        **_answer(report, shown, name, sight),
    )


def _answers(report: Report, name: str, day: date, sight: Sight) -> list[ShiftAnswer]:
    """An answer a shift type, with what the reader may know."""
    team = report.board.team

    def known(findings: Sequence[Finding]) -> tuple[Finding, ...]:
        return tuple(one for one in findings if sight.told([one.message], team))

    def reasons(one: ShiftAnswer) -> tuple[Message, ...]:
        said = tuple(sight.told(one.reasons, team))
        # That somebody cannot is said also where why is about others.
        return said or ((Message(_l("a rule would be broken")),) if one.reasons else ())

    return [
        replace(one, reasons=reasons(one), findings=known(one.findings), besides=known(one.besides))
        for one in explain_day(report, name, day)
    ]


def _last_days(report: Report) -> Sequence[date]:
    """The days that somebody may be called in sick until, for a lead who can; in a month that is not this one, none."""
    today = today_of(report)
    return last_days(today) if visitor() and editable_desk() and today in report.board.days else ()


def _refused_days(report: Report, name: str) -> set[object]:
    return {day for wish in report.wishes if wish.person == name for day in wish.refused_days}


def _answer(report: Report, day: date, name: str, sight: Sight) -> dict[str, object]:
    """What the address asks for: rosters otherwise, or a ranking with its words; or where the answer will be."""
    asked, shift = request.args.get("ask", ""), request.args.get("shift", "")
    place = (name, day, shift)
    asks = ("without", "who", "wish") if sight.rules.shifts else ("without", "wish")
    if asked not in asks or (asked != "wish" and place not in report.roster.places()):
        return {}
    if not answers_now():
        return {"waits_for": answer_address()}
    if asked == "who":
        ranking = the_desk().ask(lambda questions: questions.replacements(place, WAYS))
        return {"ranking": ranking, "ways": _ways(report, ranking, sight)}
    if asked == "without":
        found = the_desk().ask(lambda questions: [questions.without(place)])
    else:
        found = the_desk().ask(lambda questions: _granted(questions, name, day))
    team = report.board.team
    words = [(sight.told(breaks_words(one), team), sight.told(brings_words(one), team)) for one in found]
    changes = [_seen_changes(one.alternative.changes, team, sight) for one in found]
    return {"otherwise": [(seen, *said) for seen, said in zip(changes, words, strict=True)]}


def _seen_changes(changes: Changes, team: Team, sight: Sight) -> Changes:
    """Shifts that would change hands, with whom the reader sees."""
    called = sight.names(team)
    shifts = [
        replace(one, before=one.before and called[one.before], after=one.after and called[one.after],
                why=one.why if sight.knows(one.before or "") else ())
        for one in changes.shifts
        if all(sight.shifts_of(person) for person in (one.before, one.after) if person)
    ]  # fmt: skip
    return replace(changes, shifts=tuple(shifts))


def _granted(questions: Questions, name: str, day: date) -> list[Otherwise]:
    return [answer for wish in questions.refused(name, day) if (answer := questions.granted(wish, day))]


def _ways(report: Report, ranking: Ranking, sight: Sight) -> list[tuple[bool, Message, list[Message]]]:
    """(allowed, what is done, what it brings or what forbids it) of each way. Colleagues hear who could, no more."""
    found: list[tuple[bool, Message, list[Message]]] = []
    called = sight.names(report.board.team)
    for one in ranking.replacements:
        if sight.own is not None:
            if one.legal:
                named = way_words(report.board, one)
                people = {gap: called.get(str(word), word) for gap, word in named.params.items()}
                found.append((True, Message(named.text, **people), []))
            continue
        effects = [
            Message(_l("{person}: {what}"), person=effect.person, what=text) if len(one.effects) > 1 else text
            for effect in one.effects
            for text in effect_words(effect)
        ]
        brings = [*effects, *coverage_words(one)] if one.legal else list(one.reasons)
        found.append((one.legal, way_words(report.board, one), brings))
    return found
