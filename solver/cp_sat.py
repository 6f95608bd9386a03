"""CP-SAT as it is asked here: a bound that is open, a solver as it begins, and what its answer says."""

from math import ceil

from ortools.sat.python import cp_model

#: A bound that CP-SAT reads as "open"; well inside int64 so that sums cannot overflow.
WIDE = 1 << 50


def make_solver(seed: int, linearization: int = 2) -> cp_model.CpSolver:
    """A solver to begin with. linearization: CP-SAT's level of it; models of a part take a fifth of the time at 2 that
    they take at its default, 1.
    """
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed
    solver.parameters.linearization_level = linearization
    # CP-SAT would keep Ctrl-C to itself, and from then on it would end the program without a word.
    solver.parameters.catch_sigint_signal = False
    return solver


def has_plan(status: object) -> bool:
    """Whether a solver that ended so found a plan."""
    return status in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def slack(summed: float) -> float:
    """By how much a bound may be too high because of its last digits: a sum of hundreds of numbers is off in the last
    three or so. summed: what it is of, before what is known beside it is taken off.
    """
    return max(1e-6, abs(summed) * 1e-13)


def whole_points(bound: float, summed: float = 0.0) -> int:
    """What costs, which are whole, come to at least by a bound whose last digits may be off. summed: see slack."""
    return ceil(bound - slack(summed))
