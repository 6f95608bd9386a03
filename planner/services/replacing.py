"""Who could take over a shift of a roster: the ranked ways, for a shift that somebody falls out of or that is open."""

from dataclasses import dataclass
from datetime import date

from planner.board import Board
from planner.changing.replace import Replacer
from planner.changing.replacement import Ranking, Vacancy
from planner.messages import Message, _l
from planner.ports import Clock, Store
from planner.problems import InputProblems, refused
from planner.rulebook import state_rules
from planner.services.explaining import asked, shift_meant


@dataclass(frozen=True, slots=True)
class VacancyRequest:
    """team, roster: references the store understands. shift, person: in upper or lower case.

    person: who falls out of the shift; None = one more person is wanted on it. limit: so many ways; None = all.
    """

    team: str
    roster: str
    shift: str
    day: date
    person: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Replaced:
    """A ranking, and the board that its places are of."""

    board: Board
    ranking: Ranking


class Replacing:
    """Use cases around one shift of a roster. All raise InputProblems for what is not right."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def rank(self, request: VacancyRequest) -> Replaced:
        """The ways to fill a shift, best first; the roster counts as published, so the fewest changes come first."""
        team = self._store.team(request.team)
        roster = self._store.roster(request.roster, team)
        places = roster.places()
        # A shift may be worked where its type is not offered; then everybody could.
        everybody = {(manager.name, request.day, kind.code) for manager in team.managers for kind in team.shift_types}
        board = Board(
            team, roster.year, roster.month,
            extra=places | {place for place in everybody if place[2] == shift_meant(team, request.shift)},
            published=places,
            today=self._clock.now().astimezone(team.zone).date(),
        )  # fmt: skip
        name, codes = asked(board, request.person, request.day, request.shift)
        vacancy = Vacancy(request.day, codes[0], name)
        if name and (name, vacancy.day, vacancy.shift) not in places:
            raise _not_worked(board, vacancy, places)
        replacer = Replacer(board, state_rules(board), places)
        return Replaced(board, replacer.rank(vacancy, limit=request.limit))


def _not_worked(board: Board, vacancy: Vacancy, places: frozenset[tuple[str, date, str]]) -> InputProblems:
    """The person named does not work the shift: who does, to choose from."""
    there = sorted(name for name, day, code in places if (day, code) == (vacancy.day, vacancy.shift))
    shift = board.shift_types[board.shift_index[vacancy.shift]].name
    if there:
        mend = Message(_l("Choose one of: {known}."), known=there)
    else:
        mend = Message(_l("Leave --person out to look for one more person."))
    reason = Message(_l("Does not work {shift} on {day}."), shift=shift, day=vacancy.day)
    return refused("--person", reason, mend, value=vacancy.person)
