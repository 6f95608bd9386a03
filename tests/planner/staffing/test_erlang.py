"""Erlang B and C beyond the oracle table: exact arithmetic, limits and monotony."""

from fractions import Fraction
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.staffing.erlang import (
    erlang_b,
    erlang_c,
    load_erlang,
    mean_queue,
    mean_wait_s,
    occupancy,
    service_level,
    smallest_live_team,
    wait_percentile_s,
)

servers = st.integers(1, 60)
loads = st.floats(0.01, 80)


def exact_c(count: int, load: Fraction) -> Fraction:
    """Erlang C by its textbook sum, in exact fractions: written independently of the recursion."""
    terms = [Fraction(1)]
    for k in range(1, count + 1):
        terms.append(terms[-1] * load / k)
    waiting = terms[-1] * count / (count - load)
    return waiting / (sum(terms[:-1]) + waiting)


@given(count=st.integers(1, 40), tenths=st.integers(1, 400))
def test_recursion_equals_the_textbook_sum(count, tenths):
    load = Fraction(tenths, 10)
    if load < count:
        assert erlang_c(count, float(load)) == pytest.approx(float(exact_c(count, load)), rel=1e-12)


def test_a_thousand_erlangs_equal_the_textbook_sum():
    assert erlang_c(1001, 1000) == pytest.approx(float(exact_c(1001, Fraction(1000))), rel=1e-11)


@given(count=servers, load=loads, target_s=st.floats(0, 3600))
def test_one_more_person_never_harms(count, load, target_s):
    assert service_level(count + 1, load, 300, target_s) >= service_level(count, load, 300, target_s) - 1e-12
    assert erlang_c(count + 1, load) <= erlang_c(count, load) + 1e-12
    assert erlang_b(count + 1, load) <= erlang_b(count, load)


@given(count=servers, load=loads, shorter=st.floats(0, 600), longer=st.floats(0, 600))
def test_service_level_rises_with_the_target(count, load, shorter, longer):
    first, second = sorted((shorter, longer))
    assert service_level(count, load, 300, first) <= service_level(count, load, 300, second)


@pytest.mark.parametrize(("count", "keeps_up"), [(9, False), (10, False), (11, True)])
def test_a_team_keeps_up_only_above_the_load(count, keeps_up):
    assert (erlang_c(count, 10) < 1) is keeps_up
    assert (mean_wait_s(count, 10, 180) < inf) is keeps_up
    assert (mean_queue(count, 10) < inf) is keeps_up
    assert (wait_percentile_s(count, 10, 180, 0.9) < inf) is keeps_up
    assert (service_level(count, 10, 180, 1e6) > 0) is keeps_up


def test_percentile_is_zero_for_those_who_never_wait():
    # A = 10, N = 14: C = .174, so 82 % are answered at once and 83 % are not.
    assert wait_percentile_s(14, 10, 180, 0.82) == 0
    assert wait_percentile_s(14, 10, 180, 0.83) > 0


def test_percentile_and_service_level_are_inverse():
    wait_s = wait_percentile_s(14, 10, 180, 0.95)
    assert service_level(14, 10, 180, wait_s) == pytest.approx(0.95, abs=1e-12)


@given(
    per_hour=st.floats(0, 2000),
    handle_s=st.floats(10, 900),
    share=st.floats(0.05, 0.99),
    max_occupancy=st.floats(0.5, 1),
)
def test_smallest_team_is_smallest(per_hour, handle_s, share, max_occupancy):
    team = smallest_live_team(per_hour, handle_s, share, 20, max_occupancy)
    load = load_erlang(per_hour, handle_s)
    assert service_level(team.servers, load, handle_s, 20) >= share
    assert occupancy(team.servers, load) <= max_occupancy + 1e-9
    smaller = team.servers - 1
    assert (
        smaller <= load
        or smaller == 0
        or service_level(smaller, load, handle_s, 20) < share
        or load / smaller > max_occupancy
    )


def test_search_starts_at_the_first_team_that_keeps_up():
    # A = 1.6: a search from round(A + 1) = 3 would pass by N = 2, which answers 52 % within a minute.
    assert smallest_live_team(96, 60, 0.4, 60).servers == 2


def test_an_open_channel_without_contacts_has_one_person():
    assert smallest_live_team(0, 300, 0.8, 20).servers == 1


@pytest.mark.parametrize(("shrinkage", "paid"), [(0.0, 7), (0.3, 10), (0.31, 11)])
def test_paid_people_round_up_without_float_noise(shrinkage, paid):
    # 7 / (1 - .3) is 10 people, though the float division says 10.000000000000002; 7 / .69 = 10.14 is 11.
    team = smallest_live_team(6.2 * 12, 300, 0.01, 0, shrinkage=shrinkage)
    assert (team.servers, team.paid) == (7, paid)


@pytest.mark.parametrize(
    "call",
    [
        lambda: erlang_b(-1, 1),
        lambda: erlang_c(1, -1),
        lambda: load_erlang(-1, 60),
        lambda: load_erlang(1, 0),
        lambda: service_level(2, 1, 0, 20),
        lambda: wait_percentile_s(2, 1, 60, 1),
        lambda: smallest_live_team(10, 60, 1, 20),
        lambda: smallest_live_team(10, 60, 0.8, 20, max_occupancy=0),
        lambda: smallest_live_team(10, 60, 0.8, 20, shrinkage=1),
    ],
)
def test_impossible_values_are_refused(call):
    with pytest.raises(ValueError, match=r"must be|can't be|can be"):
        call()
