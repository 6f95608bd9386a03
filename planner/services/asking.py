"""Questions about a roster that are answered by solving: why me, why was my wish not granted, what would mend a gap."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from planner.asking.alternative import Alternative, Alternatives
from planner.asking.clashes import Clashes, find_clashes
from planner.asking.mends import Mend, Mends, fills, mends, rows_of_gap
from planner.board import Board, Place
from planner.changing.replace import Replacer
from planner.changing.replacement import Ranking, Vacancy
from planner.domain.people import Wish
from planner.domain.time import days_between
from planner.fair_measures import measure_named, measures_of
from planner.fair_share import carried
from planner.reporting.report import FairShare, Gap, Report
from planner.reporting.report_maker import uncovered_min


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The roster as it would be under a condition, beside the one it is.

    shares: what the people concerned carry now of what is at stake, by measure. uncovered_min: minutes of demand that
    would be uncovered in addition.
    """

    alternative: Alternative
    shares: tuple[FairShare, ...]
    uncovered_min: int


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """Gaps that the same shifts would fill, and what would mend them."""

    gaps: tuple[Gap, ...]
    mends: Mends


def alike(gaps: Iterable[Gap]) -> list[tuple[Gap, ...]]:
    """Gaps of a report, with those that the same shifts would fill together: they have one answer."""
    found: dict[object, list[Gap]] = {}
    for gap in gaps:
        found.setdefault(frozenset(gap.cells) or id(gap), []).append(gap)
    return [tuple(together) for together in found.values()]


class Questions:
    """Answers about one roster; prepared once, then asked. today: days before it cannot change; None = all can.

    seconds: for one answer at most, preparing included, which is done here.
    """

    def __init__(
        self, report: Report, today: date | None = None, *, seconds: float = 4.0, workers: int | None = None
    ) -> None:
        began, places = time.monotonic(), report.roster.places()
        board = Board(
            report.board.team, report.board.year, report.board.month, extra=places, published=places, today=today
        )
        self.report = report
        self._ask = Alternatives(board, workers=workers)
        self.seconds = max(seconds / 2, seconds - (time.monotonic() - began))
        self._replacer: Replacer | None = None

    def without(self, place: Place) -> Otherwise:
        """The roster if a person did not work a shift of theirs. KeyError for a place the roster does not fill."""
        number = self._number(place)
        return self._otherwise(self._ask.when({number: 0}, seconds=self.seconds), place)

    def granted(self, wish: Wish, day: date) -> Otherwise | None:
        """The roster if a wish were granted on a date; None where there is no shift that could grant it."""
        codes = [wish.shift] if wish.shift else list(self._ask.board.shift_index)
        cells = [n for code in codes if (n := self._ask.board.number((wish.person, day, code))) is not None]
        if not wish.wants:
            return self._otherwise(self._ask.when(dict.fromkeys(cells, 0), seconds=self.seconds), None)
        at_work = [cell for cell in cells if wish.shift or not self._ask.board.shift_of(cell).on_call]
        until = time.monotonic() + self.seconds
        tried: list[Alternative] = []
        for number, cell in enumerate(at_work):
            left = until - time.monotonic()
            if tried and left <= 0:
                break
            tried.append(self._ask.when({cell: 1}, seconds=left / (len(at_work) - number)))
        best = min(tried, key=lambda a: (len(a.clashes), a.uncovered, a.moved, a.dearer), default=None)
        return None if best is None else self._otherwise(best, None)

    def replacements(self, place: Place, limit: int) -> Ranking:
        """Who could take a person's shift over, best first. KeyError for a place the roster does not fill."""
        self._number(place)
        if self._replacer is None:
            self._replacer = Replacer(self._ask.board, self._ask.columns, self._ask.board.published)
        person, day, shift = place
        return self._replacer.rank(Vacancy(day, shift, person), limit=limit)

    def mends_of(self, gaps: Sequence[Gap]) -> GapAnswer:
        """What would mend gaps that are alike."""
        wanted = [row for gap in gaps for row in rows_of_gap(self._ask, gap.subject)]
        return GapAnswer(tuple(gaps), mends(self._ask, wanted, self.seconds))

    def fills(self, mend: Mend, gap: Gap) -> bool:
        """Whether a mend of one gap makes another one smaller, too."""
        return fills(self._ask, rows_of_gap(self._ask, gap.subject), mend)

    def clashes(self) -> Clashes:
        """What cannot hold together among locks, hard rules, facts, and the days that are over."""
        return find_clashes(self._ask.board)

    def refused(self, person: str, day: date) -> Sequence[Wish]:
        """The person's wishes that the roster does not grant on a date."""
        return [
            wish
            for wish, outcome in zip(self._wishes(), self.report.wishes, strict=True)
            if wish.person == person and day in days_between(wish.first, wish.last) and day in outcome.refused_days
        ]

    def _wishes(self) -> list[Wish]:
        days = self.report.board.days
        return [w for w in self.report.board.team.wishes if w.first <= days[-1] and w.last >= days[0]]

    def _number(self, place: Place) -> int:
        number = self._ask.board.number(place)
        if number is None or not self._ask.plan[number]:
            raise KeyError(f"the roster has no {place}. Maybe ask for a shift that is worked.")
        return number

    def _otherwise(self, alternative: Alternative, place: Place | None) -> Otherwise:
        uncovered = uncovered_min(self._ask.board, alternative.places) - self._uncovered_min
        return Otherwise(alternative, tuple(self._shares(alternative, place)), uncovered)

    @cached_property
    def _uncovered_min(self) -> int:
        return uncovered_min(self._ask.board, self._ask.board.published)

    @cached_property
    def _carried(self) -> Mapping[str, list[int]]:
        board = self._ask.board
        return {measure.key: carried(board, board.published, measure) for measure in measures_of(board)}

    def _shares(self, alternative: Alternative, place: Place | None) -> list[FairShare]:
        """Of each measure that the change moves, what those whom it concerns carry now."""
        board = self._ask.board
        moved = {
            key for key, now in self._carried.items() if carried(board, alternative.places, measure_named(key)) != now
        }
        people = {*alternative.changes.people, *([place[0]] if place else [])}
        return [row for row in self.report.fairness if row.measure in moved and row.person in people]
