"""What the threads of a search do, looked at from outside: which of some functions each is in, a few times a second."""

import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CodeType, FrameType

from solver.line_by_line import LineByLine
from solver.local_search import LocalSearch
from solver.rows.all_days import AllDays
from solver.rows.dives import Dives
from solver.rows.roster import Roster
from solver.rows.work import ByRows
from solver.search import Search
from solver.whole_model import WholeModel

EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class Doing:
    """What one thread did for a while. lane: 0, 1, ...; since_s, until_s: since the watching began."""

    lane: int
    name: str
    since_s: float
    until_s: float


def _codes(names: Mapping[str, tuple[Callable[..., object], ...]]) -> dict[CodeType, str]:
    return {function.__code__: name for name, functions in names.items() for function in functions}


#: Of a thread that is in several of these, the innermost counts.
SEARCHING = _codes(
    {
        "programs of rows": (Search._begin_by_rows, ByRows.__init__),
        "a roster taken up": (ByRows.begin, Roster.follow),
        "rounds of pricing": (ByRows.prove,),
        # What this does else has a name of its own.
        "help with pricing": (ByRows.go_on,),
        "market": (ByRows.trade, ByRows.help_trade),
        "people out and in": (ByRows._shake,),
        "some days of all": (AllDays.some,),
        "dive over all": (ByRows.begin_anew, Dives.over_all),
        "dive over some": (Dives.over_some, Dives.mend),
        "neighbourhoods": (ByRows.try_neighbourhoods, LocalSearch.neighbourhoods),
        "line by line": (LineByLine.take_up, LineByLine.plan_anew, LineByLine.mend),
        "construct": (Search._construct,),
        "whole model": (WholeModel.settle, WholeModel.prove),
    }
)


class Watching:
    """began: when seconds began to run (time.monotonic). names: by code. Watches from `start` to `stop`."""

    def __init__(self, began: float, names: Mapping[CodeType, str]) -> None:
        self._began, self._names = began, names
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._now: dict[int, Doing] = {}
        self.done: list[Doing] = []

    def start(self) -> None:
        """Begin to look, on a thread of its own."""
        self._thread.start()

    def stop(self) -> list[Doing]:
        """All that was done, by its end."""
        self._ended.set()
        self._thread.join()
        self.look({}, time.monotonic() - self._began)
        return self.done

    def _watch(self) -> None:
        while not self._ended.wait(EVERY_S):
            self.look(sys._current_frames(), time.monotonic() - self._began)

    def look(self, frames: Mapping[int, FrameType], seconds: float) -> None:
        """Take note of what threads (by their number) are in, so many seconds after it began."""
        found = {thread: name for thread, frame in frames.items() if (name := self._name(frame)) is not None}
        for thread, doing in list(self._now.items()):
            if found.get(thread) == doing.name:
                self._now[thread] = Doing(doing.lane, doing.name, doing.since_s, seconds)
            elif thread in found:
                self.done.append(Doing(doing.lane, doing.name, doing.since_s, seconds))
                self._now[thread] = Doing(doing.lane, found[thread], seconds, seconds)
            else:
                self.done.append(self._now.pop(thread))
        for thread in sorted(found.keys() - self._now.keys()):
            taken = {doing.lane for doing in self._now.values()}
            lane = next(lane for lane in range(len(taken) + 1) if lane not in taken)
            self._now[thread] = Doing(lane, found[thread], seconds, seconds)

    def _name(self, frame: FrameType | None) -> str | None:
        while frame is not None:
            name = self._names.get(frame.f_code)
            if name is not None:
                return name
            frame = frame.f_back
        return None
