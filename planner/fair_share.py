"""Who should carry how much of a measure: shares in proportion to contract and time with the team, and the ledger.

The load of each date is split in proportion to contract minutes a week times the days of the month a person is with
the team and not away, so that who joins, leaves, returns or is on leave carries the part that they are there for.
Who by the weekly availability or for want of a skill can't carry anything of a date has no part of it, and the others
share it.

Two figures follow from these parts (docs/adr/0005-fairness.md). The target stands before the month is planned: a part
of what demand needs, less what the ledger says was carried too much. The fair share stands after it: the same part of
what the roster really took; the ledger goes on with what was carried above or below it.
"""

from collections.abc import Iterable, Sequence

from planner.board import Board, Place
from planner.domain.team import LedgerCorrection
from planner.fair_measures import Measure

#: From here on it makes no difference how far behind somebody is: hardly anybody makes up for more in a month.
MOST_BEHIND = 3


def share_weights(board: Board) -> list[int]:
    """A weight a person: contract minutes a week times days of the month with the team and not away."""
    return [
        manager.contract_min_week * len(set(board.days) - board.away_days(person))
        for person, manager in enumerate(board.people)
    ]


def expected_shares(board: Board, measure: Measure) -> Sequence[float]:
    """What each person should carry of what the month's demand needs, in hundredths of a unit, without the ledger.

    Computed once a board.
    """
    if measure.key not in board.expected_shares:
        board.expected_shares[measure.key] = _expected_shares(board, measure)
    return board.expected_shares[measure.key]


def _expected_shares(board: Board, measure: Measure) -> list[float]:
    weights = share_weights(board)
    shares = [0.0] * len(weights)
    for day, load in measure.load(board).items():
        able = [
            person
            for person, weight in enumerate(weights)
            if weight and load and measure.able(board, person, day)
        ]
        whole = sum(weights[person] for person in able)
        for person in able:
            if measure.counts(board, person, day):
                shares[person] += load * weights[person] / whole
    return shares


def corrections_of(board: Board, person: int, measure: Measure) -> tuple[LedgerCorrection, ...]:
    """What the lead corrected in a person's ledger, with a note, in this month."""
    return tuple(
        row
        for row in board.team.ledger_corrections
        if (row.person, row.measure) == (board.people[person].name, measure.key) and row.day in board.days
    )


def ledger_before(board: Board, person: int, measure: Measure) -> int:
    """Hundredths of a unit carried above (+) or below (-) fair shares before this month, corrections included."""
    corrected = sum(row.hundredths for row in corrections_of(board, person, measure))
    return board.carry(person).ledger.get(measure.key, 0) + corrected


def fair_targets(board: Board, measure: Measure) -> list[int]:
    """What would even out each person's ledger this month, in hundredths of a unit.

    Below 0 for who carried more before than this month could even out.
    """
    return [
        round(share) - ledger_before(board, person, measure)
        for person, share in enumerate(expected_shares(board, measure))
    ]


def steps_behind(board: Board, measure: Measure) -> int:
    """Whole steps for a full-time equivalent that the one furthest behind has carried too little before this month.

    0 to MOST_BEHIND; of those who have a part in this month.
    """
    full, shares = full_time_min_week(board), expected_shares(board, measure)
    behind = [
        -ledger_before(board, person, measure) * measure.unit * full // (100 * measure.step * manager.contract_min_week)
        for person, manager in enumerate(board.people)
        if round(shares[person])
    ]
    return min(MOST_BEHIND, max([0, *behind]))


def full_time_min_week(board: Board) -> int:
    """Paid minutes a week of one full-time equivalent: the longest contract in the team."""
    return max((manager.contract_min_week for manager in board.people), default=0)


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
