"""Every replacement against whole rosters checked anew: its points, whether it is legal, and that none is missing."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.board import Board, Place
from planner.changing.replace import Replacer
from planner.changing.replacement import Replacement, Vacancy, Way
from planner.check import check
from planner.rulebook import plan_of, state_rules
from solver.limits import Tier
from tests.oracle import hard_broken
from tests.planner.agreement import judged
from tests.planner.random_teams import Case, cases
from tests.planner.small_teams import places_of, small_board

#: Steps as (place, added).
Steps = tuple[tuple[Place, bool], ...]


class _Trial:
    """All ways to fill one vacancy, by trying them on the whole roster."""

    def __init__(self, board: Board, places: frozenset[Place], vacancy: Vacancy) -> None:
        self.board, self.columns, self.places, self.vacancy = board, state_rules(board), places, vacancy
        self._checked: dict[frozenset[Place], tuple[int, ...]] = {}

    def __repr__(self) -> str:
        return f"{self.vacancy} in {sorted(self.places)}"

    def after(self, steps: Steps) -> frozenset[Place]:
        added = {place for place, on in steps if on}
        return (self.places - {place for place, on in steps if not on}) | added

    def cost_change(self, steps: Steps) -> tuple[int, ...]:
        before, after = (self._costs(places) for places in (self.places, self.after(steps)))
        return tuple(b - a for a, b in zip(before, after, strict=True))

    def _costs(self, places: frozenset[Place]) -> tuple[int, ...]:
        if places not in self._checked:
            self._checked[places] = check(self.board, self.columns, places).costs
        return self._checked[places]

    def legal(self, steps: Steps) -> bool:
        """No hard row is further outside than while the shift is vacant."""
        before, after = (
            self.columns.outside(self.columns.values(plan_of(self.board, places)))
            for places in (self.places, self.after(steps))
        )
        return not ((after > before) & self.columns.hard).any()

    def away(self, person: str) -> bool:
        return self.vacancy.day in self.board.away_days(self.board.person_index[person])

    def people(self) -> Iterator[str]:
        """Everybody who has a cell for the shift, does not work it and has not fallen out of it."""
        for name in self.board.person_index:
            if name != self.vacancy.person and self._free((name, self.vacancy.day, self.vacancy.shift)):
                yield name

    def _free(self, place: Place) -> bool:
        return self.board.number(place) is not None and place not in self.places

    def direct(self, person: str) -> Steps:
        return (((person, self.vacancy.day, self.vacancy.shift), True),)

    def moves(self, person: str) -> list[Steps]:
        locked = self.board.locks.get((person, self.vacancy.day), frozenset())
        worked = sorted(p for p in self.places if p[:2] == (person, self.vacancy.day) and p[2] not in locked)
        return [((p, False), *self.direct(person)) for p in worked]

    def chains(self, move: Steps) -> list[Steps]:
        """Legal ways to have somebody else, who is there, take over what a move leaves, the move being legal."""
        (person, day, left), _ = move[0]
        others = [name for name in self.board.person_index if name not in (person, self.vacancy.person)]
        found = [(*move, ((name, day, left), True)) for name in others if self._free((name, day, left))]
        return [steps for steps in found if self.legal(steps) and not self.away(steps[-1][0][0])]


def _order(points: tuple[int, ...], steps: int) -> tuple[int, ...]:
    return (*points[: Tier.COMFORT], steps, *points[Tier.COMFORT :])


def _steps(found: Replacement) -> Steps:
    return tuple((step.place, step.added) for step in found.steps)


@st.composite
def _random_months(draw: st.DrawFn) -> _Trial:
    """A dense random roster, with nearly every rule in play and many of them broken."""
    case: Case = draw(cases())
    board = case.board()
    vacant = [Vacancy(day, code, name) for name, day, code in sorted(case.roster)]
    opened = [Vacancy(day, kind.code) for day in board.days[:3] for kind in board.shift_types]
    return _Trial(board, case.roster, draw(st.sampled_from([*opened, *vacant])))


NAMES = ("Ana", "Ben", "Cem", "Dua")
#: Tuesday to Thursday of a week without holidays, and the day of the vacancy.
DAYS, DAY = (15, 16, 17), date(2026, 12, 16)
#: The last one is on call.
SHIFTS: dict[str, Any] = {
    "E": {"times": "06:00-14:00", "break_min": 30},
    "M": {"times": "10:00-18:00", "break_min": 30},
    "L": {"times": "14:00-22:00", "break_min": 30},
    "D": {"times": "08:00-20:00", "on_call": True},
}
RULES: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {},
        {"max_week": {"value": 960}},
        {"pairs": {"price": "hard"}},
        {"coverage_maximum": {"price": "hard"}},
        {"absence": {"price": 50}},
    ]
)
PERSON = st.fixed_dictionaries(
    {
        "skills": st.sampled_from([{}, {"Crisis": 2}]),
        "channels": st.sampled_from([[], ["Chat"]]),
        "contract_min_week": st.sampled_from([1200, 2400]),
    }
)
DEMAND = st.builds(
    lambda row, minimum, maximum: {"when": 16, "minimum": minimum, "target": 2, "maximum": maximum, **row},
    st.sampled_from(
        [
            *({"shift": code} for code in SHIFTS),
            {"times": "06:00-22:00"},
            {"times": "10:00-20:00", "skill": "Crisis", "level": 2},
            {"times": "09:00-18:00", "channel": "Chat"},
        ]
    ),
    st.integers(0, 2),
    st.sampled_from([None, 2]),
)
WISH = st.fixed_dictionaries(
    {
        "person": st.sampled_from(NAMES),
        "days": st.just(16),
        "shift": st.sampled_from(["", *SHIFTS]),
        "wants": st.booleans(),
    }
)


@st.composite
def _weeks(draw: st.DrawFn) -> _Trial:
    """Three days of four people, of whom most could work most shifts, so that people can move and chains close."""
    of_a_day = st.sampled_from([[], ["E"], ["M"], ["L"], ["D"], ["E", "D"]])
    worked = {name: {day: draw(of_a_day) for day in DAYS} for name in NAMES}
    one = st.sampled_from(NAMES)
    locked = {draw(one): {16: draw(st.sampled_from(["", *SHIFTS]))}}
    board = small_board(
        people={name: draw(PERSON) for name in NAMES},
        shifts=SHIFTS,
        rules=draw(RULES),
        demand=draw(st.lists(DEMAND, max_size=4)),
        opening_hours=[{"channel": "Chat", "when": "weekday", "times": "08:00-20:00", "presence_min": 1}],
        topics={"Returns": {"experts": [draw(one)]}},
        absences=draw(st.lists(st.fixed_dictionaries({"person": one, "days": st.just(16)}), max_size=1)),
        wishes=draw(st.lists(WISH, max_size=3)),
        pairs=[{"person": "Ana", "other": "Ben", "together": draw(st.booleans())}],
        locks=draw(st.sampled_from([{}, {}, locked])),
        roster=worked,
        published=draw(st.sampled_from([None, worked])),
        today=draw(st.sampled_from([None, 10, 10, 17])),
    )
    gone = [Vacancy(day, code, name) for name, day, code in sorted(places_of(worked)) if day.day == 16]
    return _Trial(board, places_of(worked), draw(st.sampled_from([*gone, *(Vacancy(DAY, code) for code in SHIFTS)])))


def trials() -> st.SearchStrategy[_Trial]:
    """A roster of which a shift falls vacant, or in which one is open."""
    return st.one_of(_weeks(), _weeks(), _random_months())


@settings(max_examples=50)
@given(trials())
def test_replacements_are_exact_and_complete(trial: _Trial) -> None:
    found = Replacer(trial.board, trial.columns, trial.places).rank(trial.vacancy)
    if trial.vacancy.person:
        trial.places -= {(trial.vacancy.person, trial.vacancy.day, trial.vacancy.shift)}

    for one in found.replacements:
        assert one.cost_change == trial.cost_change(_steps(one))
        assert one.legal == trial.legal(_steps(one))
        assert one.legal == (not one.reasons)
        assert one.away == trial.away(one.person)
    assert found.legal == sum(one.legal for one in found.replacements)
    assert found.forbidden == len(found.replacements) - found.legal

    by_person: dict[str, list[Replacement]] = {}
    for one in found.replacements:
        by_person.setdefault(one.person, []).append(one)
    assert set(by_person) == set(trial.people())
    for person, ways in by_person.items():
        _compare(trial, person, ways)


def _compare(trial: _Trial, person: str, ways: list[Replacement]) -> None:
    """One person's ways: stepping in, else every legal move, each with its best chain, else the closest."""
    alone = {_steps(one) for one in ways if one.way is not Way.CHAIN}
    if trial.legal(trial.direct(person)):
        assert alone == {trial.direct(person)} == {_steps(one) for one in ways}
        return
    moves = [move for move in trial.moves(person) if trial.legal(move)]
    if not moves:
        assert len(ways) == 1
        assert alone <= {trial.direct(person), *trial.moves(person)}
        return
    assert alone == set(moves)
    expected = {}
    for move in moves if not trial.away(person) else []:
        if chains := trial.chains(move):
            expected[move] = min(_order(trial.cost_change(steps), 3) for steps in chains)
    told = {_steps(one)[:2]: _order(one.cost_change, 3) for one in ways if one.way is Way.CHAIN}
    assert told == expected


@settings(max_examples=30)
@given(trials())
def test_the_order_is_legal_then_points_then_steps(trial: _Trial) -> None:
    found = Replacer(trial.board, trial.columns, trial.places).rank(trial.vacancy).replacements

    groups = [2 if one.away else int(not one.legal) for one in found]
    assert groups == sorted(groups)
    legal = [_order(one.cost_change, len(one.steps)) for one in found if one.legal and not one.away]
    assert legal == sorted(legal)


@settings(max_examples=30)
@given(trials(), st.integers(0, 3))
def test_the_best_few_are_the_beginning_of_all_and_asking_leaves_no_trace(trial: _Trial, limit: int) -> None:
    replacer = Replacer(trial.board, trial.columns, trial.places)
    everything = replacer.rank(trial.vacancy)
    few = replacer.rank(trial.vacancy, limit=limit)

    assert few.replacements == everything.replacements[:limit]
    assert (few.legal, few.forbidden, few.missing) == (everything.legal, everything.forbidden, everything.missing)


@settings(max_examples=30)
@given(trials())
def test_the_oracle_finds_nothing_broken_in_legal_ones(trial: _Trial) -> None:
    """Judged by rules written a second time, where the roster breaks nothing hard while the shift is vacant."""
    # Of a dense roster, only the days round the vacancy: fewer hard rules are broken from the start.
    trial.places = frozenset(p for p in trial.places if abs((p[1] - trial.vacancy.day).days) <= 1)
    if trial.vacancy.person:
        trial.places -= {(trial.vacancy.person, trial.vacancy.day, trial.vacancy.shift)}
    if hard_broken(judged(trial.board, trial.places)):
        return
    replacer = Replacer(trial.board, trial.columns, trial.places)
    found = replacer.rank(Vacancy(trial.vacancy.day, trial.vacancy.shift)).replacements
    for one in found:
        assert one.legal == (not hard_broken(judged(trial.board, trial.after(_steps(one)))))


def test_all_ways_are_met() -> None:
    """What the random trials rest on: their rosters offer every way."""
    seen: set[Way] = set()

    @settings(max_examples=25, derandomize=True, database=None)
    @given(trials())
    def look(trial: _Trial) -> None:
        found = Replacer(trial.board, trial.columns, trial.places).rank(trial.vacancy).replacements
        seen.update(one.way for one in found if one.legal)

    look()
    assert seen == set(Way)
