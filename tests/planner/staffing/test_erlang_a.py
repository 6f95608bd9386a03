"""Erlang A against an independent solution: balance equations and a Runge-Kutta run of the waiting time's ODE."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.staffing.erlang import erlang_c, service_level
from planner.staffing.erlang_a import erlang_a


def slow_erlang_a(servers, per_hour, handle_s, patience_s, target_s, states=400, steps=4000):
    """(wait probability, abandoned, service level): weights from state 0 up, and the ODE G' integrated by RK4."""
    arrive, mu, theta = per_hour / 3600, 1 / handle_s, 1 / patience_s
    weights = [1.0]
    for k in range(1, servers + states):
        weights.append(weights[-1] * arrive / (min(k, servers) * mu + max(0, k - servers) * theta))
    p = np.array(weights) / sum(weights)
    waiting = p[servers:]
    ahead = np.arange(waiting.size)

    def slope(g):
        return (servers * mu + ahead * theta) * (np.concatenate([[1.0], g[:-1]]) - g) - theta * g

    g, dt = np.zeros(waiting.size), target_s / steps
    for _ in range(steps):
        k1 = slope(g)
        k2 = slope(g + dt / 2 * k1)
        k3 = slope(g + dt / 2 * k2)
        k4 = slope(g + dt * k3)
        g = g + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return waiting.sum(), theta * (ahead @ waiting) / arrive, p[:servers].sum() + waiting @ g


@pytest.mark.parametrize(
    ("servers", "per_hour", "handle_s", "patience_s", "target_s"),
    [
        (14, 200, 180, 300, 20),
        (3, 60, 240, 120, 60),  # overloaded: 4 erlangs on 3 people
        (1, 10, 300, 600, 900),
        (8, 100, 300, 30, 5),
    ],
)
def test_agrees_with_the_integrated_ode(servers, per_hour, handle_s, patience_s, target_s):
    queue = erlang_a(servers, per_hour, handle_s, patience_s, target_s)
    waits, abandoned, level = slow_erlang_a(servers, per_hour, handle_s, patience_s, target_s)
    assert queue.wait_probability == pytest.approx(waits, abs=1e-11)
    assert queue.abandoned == pytest.approx(abandoned, abs=1e-11)
    assert queue.service_level == pytest.approx(level, abs=1e-8)


def test_endless_patience_is_erlang_c():
    queue = erlang_a(14, 200, 180, patience_s=1e8, target_s=20)
    assert queue.wait_probability == pytest.approx(erlang_c(14, 10), abs=1e-5)
    assert queue.service_level == pytest.approx(service_level(14, 10, 180, 20), abs=1e-5)


@settings(max_examples=60)
@given(
    servers=st.integers(1, 40),
    per_hour=st.floats(1, 600),
    patience_s=st.floats(20, 3600),
    target_s=st.floats(0, 1200),
)
def test_one_more_person_never_harms(servers, per_hour, patience_s, target_s):
    less = erlang_a(servers, per_hour, 300, patience_s, target_s)
    more = erlang_a(servers + 1, per_hour, 300, patience_s, target_s)
    assert more.service_level >= less.service_level - 1e-9
    assert more.abandoned <= less.abandoned + 1e-9
    assert 0 <= less.service_level <= 1 - less.abandoned + 1e-9
    # Little's law ties the figures together: who doesn't give up keeps the team busy.
    assert less.occupancy == pytest.approx(per_hour / 12 * (1 - less.abandoned) / servers, abs=1e-9)


def test_at_a_target_of_zero_only_those_who_never_wait_count():
    queue = erlang_a(14, 200, 180, patience_s=300, target_s=0)
    assert queue.service_level == pytest.approx(1 - queue.wait_probability, abs=1e-12)


def test_no_underflow_in_a_crowd():
    queue = erlang_a(3000, 60_000, 180, patience_s=3600, target_s=600)
    assert 0.5 < queue.service_level <= 1


def test_more_people_than_could_ever_wait():
    assert erlang_a(2000, 60, 60, patience_s=60, target_s=0).service_level == 1


@pytest.mark.parametrize("values", [(0, 10, 60, 60, 20), (1, 0, 60, 60, 20), (1, 10, 60, 0, 20), (1, 10, 60, 60, -1)])
def test_impossible_values_are_refused(values):
    with pytest.raises(ValueError, match="nothing may be negative"):
        erlang_a(*values)


def test_an_endless_queue_is_refused():
    with pytest.raises(ValueError, match="four million would wait"):
        erlang_a(1, 3600, 60, patience_s=1e8, target_s=20)
