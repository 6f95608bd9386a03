"""Night work."""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.board import Board
from planner.domain.time import MINUTES_A_DAY, moment
from planner.law import Law
from planner.messages import _l
from planner.rules.base import Rule, Subject, Unit
from solver.limits import Kind, Limit


class Night(Rule):
    """At most so many night shifts a month. Without a value there is no limit, save where night work needs a basis.

    A night shift has more work in the night of the person's country than the law disregards: 3 h of 22-5 (AT), more
    than 2 h of 23-6 (DE), any of 23-6 (CH). Where the law bans night work (CH) none is allowed, until the team sets a
    value with a note that gives the legal basis.
    """

    code, label = "night", _l("Night shifts a month")
    text = _l("{person} works too many night shifts this month: {value}, and the limit is {bound} ({shifts})")
    why = _l("works too many night shifts this month: {value}, and the limit is {bound} ({shifts})")
    unit = Unit.TIMES
    law_key = "night_work"

    def limits(self, board: Board) -> Iterator[Limit]:
        known: dict[tuple[str, date, int], bool] = {}
        for person in range(len(board.people)):
            most = self.value(board, person)
            if most is None:
                continue
            law = board.law(person)
            # What another team may do by night is its own affair; how many nights somebody can take is not.
            nights = board.work_on if self._banned(board, person) else board.busy_on
            cells = []
            for day in board.days:
                for number in nights(person, day):
                    key = (law.country, day, board.cells[number].shift)
                    if key not in known:
                        known[key] = _is_night(board, law, number)
                    if known[key]:
                        cells.append(number)
            if len(cells) > most:
                yield Limit(cells, high=most, kind=Kind.COUNTER, subject=Subject(person))

    def value(self, board: Board, person: int | None = None) -> int | None:
        """Night shifts a month, 0 where the person's law wants a legal basis and the team's note gives none."""
        return 0 if person is not None and self._banned(board, person) else self.chosen(board, person)

    def _banned(self, board: Board, person: int) -> bool:
        law = self.law_value(board, person)
        return law is not None and law.value is True and not self.replaces_law(board)


def night_minutes(board: Board, person: int, day: date, start: int, end: int) -> int:
    """Minutes in the night of a person's country, 22-5 (AT), 23-6 (DE, CH) wall time, between two moments of work that
    begins on `day`.
    """
    law = board.law(person)
    begins, ends = (_law_min(law, key, board.days[0]) for key in ("night_start_min", "night_end_min"))
    found = 0
    for evening in (day - timedelta(days=1), day, day + timedelta(days=1)):
        dusk = moment(board.team.zone, evening, begins)
        dawn = moment(board.team.zone, evening, MINUTES_A_DAY + ends)
        found += max(0, min(end, dawn) - max(start, dusk))
    return found


def _is_night(board: Board, law: Law, number: int) -> bool:
    at_least, over = (_law_min(law, key, board.days[0]) for key in ("night_worker_from_min", "night_work_over_min"))
    cell = board.cells[number]
    in_night_min = night_minutes(board, cell.person, cell.day, cell.start, cell.end)
    return in_night_min > over and in_night_min >= at_least


def _law_min(law: Law, key: str, on: date) -> int:
    found = law.value(key, on)
    return int(found.value) if found is not None and isinstance(found.value, int) else 0
