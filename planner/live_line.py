"""The live line while a plan is made: a bar on a terminal, a plain line a second elsewhere."""

import sys
from typing import TextIO

from planner.messages import Message, Minutes, _l, render, translate
from planner.services.planning import PlanState

_BAR = 24
#: A wider gap says only that no bound is known yet.
_WIDEST_GAP_SHOWN = 10.0
_PHASES = {
    "building": _l("laying out the month"),
    "must": _l("keeping what must be"),
    "coverage": _l("covering demand"),
    "comfort": _l("granting wishes, sharing fairly"),
    "improving": _l("improving piece by piece"),
}


class LiveLine:
    """Shows a plan's state on `stream`; call it with each state and `done` at the end."""

    def __init__(self, seconds: float, language: str, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._seconds, self._language = seconds, language
        self._terminal = self._stream.isatty()
        self._last_second = -1
        self._width = 0

    def __call__(self, state: PlanState) -> None:
        """Show one state; off a terminal at most one line a second."""
        second = int(state.progress.seconds)
        if self._terminal:
            text = f"{self._bar(state.progress.seconds)} {self._words(state)}"
            self._stream.write("\r" + text.ljust(self._width))
            self._width = len(text)
        elif second > self._last_second:
            self._stream.write(self._words(state) + "\n")
        self._last_second = second
        self._stream.flush()

    def done(self) -> None:
        """End the line."""
        if self._terminal:
            self._stream.write("\n")
            self._stream.flush()

    def _bar(self, seconds: float) -> str:
        full = min(_BAR, int(_BAR * seconds / max(self._seconds, 0.1)))
        return "█" * full + "░" * (_BAR - full)

    def _words(self, state: PlanState) -> str:
        progress = state.progress
        return render(
            Message(
                _l("{seconds} s  cost {cost}  bound {bound}  gap {gap}  uncovered {uncovered}  {phase}"),
                seconds=f"{progress.seconds:5.1f}",
                cost=sum(progress.costs),
                bound=sum(progress.bounds),
                gap=f"{100 * progress.gap:.1f} %" if progress.gap <= _WIDEST_GAP_SHOWN else "–",
                uncovered=Minutes(state.uncovered_min),
                phase=translate(_PHASES[progress.phase], self._language),
            ),
            self._language,
        )
