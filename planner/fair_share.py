"""Who should carry how much of a measure: shares in proportion to contract and time with the team, and the ledger.

The load of each date is split in proportion to contract minutes a week times the days of the month a person is with
the team and not away, so that who joins, leaves, returns or is on leave carries the part that they are there for.
Who by the weekly availability can't work a weekday carries nothing of it, and the others share it. The ledger then
corrects each share by what was carried too much or too little in the months before.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from planner.board import Board, Place
from planner.fair_measures import Measure


def share_weights(board: Board) -> list[int]:
    """A weight a person: contract minutes a week times days of the month with the team and not away."""
    return [
        manager.contract_min_week * len(set(board.days) - board.away_days(person))
        for person, manager in enumerate(board.people)
    ]


def _workable(board: Board, person: int) -> frozenset[date]:
    """Dates on which the weekly availability has a window; all dates for which none is stated."""
    rows = [row for row in board.team.availability if row.person == board.people[person].name]

    def can(day: date) -> bool:
        valid = [row for row in rows if row.valid(day)]
        return not valid or any(row.weekday == day.weekday() for row in valid)

    return frozenset(filter(can, board.days))


def expected_shares(board: Board, measure: Measure) -> list[float]:
    """What each person should carry of what the month's demand needs, in hundredths of a unit, without the ledger."""
    weights = share_weights(board)
    workable = [_workable(board, person) for person in range(len(weights))]
    shares = [0.0] * len(weights)
    for day, load in measure.load(board).items():
        able = [person for person, weight in enumerate(weights) if weight and day in workable[person]]
        whole = sum(weights[person] for person in able)
        for person in able:
            if measure.counts(board, person, day):
                shares[person] += load * weights[person] / whole
    return shares


def fair_targets(board: Board, measure: Measure) -> list[int]:
    """What each person should carry this month in hundredths of a unit, the ledger included; at least 0."""
    return [
        max(0, round(share) - board.carry(person).ledger.get(measure.key, 0))
        for person, share in enumerate(expected_shares(board, measure))
    ]


def carried(board: Board, places: Iterable[Place], measure: Measure) -> list[int]:
    """What each person carries of a measure in a roster, in hundredths of a unit; counted as the fairness rules do.

    Places that the board has no cell for count nothing.
    """
    on = {number for number in map(board.number, places) if number is not None}
    derived = board.derived

    def is_on(atom: int) -> bool:
        return atom in on if atom < derived.base else not on.isdisjoint(derived.members[atom - derived.base])

    return [
        100 * sum(weight for atom, weight in zip(atoms, weights, strict=True) if is_on(atom)) // measure.unit
        for atoms, weights in measure.counted(board)
    ]


def settled_shares(board: Board, measure: Measure, carried_hundredths: Sequence[int]) -> list[int]:
    """What each person should have carried of what the roster really took, in hundredths; adds up to what was carried.

    The ledger goes on with: before + carried - settled share.
    """
    total = sum(carried_hundredths)
    parts: Sequence[float] = expected_shares(board, measure)
    if not sum(parts):
        parts = share_weights(board)
    whole = sum(parts)
    if not whole:
        return list(carried_hundredths)
    shares = [int(total * part / whole) for part in parts]
    # Hundredths lost in rounding go to whom rounding took most from.
    by_loss = sorted(range(len(parts)), key=lambda p: shares[p] - total * parts[p] / whole)
    for person in by_loss[: total - sum(shares)]:
        shares[person] += 1
    return shares
