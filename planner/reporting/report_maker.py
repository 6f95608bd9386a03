"""Makes the report of a roster: everything screens, files and terminal show, from the board and the rules' columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, partial
from itertools import pairwise

import numpy as np

from planner.board import Board, Cell, Place
from planner.check import check
from planner.contract import absent_credit_min, month_contract_min
from planner.domain.people import Wish
from planner.domain.roster import Roster
from planner.domain.slot import Slot
from planner.domain.time import from_moment
from planner.fair_measures import measures_of
from planner.fair_share import carried, fair_targets, ledger_before, settled_shares
from planner.messages import Message, _l
from planner.reporting.cost_shares import cost_shares
from planner.reporting.explain import Explainer
from planner.reporting.one_cause import told_once
from planner.reporting.report import DayCoverage, FairShare, Gap, PersonHours, Report, WishOutcome
from planner.reporting.surplus import surplus_by_day
from planner.rulebook import plan_of, rule_of, state_rules
from planner.rules.base import Subject
from planner.rules.slot_limits import about, slot_words, span_words, who_words
from planner.rules.topic_contact import TopicContact, topic_stretch
from planner.rules.wishes import Wishes
from planner.slots import slots_of
from solver.limits import Columns, Tier


def make_report(board: Board, roster: Roster, columns: Columns | None = None) -> Report:
    """The report of a roster, machine-made or edited by hand. columns: the board's rules, stated here when None."""
    columns = state_rules(board) if columns is None else columns
    places = roster.places()
    result = check(board, columns, places)
    surplus = surplus_by_day(board, on_with_history(board, places))
    return Report(
        board,
        roster,
        result,
        _hours(board, places),
        tuple(replace(row, surplus=surplus.get(row.day, 0)) for row in _day_coverage(board, places)),
        tuple(_gaps(board, columns, places)),
        tuple(fair_shares(board, places)),
        tuple(_wishes(board, places)),
        result.by_rule,
        cost_shares(board, columns, places),
        columns,
    )


def hours_and_shares(board: Board, roster: Roster) -> Mapping[str, tuple[PersonHours, tuple[FairShare, ...]]]:
    """What a report says of each person's hours and fair shares, without the rules, which take most of its time."""
    places = roster.places()
    shares: dict[str, list[FairShare]] = {manager.name: [] for manager in board.people}
    for share in fair_shares(board, places):
        shares[share.person].append(share)
    return {hours.person: (hours, tuple(shares[hours.person])) for hours in _hours(board, places)}


def _on(board: Board, places: Iterable[Place]) -> set[int]:
    numbers = (board.number(place) for place in places)
    return {number for number in numbers if number is not None}


def on_with_history(board: Board, places: Iterable[Place]) -> set[int]:
    """The numbers of some places, and last month's shifts too: the night into the 1st is theirs."""
    return _on(board, places) | set(range(board.free, board.own))


def _hours(board: Board, places: frozenset[Place]) -> tuple[PersonHours, ...]:
    own: list[list[int]] = [[] for _ in board.people]
    for number in _on(board, places):
        if not board.shift_of(number).on_call:
            own[board.cells[number].person].append(number)
    return tuple(_person_hours(board, person, numbers) for person, numbers in enumerate(own))


def _person_hours(board: Board, person: int, own: Sequence[int]) -> PersonHours:
    """own: their cells at work that are planned."""
    name = board.people[person].name
    return PersonHours(
        name,
        sum(board.cells[n].paid_min for n in own),
        month_contract_min(board, person),
        absent_credit_min(board, person),
        len(own),
        sum(board.shift_of(n).proactive_min for n in own),
    )


def _day_coverage(board: Board, places: frozenset[Place]) -> Iterable[DayCoverage]:
    on = on_with_history(board, places)
    by_day: dict[date, list[Slot]] = {day: [] for day in board.days}
    working: dict[date, list[Cell]] = {}
    for number in on:
        if not board.shift_of(number).on_call:
            working.setdefault(board.cells[number].day, []).append(board.cells[number])
    for slot in slots_of(board):
        if not slot.on_call:
            by_day[slot.day].append(slot)
    for day in board.days:
        slots = by_day[day]
        present = {id(slot): len(on.intersection(slot.cells)) for slot in slots}
        edges = sorted({edge for slot in slots for edge in (slot.start, slot.end)})
        wanted_min = covered_min = short_min = 0
        hours: dict[int, tuple[int, int]] = {}
        at_work = [cell for on_day in (day - timedelta(days=1), day) for cell in working.get(on_day, [])]
        for start, end in pairwise(edges):
            here = [slot for slot in slots if slot.start <= start and end <= slot.end]
            if not here:
                continue
            wanted = max(slot.target for slot in here)
            missing = max(max(0, slot.target - present[id(slot)]) for slot in here)
            short = max(max(0, slot.minimum - present[id(slot)]) for slot in here)
            wanted_min += wanted * (end - start)
            covered_min += max(0, wanted - missing) * (end - start)
            short_min += short * (end - start)
            people = sum(1 for cell in at_work if cell.start <= start and end <= cell.end)
            for hour in range(start // 60, -(-end // 60)):
                shown = from_moment(hour * 60, board.team.zone).hour
                # Of an hour, the moment that is shortest of people is shown, then the busiest one.
                moments = [(people, wanted), *([hours[shown]] if shown in hours else [])]
                hours[shown] = max(moments, key=lambda moment: (moment[1] - moment[0], moment[1]))
        yield DayCoverage(day, wanted_min, covered_min, short_min, tuple((h, *hours[h]) for h in sorted(hours)))


def uncovered_min(board: Board, places: frozenset[Place]) -> int:
    """Person-minutes of demand that a roster leaves uncovered."""
    return sum(uncovered_by_day(board, places).values())


def uncovered_by_day(board: Board, places: frozenset[Place]) -> dict[date, int]:
    """The same of each date with demand."""
    return {day.day: day.wanted_min - day.covered_min for day in _day_coverage(board, places)}


def wanted_min(board: Board) -> int:
    """Person-minutes of demand of the month: at each moment the widest demand."""
    return sum(day.wanted_min for day in _day_coverage(board, frozenset()))


def _gaps(board: Board, columns: Columns, places: frozenset[Place]) -> list[Gap]:
    """Everything missing, by date and start: people, also on call, each once, and contacts of topics."""
    explainer = Explainer(board, columns, places)
    by_day: dict[date, list[Gap]] = {}
    for gap in _missing_people(board, places, explainer):
        by_day.setdefault(gap.day, []).append(gap)
    people = (gap for gaps in by_day.values() for gap in told_once(gaps))
    found = [*people, *_missing_contacts(board, columns, explainer)]
    return sorted(found, key=lambda gap: (gap.day, gap.start))


def _missing_people(board: Board, places: frozenset[Place], explainer: Explainer) -> Iterable[Gap]:
    on = on_with_history(board, places)
    for slot in slots_of(board):
        present = len(on.intersection(slot.cells))
        if present >= slot.target:
            continue
        text = _l("{when}: {who} on call") if slot.on_call else _l("{when}: {who}")
        yield Gap(
            slot.day,
            from_moment(slot.start, board.team.zone),
            from_moment(slot.end, board.team.zone),
            slot.channel,
            slot.skill,
            slot.shift,
            present,
            slot.target,
            present < slot.minimum,
            Message(text, when=slot_words(board, slot), who=who_words(slot)),
            cache(partial(explainer.obstacles, slot.cells)),
            cells=slot.cells,
            subject=about(slot),
        )


def _missing_contacts(board: Board, columns: Columns, explainer: Explainer) -> Iterable[Gap]:
    """Stretches of the opening hours in which nobody who knows a topic is at work."""
    broken = columns.outside(columns.values(explainer.plan))
    for row in np.flatnonzero(broken).tolist():
        if not isinstance(rule_of(columns, row), TopicContact):
            continue
        subject = columns.subjects[row]
        assert isinstance(subject, Subject)
        assert subject.day is not None
        topic, start, end = topic_stretch(subject)
        atoms, weights = columns.entries(row)
        first, last = (from_moment(edge, board.team.zone) for edge in (start, end))
        yield Gap(
            subject.day,
            first,
            last,
            "",
            "",
            "",
            0,
            1,
            bool(columns.tier[row] == Tier.MUST),
            Message(
                _l("{when}: {who}"),
                when=span_words(board, start, end),
                who=Message(_l("contact for {topic}"), topic=topic),
            ),
            cache(partial(explainer.obstacles, atoms[weights > 0].tolist())),
            topic,
            tuple(columns.base_atoms(row)),
            subject,
        )


def fair_shares(board: Board, places: frozenset[Place]) -> Iterator[FairShare]:
    """What everybody carried of each measure in a roster given by its places, and what was their share."""
    for measure in measures_of(board):
        counts = carried(board, places, measure)
        shares = settled_shares(board, measure, counts)
        targets = fair_targets(board, measure)
        for person, manager in enumerate(board.people):
            before = ledger_before(board, person, measure)
            after = before + counts[person] - shares[person]
            yield FairShare(manager.name, measure.key, counts[person], shares[person], before, after, targets[person])


def _wishes(board: Board, places: frozenset[Place]) -> Iterable[WishOutcome]:
    """What became of each wish that has a day in the month, date by date."""
    limits = list(Wishes().limits(board))
    # Only now does the board know every atom that the limits are about.
    plan = board.derived.extend(plan_of(board, places))
    days: dict[Wish, tuple[set[date], set[date]]] = {}
    for limit in limits:
        assert isinstance(limit.subject, Subject)
        wish = limit.subject.detail[0]
        assert isinstance(wish, Wish)
        assert limit.subject.day is not None
        refused = bool(plan[limit.atoms[0]]) != wish.wants
        days.setdefault(wish, (set(), set()))[refused].add(limit.subject.day)
    for wish in board.team.wishes:
        if wish.first <= board.days[-1] and wish.last >= board.days[0]:
            granted_days, refused_days = (frozenset(found) for found in days.get(wish, ((), ())))
            yield WishOutcome(
                wish.person, wish.first, wish.last, wish.shift, wish.wants, wish.weight, granted_days, refused_days
            )
