"""The fluid backlog against a simulation that answers message by message."""

from collections import deque

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.staffing.backlog import FluidQueue, coverage_bound, due_on_opening_clock, due_on_wall_clock

grids = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), min_size=1, max_size=12)


def run_fluid(arrivals, capacity, due):
    """On-time messages by slot of arrival, and messages answered by slot, in the fluid."""
    queue = FluidQueue(arrivals, due)
    total_out = queue.total_out(np.asarray(capacity, dtype=np.float64))
    return queue.on_time(total_out), np.diff(total_out)


def message_by_message(arrivals, capacity, due):
    """On-time messages by slot of arrival, and messages answered by slot: one queue, oldest first."""
    queue, on_time, answered = deque(), [0] * len(arrivals), [0] * len(arrivals)
    for slot, (new, possible) in enumerate(zip(arrivals, capacity, strict=True)):
        queue.extend([slot] * new)
        for _ in range(min(possible, len(queue))):
            arrived = queue.popleft()
            answered[slot] += 1
            if slot <= due[arrived] < len(arrivals):
                on_time[arrived] += 1
    return on_time, answered


def open_minutes_due(is_open, slot, target_slots):
    """The target_slots-th open slot from `slot` on, counted one by one."""
    left = target_slots
    for later in range(slot, len(is_open)):
        left -= is_open[later]
        if left == 0:
            return later
    return len(is_open)


@given(grid=grids, target_slots=st.integers(1, 5), wall=st.booleans())
def test_fluid_equals_message_by_message(grid, target_slots, wall):
    arrivals, people, is_open = (list(column) for column in zip(*grid, strict=True))
    capacity = [count if opened else 0 for count, opened in zip(people, is_open, strict=True)]
    due = (
        due_on_wall_clock(len(grid), 15, 15 * target_slots)
        if wall
        else due_on_opening_clock(is_open, 15, 15 * target_slots)
    )
    on_time, answered = run_fluid(arrivals, capacity, due)
    on_time_singly, answered_singly = message_by_message(arrivals, capacity, due)
    assert on_time == pytest.approx(on_time_singly)
    assert answered == pytest.approx(answered_singly)


@given(grid=grids, target_slots=st.integers(1, 5))
def test_opening_clock_counts_open_slots(grid, target_slots):
    is_open = [opened for *_, opened in grid]
    due = due_on_opening_clock(is_open, 15, 15 * target_slots)
    assert due.tolist() == [open_minutes_due(is_open, slot, target_slots) for slot in range(len(grid))]


@given(grid=grids, target_slots=st.integers(1, 4))
def test_more_people_are_never_later(grid, target_slots):
    arrivals, people, _ = (np.array(column) for column in zip(*grid, strict=True))
    due = due_on_wall_clock(len(grid), 60, 60 * target_slots)
    fewer, _ = run_fluid(arrivals, people, due)
    more, _ = run_fluid(arrivals, people + 1, due)
    assert (more >= fewer - 1e-9).all()


@given(grid=grids, target_slots=st.integers(1, 5))
def test_no_headcount_beats_the_coverage_bound(grid, target_slots):
    arrivals, _, is_open = (np.array(column) for column in zip(*grid, strict=True))
    crowd = np.where(is_open, 1000, 0)
    due = due_on_wall_clock(len(grid), 60, 60 * target_slots)
    on_time, _ = run_fluid(arrivals, crowd, due)
    undecided = float(arrivals[due >= len(grid)].sum())
    assert on_time.sum() <= coverage_bound(arrivals, is_open, 60, 60 * target_slots) * arrivals.sum() + undecided + 1e-9


def test_a_crowd_without_measure_loses_no_message():
    # A million answers a slot over 4,000 slots against a thousandth of a message: the sums must not swallow it.
    arrivals = np.full(4000, 1e-3)
    on_time, _ = run_fluid(arrivals, np.full(4000, 1e6), due_on_wall_clock(4000, 5, 5))
    assert on_time == pytest.approx(arrivals, rel=1e-6)


def test_night_becomes_the_morning_backlog():
    # 6 hours, 2 messages each; closed for the first 2. At 3 an hour the queue is 4, 3, 2, 1 after opening.
    on_time, answered = run_fluid([2] * 6, [0, 0, 3, 3, 3, 3], due_on_wall_clock(6, 60, 60))
    assert (2 * np.arange(1, 7) - np.cumsum(answered)).tolist() == [2, 4, 3, 2, 1, 0]
    # Within the same hour: hour 5 starts with 1 waiting, so both of its 2 are answered; hour 4 answers 1 of its 2, ...
    assert on_time.tolist() == [0, 0, 0, 0, 1, 2]


@pytest.mark.parametrize(("target_min", "due"), [(60, 0), (119, 0), (120, 1), (121, 1)])
def test_due_is_the_last_slot_that_ends_within_the_target(target_min, due):
    assert due_on_wall_clock(5, 60, target_min)[0] == due


def test_a_target_shorter_than_a_slot_is_refused():
    with pytest.raises(ValueError, match="no slot may be longer"):
        due_on_wall_clock(5, 60, 59)


def test_what_is_due_after_the_end_is_not_judged():
    # The crowd answers both at once; the second is due in a slot after the last, of which nothing is known.
    on_time, answered = run_fluid([1, 1], [5, 5], due_on_wall_clock(2, 60, 120))
    assert (on_time.tolist(), answered.tolist()) == ([1, 0], [1, 1])


@pytest.mark.parametrize(
    ("target_min", "bound"),
    # Four hours, one message a minute, open in the last hour only: the hour itself, and the target's minutes before it.
    [(0, 60 / 240), (30, 90 / 240), (60, 120 / 240), (61, 121 / 240), (179, 239 / 240), (180, 1), (500, 1)],
)
def test_coverage_bound_to_the_minute(target_min, bound):
    assert coverage_bound([60] * 4, [False, False, False, True], 60, target_min) == pytest.approx(bound)


def test_coverage_bound_at_the_ends():
    assert coverage_bound([1, 1], [True, False], 60, 600) == 0.5  # nothing opens after the second
    assert coverage_bound([1, 1], [False, False], 60, 600) == 0
    assert coverage_bound([0, 0], [False, False], 60, 600) == 1
    with pytest.raises(ValueError, match="negative"):
        coverage_bound([1], [True], 60, -1)


@pytest.mark.parametrize(("arrivals", "told"), [([1], "lengths differ"), ([-1, 1], "negative")])
def test_bad_grids_are_refused(arrivals, told):
    with pytest.raises(ValueError, match=told):
        FluidQueue(arrivals, due_on_wall_clock(2, 60, 60))
