"""Ways to better a roster, in turns: what gains most a second gets most of the time."""

from collections.abc import Callable, Sequence

from solver.clock import Clock

#: What gains nothing still gets so much time, as a share of what gains most; and what a turn gained a second is
#: forgotten after so many seconds of turns.
_LEAST, _REMEMBERED_S = 0.15, 20.0
#: A turn counts as taking so long at least.
_SHORTEST_S = 0.05


class Turns:
    """turns: each takes a second or so. cost: of the roster that they better. clock: whose seconds count."""

    def __init__(self, turns: Sequence[Callable[[], None]], cost: Callable[[], float], clock: Clock) -> None:
        self._turns, self._cost, self._clock = turns, cost, clock
        self._rates, self._spent_s = [0.0] * len(turns), [0.0] * len(turns)

    def take(self) -> float:
        """Take the turn that had least of its time; what it gained, in points."""
        least = _LEAST * max(self._rates) + 1e-9
        turn = min(range(len(self._turns)), key=lambda n: self._spent_s[n] / (self._rates[n] + least))
        before, began = self._cost(), self._clock.now()
        self._turns[turn]()
        seconds = max(self._clock.now() - began, _SHORTEST_S)
        gain = max(0.0, before - self._cost())
        share = min(1.0, seconds / _REMEMBERED_S)
        self._rates[turn] += share * (gain / seconds - self._rates[turn])
        self._spent_s = [(1 - share) * spent for spent in self._spent_s]
        self._spent_s[turn] += seconds
        return gain
