"""Erlang A: live contacts that give up after a while (M/M/N+M), each with exponential patience.

Chain: arrivals lambda, service mu a person, every waiting contact leaves at rate theta = 1 / patience. States
are weighed relative to state N (all busy, nobody waits) in logarithms, so neither a large load nor a long
patience underflows.

Service level: a contact with j others ahead moves up at rate N*mu + j*theta and gives up at rate theta, so
its chance G_j(t) to be taken within t obeys G_j' = (N*mu + j*theta)*(G_(j-1) - G_j) - theta*G_j, G_(-1) = 1,
G_j(0) = 0. That linear chain has the exact solution used here: with c = N*mu/theta,
    G_j(t) = c / (c + j + 1) * P(K > j),  P(K = i) = C(c + i, i) * x**i * (1 - x)**(c + 1)
with K negative binomial and x = 1 - exp(-theta*t): the stages have rates theta*(c+1) .. theta*(c+j+1), whose
sum is -log of a Beta(c+1, j+1). Source of the model: C. Palm 1946; Garnett, Mandelbaum, Reiman 2002.
"""

from dataclasses import dataclass
from math import expm1

import numpy as np
from numpy.typing import NDArray

from planner.staffing.erlang import erlang_b, load_erlang

#: exp(-50) of the largest weight: what lies beyond it is below the last digit of a double.
_NEGLIGIBLE_LOG = -50.0
_MOST_STATES = 4_000_000


@dataclass(frozen=True, slots=True)
class ImpatientQueue:
    """What a team achieves when contacts give up.

    wait_probability: share that finds everybody busy. abandoned: share that gives up. service_level: share of
    all contacts taken within the target (one that gave up was not). mean_wait_s: over all contacts, until
    taken or given up. mean_queue: contacts waiting. occupancy: share of their time that people are busy.
    """

    wait_probability: float
    abandoned: float
    service_level: float
    mean_wait_s: float
    mean_queue: float
    occupancy: float


def erlang_a(
    servers: int, contacts_per_hour: float, handle_time_s: float, patience_s: float, target_s: float
) -> ImpatientQueue:
    """Erlang A for `servers` people; patience_s is the mean time after which a waiting contact gives up.

    ValueError for values that aren't positive, and for a queue of more than four million (an overload with
    nearly endless patience, which has no steady state worth reporting).
    """
    load = load_erlang(contacts_per_hour, handle_time_s)
    if servers < 1 or load <= 0 or patience_s <= 0 or target_s < 0:
        raise ValueError(
            f"{servers} people, {contacts_per_hour} contacts an hour, patience {patience_s} s,"
            f" target {target_s} s:"
            " only the target may be 0, nothing may be negative."
        )
    arrivals_per_patience = contacts_per_hour / 3600 * patience_s
    capacity = servers / handle_time_s * patience_s  # c above: answers a team gives in one mean patience
    queue_log = _queue_weights_log(arrivals_per_patience, capacity)
    blocked = erlang_b(servers, load)
    if blocked < 1e-300:  # so many people that waiting is beyond a double
        return ImpatientQueue(0.0, 0.0, 1.0, 0.0, 0.0, load / servers)
    top = float(queue_log.max())
    queue = np.exp(queue_log - top)
    free = (1 / blocked - 1) * np.exp(-top)  # states 0..N-1, relative to state N
    total = float(queue.sum() + free)
    queue /= total
    ahead = np.arange(queue.size)
    waiting = float(queue.sum())
    mean_queue = float(queue @ ahead)
    abandoned = mean_queue / arrivals_per_patience
    taken = capacity / (capacity + ahead + 1) * _moved_up(capacity, target_s / patience_s, queue.size)
    return ImpatientQueue(
        wait_probability=waiting,
        abandoned=abandoned,
        service_level=min(1.0, float(free / total + queue @ taken)),
        mean_wait_s=abandoned * patience_s,
        mean_queue=mean_queue,
        occupancy=min(1.0, load * (1 - abandoned) / servers),
    )


def _queue_weights_log(arrivals_per_patience: float, capacity: float) -> NDArray[np.float64]:
    """Log weights of 0, 1, 2, .. waiting relative to 0 waiting, up to where they are negligible."""
    size = 256
    while size <= _MOST_STATES:
        steps = np.log(arrivals_per_patience) - np.log(capacity + np.arange(1, size))
        weights = np.concatenate([[0.0], np.cumsum(steps)])
        if steps[-1] < 0 and weights[-1] < weights.max() + _NEGLIGIBLE_LOG:
            return weights
        size *= 2
    raise ValueError("Over four million would wait. Maybe the team is too small, or the patience too long.")


def _moved_up(capacity: float, target_patiences: float, size: int) -> NDArray[np.float64]:
    """P(K > j) for j = 0 .. size-1: everybody ahead is gone within the target, given that the contact itself
    stays.
    """
    if target_patiences == 0:
        return np.zeros(size)
    log_x = np.log(-expm1(-target_patiences))
    steps = np.log1p(capacity / np.arange(1, size)) + log_x
    mass_log = np.concatenate([[0.0], np.cumsum(steps)]) - (capacity + 1) * target_patiences
    tail: NDArray[np.float64] = np.clip(1 - np.cumsum(np.exp(mass_log)), 0.0, 1.0)
    return tail
