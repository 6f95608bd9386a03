"""Erlang B and C: live contacts that wait in a queue and never give up (M/M/N).

Meant for live chat, and as a comparison: on messages answered later it errs in both directions, see
`planner.staffing.backlog`. Formulas: A. K. Erlang 1917; Gans, Koole, Mandelbaum 2003, "Telephone Call
Centers". Load is in erlangs: contacts an hour times handle time in hours. Times are in seconds.
"""

from dataclasses import dataclass
from math import exp, floor, log

from planner.staffing.rounding import whole_persons


@dataclass(frozen=True, slots=True)
class LiveTeam:
    """A team for live contacts, and what it achieves.

    servers: people on duty at once. paid: servers with shrinkage added, rounded up. wait_probability,
    service_level and occupancy are shares (0..1), mean_wait_s the mean over all contacts.
    """

    servers: int
    paid: int
    wait_probability: float
    service_level: float
    mean_wait_s: float
    occupancy: float


def load_erlang(contacts_per_hour: float, handle_time_s: float) -> float:
    """Load in erlangs. ValueError for a negative volume or a handle time that isn't positive."""
    if contacts_per_hour < 0:
        raise ValueError(f"{contacts_per_hour} contacts an hour: a volume can't be negative.")
    if handle_time_s <= 0:
        raise ValueError(f"handle time {handle_time_s} s: it must be longer than 0.")
    return contacts_per_hour * handle_time_s / 3600


def erlang_b(servers: int, load: float) -> float:
    """Share of contacts lost when nobody can wait: B0 = 1, Bk = A*B(k-1) / (k + A*B(k-1)); stable for any
    load.
    """
    _check(servers, load)
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    return blocked


def erlang_c(servers: int, load: float) -> float:
    """Probability that a contact has to wait; 1 when the team can't keep up (servers <= load)."""
    return _waiting(servers, load, erlang_b(servers, load))


def service_level(servers: int, load: float, handle_time_s: float, target_s: float) -> float:
    """Share of contacts answered within target_s; 0 when the team can't keep up."""
    return _service_level(servers, load, erlang_c(servers, load), handle_time_s, target_s)


def mean_wait_s(servers: int, load: float, handle_time_s: float) -> float:
    """Mean wait of all contacts (average speed of answer); infinite when the team can't keep up."""
    if servers <= load:
        return float("inf")
    return erlang_c(servers, load) * handle_time_s / (servers - load)


def mean_queue(servers: int, load: float) -> float:
    """Mean number of waiting contacts; infinite when the team can't keep up."""
    if servers <= load:
        return float("inf")
    return erlang_c(servers, load) * load / (servers - load)


def wait_percentile_s(servers: int, load: float, handle_time_s: float, share: float) -> float:
    """The wait that `share` (0 <= share < 1) of all contacts stays within; infinite when the team can't keep
    up.
    """
    if not 0 <= share < 1:
        raise ValueError(f"share {share}: it must be at least 0 and less than 1.")
    if servers <= load:
        return float("inf")
    waiting = erlang_c(servers, load)
    if waiting <= 1 - share:
        return 0.0
    return log(waiting / (1 - share)) * handle_time_s / (servers - load)


def occupancy(servers: int, load: float) -> float:
    """Share of their time that people are busy, at most 1."""
    _check(servers, load)
    if servers == 0:
        return 1.0 if load else 0.0
    return min(1.0, load / servers)


def smallest_live_team(
    contacts_per_hour: float,
    handle_time_s: float,
    target_share: float,
    target_s: float,
    max_occupancy: float = 1.0,
    shrinkage: float = 0.0,
) -> LiveTeam:
    """The smallest team that answers target_share of contacts within target_s and stays within max_occupancy.

    The search starts at floor(load) + 1, the first team that keeps up; a live channel that is open has at
    least one person. shrinkage: share of paid time not on duty, 0 <= shrinkage < 1. ValueError for shares out
    of range.
    """
    load = load_erlang(contacts_per_hour, handle_time_s)
    if not 0 < target_share < 1:
        raise ValueError(f"target share {target_share}: it must be more than 0 and less than 1.")
    if not 0 < max_occupancy <= 1:
        raise ValueError(f"occupancy {max_occupancy}: it must be more than 0 and at most 1.")
    if not 0 <= shrinkage < 1:
        raise ValueError(f"shrinkage {shrinkage}: it must be at least 0 and less than 1.")
    servers = max(floor(load) + 1, whole_persons(load / max_occupancy))
    blocked = erlang_b(servers, load)
    while True:
        waiting = _waiting(servers, load, blocked)
        level = _service_level(servers, load, waiting, handle_time_s, target_s)
        if level >= target_share:
            break
        servers += 1
        blocked = load * blocked / (servers + load * blocked)
    return LiveTeam(
        servers=servers,
        paid=whole_persons(servers / (1 - shrinkage)),
        wait_probability=waiting,
        service_level=level,
        mean_wait_s=waiting * handle_time_s / (servers - load),
        occupancy=load / servers,
    )


def _waiting(servers: int, load: float, blocked: float) -> float:
    """Erlang C from Erlang B: N*B / (N - A*(1-B)), written without the cancellation at N close to A."""
    if servers <= load:
        return 1.0
    return servers * blocked / ((servers - load) + load * blocked)


def _service_level(servers: int, load: float, waiting: float, handle_time_s: float, target_s: float) -> float:
    """SL(t) = 1 - C*exp(-(N-A)*t/AHT)."""
    if handle_time_s <= 0 or target_s < 0:
        raise ValueError(f"handle time {handle_time_s} s, target {target_s} s: neither can be negative.")
    if servers <= load:
        return 0.0
    return 1 - waiting * exp(-(servers - load) * target_s / handle_time_s)


def _check(servers: int, load: float) -> None:
    if servers < 0 or load < 0:
        raise ValueError(f"{servers} people, {load} erlangs: neither can be negative.")
