"""Messages answered later: a first-in-first-out queue as a fluid, on a grid of equal slots.

Messages wait without limit, nights included, and are answered in the order of arrival as fast as the people
on duty can: cumulative answers S_t = min(A_t, S_(t-1) + c_t), with arrivals A and capacity c. A slot's
messages are on time as far as they are answered by the end of slot due(i): clip(S_due(i) - A_(i-1), 0, a_i).

All messages of a slot count as arrived at its start, and due(i) is the last slot that ends within the target,
so a coarse grid errs towards late; take slots much shorter than the target. The fluid knows no chance, which makes it
3-5 points too high on real traces: plan at the target plus 5 points, and simulate the roster afterwards.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class FluidQueue:
    """The queue of one grid's arrivals, to be run with one capacity after another.

    arrivals: messages a slot, none negative. due: from due_on_wall_clock or due_on_opening_clock. ValueError when
    lengths differ or a number is negative.
    """

    def __init__(self, arrivals: ArrayLike, due: Ints) -> None:
        arrived: Floats = np.asarray(arrivals, dtype=np.float64)
        if arrived.shape != due.shape:
            raise ValueError(f"{arrived.size} arrivals, {due.size} due slots: the lengths differ.")
        if (arrived < 0).any():
            raise ValueError("Arrivals can't be negative.")
        self._total_in: Floats = np.concatenate([[0.0], np.cumsum(arrived)])
        self._end_of_due = np.minimum(due, due.size - 1) + 1
        self._judged = np.where(due < due.size, arrived, 0.0)

    def total_out(self, capacity: Floats) -> Floats:
        """Messages answered by the end of each slot, from 0 before the first; the queue is empty at the start.

        capacity: messages that can be answered in each slot, none negative, 0 while closed.
        """
        # More than all messages in one slot changes nothing, but would drown small numbers in the sums below.
        possible = np.zeros_like(self._total_in)
        np.minimum(capacity, self._total_in[-1], out=possible[1:])
        np.cumsum(possible, out=possible)
        # The recursion unrolled: S_t = min over s <= t of A_s + (C_t - C_s).
        possible += np.minimum.accumulate(self._total_in - possible)
        return possible

    def on_time(self, total_out: Floats) -> Floats:
        """Of each slot's messages, those answered by the end of their due slot; 0 where that isn't decided."""
        on_time: Floats = total_out[self._end_of_due]
        on_time -= self._total_in[:-1]
        np.maximum(on_time, 0.0, out=on_time)
        np.minimum(on_time, self._judged, out=on_time)
        return on_time


def due_on_wall_clock(slots: int, slot_min: int, target_min: float) -> Ints:
    """The last slot in which a message of slot i is on time when the target runs day and night.

    A value of `slots` or more lies past the grid. ValueError when the target is shorter than a slot.
    """
    return np.arange(slots, dtype=np.int64) + _slots_in(target_min, slot_min) - 1


def due_on_opening_clock(is_open: ArrayLike, slot_min: int, target_min: float) -> Ints:
    """The last slot in which a message of slot i is on time when the target runs in open slots only.

    Past the last open slot that is needed, the value is the number of slots. ValueError as due_on_wall_clock.
    """
    open_slots = np.flatnonzero(np.asarray(is_open, dtype=np.bool_))
    slots = np.asarray(is_open).size
    last = np.searchsorted(open_slots, np.arange(slots)) + _slots_in(target_min, slot_min) - 1
    padded = np.append(open_slots, slots)
    return padded[np.minimum(last, open_slots.size)].astype(np.int64)


def coverage_bound(arrivals: ArrayLike, is_open: ArrayLike, slot_min: int, target_min: float) -> float:
    """Share of messages that ANY headcount could answer on time on the wall clock, given the open slots; 1
    without messages.

    A message is out of reach when its target passes before the next opening. Arrivals spread evenly over
    their slot, and the slot in which the target just reaches the opening is split exactly. What arrives after
    the last open slot of the grid is out of reach: let the grid run on past the messages that matter.
    """
    if target_min < 0:
        raise ValueError(f"target {target_min} min: it can't be negative.")
    arrived = np.asarray(arrivals, dtype=np.float64)
    open_slots = np.flatnonzero(np.asarray(is_open, dtype=np.bool_))
    total = float(arrived.sum())
    if not total:
        return 1.0
    slot = np.arange(arrived.size)
    following = np.append(open_slots.astype(np.float64), np.inf)
    slots_to_opening = following[np.searchsorted(open_slots, slot)] - slot
    late_part_of_slot = np.clip(1 + target_min / slot_min - slots_to_opening, 0.0, 1.0)
    reachable = np.where(slots_to_opening == 0, 1.0, late_part_of_slot)
    return min(1.0, float(arrived @ reachable) / total)


def _slots_in(target_min: float, slot_min: int) -> int:
    if slot_min <= 0 or target_min < slot_min:
        grid = f"target {target_min} min, slots of {slot_min} min"
        raise ValueError(f"{grid}: no slot may be longer than the target.")
    return int(target_min / slot_min + 1e-9)
