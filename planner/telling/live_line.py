"""The live line while a plan is made: a bar on a terminal, a plain line a second elsewhere."""

import shutil
import sys
from types import TracebackType
from typing import Self, TextIO

from babel.numbers import format_decimal

from planner.messages import Message, Minutes, _l, render, translate
from planner.services.planning import PlanState

#: Characters of the bar: at most, and at least, which is where the phase is left out in its favour.
_BAR, _SHORT_BAR = 24, 8
#: A wider gap says only that no bound is known yet.
_WIDEST_GAP_SHOWN = 1.0
_PHASES = {
    "building": _l("laying out the month"),
    "line by line": _l("planning person by person"),
    "must": _l("keeping what must be"),
    "coverage": _l("covering demand"),
    "change": _l("keeping what was published"),
    "comfort": _l("granting wishes, sharing fairly"),
    "improving": _l("improving piece by piece"),
}


class LiveLine:
    """Shows a plan's state on `stream`, called with each state inside a `with`, whose end ends the line."""

    def __init__(self, seconds: float, language: str, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._seconds, self._language = seconds, language
        self._terminal = self._stream.isatty()
        self._last_second = -1
        self._width = 0
        self._unsaid: PlanState | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._width:
            self._stream.write("\n")
        elif self._unsaid is not None:
            # How it ended: a search that proves its plan within a second would else be told as it began.
            self._stream.write(self._words(self._unsaid) + "\n")
        self._stream.flush()

    def __call__(self, state: PlanState) -> None:
        """Show one state; off a terminal at most one line a second, and the last state in any case."""
        second = int(state.progress.seconds)
        if self._terminal:
            # A line that wraps could not be written over.
            room = shutil.get_terminal_size().columns - 1
            words = self._words(state)
            if len(words) + _SHORT_BAR >= room:
                words = self._figures(state)
            length = max(_SHORT_BAR, min(_BAR, room - len(words) - 1))
            text = f"{self._bar(state.progress.seconds, length)} {words}"[:room]
            self._stream.write("\r" + text.ljust(min(self._width, room)))
            self._width = len(text)
        elif second > self._last_second:
            self._stream.write(self._words(state) + "\n")
            self._unsaid = None
        else:
            self._unsaid = state
        self._last_second = second
        self._stream.flush()

    def _bar(self, seconds: float, length: int) -> str:
        full = min(length, int(length * seconds / max(self._seconds, 0.1)))
        return "█" * full + "░" * (length - full)

    def _words(self, state: PlanState) -> str:
        return f"{self._figures(state)}  {translate(_PHASES[state.progress.phase], self._language)}"

    def _figures(self, state: PlanState) -> str:
        progress = state.progress
        return render(
            Message(
                _l("{seconds} s  cost {cost}  bound {bound}  gap {gap}  uncovered {uncovered}"),
                seconds=format_decimal(progress.seconds, "0.0", locale=self._language).rjust(5),
                cost=sum(progress.costs),
                bound=sum(progress.bounds),
                gap=self._gap(progress.gap),
                uncovered=Minutes(state.uncovered_min),
            ),
            self._language,
        )

    def _gap(self, gap: float) -> str:
        return format_decimal(100 * gap, "0.0", locale=self._language) + " %" if gap <= _WIDEST_GAP_SHOWN else "–"
