"""A person's receipt: what they carried of each measure, what others carried, and why, from ledger to ledger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from planner.domain.team import LedgerCorrection
from planner.fair_measures import Measure, measures_of
from planner.fair_share import corrections_of, expected_shares, full_time_min_week, share_weights
from planner.messages import Days, Message, Minutes, _l
from planner.reporting.report import FairShare, Report

#: With fewer others than these, least and most would tell of single people.
FEWEST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Others:
    """What all who have a part carried, in hundredths of a unit for a full-time equivalent, without names.

    mean: of the team, the person included. least, middle, most: of the others; None where they are too few to stay
    anonymous.
    """

    mean: int
    least: int | None
    middle: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class MeasureReceipt:
    """One measure, in hundredths of a unit: brought + corrections + carried - share = after (planner.fair_share).

    brought: the ledger as the month before left it. target: never below 0. mine: carried for a full-time equivalent,
    None for who was not there. others: None where nobody has a part. reasons: why the share is what it is.
    """

    measure: Measure
    brought: int
    corrections: tuple[LedgerCorrection, ...]
    target: int
    carried: int
    share: int
    after: int
    mine: int | None
    others: Others | None
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """basis: what all shares follow from, contract and days there, in words."""

    person: str
    basis: tuple[Message, ...]
    measures: tuple[MeasureReceipt, ...]


def receipt(report: Report, person: str) -> Receipt:
    """The receipt of one person's month. KeyError for a name that the team does not have."""
    index = report.board.person_index[person]
    return Receipt(person, _basis(report, index), tuple(_measures(report, index)))


def _basis(report: Report, person: int) -> tuple[Message, ...]:
    board, manager = report.board, report.board.people[person]
    there = len(set(board.days) - board.away_days(person))
    contract = Message(
        _l("Contract: {hours} a week; the longest in the team is {full}."),
        hours=Minutes(manager.contract_min_week), full=Minutes(full_time_min_week(board)),
    )  # fmt: skip
    days = Message(_l("With the team and not away: {there} of {all}."), there=there, all=Days(len(board.days)))
    return contract, days


def _measures(report: Report, person: int) -> Iterator[MeasureReceipt]:
    board = report.board
    rates = _full_time_equivalents(report)
    for measure in measures_of(board):
        rows = [row for row in report.fairness if row.measure == measure.key]
        parts = expected_shares(board, measure)
        own, corrections = rows[person], corrections_of(board, person, measure)
        taking = [n for n, part in enumerate(parts) if rates[n] and (part or rows[n].carried)]
        yield MeasureReceipt(
            measure=measure,
            brought=own.ledger_before - sum(row.hundredths for row in corrections),
            corrections=corrections,
            target=max(0, own.target),
            carried=own.carried,
            share=own.share,
            after=own.ledger_after,
            mine=_rate(own, rates[person]),
            others=_others(rows, rates, taking, person),
            reasons=tuple(_reasons(measure, rows, parts, person)),
        )


def _full_time_equivalents(report: Report) -> list[float]:
    """A figure a person: 1 = the longest contract, there on every day of the month."""
    board = report.board
    whole = full_time_min_week(board) * len(board.days)
    return [weight / whole if whole else 0.0 for weight in share_weights(board)]


def _rate(row: FairShare, fte: float) -> int | None:
    return round(row.carried / fte) if fte else None


def _others(rows: Sequence[FairShare], rates: Sequence[float], taking: Sequence[int], person: int) -> Others | None:
    whole = sum(rates[n] for n in taking)
    if not whole:
        return None
    mean = round(sum(rows[n].carried for n in taking) / whole)
    others = [rows[n].carried / rates[n] for n in taking if n != person]
    if len(others) < FEWEST_OTHERS:
        return Others(mean, None, None, None)
    return Others(mean, round(min(others)), round(median(others)), round(max(others)))


def _reasons(measure: Measure, rows: Sequence[FairShare], parts: Sequence[float], person: int) -> Iterator[Message]:
    own, carried = rows[person], sum(row.carried for row in rows)
    if not parts[person] and not own.share:
        text = _l("No part this month: nothing of it is needed, or absences, availability or skills rule it out.")
        yield Message(text)
    elif carried:
        yield Message(
            _l("The team carried {all} in all; by contract and days there {share} of it is the fair share."),
            all=measure.words(carried), share=measure.words(own.share),
        )  # fmt: skip
    before = own.ledger_before
    if before > 0:
        yield Message(_l("{n} above fair shares before: the target is lower by that."), n=measure.words(before))
    elif before < 0:
        yield Message(_l("{n} below fair shares before: the target is higher by that."), n=measure.words(-before))
    if own.target + before != own.share:
        yield Message(
            _l("The target is of what the month was expected to ask for, the fair share of what all really carried.")
        )
    after = own.ledger_after
    if after > 0:
        text = _l("{n} above fair shares after this month: it counts in the months to come.")
        yield Message(text, n=measure.words(after))
    elif after < 0:
        text = _l("{n} below fair shares after this month: it comes up in the months to come.")
        yield Message(text, n=measure.words(-after))
