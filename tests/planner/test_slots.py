"""Demand as slots: every wanted minute is in exactly one slot of its kind, with the people who could be there."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.board import Board
from planner.domain.slot import Slot
from planner.domain.time import moment
from planner.slots import slots_of
from tests.planner.small_teams import small_board

DAY_SHIFTS = {"E": "06:00-14:00", "L": "13:00-21:00"}


def _clock(board: Board, slot: Slot) -> tuple[int, int]:
    """Start and end in minutes after the slot's midnight."""
    midnight = moment(board.team.zone, slot.day, 0)
    return slot.start - midnight, slot.end - midnight


def test_band_is_cut_where_shifts_change_and_joined_where_nothing_does() -> None:
    demand = [{"when": 2, "times": "08:00-12:00", "target": 1}, {"when": 2, "times": "12:00-15:00", "target": 1}]
    board = small_board(people={"Ana": {}, "Ben": {}}, shifts=DAY_SHIFTS, demand=demand)

    spans = [(_clock(board, slot), len(slot.cells)) for slot in slots_of(board)]

    assert spans == [((480, 780), 2), ((780, 840), 4), ((840, 900), 2)]


def test_overlapping_rows_ask_for_the_most_of_both() -> None:
    demand = [
        {"when": 2, "times": "08:00-12:00", "minimum": 2, "target": 2, "maximum": 5},
        {"when": 2, "times": "08:00-12:00", "target": 4, "maximum": 4},
    ]
    board = small_board(people={"Ana": {}}, shifts=DAY_SHIFTS, demand=demand)

    (slot,) = slots_of(board)

    assert (slot.minimum, slot.target, slot.maximum) == (2, 4, 4)


def test_channels_that_the_same_people_know_are_one_slot_named_after_the_greater() -> None:
    people = {"Ana": {"channels": ["A", "B"]}, "Ben": {"channels": ["A", "B"]}, "Cem": {"channels": ["C"]}}
    opening = [
        {"channel": name, "when": 2, "times": "08:00-12:00", "presence_min": least}
        for name, least in (("A", 1), ("B", 2), ("C", 1))
    ]
    board = small_board(people=people, shifts=DAY_SHIFTS, opening_hours=opening)

    assert [(slot.channel, slot.minimum, len(slot.cells)) for slot in slots_of(board)] == [("B", 2, 2), ("C", 1, 1)]


def test_channels_that_nobody_knows_stay_gaps_of_their_own() -> None:
    opening = [{"channel": name, "when": 2, "times": "08:00-12:00"} for name in "AB"]
    board = small_board(people={"Ana": {}}, shifts=DAY_SHIFTS, opening_hours=opening)

    assert [(slot.channel, slot.cells) for slot in slots_of(board)] == [("A", ()), ("B", ())]


def test_shift_that_does_not_look_after_a_channel_does_not_count_for_it() -> None:
    shifts = {"E": {"times": "06:00-14:00", "channels": ["A"]}, "F": {"times": "06:00-14:00", "channels": ["B"]}}
    opening = [{"channel": "A", "when": 2, "times": "08:00-12:00"}]
    board = small_board(people={"Ana": {"channels": ["A", "B"]}}, shifts=shifts, opening_hours=opening)

    (slot,) = slots_of(board)

    assert [board.shift_of(n).code for n in slot.cells] == ["E"]


def test_volume_counts_only_while_the_channel_is_open_past_midnight_too() -> None:
    volume = [
        {"channel": "A", "when": "weekday", "hour": hour, "messages_per_hour": 6, "handle_time_min": 10}
        for hour in (0, 1, 23)
    ]
    opening = [{"channel": "A", "when": "weekday", "times": "23:30-01:00", "presence_min": 0}]
    board = small_board(
        people={"Ana": {"channels": ["A"]}}, shifts={"N": "22:00-06:00"}, volume=volume, opening_hours=opening
    )

    slots = [slot for slot in slots_of(board) if slot.day in (date(2026, 12, 2), date(2026, 12, 3))]

    assert [(slot.day.day, *_clock(board, slot), slot.target) for slot in slots] == [
        (2, 0, 60, 2), (2, 1410, 1440, 2), (3, 0, 60, 2), (3, 1410, 1440, 2),
    ]  # fmt: skip


def test_last_night_runs_into_next_month_only_as_far_as_this_months_shifts() -> None:
    demand = [{"when": 31, "times": "20:00-08:00", "target": 1}]
    board = small_board(people={"Ana": {}}, shifts={"E": "06:00-14:00", "N": "22:00-06:00"}, demand=demand)

    spans = [(_clock(board, slot), len(slot.cells)) for slot in slots_of(board)]

    assert spans == [((1200, 1320), 0), ((1320, 1800), 1)]


@given(
    start=st.integers(0, 47),
    length=st.integers(1, 48),
    shift_starts=st.lists(st.integers(0, 47), min_size=1, max_size=4, unique=True),
    hours=st.integers(2, 12),
)
@settings(max_examples=40, deadline=None)
def test_slots_of_a_band_fill_it_without_overlap_and_hold_who_is_there_throughout(
    start: int, length: int, shift_starts: list[int], hours: int
) -> None:
    shifts = {f"S{at}": {"start_min": at * 30, "end_min": at * 30 + hours * 60, "name": "S"} for at in shift_starts}
    band = {"start_min": start * 30, "end_min": min(2880, (start + length) * 30), "when": 10, "target": 1}
    board = small_board(people={"Ana": {}, "Ben": {}}, shifts=shifts, demand=[band])

    slots = slots_of(board)

    midnight = moment(board.team.zone, date(2026, 12, 10), 0)
    edges = [slot.start for slot in slots] + [slots[-1].end]
    assert edges == sorted(set(edges))
    assert [slot.end for slot in slots] == edges[1:]
    assert (edges[0], edges[-1]) == (midnight + band["start_min"], midnight + band["end_min"])
    for slot in slots:
        there = {
            n
            for n, cell in enumerate(board.cells)
            if cell.start <= slot.start and slot.end <= cell.end and abs(cell.day - slot.day) <= timedelta(days=1)
        }
        assert set(slot.cells) == there
