"""The published and computed values that any implementation of the queueing formulas must reproduce.

Tolerance: half a unit of the last printed digit. Sources: R package ErlangC (1, 2); pyworkforce (3, 15);
call-center-tools (4); TETRA traffic tables (6, 7); Gans, Koole, Mandelbaum 2003 (12, 13); Koole (14); the others by
60-digit arithmetic.
"""

import pytest

from planner.staffing.erlang import (
    LiveTeam,
    erlang_b,
    erlang_c,
    mean_queue,
    mean_wait_s,
    occupancy,
    service_level,
    smallest_live_team,
    wait_percentile_s,
)
from planner.staffing.erlang_a import ImpatientQueue, erlang_a


def half_a_digit(printed: str) -> float:
    """Half a unit of the last digit, with room for the float itself."""
    _, _, decimals = printed.partition(".")
    return 0.5 * 10.0 ** -len(decimals) * (1 + 1e-9)


def row_3() -> LiveTeam:
    return smallest_live_team(200, 180, 0.8, 0.33 * 60, max_occupancy=0.7, shrinkage=0.3)


def row_13() -> ImpatientQueue:
    return erlang_a(50, 48 * 60, 60, patience_s=120, target_s=20)


def row_15() -> ImpatientQueue:
    return erlang_a(14, 200, 180, patience_s=300, target_s=20)


ORACLE = [
    (1, "C", lambda: erlang_c(14, 10), ".1741319"),
    (1, "SL", lambda: service_level(14, 10, 180, 20), ".88835"),
    (1, "ASA", lambda: mean_wait_s(14, 10, 180), "7.835937"),
    (1, "occupancy", lambda: occupancy(14, 10), ".7142857"),
    (2, "C", lambda: erlang_c(11, 10), ".6821182"),
    (2, "SL", lambda: service_level(11, 10, 180, 20), ".3896138"),
    (3, "N", lambda: row_3().servers, "15"),
    (3, "paid", lambda: row_3().paid, "22"),
    (3, "SL", lambda: row_3().service_level, ".941"),
    (3, "C", lambda: row_3().wait_probability, ".102"),
    (4, "C", lambda: erlang_c(40, 1000 * 120 / 3600), ".1907"),
    (4, "SL", lambda: service_level(40, 1000 * 120 / 3600, 120, 20), ".9372"),
    (4, "ASA", lambda: mean_wait_s(40, 1000 * 120 / 3600, 120), "3.43"),
    (5, "C", lambda: erlang_c(132, 123), ".32111617926"),
    (5, "B", lambda: erlang_b(132, 123), ".031243"),
    (6, "C", lambda: erlang_c(8, 3.87), ".0501"),
    (7, "C", lambda: erlang_c(10, 4.08), ".01005"),
    (8, "C", lambda: erlang_c(2, 1) * 3, "1.000000000000"),
    (9, "C", lambda: erlang_c(3, 2) * 9, "4.000000000000"),
    (10, "C", lambda: erlang_c(1, 0.8), ".800000000000"),
    (10, "wait in AHT", lambda: mean_wait_s(1, 0.8, 1), "4.000000000000"),
    (11, "B", lambda: erlang_b(8, 4), ".0304201"),
    (11, "C", lambda: erlang_c(8, 4), ".0590440"),
    (12, "ASA", lambda: mean_wait_s(50, 48, 60), "20.8"),
    (12, "P90", lambda: wait_percentile_s(50, 48, 60, 0.9), "58.1"),
    (12, "queue", lambda: mean_queue(50, 48), "17"),
    (13, "abandon %", lambda: row_13().abandoned * 100, "3.1"),
    (13, "ASA", lambda: row_13().mean_wait_s, "3.7"),
    (13, "occupancy %", lambda: row_13().occupancy * 100, "93"),
    (14, "SL", lambda: service_level(7, 5, 300, 20), ".7163"),
    (15, "C", lambda: row_15().wait_probability, ".14526"),
    (15, "abandon", lambda: row_15().abandoned, ".013984"),
    (15, "SL", lambda: row_15().service_level, ".916792"),
    (16, "C", lambda: erlang_c(1011, 1000), ".632109174690"),
    (17, "C", lambda: erlang_c(1040, 1000), ".140453894955"),
    (18, "C", lambda: erlang_c(25, 20), ".209103"),
    (19, "B", lambda: erlang_b(200, 180), ".010325"),
    (20, "N", lambda: smallest_live_team(200, 600, 0.8, 20).servers, "40"),
    (20, "SL of 39", lambda: service_level(39, 200 * 600 / 3600, 600, 20), ".7897"),
    (21, "SL", lambda: erlang_a(51, 1000, 180, patience_s=36000, target_s=3600).service_level, ".996965"),
    (22, "SL", lambda: erlang_a(102, 2000, 180, patience_s=36000, target_s=3600).service_level, ".998415"),
]


@pytest.mark.parametrize(
    ("compute", "printed"),
    [pytest.param(compute, printed, id=f"{row}-{what}") for row, what, compute, printed in ORACLE],
)
def test_value_agrees_to_the_last_printed_digit(compute, printed):
    assert compute() == pytest.approx(float(printed), abs=half_a_digit(printed), rel=0)


def test_all_22_rows_are_there():
    assert {row for row, *_ in ORACLE} == set(range(1, 23))
