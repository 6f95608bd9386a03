"""What a search counts as its time: the wall's seconds, or those that CP-SAT counts by what it does, and steps by rows.

By the second kind two runs with one thread take the same decisions, however busy the machine is.
"""

import time
from abc import ABC, abstractmethod

from ortools.sat.python import cp_model

#: What a solve counts at least, so that a search of solves without any work ends, too.
_LEAST_S = 0.001
#: What a row, or a mix of rows, counts: about what they take.
_STEP_S = 0.002


class Clock(ABC):
    """Tells the time and holds solvers to it."""

    @abstractmethod
    def now(self) -> float:
        """Seconds since some moment."""

    @abstractmethod
    def hold(self, solver: cp_model.CpSolver, seconds: float) -> None:
        """Let a solver end after so many seconds."""

    @abstractmethod
    def solved(self, solver: cp_model.CpSolver) -> None:
        """Take note of what a solver did."""

    @abstractmethod
    def step(self) -> None:
        """Take note of a row that is looked for, or of a mix of rows."""


class WallClock(Clock):
    """Seconds of the wall."""

    def now(self) -> float:
        """Seconds of `time.monotonic`."""
        return time.monotonic()

    def hold(self, solver: cp_model.CpSolver, seconds: float) -> None:
        """Seconds of the wall."""
        solver.parameters.max_time_in_seconds = seconds

    def solved(self, solver: cp_model.CpSolver) -> None:
        """The wall goes on by itself."""

    def step(self) -> None:
        """The wall goes on by itself."""


class WorkClock(Clock):
    """CP-SAT's deterministic seconds, added up over all solves, and so much a step; for one thread. It stands still in
    between.
    """

    def __init__(self) -> None:
        self._now = 0.0

    def now(self) -> float:
        """Deterministic seconds so far."""
        return self._now

    def hold(self, solver: cp_model.CpSolver, seconds: float) -> None:
        """Deterministic seconds."""
        solver.parameters.max_deterministic_time = seconds

    def solved(self, solver: cp_model.CpSolver) -> None:
        """Add what the solve took."""
        self._now += max(_LEAST_S, solver.response_proto.deterministic_time)

    def step(self) -> None:
        """Add what a step counts."""
        self._now += _STEP_S
